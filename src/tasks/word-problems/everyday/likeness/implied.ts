/** Numbers that a story does not write: days of a range, the parts of an average, sides of a garden, legs of a cow. */
import { nounKey } from '../nouns';

/**
 * `stated` as digits; `times` and `part` by what to multiply or divide; `implied` by a word such as "week", `one` by what
 * may be one of them.
 */
export type NumeralKind = 'stated' | 'percent' | 'times' | 'part' | 'implied' | 'one';

/** A number that a word says, of which kind; what it counts where that is not what stands behind it, and why it does. */
export type Worded = readonly [kind: NumeralKind, value: number, unit?: string, why?: string];

const SMALL = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const HYPHENED = new Map([
  ...SMALL.map((word, at) => [word, at + 1] as const),
  ['twenty', 20],
  ['fifty', 50],
  ['hundred', 100],
]);
const BEFORE_THING = new RegExp(
  `\\b(${[...HYPHENED.keys()].join('|')}|\\d+)-(?!(?:year|years|day|month|week)-|old\\b)(?=\\p{L}{3})`,
  'giu',
);

/** `3 ten-euro notes` as `3 10 euro notes`. */
export const withoutHyphens = (sentence: string): string =>
  sentence.replace(BEFORE_THING, (_, word: string) => `${HYPHENED.get(word.toLowerCase()) ?? word} `);

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const dayOf = (token: string | undefined): number => DAYS.indexOf(token?.toLowerCase().replace(/s$/, '') ?? '');

/** Words that are a number of people or days. */
const ALWAYS: ReadonlyMap<string, number> = new Map([
  ['twins', 2],
  ['couple', 2],
  ['couples', 2],
  ['triplets', 3],
  ['weekdays', 5],
  ['weekday', 5],
  ['fortnight', 14],
]);

const byName = (names: Readonly<Record<string, string>>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(names).flatMap(([count, those]) =>
      those.split(' ').map((name) => [nounKey(name), Number(count)] as const),
    ),
  );
/** What somebody is taken to know of animals, people and vehicles. */
const LEGS = byName({
  2: 'chicken hen chick duck goose bird parrot penguin pigeon rooster turkey ostrich child boy girl man woman people person pupil',
  4: 'cow horse sheep goat pig dog cat rabbit donkey lamb calf lion elephant chair table giraffe zebra camel frog turtle mouse',
  6: 'ant bee beetle butterfly insect fly ladybird ladybug grasshopper mosquito',
  8: 'spider octopus',
});
const WHEELS = byName({
  2: 'bike bicycle motorbike motorcycle scooter',
  3: 'tricycle rickshaw',
  4: 'car van taxi',
});

export const isNumber = (token: string): boolean => /^\d/.test(token);

/** How many legs or wheels each has, by name; null where the story is about neither, or says so itself: `4 wheels each`. */
function limbsIn(story: string): readonly [of: ReadonlyMap<string, number>, unit: string] | null {
  const said = /\b(legs|feet|wheels|tyres|tires)\b/.exec(story)?.[1];
  if (said === undefined || new RegExp(`\\b(?:[1-9]|1[0-2]) (?:leg|wheel|feet|tyre|tire)`).test(story)) return null;
  return /^[lf]/.test(said) ? [LEGS, 'leg'] : [WHEELS, 'wheel'];
}

const EDGE = /^(?:perimeter|a?round|fence|border|edging|edge|frame)$/;
/** How often a side is counted on the way around; 0 where nobody goes around. */
function sidesIn(story: string): number {
  if (!/\b(?:perimeter|a?round|fence|border|edging|edge|frame)\b/.test(story)) return 0;
  if (
    /\brectang|\b(?:long|high)\b.*\bwide\b|\bwide\b.*\b(?:long|high)\b|\blength\b.*\bwidth\b|\d+ \p{L}+ by \d+/u.test(
      story,
    )
  )
    return 2;
  return /\bsquare\b/.test(story) && /\bsides?\b/.test(story) ? 4 : 0;
}

/** Behind a word, what says that a way is gone twice. */
const isReturn = (tokens: readonly string[], place: number): boolean =>
  /^(?:each way|both ways|and back|back home|and returns?|home again)$/i.test(tokens.slice(place, place + 2).join(' '));

const SHARES = /^(?:shar|split|divid|equal|each|both)/;
/** How many people are named with "and" between them, where it is the last before the end: `Peter, Paul and Mary`. */
function listedAt(tokens: readonly string[], place: number): number {
  const isPerson = (at: number): boolean => /^(?:\p{Lu}\p{Ll}+|I|me|him|her|he|she|you)$/u.test(tokens[at] ?? '');
  if (tokens[place]!.toLowerCase() !== 'and' || !isPerson(place + 1) || !isPerson(place - 1)) return 0;
  let first = place - 1;
  while (tokens[first - 1] === ',' && isPerson(first - 2)) first -= 2;
  return (place - 1 - first) / 2 + 2;
}

/** Behind it "one" is no number: `each one`, `the one in the shop`. */
const NO_ONE = /^(?:each|every|no|any|this|that|which|the|only|another|first|last|a|an)$/;
const IS_OWN = /^(?:his|her|my|their|our|its)$/;

/** Why a word may say that there is one: itself, who brings others with him, what is unlike all others. */
function oneAt(tokens: readonly string[], place: number): string | null {
  const word = tokens[place]!.toLowerCase();
  const before = tokens[place - 1]?.toLowerCase() ?? '';
  if (word === 'one') return NO_ONE.test(before) ? null : 'one';
  if (word === 'except') return word;
  const [whose, count] = [tokens[place + 1] ?? '', tokens[place + 2] ?? ''];
  return /^(?:and|with)$/.test(word) && IS_OWN.test(whose.toLowerCase()) && isNumber(count) ? 'company' : null;
}

/**
 * The numbers that words of a story imply, by `sentence place` of the word.
 * @param sentences the tokens of each; the question's are the last
 */
export function impliedIn(sentences: readonly (readonly string[])[]): ReadonlyMap<string, Worded> {
  const found = new Map<string, Worded>();
  const story = sentences.flat().join(' ').toLowerCase();
  const stated = sentences.flat().filter(isNumber).length;
  const limbs = limbsIn(story);
  const sides = sidesIn(story);
  const isShared = sentences.flat().some((token) => SHARES.test(token.toLowerCase()));
  /** What is implied once, however often it is said. */
  const once = new Set<string>();
  const isFirst = (why: string): boolean => !once.has(why) && Boolean(once.add(why));
  sentences.forEach((tokens, index) =>
    tokens.forEach((token, place) => {
      const word = token.toLowerCase();
      const say = (value: number, unit: string, why: string): unknown =>
        found.set(`${index} ${place}`, ['implied', value, unit, why]);
      const one = oneAt(tokens, place);
      const [first, last] = [dayOf(token), dayOf(tokens[place + 2])];
      if (first >= 0 && last >= 0 && /^(?:to|until|till|through)$/i.test(tokens[place + 1]!))
        say(((last - first + 7) % 7) + 1, 'day', 'days');
      else if (ALWAYS.has(word)) say(ALWAYS.get(word)!, nounKey(word), 'always');
      else if (isReturn(tokens, place)) {
        if (isFirst('return')) say(2, 'way', 'return');
      } else if (/^(?:average|avg|mean)$/.test(word) && stated > 1) {
        if (isFirst('average')) say(stated, '', 'average');
      } else if (sides && EDGE.test(word)) {
        if (isFirst('sides')) say(sides, 'side', 'sides');
      } else if (limbs?.[0].has(nounKey(word)) && isFirst(nounKey(word)))
        say(limbs[0].get(nounKey(word))!, limbs[1], 'limbs');
      else if (/^pairs?$/.test(word) && /^(?:\d+|a|of|many)$/.test(tokens[place - 1]?.toLowerCase() ?? ''))
        say(2, 'pair', 'pair');
      else if (isShared && listedAt(tokens, place) > 1) {
        if (isFirst('list')) say(listedAt(tokens, place), 'person', 'list');
      } else if (one !== null) found.set(`${index} ${place}`, ['one', 1, undefined, one]);
    }),
  );
  return found;
}
