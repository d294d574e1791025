/** The statements of everyday stories: one pattern for each way of saying something, the first that fits counts. */
import { changed, holderOf } from './changes';
import { readItems } from './lists';
import { AGE, dividedBy, DOLLAR, exactly, minus, percentOf, plus, shareOf, times } from './later';
import type { Memory } from './memory';
import { FRAMES, sayEachOf } from './frames';
import { GOALS } from './goals';
import { MEASURES } from './measures';
import { nounKey, smaller } from './nouns';
import { canBeVerb, direction, kindOfVerb, stem } from './verbs';
import { PERCENT } from './percent';
import { RATE_CLAUSES } from './rate-clauses';
import { SPECIAL } from './special-clauses';
import { ASIDE, count, GAIN, HAVE, LOSS, NOUN, readShare, rule, SHARE, TAIL, WHO, type Reading } from './wordings';

const CLAUSES: readonly (readonly [RegExp, Reading])[] = [
  ...SPECIAL,
  ...PERCENT,
  ...RATE_CLAUSES,
  ...MEASURES,
  ...GOALS,
  // Ages.
  rule(String.raw`(?<a>${WHO}) (?:is|was) (?<n>\d+)(?: years old| years of age)?`, (memory, groups) => {
    memory.say(memory.who(groups['a']!), AGE, count(groups));
    return true;
  }),
  rule(String.raw`(?<a>${WHO}) is (?<n>\d+) years? (?<d>older|younger)(?: than (?<b>${WHO}))?`, (memory, groups) => {
    const [who, other] = [memory.who(groups['a']!), groups['b'] ? memory.who(groups['b']) : memory.subject];
    const own = memory.has(who, AGE) && !memory.has(other, AGE) ? memory.amount(who, AGE)() : null;
    const isOlder = groups['d'] === 'older';
    // Who is known tells of who is not.
    if (own)
      memory.say(
        other,
        AGE,
        (isOlder ? minus : plus)(() => own, count(groups)),
      );
    else memory.say(who, AGE, (isOlder ? plus : minus)(memory.amount(other, AGE), count(groups)));
    return true;
  }),
  rule(String.raw`(?<a>${WHO}) is (?<s>${SHARE}) (?:as old)(?: as (?<b>${WHO}))?`, (memory, groups) => {
    const [who, other] = [memory.who(groups['a']!), groups['b'] ? memory.who(groups['b']) : memory.subject];
    const share = readShare(groups['s']!);
    const own = memory.has(who, AGE) && !memory.has(other, AGE) ? memory.amount(who, AGE)() : null;
    if (own && share.operation === '*')
      memory.say(
        other,
        AGE,
        shareOf(() => own, { operation: '/', by: share.by }),
      );
    else memory.say(who, AGE, shareOf(memory.amount(other, AGE), share));
    return true;
  }),
  // What one of something holds, weighs, costs or does.
  rule(
    String.raw`(?<e>an?|each|every|one|1) (?<j>${NOUN})(?: of [\p{L} ]+?)? (?:holds?|has|have|contains?|weighs?|costs?|carr(?:y|ies)|seats?|fits?|feeds?|serves?|transports?|delivers?|covers?|takes?|gets?|needs?|lays?|lasts?|gives?|makes?|is|are) (?<m>\d+) (?<i>${NOUN}?)(?: of [\p{L} ]+?)?(?: (?:an?|per|each|every) (?<t>day|hour|week|month|year))?`,
    (memory, groups) => {
      const noun = groups['i']!.replace(/ (?:tall|thick|wide|long|high|old|deep)$/i, '');
      if (/old$/i.test(groups['i']!)) return false;
      const container = groups['j']!;
      sayEachOf(memory, container, noun, count(groups, 'm'), groups['t']);
      const owner = memory.who(container);
      // "A bus has 32 passengers" speaks of one bus, which may be this one.
      if (/^an?$/i.test(groups['e']!) && noun !== DOLLAR) memory.say(owner, noun, count(groups, 'm'));
      memory.subject = owner;
      return true;
    },
  ),
  rule(
    String.raw`(?:an?|each|one) (?<j>${NOUN}) costs? (?<s>${SHARE}) as much(?: as an? (?<b>${NOUN}))?`,
    (memory, groups) => {
      const base = memory.each(groups['b'] ?? memory.subject);
      if (!base) return false;
      memory.sayEach(groups['j']!, DOLLAR, shareOf(base.amount, readShare(groups['s']!)));
      return true;
    },
  ),
  // So much in each hour.
  rule(
    String.raw`(?:(?:each|every) (?<t>\p{L}+) )?(?<a>${WHO}) (?<v>[\p{L}]+)(?: (?:away|aside|up|out|off|down|back|in))? (?<n>\d+)(?: more| extra)?(?: (?<i>(?!more|extra)${NOUN}?)(?: of (?!them\b)\p{L}+)?)?(?: (?:(?:in |for |on |at |with |during )?(?:every|each)|per|(?:in |for )?(?:an?|one)(?= (?:hour|day|week|month|year|minute|second|lesson|game|match|night|evening|morning|afternoon|page|trip|lap|round|row|box|bag|shift|season)\b)) (?<u>(?:(?:good|new|old|big|small|right|correct) )?\p{L}+))?${ASIDE}`,
    (memory, groups) => {
      const per = groups['t'] ?? groups['u'];
      if (!per || (groups['t'] && groups['u']) || /^(?:each|every) /i.test(groups['a']!)) return false;
      const who = memory.who(groups['a']!);
      const noun = groups['i'] ?? memory.noun;
      if (noun === '') return false;
      memory.sayEach(per, noun, count(groups));
      memory.paces = { ...memory.paces, [nounKey(per)]: who };
      if (/^an? /i.test(groups['a']!)) memory.spans = { ...memory.spans, [who]: nounKey(per) };
      if (kindOfVerb(groups['v']!) === 'loss' || direction(groups['v']!) === 'down')
        memory.falls = [...memory.falls, nounKey(per)];
      memory.subject = who;
      return true;
    },
  ),
  // Packing: so many in each.
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?:packs?|packed|puts?|sorts?|sorted|divides?|divided|cuts?|splits?|places?|placed|arranges?|arranged|ties?|tied|plants?|planted|lays?|laid|hangs?|hung|sets?|stacks?|stacked) (?:them|it|these|the ${NOUN}|all of them|all (?:the|his|her|their) ${NOUN}|(?<n>\d+) (?<i>${NOUN})|an? ${NOUN} of (?<l>\d+) (?<k>${NOUN}?))(?: up| equally| evenly)* (?:in|into|on|onto) (?:(?<e>\d+) (?:equal )?)?(?<j>${NOUN})(?: of (?<m>\d+)(?: (?<o>${NOUN}))?)?`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      const said = groups['n'] ?? groups['l'];
      const noun = groups['i'] ?? groups['k'] ?? memory.noun;
      if (said) memory.say(who, noun, exactly(Number(said)));
      const whole = memory.amount(holderOf(memory, who, noun) || who, noun);
      const factor = groups['o'] ? smaller(noun, groups['o']) : 1;
      if (factor === null) return false;
      const parts = factor === 1 ? whole : times(whole, exactly(factor));
      if (groups['m'] && !groups['e']) memory.say(who, groups['j']!, dividedBy(parts, count(groups, 'm')));
      else if (groups['e'] && !groups['m']) memory.sayEach(groups['j']!, noun, dividedBy(whole, count(groups, 'e')));
      else return false;
      return true;
    },
  ),
  rule(
    String.raw`(?:(?:an?|the|his|her) [\p{L}]+ of )?(?:(?<n>\d+) (?<i>${NOUN})|they|these|the ${NOUN}) (?:is|are|was|were) (?:divided|split|packed|put|sorted|arranged|placed|shared)(?: up| equally| evenly)* (?:in|into|on|onto|between|among) (?:(?<e>\d+) )?(?:equal )?(?<j>${NOUN})(?: (?:of|with) (?<m>\d+)(?: ${NOUN})?(?: each)?)?`,
    (memory, groups) => {
      const noun = groups['i'] ?? memory.noun;
      if (groups['n']) memory.say('there', noun, count(groups));
      const holder = holderOf(memory, memory.subject, noun);
      if (holder === '' || (groups['m'] === undefined) === (groups['e'] === undefined)) return false;
      const whole = memory.amount(holder, noun);
      if (groups['m']) memory.say('there', groups['j']!, dividedBy(whole, count(groups, 'm')));
      else memory.sayEach(groups['j']!, noun, dividedBy(whole, count(groups, 'e')));
      return true;
    },
  ),
  ...FRAMES,
  // A part goes.
  rule(
    String.raw`(?:(?:(?<a>${WHO}) )?(?:${LOSS})(?: away)? )?(?<s>${SHARE}) of (?:them|it|the rest|what (?:is|was) left|the ${NOUN}|(?:his|her|its|their) ${NOUN})${ASIDE}`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      const holder = holderOf(memory, who, memory.noun);
      const before = holder && memory.amount(holder, memory.noun)();
      if (!before) return false;
      const share = readShare(groups['s']!);
      memory.change(
        holder,
        memory.noun,
        minus(
          () => before,
          shareOf(() => before, share),
        ),
      );
      return true;
    },
  ),
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?<v>${LOSS}) ?(?:away )?(?<n>\d+)(?: of (?:them|the|his|her|their))?(?: (?!of\b|more\b)(?<i>${NOUN}))?(?: that (?:are|is|were) \p{L}+)?${ASIDE}`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      const noun = groups['i']?.replace(/ (?:away|up|out)$/i, '') ?? memory.noun;
      memory.verb = stem(groups['v']!.split(' ').at(-1)!);
      if (!changed(memory, who, noun, count(groups), minus)) return false;
      memory.did(who, noun, count(groups), true);
      return true;
    },
  ),
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?:${GAIN}|gives? (?:him|her|them)|gave (?:him|her|them)) (?:another )?(?<n>\d+)(?: (?<d>more|new|extra|additional))?(?: (?!of\b)(?<i>${NOUN}))?${ASIDE}`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      const noun = groups['i'] ?? memory.noun;
      return changed(memory, who, noun, count(groups), plus);
    },
  ),
  rule(
    String.raw`(?<n>\d+)(?: of (?:them|these|the ${NOUN}))?(?: (?!of\b|are\b|is\b|were\b|get\b)(?<i>${NOUN}?))? (?:are|is|were|die|died|break|broke|go out|went out|step off|stepped off|exit|exited|resign|quit|fall|fell|sink|sank|burst|pop|popped|escape|escaped|spoil|spoiled|rot|rotted|run out|ran out|get off|got off|get out|got out|leave|left|fly away|flew away|fly off|flew off|run away|ran away|swim away|swam away|drive away|drove away|walk away|walked away|go away|went away|go home|went home|melt|melted|went missing|burn|burnt)(?<p>(?! left\b)${TAIL})`,
    (memory, groups) => {
      if (!changed(memory, 'there', groups['i'] ?? memory.noun, count(groups), minus)) return false;
      const what = groups['p']?.trim();
      if (what) memory.kinds = [...memory.kinds, { noun: nounKey(what), amount: count(groups) }];
      return true;
    },
  ),
  rule(
    String.raw`(?<n>\d+)(?: more)?(?: (?!get\b|come\b|join\b|arrive\b|are\b)(?<i>${NOUN}?))? (?:get on|got on|get in|got in|go in|went in|step on|stepped on|board|boarded|enter|entered|(?:come|came)(?! up\b| out\b)|join|joined|arrive|arrived|are added|land|landed)${TAIL}`,
    (memory, groups) => changed(memory, 'there', groups['i'] ?? memory.noun, count(groups), plus),
  ),
  rule(String.raw`(?<a>it|the ${NOUN}) is (?<n>\d+) percent full`, (memory, groups) => {
    const before = memory.amount(memory.subject, memory.noun)() ?? memory.each(memory.subject)?.amount() ?? null;
    if (!before) return false;
    memory.change(
      memory.subject,
      memory.noun,
      percentOf(count(groups), () => before),
    );
    return true;
  }),
  // Who has what: a list.
  rule(String.raw`(?:in|at|on) (?:an?|the) ${NOUN},? there (?:are|is|were) (?<l>.+)`, (memory, groups) =>
    readItems(memory, 'there', groups['l']!),
  ),
  rule(
    String.raw`there (?:are|is|were|was) (?<l>.+?)(?: (?:in|on|at) (?:an?|the|his|her) [\p{L} ]+)?`,
    (memory, groups) => readItems(memory, 'there', groups['l']!),
  ),
  rule(String.raw`(?<a>${WHO}) (?<v>${HAVE}|${GAIN}|${LOSS}|rows?|makes) (?<l>.+)`, (memory, groups) => {
    const list = groups['l']!;
    if (!/^(?:\d|half|twice|double|an? |some |three |four )|^[\p{L} ]+ for \d+ dollars$/iu.test(list)) return false;
    // More than what, nobody has said.
    if (/^(?:another )?\d+ (?:more|extra|additional)\b(?!.* than )/i.test(list)) return false;
    return readItems(memory, memory.who(groups['a']!), list);
  }),
];

/** A subject of which something is done already is a clause of its own: `She gives half to Kim and`. */
const isSomebody = (said: string | undefined): boolean =>
  said === undefined ||
  (!/\b(?:half|twice|double|third|quarter|fifth|but|then)\b| and$|. each$/i.test(said) &&
    !said.split(' ').some((word, at) => at > 0 && canBeVerb(word) && !['other', 'have'].includes(kindOfVerb(word))));

/** Takes what a clause says into the memory; false where it cannot be read. */
export function readClause(memory: Memory, clause: string): boolean {
  memory.verb = '';
  memory.clause = clause;
  const before = memory.copy();
  return CLAUSES.some(([pattern, read]) => {
    const match = pattern.exec(clause);
    const groups = match?.groups ?? {};
    if (match && isSomebody(groups['a']) && isSomebody(groups['b']) && read(memory, groups)) return true;
    before();
    return false;
  });
}
