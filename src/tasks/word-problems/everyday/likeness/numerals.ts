/** The numbers of a story, each with the words around it: what a reading is made of and judged by. */
import { nounKey, singular } from '../nouns';
import { kindOfVerb, stem } from '../verbs';
import { flowOf, type Flow } from './flow';
import { kindOfNoun } from './kinds';
import type { Telling } from '../telling';
import { impliedIn, isNumber, withoutHyphens, type NumeralKind } from './implied';

export interface Numeral {
  readonly value: number;
  readonly kind: NumeralKind;
  /** Which sentence it stands in; the question comes last. */
  readonly sentence: number;
  readonly isAsked: boolean;
  /** What may be said of it, for the features: words of its clause, words beside it, its unit. */
  readonly clause: readonly string[];
  readonly near: readonly string[];
  /** Words of its sentence that are not in its clause. */
  readonly beside: readonly string[];
  readonly unit: string;
  /** Where its clause begins in its sentence. */
  readonly clauseAt: number;
  /** What else its clause names, as units are written: `adult` of `12 dollars for adults`. */
  readonly nouns: readonly string[];
  /** Whose it is: the names of its clause, or who was named last; `I` for who tells it. */
  readonly who: readonly string[];
  /** Whether it goes to whom the question asks about, or away. */
  readonly flow: Flow;
  /** Where it stands among the words of the story. */
  readonly at: number;
}

export interface Question {
  readonly words: readonly string[];
  /** The first words, one, two, three and four of them. */
  readonly opening: readonly string[];
  readonly pairs: readonly string[];
  readonly unit: string;
  /** As `Numeral.who`; nobody where it names none. */
  readonly who: readonly string[];
  /** Whether it asks of somebody whom the story does not name. */
  readonly isOfStranger: boolean;
}

export interface Scene {
  readonly numerals: readonly Numeral[];
  /** What is done with each number, in the order of the text. */
  readonly deeds: string;
  readonly question: Question;
  /** How many of the smallest parts that are counted are in one: 100 where a number has digits behind its point. */
  readonly scale: 1 | 100;
  /** Whether words imply numbers that no pattern counts. */
  readonly isImplying: boolean;
}

/** Most numbers of a story that is read by likeness. */
export const MOST_NUMERALS = 6;

/** Whether there is something to count with, and no more than can be gone through. */
export const isCountable = ({ numerals }: Scene): boolean => numerals.length >= 2 && numerals.length <= MOST_NUMERALS;

const PARTS = [
  ...([['third', 3], ['quarter', 4], ['fourth', 4], ['fifth', 5], ['sixth', 6], ['seventh', 7], ['eighth', 8]] as const),
  ...([['ninth', 9], ['tenth', 10], ['twelfth', 12]] as const),
] as const; // prettier-ignore

const WORDS = new Map<string, readonly [NumeralKind, number]>([
  ['half', ['part', 2]],
  ['halves', ['part', 2]],
  ...PARTS.flatMap(([name, of]) => [name, `${name}s`].map((word) => [word, ['part', of]] as const)),
  ['twice', ['times', 2]],
  ['double', ['times', 2]],
  ['doubles', ['times', 2]],
  ['doubled', ['times', 2]],
  ['halved', ['part', 2]],
  ['triple', ['times', 3]],
  ['triples', ['times', 3]],
  ['tripled', ['times', 3]],
  ['thrice', ['times', 3]],
  ['both', ['implied', 2]],
  ['week', ['implied', 7]],
  ['weekly', ['implied', 7]],
  ['weeks', ['implied', 7]],
  ['year', ['implied', 12]],
  ['day', ['implied', 24]],
  ['hour', ['implied', 60]],
  ['hours', ['implied', 60]],
]);

const tokensOf = (sentence: string): string[] =>
  withoutHyphens(sentence).match(/\d+(?:\.\d+)?|[\p{L}]+(?:'[\p{L}]+)?|[,;]/gu) ?? [];

const FUNCTION_WORDS = new Set(
  `a an the of in on at to for from by with and or but is are was were be been has have had do does did will would can could
  he she it they we i you his her its their our my your him them us me this that these those there here then now so as than
  how many much what more fewer less each every per all both left altogether total when if which who not no only just
  also still already after before over up down out off into`.split(/\s+/),
);

/** A word as the features know it: a name is `Name`, a verb its stem, a noun in the singular. */
function keyOf(token: string, isFirst: boolean): string {
  if (isNumber(token)) return '#';
  const lower = token.toLowerCase().replace(/'s$/, '');
  if (FUNCTION_WORDS.has(lower)) return lower;
  if (/^\p{Lu}/u.test(token) && !isFirst)
    return /(?:day|uary|ember|ober|pril|ugust|une|uly)$/.test(lower) ? 'Date' : 'Name';
  const verb = kindOfVerb(lower);
  return verb === 'other' ? singular(lower) : stem(lower);
}

const CLAUSE_END = /^(?:,|;|and|but|then|while|if|when|so)$/i;

/** What is compared with behind `times`. */
const TIMES_AS =
  /^(?:as|the|more|that|what|how|older|taller|longer|heavier|bigger|faster|his|her|its|their|my|our|your)$/i;

/** What stands before a unit and is none. */
const BEFORE_UNIT =
  /^(?:more|fewer|less|times|extra|new|other|of|the|his|her|their|my|our|these|those|them|big|small|little|red|blue|green|yellow|white|black|brown|purple|pink|gr[ea]y|silver|golden|old|young|full|empty|whole|equal|different|good|rotten|broken|spare|single|large|huge|tiny|long|short|fresh|free|remaining|percent)$/;

/** The unit a number counts: the first words behind it that may name a thing. */
function unitBehind(tokens: readonly string[], at: number): string {
  for (let next = at + 1; next < Math.min(tokens.length, at + 5); next++) {
    const lower = tokens[next]!.toLowerCase();
    if (BEFORE_UNIT.test(lower)) continue;
    if (isNumber(lower) || FUNCTION_WORDS.has(lower) || lower === ',' || lower === ';') return '';
    return nounKey(lower);
  }
  return '';
}

const ASKS_MONEY = /^(?:money|change|cost|costs|pay|paid|spend|spent|earn|earned|price|bill|save|saved|owe)$/i;

/** What a question asks for, as units are written; of money, lengths and ages what the story counts them in. */
function askedIn(tokens: readonly string[], numerals: readonly Numeral[]): string {
  const how = tokens.findIndex((token, at) => /^how$/i.test(token) && at + 1 < tokens.length);
  const behind = how < 0 ? '' : tokens[how + 1]!.toLowerCase();
  const own = /^(?:many|much)$/.test(behind) ? unitBehind(tokens, how + 1) : '';
  if (own !== '' && !ASKS_MONEY.test(own)) return own;
  const units = numerals.map(({ unit }) => unit);
  if (units.includes('dollar') && (own !== '' || behind === 'much' || tokens.some((token) => ASKS_MONEY.test(token))))
    return 'dollar';
  if (!/^(?:far|long|tall|high|old|heavy|deep|wide)$/.test(behind)) return '';
  return units.find((unit) => /^(?:measure|time)$/.test(kindOfNoun(unit))) ?? '';
}

/** What a smaller unit has to be named for, so that a larger one says how many of it there are. */
const SMALLER: ReadonlyMap<string, RegExp> = new Map([
  ['year', /\bmonth/i],
  ['day', /\bhour/i],
  ['hour', /\bminute/i],
  ['hours', /\bminute/i],
]);

/** What a word says to multiply or divide by, in its story. */
function wordOf(token: string, story: string): readonly [NumeralKind, number] | undefined {
  const word = token.toLowerCase();
  return SMALLER.get(word)?.test(story) === false ? undefined : WORDS.get(word);
}

/** Words with a capital, but for the first. */
const namesIn = (sentence: string): string[] => sentence.slice(1).match(/\b\p{Lu}\p{Ll}+/gu) ?? [];

/** Days, and who or what stands behind a preposition: of these nothing is asked. */
const PLACED =
  /\b(?:\p{Lu}\p{Ll}+day|January|February|March|April|June|July|August|September|October|November|December|Christmas|Easter|Ramadan|Eid|Diwali)s?\b|(?<=\p{L} )(?:to|from|for|with|at|in|on|by|near) (?:the |my |his |her |our )?\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?/gu;

/** Words that say what is counted or done. */
export const contentOf = (words: readonly string[]): string[] =>
  words.filter((word) => !FUNCTION_WORDS.has(word) && !/^(?:#|Name|Date|,|;)$/.test(word));

/**
 * Who a word names, `I` for who tells the story: it has a capital and, where that may be the sentence's, a verb behind it,
 * or stands elsewhere as well.
 */
function nameAt(tokens: readonly string[], place: number, known: ReadonlySet<string>): string | null {
  const token = tokens[place]!;
  if (/^(?:I|me|my|we|us|our)$/i.test(token)) return 'I';
  if (!/^\p{Lu}\p{Ll}/u.test(token) || keyOf(token, false) !== 'Name') return null;
  const name = token.replace(/'s$/, '');
  const next = tokens[place + 1]?.toLowerCase() ?? '';
  const isSubject = token !== name || /^(?:and|has|had|have|is|was)$/.test(next) || kindOfVerb(next) !== 'other';
  return place > 0 || known.has(name) || isSubject ? name : null;
}

const nounsIn = (tokens: readonly string[]): string[] => [
  ...new Set(
    tokens
      .map((token) => token.toLowerCase())
      .filter((word) => /^\p{L}/u.test(word) && !FUNCTION_WORDS.has(word))
      .map(nounKey),
  ),
];

const namedIn = (names: readonly (string | null)[]): string[] => [...new Set(names.filter((name) => name !== null))];

/** By the first verb of a number's clause, and whether it is so much for each or a comparison. */
function deedOf({ clause, kind }: Numeral): string {
  const verb = clause.map(kindOfVerb).find((one) => one !== 'other') ?? '';
  const told = /^(?:each|every|per)$/;
  const more = clause.includes('than') ? '>' : '';
  return `${kind === 'stated' ? '' : kind}${verb}${clause.some((word) => told.test(word)) ? '*' : ''}${more}`;
}

/** `third`, which is a part only behind `a` or a number. */
const isOrdinal = (token: string): boolean =>
  /^(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)$/i.test(token);

/** Of too many numbers those that words imply go, first what may be one, then those that are implied twice. */
function fewEnough(all: readonly Numeral[]): readonly Numeral[] {
  if (all.length <= MOST_NUMERALS) return all;
  const numerals = all.filter(({ kind }) => kind !== 'one');
  if (numerals.length <= MOST_NUMERALS) return numerals;
  const isImplied = ({ kind }: Numeral) => kind === 'implied';
  const once = numerals.filter(
    (one, at) =>
      !isImplied(one) || !numerals.slice(at + 1).some((other) => isImplied(other) && other.value === one.value),
  );
  return once.length <= MOST_NUMERALS ? once : once.filter((one) => !isImplied(one));
}

/** What is implied that patterns read as well as a guess does. */
const READ_BY_PATTERNS = /^(?:one|except|company|pair|list)$/;

export function sceneOf({ sentences, question }: Telling): Scene {
  const numerals: Numeral[] = [];
  let at = 0;
  let lastUnit = '';
  const all = [...sentences, question];
  const text = all.join(' ');
  const known = new Set(all.flatMap(namesIn));
  const tokened = all.map(tokensOf);
  const implied = impliedIn(tokened);
  const areAsked = /\bpercent\b/i.test(question);
  let lastWho: readonly string[] = [];
  const asking = tokened.at(-1)!;
  const asked = namedIn(asking.map((_, place) => nameAt(asking, place, known)));
  tokened.forEach((tokens, index) => {
    const keys = tokens.map((token, place) => keyOf(token, place === 0));
    const start = at;
    at += tokens.length + 1;
    const names = tokens.map((_, place) => nameAt(tokens, place, known));
    tokens.forEach((token, place) => {
      const word = implied.get(`${index} ${place}`) ?? wordOf(token, text);
      if (!isNumber(token) && word === undefined) return;
      // `8 hours a day` says how often, and no day of 24 hours.
      if (token.toLowerCase() === 'day' && /^(?:a|per|each|every)$/.test(keys[place - 1] ?? '')) return;
      if (isOrdinal(token) && !/^(?:an?|one|#)$/.test(keys[place - 1] ?? '')) return;
      let from = place;
      while (from > 0 && !CLAUSE_END.test(tokens[from - 1]!)) from--;
      let to = place;
      while (to + 1 < tokens.length && !CLAUSE_END.test(tokens[to + 1]!)) to++;
      // Where percent are asked for they are counted like anything else: a battery's.
      const isPercent = !areAsked && tokens[place + 1]?.toLowerCase() === 'percent';
      // `He jumps 125 times` counts what he does.
      const isTimes = tokens[place + 1]?.toLowerCase() === 'times' && TIMES_AS.test(tokens[place + 2] ?? '');
      const own = word?.[2] ?? unitBehind(tokens, place);
      const unit = own === '' ? lastUnit : own;
      if (own !== '' && isNumber(token)) lastUnit = own;
      const nearest = [namedIn(names.slice(from, to + 1)), namedIn(names.slice(0, place)).slice(-1)];
      const who = nearest.find(({ length }) => length > 0) ?? lastWho;
      const near = [-3, -2, -1, 1, 2, 3].map((by) => `${by}:${keys[place + by] ?? '-'}`);
      numerals.push({
        value: isNumber(token) ? Number(token) : word![1],
        kind: isNumber(token) ? (isPercent ? 'percent' : isTimes ? 'times' : 'stated') : word![0],
        sentence: index,
        isAsked: index === all.length - 1,
        clause: [...new Set(keys.slice(from, to + 1))],
        clauseAt: from,
        nouns: nounsIn(tokens.slice(from, to + 1)).filter((noun) => noun !== own),
        beside: [...new Set([...keys.slice(0, from), ...keys.slice(to + 1)])],
        near: [
          ...near,
          ...(place > 1 ? [`-2-1:${keys[place - 2]} ${keys[place - 1]}`] : []),
          `+1+2:${keys[place + 1] ?? '-'} ${keys[place + 2] ?? '-'}`,
          ...(word?.[3] === undefined ? [] : [`by:${word[3]}`]),
        ],
        ...{ unit, who, flow: flowOf(tokens, [from, place, to], asked) },
        at: start + place,
      });
    });
    lastWho = namedIn(names).slice(0, 1).concat(lastWho).slice(0, 1);
  });
  const words = asking.map((token, place) => keyOf(token, place === 0));
  const counted = fewEnough(numerals);
  return {
    numerals: counted,
    scale: counted.every(({ value }) => Number.isInteger(value)) ? 1 : 100,
    deeds: counted.map(deedOf).join(','),
    isImplying:
      [...implied.values()].some(([, , , why]) => !READ_BY_PATTERNS.test(why ?? '')) || /\bboth\b/i.test(text),
    question: {
      words: [...new Set(words)],
      opening: [1, 2, 3, 4].map((n) => words.slice(0, n).join(' ')),
      pairs: words.slice(1).map((word, before) => `${words[before]!} ${word}`),
      unit: askedIn(asking, counted),
      who: asked,
      isOfStranger: namesIn(question.replace(PLACED, '')).some((name) => !sentences.join(' ').includes(name)),
    },
  };
}
