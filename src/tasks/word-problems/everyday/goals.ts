/** How many there have to be, and how many of them are still missing. */
import { oneOf } from './amounts';
import { DOLLAR, minus, type Later } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { headOf, nounKey } from './nouns';
import { asMany } from './rates';
import { kindOfVerb, stem } from './verbs';
import { ASIDE, count, NOUN, rule, WHO, type Reading } from './wordings';

export const GOALS: readonly (readonly [RegExp, Reading])[] = [
  // "Lucy wants a bike that costs 150 dollars."
  rule(
    String.raw`(?<a>${WHO}) (?:wants?|wanted|would like|saves?|saved|is saving|needs?)(?: up)?(?: to (?:buy|get|have))?(?: for)? (?:an?|the|some|new) [\p{L} -]+? (?:that|which) costs? (?<n>\d+) dollars|(?<b>${WHO}) (?:wants?|wanted|would like|needs?) to (?:buy|get) (?:(?:an?|the|some|new) )?[\p{L} -]+? for (?<m>\d+) dollars`,
    (memory, groups) => {
      memory.goal = { noun: DOLLAR, amount: count(groups, groups['n'] === undefined ? 'm' : 'n') };
      memory.subject = memory.who(groups['a'] ?? groups['b']!);
      memory.noun = DOLLAR;
      return true;
    },
  ),
  rule(
    String.raw`(?<a>${WHO}) (?:wants?|wanted|needs?|needed|would like|has|have|had|hopes?|plans?|must|should)(?: to (?<v>\p{Ll}+))? (?<n>\d+)(?: (?<i>${NOUN}?))?(?: (?:in all|altogether|in total))?${ASIDE}`,
    (memory, groups) => {
      if (groups['v'] === undefined || /^(?:an?|each|every) /i.test(groups['a']!)) return false;
      memory.goal = { noun: nounKey(groups['i'] ?? memory.noun), amount: count(groups) };
      memory.subject = memory.who(groups['a']!);
      memory.noun = memory.goal.noun;
      return memory.goal.noun !== '';
    },
  ),
  rule(
    String.raw`(?:the|his|her|their|its) (?:whole|entire|total|goal|full) ?(?:\p{L}+ )?(?:is|was|has|of) (?<n>\d+) (?<i>${NOUN})(?: long)?`,
    (memory, groups) => {
      memory.goal = { noun: nounKey(groups['i']!), amount: count(groups) };
      return true;
    },
  ),
];

const STILL = /\b(?:still|more|missing|left to|to go|have to|has to|needs?|until|short)\b/i;

/** What is still to be done: the whole less what is done of it. Null where the question is no such one. */
export function missing(memory: Memory, question: string): readonly Later[] | null {
  const asked = narrow(
    new RegExp(
      String.raw`^how (?:many|much|far)(?<d> more| further| other)?(?: (?<i>(?!(?:does|do|did|must|is|are|has|have|will)\b)${NOUN}?))? (?:does|do|did|must|is|are|has|have|will|should|can) (?<r>.+)$`,
      'iu',
    ),
  ).exec(question)?.groups;
  if (!asked || !STILL.test(question) || /\bthan\b/i.test(question)) return null;
  const isWhat = /^how (?:many|much|far)[^?]*? (?:is|are) /i.test(question);
  if (isWhat && !/\b(?:missing|needed|to go|short)\b/i.test(question)) return null;
  if (asked['d'] === undefined && !/\b(?:still|missing|left to|to go|short)\b/i.test(question)) return null;
  const noun =
    /^money$/i.test(asked['i'] ?? '') || (asked['i'] === undefined && /^how much/i.test(question))
      ? DOLLAR
      : nounKey(asked['i'] ?? memory.noun);
  const who = narrow(new RegExp(String.raw`^(?:still )?(?<a>${WHO}) (?:still |have|has|need|must|\p{Ll}+)`, 'iu')).exec(
    asked['r']!,
  )?.groups?.['a'];
  const owner = who === undefined ? memory.subject : memory.who(who);
  if (!memory.knows(owner) && !isWhat) return null;
  // "He found 24 of the blocks. How many are missing?"
  const found = memory.deeds.filter((deed) => !deed.isTaken && headOf(deed.noun) === headOf(noun));
  if (found.length && !memory.goal && /\bmissing\b/i.test(question))
    return memory
      .counts()
      .filter((one) => headOf(one.noun) === headOf(noun))
      .map(({ amount }) => minus(amount, memory.sumOf(found.map((deed) => deed.amount))));
  const goals: Later[] = [];
  if (memory.goal && (headOf(memory.goal.noun) === headOf(noun) || asked['i'] === undefined))
    goals.push(memory.goal.amount);
  else if (noun === DOLLAR && memory.prices().length === 1) goals.push(memory.prices()[0]!);
  else goals.push(...memory.others([owner], noun));
  // "Each child needs 3 sheets": so many for all of them.
  if (!goals.length && /\b(?:needs?|short|missing|must|ha(?:s|ve) to|to buy)\b/i.test(question))
    goals.push(...memory.counts().flatMap((one) => asMany(memory, one.amount, one.noun, noun) ?? []));
  const done = memory.sumOf(memory.parts(owner, noun));
  const deeds = memory.deeds
    .filter((deed) => !deed.isTaken && headOf(deed.noun) === headOf(noun))
    .map(({ amount }) => amount);
  if (goals.length !== 1) {
    const whole = memory.amount(owner, noun);
    return deeds.length ? [minus(whole, memory.sumOf(deeds))] : null;
  }
  return [
    minus(goals[0]!, done),
    minus(goals[0]!, memory.amount(owner, noun)),
    minus(goals[0]!, memory.sumOf(memory.parts(null, noun))),
    // "The album holds 150": those are missing that it does not hold.
    ...(/\bmissing\b/i.test(question) && memory.saidWith(stem('hold')).length === 1
      ? [minus(memory.saidWith(stem('hold'))[0]!.amount, goals[0]!)]
      : []),
  ];
}

/** "How many did she sell?" asks for what was sold, not for what is left. Null where the verb is none of the kind. */
export function gone(memory: Memory, question: string): readonly Later[] | null {
  const asked = narrow(
    new RegExp(
      String.raw`^how (?:many|much)(?: (?<i>(?!more|fewer|does|do|did|has|have|were|was|are)${NOUN}?))? (?:does|do|did|has|have|were|was|are)(?: (?<a>${WHO}))? (?<v>\p{L}+)(?: (?:away|out|off|up))?(?<t> (?:in all|altogether|in total|together|on [\p{L} ]+|in [\p{L}\d ]+|to [\p{L} ]+))?$`,
      'iu',
    ),
  ).exec(question)?.groups;
  if (!asked || /\b(?:not|left|still)\b/i.test(question)) return null;
  const verb = stem(asked['v']!);
  const deeds = memory.deeds.filter((deed) => deed.verb === verb && deed.isTaken);
  if (!deeds.length && !['loss', 'take'].includes(kindOfVerb(asked['v']!))) return null;
  if (deeds.length) {
    const who = asked['a'] === undefined ? null : memory.who(asked['a']);
    const own = deeds.filter(({ owner }) => who === null || owner === who);
    return [memory.sumOf((own.length ? own : deeds).map(({ amount }) => amount))];
  }
  // Something else was done with them.
  return memory.deeds.some(({ isTaken }) => isTaken) ? [] : null;
}

/** "How many were not sold?": the whole less those of which the verb was said. Null where no such thing is asked. */
export function notAsked(memory: Memory, question: string): readonly Later[] | null {
  const asked = narrow(
    new RegExp(
      String.raw`^how many(?: (?<i>(?!(?:does|do|did|has|have|had|is|are|was|were|can|could|will)\b)${NOUN}?))? (?:does|do|did|has|have|had|is|are|was|were|can|could|will)(?: ${WHO})? not (?<r>.+)$`,
      'iu',
    ),
  ).exec(question)?.groups;
  if (!asked) return null;
  const noun = nounKey(asked['i'] ?? '') || memory.noun;
  const words = asked['r']!.split(' ').map(stem);
  const wholes = (but?: string): Later[] =>
    memory
      .counts()
      .filter((one) => headOf(one.noun) === headOf(noun) && one.verb !== but)
      .map(({ amount }) => amount);
  const { done } = memory;
  if (done?.isNot) return words.includes(done.verb) ? [done.amount] : [];
  if (memory.some) {
    const counted = wholes();
    const all = counted.length ? counted : [oneOf(memory.owners().map((who) => memory.amount(who, noun)))];
    return all.map((whole) => minus(whole, memory.some!));
  }
  // "We sold 35 and 28. We had baked 80."
  const verb = words.find((word) => memory.saidWith(word).length);
  if (verb !== undefined && kindOfVerb(verb) === 'loss') {
    const [whole, ...more] = wholes(verb);
    if (whole)
      return more.length ? [] : [minus(whole, memory.sumOf(memory.saidWith(verb).map(({ amount }) => amount)))];
  }
  // "How many pens are not red?" of red, black and blue ones.
  const kinds = memory.counts().filter((one) => headOf(one.noun) === headOf(noun));
  const isNamed = kinds.some((one) => one.noun.split(' ').some((word) => asked['r']!.split(' ').includes(word)));
  if (isNamed)
    return [
      memory.sumOf(
        kinds
          .filter((one) => !one.noun.split(' ').some((word) => asked['r']!.split(' ').includes(word)))
          .map(({ amount }) => amount),
      ),
    ];
  const known = memory.hasRest ? wholes() : [];
  return known.length ? known : null;
}
