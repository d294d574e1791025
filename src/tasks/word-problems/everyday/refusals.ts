/** Why a story in everyday words is refused: the sentence, what is odd about it, and what would be read instead. */
import { readClause } from './clauses';
import { Memory } from './memory';
import { nounKey, singular } from './nouns';
import { plainNumbers } from './numbers';
import { numbersIn, worth, type Quantity } from './quantities';
import { readQuestion } from './questions';
import { sentencesOf } from '../sentences';

export type Refusal =
  | {
      readonly code: 'unread-sentence' | 'unclear-times' | 'unread-question';
      readonly sentence: string;
      readonly example: string;
    }
  | { readonly code: 'part-number'; readonly sentence: string; readonly word: string; readonly example: string }
  | { readonly code: 'no-relation' | 'unused-number' | 'bad-number'; readonly sentence: string; readonly word: string }
  | { readonly code: 'uncounted' | 'not-whole'; readonly sentence: string }
  | { readonly code: 'unclear' };

/** What the grammar has no relation for. */
const NO_RELATION =
  /\b(?:(?:km|kilometres|miles)\/h|mph|average|mean|median|area|perimeter|square|cubic|volume|ratio|probability|speed|interest|o'clock|\d{1,2}:\d\d|\d+ ?[ap]m|degrees)\b/iu;
const PART = /\$ ?\d+\.\d+|\d+\.\d+(?: \p{L}+)?|\d+\/\d+/u;
const TIMES_MORE = /\b(\d+) times more\b(?: (?!than\b)(\p{L}+))?(?: than\b)?/iu;
/** A sentence that stands for what a reader may write. */
const ANY = 'Anna has 12 marbles.';

/** In how many of a smaller unit a part of a whole number is counted. */
const FINER: readonly (readonly [RegExp, string, number])[] = [
  [/^\$ ?|dollars?$|euros?$/i, 'cents', 100],
  [/kilometres?$|kms?$/i, 'metres', 1000],
  [/kilograms?$|kgs?$|kilos?$/i, 'grams', 1000],
  [/centimetres?$|cm$/i, 'millimetres', 10],
  [/metres?$|m$/, 'centimetres', 100],
  [/litres?$|l$/i, 'millilitres', 1000],
  [/hours?$/i, 'minutes', 60],
];

function finer(word: string): string | null {
  const [, name, factor] = FINER.find(([unit]) => unit.test(word)) ?? [];
  const value = Number(/\d+\.\d+/.exec(word)?.[0] ?? NaN) * (factor ?? NaN);
  return Number.isFinite(value) ? `${Math.round(value)} ${name}` : null;
}

/** A sentence with the same name, number and thing that is read; a general one where there is none. */
function sentenceLike(sentence: string): string {
  const who =
    /(?<=. )\b(?!\p{Lu}\p{Ll}+day\b|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October)(\p{Lu}\p{Ll}+)\b|^(?!The|An?|Each|Every|Her|His|My|Our|Their|There|In|On|At|It|He|She|They|We|If|After|Then|Two|Three|Some|How|What|When|Which)(\p{Lu}\p{Ll}+)\b/u.exec(
      sentence,
    )?.[0] ?? 'Anna';
  const [, many, thing] = /(?<!of |[\d.,])\b(\d+) ([\p{L}-]+)/u.exec(plainNumbers(sentence)) ?? [];
  const isThing = thing !== undefined && thing.length > 3 && singular(thing) !== thing.toLowerCase();
  const example = isThing ? `${who} has ${many} ${thing}.` : ANY;
  return readClause(new Memory(), example.slice(0, -1)) ? example : ANY;
}

/** Why a statement is not read. */
export function whyNot(sentence: string, hasCount: boolean): Refusal {
  const part = PART.exec(sentence)?.[0];
  if (part !== undefined) {
    const small = finer(part);
    if (small === null) return { code: 'bad-number', sentence, word: part.replace(/ \p{L}+$/u, '') };
    return { code: 'part-number', sentence, word: part, example: sentence.replace(part, small) };
  }
  const more = TIMES_MORE.exec(sentence);
  if (more)
    return {
      code: 'unclear-times',
      sentence,
      example: sentence.replace(
        more[0],
        `${more[1]} times as many${more[2] ? ` ${more[2]}` : ''}${/ than$/.test(more[0]) ? ' as' : ''}`,
      ),
    };
  const word = NO_RELATION.exec(sentence)?.[0];
  if (word !== undefined) return { code: 'no-relation', sentence, word };
  return hasCount
    ? { code: 'unread-sentence', sentence, example: sentenceLike(sentence) }
    : { code: 'uncounted', sentence };
}

/** The first number that is said and not used, with its sentence. */
function unused(sentences: readonly string[], said: readonly number[], asked: Quantity): Refusal | null {
  const used = numbersIn(asked);
  const times = (numbers: readonly number[], value: number): number =>
    numbers.filter((other) => other === value).length;
  const value = said.find((number) => times(used, number) < times(said, number));
  const sentence = sentences.find((one) =>
    [...plainNumbers(one).matchAll(/\d+/g)].some(([digits]) => Number(digits) === value),
  );
  return value === undefined || sentence === undefined ? null : { code: 'unused-number', sentence, word: `${value}` };
}

/** A question about what was said that can be read; null where none is found. */
function questionLike(memory: Memory, text: string): string | null {
  const { noun } = memory;
  const words: readonly string[] = text.match(/[\p{L}'-]+/gu) ?? [];
  const plural = words.find((word) => nounKey(word) === noun && word.toLowerCase() !== noun);
  const names = memory
    .owners()
    .map((who) => words.find((word) => /^(?!There)\p{Lu}/u.test(word) && word.toLowerCase() === who));
  if (noun === '' || plural === undefined) return null;
  const tries = [
    ...names.flatMap((name) =>
      name === undefined ? [] : [`How many ${plural} ${name === 'I' ? 'do' : 'does'} ${name} have?`],
    ),
    `How many ${plural} are left?`,
    `How many ${plural} are there altogether?`,
  ];
  return tries.find((question) => readQuestion(memory, question.slice(0, -1)).likely.length) ?? null;
}

/** A sentence that says 1, or more than the grammar has words for; null where there is none. */
export function sayingOne(typed: string): Refusal | null {
  for (const sentence of sentencesOf(plainNumbers(typed))) {
    const word = /(?<![\d.])(?:1|[1-9]\d{4,})\b(?!\.\d)/.exec(sentence)?.[0];
    if (word !== undefined) return { code: 'bad-number', sentence, word };
  }
  return null;
}

/** Why the question does not follow, though every sentence is read. */
export function whyUnasked(
  memory: Memory,
  sentences: readonly string[],
  question: string,
  said: readonly number[],
): Refusal {
  const text = [...sentences, question].join(' ');
  const one = sayingOne(text);
  if (one) return one;
  const { likely, further } = readQuestion(memory, question.replace(/\?+$/, '').trim());
  const asked = [...likely, ...further];
  const whole = asked.find((quantity) => Number.isInteger(worth(quantity)) && worth(quantity) > 0);
  if (whole) return unused(sentences, said, whole) ?? { code: 'unclear' };
  if (asked.some((quantity) => worth(quantity) > 0)) return { code: 'not-whole', sentence: question };
  if (asked.length) return { code: 'unclear' };
  const example = questionLike(memory, text);
  return example === null ? { code: 'unclear' } : { code: 'unread-question', sentence: question, example };
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/\p{L}+|\d+/gu) ?? [];
/** Of the words of a sentence, so many stand in the reader's own at least. */
const ALIKE = 0.5;

/** A refusal with the sentence as the reader wrote it, where one is like it: it was read in plainer words. */
export function inOwnWords(refusal: Refusal, text: string): Refusal {
  if (!('sentence' in refusal)) return refusal;
  const words = wordsIn(refusal.sentence);
  const scored = sentencesOf(text).map((own) => {
    const mine = wordsIn(own);
    const common = words.filter((word) => mine.includes(word)).length;
    return { own, score: common / Math.max(words.length, mine.length, 1) };
  });
  const best = scored.reduce((most, one) => (one.score > most.score ? one : most), { own: '', score: 0 });
  if (best.score < ALIKE) return refusal;
  const quoted = { ...refusal, sentence: best.own };
  // An amount has the sign of money that stands before it there.
  const amount = 'word' in refusal ? /^\$ ?([\d.]+)$/.exec(refusal.word)?.[1] : undefined;
  if (amount === undefined) return quoted;
  const own = new RegExp(String.raw`\p{Sc} ?${amount.replace('.', '[.,]')}(?!\d)`, 'u').exec(best.own)?.[0];
  return own === undefined ? quoted : ({ ...quoted, word: own } as Refusal);
}
