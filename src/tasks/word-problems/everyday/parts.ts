/** Some of which something is said, and the others: `a quarter of the seats are broken`, so the rest are fine. */
import { oneOf } from './amounts';
import { minus, type Later } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { nounKey } from './nouns';
import { stem } from './verbs';
import { NOUN } from './wordings';

/** What is not the one is the other, of what there is in a story. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  [
    'broken cracked damaged faulty burnt bad rotten spoiled mouldy',
    'fine good whole ok okay usable work working fresh',
  ],
  ['sold', 'unsold'],
  ['used', 'unused'],
  ['read', 'unread'],
  ['full taken occupied booked rented reserved busy', 'empty free vacant available'],
  ['wet', 'dry'],
  ['absent ill sick away missing', 'present here well healthy'],
  ['boy man male', 'girl woman female'],
  ['adult grown-up', 'child kid children'],
  ['right correct', 'wrong incorrect'],
  ['ripe red', 'unripe green'],
  ['open', 'closed shut'],
  ['clean', 'dirty'],
  ['awake', 'asleep'],
  ['left-handed', 'right-handed'],
];

const keysOf = (word: string): readonly string[] => [word.toLowerCase(), nounKey(word), stem(word)];
const SIDES = OPPOSITES.map((pair) => pair.map((side) => new Set(side.split(' ').flatMap(keysOf))));

/** Whether one of these words says that the other does not hold. */
export const areOpposite = (one: string, other: string): boolean => {
  const isIn = (side: ReadonlySet<string>, word: string): boolean => keysOf(word).some((key) => side.has(key));
  return SIDES.some(([a, b]) => (isIn(a!, one) && isIn(b!, other)) || (isIn(b!, one) && isIn(a!, other)));
};

const ASKED = narrow(
  new RegExp(
    String.raw`^how many(?: (?:of )?(?:them|(?:the )?(?<i>(?!(?:are|is|were|was|do|does|did|have|has|can)\b)${NOUN}?)))? (?<r>\p{Ll}+(?: .+)?)$`,
    'iu',
  ),
);
const SAYS_NOTHING =
  /^(?:left|over|now|then|still|remain|remaining|not|altogether|total|all|keep|there|missing|he|she|it|they|we|i|\p{Lu}.*)$/u;
const EMPTY = /^(?:are|is|were|was|do|does|did|have|has|had|can|will|there|the|his|her|their|its|in|on|at|of|to)$/i;

/**
 * "How many wear glasses?" of whom half do, "how many seats are fine?" where a quarter are broken. Nothing where something
 * else is asked of them, of which nothing is told; null where nothing is told of a part, or the question says nothing of one.
 */
export function partAsked(memory: Memory, question: string): readonly Later[] | null {
  const { some, someWords } = memory;
  const asked = some && ASKED.exec(question)?.groups;
  if (!asked || memory.restWords !== '') return null;
  const words = asked['r']!.split(' ').filter((word) => !EMPTY.test(word));
  const whole = oneOf(memory.owners().map((who) => memory.amount(who, asked['i'] ?? memory.noun)));
  // "How many does she still have to mark?" of which she has marked some.
  if (words.some((word) => someWords.includes(stem(word))))
    return [/\b(?:still|left|yet|remain|remaining|other)\b/i.test(question) ? minus(whole, some) : some];
  if (/\bcan (?:\p{L}+ )?still\b/iu.test(question)) return [minus(whole, some)];
  if (!words.some((word) => someWords.some((said) => areOpposite(said, word))))
    return words.every((word) => SAYS_NOTHING.test(word)) ? null : [];
  return [minus(whole, some)];
}

const IS = '(?:are|is|were|was)(?: there)?';
const OF_A_KIND = narrow(
  new RegExp(
    String.raw`^how many (?:${IS} (?<q>\p{L}+)|(?<i>(?!are\b|is\b|were\b|was\b)\p{L}+)(?: ${IS}(?: (?<p>\p{L}+))?| \p{L}+.*)?)$`,
    'iu',
  ),
);

/** "How many are girls?" where it was said how many are: nothing else is asked. Null where it was not. */
export function kindAsked(memory: Memory, question: string): readonly Later[] | null {
  const asked = OF_A_KIND.exec(question)?.groups;
  const words = [asked?.['i'], asked?.['p'], asked?.['q']].map((word) => nounKey(word ?? '')).filter(Boolean);
  const known = memory.kinds.filter(({ noun }) => words.includes(noun));
  return known.length ? known.map(({ amount }) => amount) : null;
}

/** "How much did the football cost?", on which a quarter of it was spent. Null where nothing is known of the kind. */
export function spentOn(memory: Memory, question: string): readonly Later[] | null {
  const thing = /^(?:how much|what) (?:do|does|did) (?:the|his|her|an?|that) (\p{L}+) cost$/iu.exec(question)?.[1];
  if (thing === undefined) return null;
  const deeds = memory.deeds.filter((deed) =>
    new RegExp(String.raw` on (?:an?|the|his|her|some|new) (?:\p{L}+ )?${thing}\b`, 'iu').test(deed.aside),
  );
  return deeds.length === 1 ? deeds.map(({ amount }) => amount) : null;
}
