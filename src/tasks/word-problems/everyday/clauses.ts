/** The statements of everyday stories: one pattern for each way of saying something, the first that fits counts. */
import { changed, holderOf } from './changes';
import { readItems } from './lists';
import { AGE, dividedBy, DOLLAR, exactly, minus, percentOf, plus, shareOf, times, type Memory } from './memory';
import { smaller } from './nouns';
import { SPECIAL } from './special-clauses';
import { ASIDE, count, GAIN, HAVE, LOSS, NOUN, readShare, rule, SHARE, WHO, type Reading } from './wordings';

const CLAUSES: readonly (readonly [RegExp, Reading])[] = [
  ...SPECIAL,
  // Ages.
  rule(String.raw`(?<a>${WHO}) (?:is|was) (?<n>\d+)(?: years old| years of age)?`, (memory, groups) => {
    memory.say(memory.who(groups['a']!), AGE, count(groups));
    return true;
  }),
  rule(String.raw`(?<a>${WHO}) is (?<n>\d+) years? (?<d>older|younger)(?: than (?<b>${WHO}))?`, (memory, groups) => {
    const base = memory.amount(groups['b'] ? memory.who(groups['b']) : memory.subject, AGE);
    memory.say(memory.who(groups['a']!), AGE, (groups['d'] === 'older' ? plus : minus)(base, count(groups)));
    return true;
  }),
  rule(String.raw`(?<a>${WHO}) is (?<s>${SHARE}) (?:as old)(?: as (?<b>${WHO}))?`, (memory, groups) => {
    const base = memory.amount(groups['b'] ? memory.who(groups['b']) : memory.subject, AGE);
    memory.say(memory.who(groups['a']!), AGE, shareOf(base, readShare(groups['s']!)));
    return true;
  }),
  // What one of something holds, weighs, costs or does.
  rule(
    String.raw`(?<e>an?|each|every|one|1) (?<j>${NOUN})(?: of [\p{L} ]+?)? (?:holds?|has|have|contains?|weighs?|costs?|carries|seats|takes|gets?|needs?|lays?|lasts?|gives?|makes?|is|are) (?<m>\d+) (?<i>${NOUN})(?: of [\p{L} ]+)?(?: (?:an?|per|each|every) (?:day|hour|week|month|year))?`,
    (memory, groups) => {
      const noun = groups['i']!.replace(/ (?:tall|thick|wide|long|high|old|deep)$/i, '');
      if (/old$/i.test(groups['i']!)) return false;
      const container = groups['j']!;
      memory.sayEach(container, noun, count(groups, 'm'));

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
    String.raw`(?:(?:each|every) (?<t>\p{L}+) )?(?<a>${WHO}) (?<v>[\p{L}]+) (?<n>\d+) (?<i>${NOUN})(?: (?:(?:in |for )?(?:every|each)|per|(?:in )?an?(?= (?:hour|day|week|month|year|minute|second|lesson|game|match|night|evening)\b)) (?<u>\p{L}+))?`,
    (memory, groups) => {
      const per = groups['t'] ?? groups['u'];
      if (!per || (groups['t'] && groups['u'])) return false;
      const who = memory.who(groups['a']!);
      memory.sayEach(per, groups['i']!, count(groups));
      memory.subject = who;
      return true;
    },
  ),
  // Packing: so many in each.
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?:packs?|puts?|sorts?|divides?|cuts?|splits?) (?:them|it|these|the ${NOUN}|(?<n>\d+) (?<i>${NOUN})|an? ${NOUN} of (?<l>\d+) (?<k>${NOUN}?))(?: up| equally| evenly)? (?:in|into|on|onto) (?:(?<e>\d+) )?(?<j>${NOUN})(?: of (?<m>\d+)(?: (?<o>${NOUN}))?)?`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      const said = groups['n'] ?? groups['l'];
      const noun = groups['i'] ?? groups['k'] ?? memory.noun;
      if (said) memory.say(who, noun, exactly(Number(said)));
      const whole = memory.amount(who, noun);
      const factor = groups['o'] ? smaller(noun, groups['o']) : 1;
      if (factor === null) return false;
      const parts = factor === 1 ? whole : times(whole, exactly(factor));
      if (groups['m'] && !groups['e']) memory.say(who, groups['j']!, dividedBy(parts, count(groups, 'm')));
      else if (groups['e'] && !groups['m']) memory.sayEach(groups['j']!, noun, dividedBy(whole, count(groups, 'e')));
      else return false;
      return true;
    },
  ),
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
    String.raw`(?:(?<a>${WHO}) )?(?:${LOSS}) ?(?:away )?(?<n>\d+)(?: of (?:them|the|his|her|their))?(?: (?!of\b|more\b)(?<i>${NOUN}))?(?: that (?:are|is|were) \p{L}+)?${ASIDE}`,
    (memory, groups) => {
      const who = groups['a'] ? memory.who(groups['a']) : memory.subject;
      const noun = groups['i']?.replace(/ (?:away|up|out)$/i, '') ?? memory.noun;
      return changed(memory, who, noun, count(groups), minus);
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
    String.raw`(?<n>\d+)(?: of (?:them|these|the ${NOUN}))?(?: (?!of\b|are\b|is\b|were\b|get\b)(?<i>${NOUN}?))? (?:are|is|were|die|died|break|broke|get off|got off|get out|got out|leave|left|fly away|flew away|fly off|flew off|run away|ran away|swim away|swam away|drive away|drove away|walk away|walked away|go away|went away|go home|went home|melt|melted|went missing|burn|burnt)(?: (?!left\b)[\p{L} ]+)?`,
    (memory, groups) => changed(memory, 'there', groups['i'] ?? memory.noun, count(groups), minus),
  ),
  rule(
    String.raw`(?<n>\d+)(?: more)?(?: (?!get\b|come\b|join\b|arrive\b|are\b)(?<i>${NOUN}?))? (?:get on|got on|come|came|join|joined|arrive|arrived|are added|land|landed)(?: [\p{L} ]+)?`,
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
  rule(
    String.raw`(?:(?:it|the price|the ${NOUN}) (?:is|was) )?(?:reduced|cut|lowered) by (?<n>\d+) percent`,
    (memory, groups) => {
      const before = memory.each(memory.subject)?.amount() ?? null;
      if (!before) return false;
      memory.sayEach(
        memory.subject,
        DOLLAR,
        minus(
          () => before,
          percentOf(count(groups), () => before),
        ),
      );
      return true;
    },
  ),
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
    if (!/^(?:\d|half|twice|double|an? |three |four )/i.test(list)) return false;
    return readItems(memory, memory.who(groups['a']!), list);
  }),
];

/** Takes what a clause says into the memory; false where it cannot be read. */
export function readClause(memory: Memory, clause: string): boolean {
  const before = memory.copy();
  return CLAUSES.some(([pattern, read]) => {
    const match = pattern.exec(clause);
    if (match && read(memory, match.groups ?? {})) return true;
    before();
    return false;
  });
}
