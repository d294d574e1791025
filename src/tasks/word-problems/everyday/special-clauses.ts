/** Statements that the more general patterns would take for something else. */
import { changed, holderOf } from './changes';
import { readItems } from './lists';
import { dividedBy, DOLLAR, exactly, minus, plus, shareOf, times } from './later';
import { nounKey } from './nouns';
import { canBeVerb, isGiving, isLeaving, kindOfVerb, stem } from './verbs';
import { ASIDE, count, GAIN, HAVE, LOSS, NOUN, readShare, rule, TAIL, WHO, type Reading } from './wordings';

/** Ways of saying something that more general patterns would take for something else. */
export const SPECIAL: readonly (readonly [RegExp, Reading])[] = [
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?:pa(?:ys?|id) with|(?:gives?|gave|hands?|handed) (?:the )?(?:cashier|seller|shopkeeper|clerk|baker|waiter|driver)(?: over)?) (?:an? )?(?<n>\d+)[ -]dollars?(?: (?:note|bill))?`,
    (memory, groups) => {
      memory.paid = count(groups);
      return true;
    },
  ),
  rule(
    String.raw`(?<s>half|(?:a|one) (?:third|quarter|fifth)|\d+ percent) of (?:them|these|the ${NOUN})(?: (?:in|on|at) (?:the|an?|his|her|their|our|my) \p{L}+)? (?:(?:are|is|were|was) (?<p>\p{L}+)|(?:(?<w>\p{Ll}+ (?:off|out|away|home))|(?<v>\p{Ll}+)(?! (?:off|out|away|home|back|left|on|in)\b))${TAIL})`,
    (memory, groups) => {
      const { noun } = memory;
      const owner =
        memory.owners().find((who) => memory.has(who, noun)) ??
        memory.owners().find((who) => memory.amount(who, noun)() !== null);
      if (owner === undefined) return false;
      const some = shareOf(memory.amount(owner, noun), readShare(groups['s']!));
      if (groups['w'] !== undefined || isLeaving(groups['v'] ?? '') || kindOfVerb(groups['p'] ?? '') === 'loss') {
        const before = memory.amount(owner, noun)();
        const part = before && shareOf(() => before, readShare(groups['s']!));
        // "How many are broken?" may be asked as well as how many are not.
        if (groups['p'] !== undefined && part)
          memory.kinds = [...memory.kinds, { noun: nounKey(groups['p']), amount: part }];
        return part !== null && changed(memory, owner, noun, part, minus);
      }
      memory.saySome(some);
      if (groups['v'] !== undefined) memory.done = { verb: stem(groups['v']), amount: some, isNot: false };
      if (groups['p'] !== undefined) memory.kinds = [...memory.kinds, { noun: nounKey(groups['p']), amount: some }];
      return true;
    },
  ),
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?:shares?|shared|divides?|divided|splits?|split|gives?|gave) (?:them|it|(?:all )?(?:the|his|her|these) ${NOUN}|(?<n>\d+) (?<i>${NOUN}))(?: (?:all|out|up|equally|evenly|fairly))* (?:among|amongst|between|with|to) (?:(?:his|her|the|their) )?(?<m>\d+) (?<j>${NOUN}?)(?: (?:equally|evenly))?`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      const noun = groups['i'] ?? memory.noun;
      if (groups['n']) memory.say(who, noun, count(groups));
      const holder = holderOf(memory, who, noun);
      if (holder === '') return false;
      memory.sayEach(groups['j']!, noun, dividedBy(memory.amount(holder, noun), count(groups, 'm')));
      return true;
    },
  ),
  rule(
    String.raw`(?:(?:each|every) \p{L}+,? )?(?<a>${WHO}) (?<v>\p{Ll}+)(?: out)? (?:(?<m>\d+)(?: (?<i>${NOUN}))? to each of |each of )(?:(?:his|her|the|their) )?(?<n>\d+) (?<j>${NOUN}?)(?: (?<l>\d+) (?<k>${NOUN}))?${ASIDE}`,
    (memory, groups) => {
      const noun = groups['i'] ?? groups['k'] ?? (groups['m'] && memory.noun !== '' ? memory.noun : undefined);
      const each = groups['m'] ?? groups['l'];
      if (noun === undefined || each === undefined || (groups['m'] && groups['l'])) return false;
      const all = times(count(groups), exactly(Number(each)));
      const who = memory.who(groups['a']!);
      if (/^(?:buy|bought)/i.test(groups['v']!) || holderOf(memory, who, noun) === '') memory.say(who, noun, all);
      else return changed(memory, who, noun, all, minus);
      return true;
    },
  ),
  rule(
    String.raw`(?<a>it|the ${NOUN}|an? ${NOUN})(?: of (?<l>\d+) (?<u>${NOUN}))? (?:is|was) (?:cut|divided|split|broken|sawn)(?: up)? into (?<n>\d+) (?:equal )?(?<j>${NOUN})`,
    (memory, groups) => {
      const who = memory.who(groups['a']!.replace(/^(?:the|an?) /i, ''));
      if (groups['l'] !== undefined) memory.say(who, groups['u']!, exactly(Number(groups['l'])));
      const whole = memory.has(who, memory.noun) && memory.noun !== '' ? memory.amount(who, memory.noun) : null;
      if (whole) memory.sayEach(groups['j']!, memory.noun, dividedBy(whole, count(groups)));
      else if (/^an? /i.test(groups['a']!)) memory.sayEach(who, groups['j']!, count(groups));
      else return false;
      return true;
    },
  ),
  rule(
    String.raw`(?:it|the ${NOUN}?|an? (?<a>${NOUN}?)(?: of (?<l>\d+) (?<u>${NOUN}?))?) (?:is|was|are|were) (?:cut|divided|split|sawn|poured|packed|put|filled)(?: up)? (?:in|into) (?<j>${NOUN}?) (?:of|with) (?<n>\d+) (?<i>${NOUN}?)(?: each)?`,
    (memory, groups) => {
      if (groups['l'] !== undefined) memory.say(memory.who(groups['a']!), groups['u']!, count(groups, 'l'));
      memory.sayEach(groups['j']!, groups['i']!, count(groups));
      return true;
    },
  ),
  rule(
    String.raw`(?<a>${WHO}) (?:\p{L}+) (?<n>\d+) (?<j>${NOUN}),? each (?:with|of|containing|holding|costing) (?<m>\d+) (?<i>${NOUN})`,
    (memory, groups) => {
      memory.say(memory.who(groups['a']!), groups['j']!, count(groups));
      memory.sayEach(groups['j']!, groups['i']!, count(groups, 'm'));
      return true;
    },
  ),
  rule(
    String.raw`(?<a>${WHO}) (?<v>\p{L}+)(?: at)? (?<n>\d+) (?<i>${NOUN}) (?:per|an?|each|every) (?<t>\p{L}+) for (?<m>\d+) (?<u>\p{L}+)`,
    (memory, groups) => {
      if (nounKey(groups['t']!) !== nounKey(groups['u']!)) return false;
      const who = memory.who(groups['a']!);
      const all = times(count(groups), count(groups, 'm'));
      const holder = kindOfVerb(groups['v']!) === 'loss' ? holderOf(memory, who, groups['i']!) : '';
      if (holder !== '') return changed(memory, holder, groups['i']!, all, minus);
      memory.say(who, groups['i']!, all);
      return true;
    },
  ),
  rule(
    String.raw`(?<n>\d+) of (?:them|these|the ${NOUN}) (?!are\b|is\b|were\b|die|get\b|got\b|leave\b|left\b|br(?:eak|oke)|fl(?:y|ies|ew)\b|melt|go\b|went\b|die|r[au]n\b|f[ae]ll\b|s[aiu]nk|burst|pop|escape|spoil|rot|was\b)\p{L}+${TAIL}`,
    (memory, groups) => {
      if (memory.noun === '') return false;
      memory.saySome(count(groups));
      return true;
    },
  ),
  rule(
    String.raw`there (?:are|is) (?<m>\d+) (?<i>${NOUN}) in (?<e>an?|each|every|one) (?<j>${NOUN})`,
    (memory, groups) => {
      if (
        /^(?:village|town|city|class|zoo|room|park|school|garden|team|bus|train|library|cinema|hotel|house|farm|country|ship|field|meadow|pond|lake|tree|forest|yard|barn|stable|street|playground|gym|hall|office|building|theatre|theater|museum|shop|store|bakery|cafe|restaurant|kitchen|fridge|hospital|aquarium|tank|nest|orchard|market|lot|river|pool)$/i.test(
          groups['j']!,
        )
      )
        return false;
      memory.sayEach(groups['j']!, groups['i']!, count(groups, 'm'));
      // It may be one of several or the only one.
      if (/^an?$/i.test(groups['e']!) && !memory.owners().some((who) => memory.has(who, groups['j']!)))
        memory.say(memory.who(groups['j']!), groups['i']!, count(groups, 'm'));
      return true;
    },
  ),
  // "265 come by bus and 130 walk" of those that there are.
  rule(
    String.raw`(?<n>\d+)(?: of (?:them|these|the ${NOUN}))?(?: (?:pupils|children|kids|students|people))? (?:(?:come|came|go|went|travel|travelled|get) (?:\p{Ll}+ )?(?:by|on)|(?<v>walk|cycle|like|love|prefer|play|choose|wear|speak|ride|drive|swim|sing|dance|study|learn|vote|chose|voted|walked|cycled|played))(?= |$)${TAIL}`,
    (memory, groups) => {
      const { noun } = memory;
      const holder = holderOf(memory, 'there', noun);
      if (noun === '' || holder === '' || memory.hasRest) return false;
      const { some } = memory;
      const words = memory.someWords;
      memory.saySome(some ? plus(some, count(groups)) : count(groups));
      memory.someWords = [...words, ...memory.someWords];
      return true;
    },
  ),
  // "Ella has read 3 of her 7 library books."
  rule(
    String.raw`(?<a>${WHO}) (?:has |have |had )?\p{Ll}+ (?<n>\d+) of (?:the|his|her|their|its|my|our) (?<m>\d+) (?<i>${NOUN}?)${ASIDE}`,
    (memory, groups) => {
      memory.say(memory.who(groups['a']!), groups['i']!, count(groups, 'm'));
      memory.saySome(count(groups));
      return true;
    },
  ),
  // "A painter needs 4 hours for one room."
  rule(
    String.raw`(?<a>${WHO}) (?:uses?|needs?|takes) (?<n>\d+) (?<i>${NOUN}?)(?: of \p{L}+)? (?:for|per|on) (?:one|each|every) (?<j>${NOUN})`,
    (memory, groups) => {
      memory.subject = memory.who(groups['a']!);
      memory.sayEach(groups['j']!, groups['i']!, count(groups));
      return true;
    },
  ),
  rule(String.raw`(?:(?<a>${WHO}) )?sells? (?:each|every) (?<j>${NOUN}) for (?<m>\d+) dollars`, (memory, groups) => {
    memory.sayEach(groups['j']!, DOLLAR, count(groups, 'm'));
    return true;
  }),
  rule(
    String.raw`(?:an?|the|entry to the) (?<j>${NOUN}?) costs? (?<n>\d+) dollars for (?:an? )?(?<i>${NOUN}) and (?<m>\d+)(?: dollars)? for (?:an? )?(?<k>${NOUN})`,
    (memory, groups) => {
      memory.sayEach(groups['i']!, DOLLAR, count(groups));
      memory.sayEach(groups['k']!, DOLLAR, count(groups, 'm'));
      return true;
    },
  ),
  rule(
    String.raw`(?:each|every) (?<t>\p{L}+),? (?<a>${WHO}) (?:${GAIN}|${HAVE}) (?<n>\d+) (?<i>${NOUN}) and (?:${LOSS}) (?<m>\d+)(?: ${NOUN})?`,
    (memory, groups) => {
      memory.sayEach(groups['t']!, groups['i']!, minus(count(groups), count(groups, 'm')));
      memory.subject = memory.who(groups['a']!);
      return true;
    },
  ),
  rule(
    String.raw`(?<a>${WHO}) (?:\p{L}+) (?<n>\d+) (?<i>${NOUN}?)(?: of (?!them)\p{L}+)?${ASIDE} and (?<m>\d+)(?: (?<k>${NOUN}?))?${ASIDE} (?:each|every|a|per) (?<t>\p{L}+)`,
    (memory, groups) => {
      if (groups['k'] !== undefined && groups['i'] !== groups['k']) return false;
      memory.sayEach(groups['t']!, groups['i']!, plus(count(groups), count(groups, 'm')));
      memory.subject = memory.who(groups['a']!);
      return true;
    },
  ),
  rule(
    String.raw`(?<n>\d+) (?<j>${NOUN}?) (?:shared?|split|divided?)(?: (?:an?|the|their) ${NOUN} of)? (?<m>\d+) (?<i>${NOUN})(?: (?:equally|evenly))?`,
    (memory, groups) => {
      memory.sayEach(groups['j']!, groups['i']!, dividedBy(count(groups, 'm'), count(groups)));
      memory.subject = memory.who(groups['j']!);
      return true;
    },
  ),
  rule(
    String.raw`each(?: of them)? (?:leaves|pays|gets|adds|receives|gives)(?: an? ${NOUN} of)? (?<n>\d+) (?<i>${NOUN})`,
    (memory, groups) => {
      const each = memory.each(memory.subject);
      if (!each || each.noun !== nounKey(groups['i']!)) return false;
      memory.sayEach(memory.subject, groups['i']!, plus(each.amount, count(groups)));
      return true;
    },
  ),
  rule(
    String.raw`(?<a>${WHO}) (?:uses?|used|needs?|needed|takes|took|makes?|made|costs?) (?<n>\d+) (?<i>${NOUN})(?: of \p{L}+)? (?:for|per|every) (?<m>\d+) (?<t>${NOUN})`,
    (memory, groups) => {
      memory.subject = memory.who(groups['a']!);
      memory.rate = {
        amount: Number(groups['n']),
        noun: nounKey(groups['i']!),
        per: Number(groups['m']),
        of: nounKey(groups['t']!),
      };
      return true;
    },
  ),
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?<v>\p{L}+) (?<n>\d+) (?<i>${NOUN}) on each of (?<m>\d+) (?:days|evenings|mornings|weeks)(?: and (?<l>\d+ .+))?`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      memory.say(who, groups['i']!, times(count(groups), count(groups, 'm')));
      return groups['l'] === undefined || readItems(memory, who, groups['l']);
    },
  ),
  rule(
    String.raw`(?<a>(?!an? |each |every )${WHO}) is (?<n>\d+) (?<u>metres|centimetres|kilometres)(?: (?:tall|long|high|wide|deep))`,
    (memory, groups) => {
      memory.say(memory.who(groups['a']!), groups['u']!, count(groups));
      return true;
    },
  ),
  rule(
    String.raw`(?<a>${WHO}) (?<n>\d+) (?<d>more|fewer|less) than (?:that|the (?:first|other|upper|lower)(?: one)?)`,
    (memory, groups) => {
      const base = memory.parts(null, memory.noun).at(-1);
      if (!base || /\b(?:has|is|had)$/.test(groups['a']!)) return false;
      memory.say(memory.who(groups['a']!), memory.noun, (groups['d'] === 'more' ? plus : minus)(base, count(groups)));
      return true;
    },
  ),
  // "Amelia scored 18 points more": than who was spoken of before her.
  rule(String.raw`(?<a>${WHO}) (?<v>\p{Ll}+) (?<n>\d+) (?<i>${NOUN}?) (?<d>more|less|fewer)`, (memory, groups) => {
    const who = memory.who(groups['a']!);
    const before = memory.lastOf('', groups['i']!)?.();
    if (!before || memory.knows(who) || !canBeVerb(groups['v']!) || isGiving(groups['v']!)) return false;
    memory.say(
      who,
      groups['i']!,
      (groups['d'] === 'more' ? plus : minus)(() => before, count(groups)),
    );
    return true;
  }),
  // "Tom and Ann have 30 marbles together."
  rule(
    String.raw`(?:(?:together|altogether|in all),? )?(?<a>[\p{L}'-]+(?: [\p{L}'-]+)?) and (?<b>[\p{L}'-]+(?: [\p{L}'-]+)?) (?:together )?(?:have|had|own|saved|save|collected|picked|baked|made|scored|sold|read|found|caught) (?<n>\d+) (?<i>${NOUN}?)(?<t> (?:together|altogether|in all|in total|between them))?`,
    (memory, groups) => {
      const names = [memory.who(groups['a']!), memory.who(groups['b']!)];
      // Without "together" each may have as many.
      if (groups['t'] === undefined) return false;
      memory.noun = nounKey(groups['i']!);
      memory.shared = { names, noun: memory.noun, amount: count(groups) };
      return true;
    },
  ),
  rule(
    String.raw`(?:(?:together|altogether|in all|in total),? )?(?:they|the 2(?: of them| ${NOUN})?)(?: both)? (?:together )?(?:have|had|own|saved|save|collected|picked|baked|made|scored|sold|read|found|caught) (?<n>\d+)(?: ${NOUN}?)?(?: (?:together|altogether|in all|in total|between them))?`,
    (memory, groups) => {
      const pair = memory.pairs.at(-1);
      if (!pair || memory.amount(pair.who, pair.noun)() !== null || memory.amount(pair.other, pair.noun)() !== null)
        return false;
      memory.shared = { names: [pair.who, pair.other], noun: pair.noun, amount: count(groups) };
      memory.noun = pair.noun;
      return true;
    },
  ),
];
