/**
 * What each of something holds, costs or takes, followed from one to the next: a lesson has 45 minutes and a week two
 * lessons, so 3 weeks have 270 minutes.
 */
import { dividedBy, DOLLAR, exactly, minus, times, type Later } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { headOf, isAlike, isPerson, nounKey } from './nouns';
import { worth } from './quantities';
import { NOUN } from './wordings';

/** How many of the one are in one of the other, whatever the story says. */
const ALWAYS: readonly (readonly [string, string, number])[] = [
  ['week', 'day', 7],
  ['week', 'night', 7],
  ['week', 'morning', 7],
  ['week', 'evening', 7],
  ['hour', 'minute', 60],
  ['year', 'month', 12],
];

/** Most rates that are followed one behind the other. */
const MOST_STEPS = 3;

/** What somebody pays to get in: every person needs one ticket, where there is one kind of them. */
function ticketOf(memory: Memory, who: string): ReturnType<Memory['each']> {
  if (!isPerson('', who)) return undefined;
  const own = memory.each(`${who} ticket`);
  return own ?? (memory.prices().length === 1 ? memory.each('ticket') : undefined);
}

/** How many of `to` one of `from` comes to; null where no rates lead there. */
function along(memory: Memory, from: string, to: string, steps = MOST_STEPS): Later | null {
  if (headOf(from) === headOf(to)) return null;
  const each = memory.each(from) ?? ticketOf(memory, from);
  // "The track is 400 metres long", and somebody ran around it 3 times.
  if (!each && memory.has(from, to)) return memory.amount(from, to);
  const rates = [
    ...(each ? [each] : []),
    ...ALWAYS.filter(([large]) => large === headOf(from)).map(([, noun, many]) => ({ noun, amount: exactly(many) })),
  ];
  // "Ida swims 8 lengths" of the only thing that was measured.
  const measured = memory.owners().filter((owner) => memory.has(owner, to));
  if (
    !rates.length &&
    /^(?:length|lap|round|width)$/.test(headOf(from)) &&
    /^(?:kilo)?metre$/.test(to) &&
    measured.length === 1
  )
    return memory.amount(measured[0]!, to);
  for (const rate of rates) {
    if (headOf(rate.noun) === headOf(to)) return rate.amount;
    // Money buys nothing by itself.
    const further = steps > 1 && rate.noun !== DOLLAR ? along(memory, rate.noun, to, steps - 1) : null;
    if (further) return times(rate.amount, further);
  }
  return null;
}

/** By `2 for 3 dollars`: so many times 2, or so much for each. */
function byRatio(memory: Memory, amount: Later, from: string, to: string): Later | null {
  const { rate } = memory;
  if (!rate) return null;
  const isForward = headOf(rate.of) === headOf(from) && headOf(rate.noun) === headOf(to);
  if (!isForward && !(headOf(rate.of) === headOf(to) && headOf(rate.noun) === headOf(from))) return null;
  const [many, per] = isForward ? [rate.amount, rate.per] : [rate.per, rate.amount];
  return () => {
    const known = amount();
    if (!known) return null;
    const value = worth(known);
    if (value === 1) return dividedBy(exactly(many), exactly(per))();
    const whole = times(dividedBy(amount, exactly(per)), exactly(many));
    return value % per === 0 ? whole() : dividedBy(times(amount, exactly(many)), exactly(per))();
  };
}

/** So many of one thing as so many of another, along the rates either way; null where none lead there. */
export function asMany(memory: Memory, amount: Later, from: string, to: string): Later | null {
  const rated = byRatio(memory, amount, from, to);
  if (rated) return rated;
  const up = along(memory, from, to);
  if (up) return times(amount, up);
  const down = along(memory, to, from);
  if (down) return dividedBy(amount, down);
  // So many eggs a day, of which so many go into a box.
  const both = memory.rated().find((noun) => along(memory, from, noun) && along(memory, to, noun));
  return both === undefined ? null : dividedBy(times(amount, along(memory, from, both)!), along(memory, to, both)!);
}

const ASKED = narrow(
  new RegExp(
    String.raw`^(?:how (?:(?<h>much|far|long)|many (?<i>(?!(?:does|do|did|can|will|would|are|is|were|was|has|have)\b)${NOUN}?))|what (?:is|was|does|do|did|will|would)) (?<r>.+)$`,
    'iu',
  ),
);
/** What would be done with the number that the rates lead to. */
const MORE_THAN_THAT =
  /\b(?:left|left over|remain|remains|remaining|still|more|fewer|less|than|not|change|back|missing|short|older|younger|unsold|empty|free|other|difference|n't|save|saved)\b/iu;
const MENTIONED = narrow(new RegExp(String.raw`\b(?<n>\d+|an?|one|per|each|every) (?<j>${NOUN})`, 'giu'));

/** What is asked of the things that the question names, or else of those that the story counts. */
export function ratedAsked(memory: Memory, question: string): readonly Later[] {
  const asked = ASKED.exec(question)?.groups;
  if (!asked || MORE_THAN_THAT.test(question)) return [];
  const isCost = /\b(?:cost|costs|pay|price|spend|earn|owe|money)\b/iu.test(question);
  const noun =
    asked['i'] !== undefined && !/^money$/i.test(asked['i'])
      ? nounKey(asked['i'])
      : isCost
        ? DOLLAR
        : asked['h'] === undefined
          ? ''
          : memory.noun;
  if (noun === '') return [];
  const rest = asked['r']!;
  // "How many teams of 4 can they make?"
  const group = /^how many \p{L}+ of (\d+)(?: (?!(?:can|do|does|did|could|will|are)\b)(\p{L}+))?/iu.exec(question);
  if (group) {
    const of = memory.counts().filter((one) => group[2] === undefined || isAlike(one.noun, nounKey(group[2])));
    return of.length === 1 ? [dividedBy(of[0]!.amount, exactly(Number(group[1])))] : [];
  }
  // "8 hens in 3 weeks" are not so many of each.
  if (/\b\d+\b(?:(?!,| and ).)*\b\d/.test(rest)) return [];
  const named = [...rest.matchAll(MENTIONED)].flatMap(({ groups }) => {
    const [many, thing] = [groups!['n']!, groups!['j']!.split(' ')];
    const amount = exactly(/^\d/.test(many) ? Number(many) : 1);
    // "4 ants have" are ants.
    const part = [3, 2, 1].map((length) => asMany(memory, amount, nounKey(thing.slice(0, length).join(' ')), noun));
    const found = part.find((later) => later !== null) ?? null;
    return /^\d/.test(many) || found ? [found] : [];
  });
  if (named.length) return named.every((part) => part !== null) ? [memory.sumOf(named)] : [];
  const { goal } = memory;
  const counted = (goal ? [goal] : memory.counts()).filter(({ noun: of }) => headOf(of) !== headOf(noun));
  // "22 students and 4 adults", of whom a van holds 13 people.
  const held = along(memory, noun, 'person');
  if (held && counted.length > 1 && counted.every(({ noun: of }) => isPerson('', of)))
    return [dividedBy(memory.sumOf(counted.map(({ amount }) => amount)), held)];
  const parts = counted.flatMap(({ noun: of, amount }) => asMany(memory, amount, of, noun) ?? []);
  return parts.length ? [memory.sumOf(parts)] : [];
}

/** "How many metres are left?" of cloth, 3 of which went into each of 4 dresses. */
export function leftAsked(memory: Memory, question: string): readonly Later[] {
  const asked =
    /^how (?:many|much) (?<i>(?:(?!(?:are|is|does|do|did|has|have|will|can|remain)\b)\p{L}+ ){1,2}).*\b(?:left|remain|remaining|still have|keep|over)\b/iu.exec(
      question,
    )?.groups;
  if (!asked || /\b(?:each|every|than|not)\b/i.test(question)) return [];
  const noun = /^money/i.test(asked['i']!) ? DOLLAR : nounKey(asked['i']!);
  const counts = memory.counts();
  const wholes = counts.filter((one) => headOf(one.noun) === headOf(noun));
  const made = counts.flatMap((one) =>
    headOf(one.noun) === headOf(noun) ? [] : (asMany(memory, one.amount, one.noun, noun) ?? []),
  );
  return wholes.length === 1 && made.length ? [minus(wholes[0]!.amount, memory.sumOf(made))] : [];
}

const TWICE_A_DAY = /\b(?:morning|evening|afternoon|breakfast|lunch|dinner|bed|bedtime|night|there|back)\b/iu;

/**
 * "He reads 10 pages before breakfast and 15 before bed. How many in a week?": as much each day. Null where no span is asked
 * for, or it is known how much it is in one; nothing where it may be of one day only.
 */
export function habitAsked(memory: Memory, sentences: readonly string[], question: string): readonly Later[] | null {
  if (/^how old/i.test(question)) return null;
  const span = /\b(?:in|for|during|over|within) (?:(?<n>\d+)|an?|one) (?<u>day|week|month|year)s?$/iu.exec(
    question.replace(/\?$/, ''),
  )?.groups;
  if (!span || ['day', 'week', 'month', 'year', 'morning', 'evening', 'night', 'hour'].some((per) => memory.each(per)))
    return null;
  const text = sentences.join(' ');
  if (/\p{L}+day\b|\bweek|\bmonth|\byear/iu.test(text)) return null;
  const parts = memory.counts().filter(({ noun }) => noun === memory.noun);
  const days = span['u'] === 'week' ? 7 : span['u'] === 'day' ? 1 : 0;
  const isDaily =
    parts.length > 1 && days > 0 && TWICE_A_DAY.test(text) && new Set(parts.map(({ owner }) => owner)).size === 1;
  if (!isDaily) return [];
  return [
    times(times(memory.sumOf(parts.map(({ amount }) => amount)), exactly(Number(span['n'] ?? 1))), exactly(days)),
  ];
}
