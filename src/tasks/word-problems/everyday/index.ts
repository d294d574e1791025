/**
 * Stories in everyday words: any names and things, many wordings. They are read into quantities and told again in the
 * words that the models have learned, so that the reader sees what the model is given.
 */
import { parseStory } from '../parser';
import { formatStory } from '../story';
import { readClause } from './clauses';
import { hasTwoCurrencies, mayBeMissed } from './doubts';
import { guess, isBeyondPatterns, isDoubted, SURE } from './likeness';
import { Memory } from './memory';
import { plainStatement, plainWords } from './plain-words';
import { readEveryday, withoutIdle } from './read';
import { inOwnWords, sayingOne, type Refusal } from './refusals';
import { compileRules } from './wordings';
import { tellStory, type Told } from './write';

export type Reworded =
  | ({
      readonly ok: true;
      /** It was read by likeness to other stories, or these speak against how it was read. */
      readonly isGuessed?: boolean;
      /** How many times as large as what the story means its answer is told, so that it is whole; 1 if nothing is said. */
      readonly times?: number;
    } & Told)
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** What it may mean, in the grammar's words. */
      readonly guess?: string;
    };

/**
 * What may be guessed at: nobody knows a sentence, or how the question follows; the grammar does not state the number, or
 * has no word for what it counts. Whatever else is refused is so for cause.
 */
const MAY_BE_GUESSED: ReadonlySet<Refusal['code']> = new Set([
  'unread-sentence',
  'unread-question',
  'unused-number',
  'not-whole',
  'no-relation',
  'unclear',
]);
const mayBeGuessed = (refusal: Refusal): boolean =>
  MAY_BE_GUESSED.has(refusal.code) ||
  ((refusal.code === 'bad-number' || refusal.code === 'part-number') &&
    /^\$?\d{1,4}(?:\.\d{1,2})?(?![\d.\/])/.test(refusal.word));

/** Digits of a number that nobody means, and that patterns would be slow on. */
const TOO_LONG = /\d{8,}/;
/** Letters of no word, which they would be slow on as well. */
const NO_WORD = /\p{L}{80}/u;

const PLAIN: Readonly<Record<string, string>> = {
  ...{ '‘': "'", '’': "'", '“': '"', '”': '"' },
  ...{ '–': '-', '—': '-', '−': '-', '…': '...', '\u202f': ' ', '\u2009': ' ' },
  ...Object.fromEntries(Array.from('€₹₦₱₺₴₽₩₫฿₵₪', (sign) => [sign, '$'] as const)),
};
/**
 * With the quotation marks, dashes and the money of a keyboard. Put together anew of single letters, a text that has no others above U+00FF is one
 * of bytes to the engine again, for which the patterns are compiled: for the first one of two bytes it compiles them all anew.
 */
const plainLetters = (text: string): string =>
  Array.from(text.replace(/(?<!\d)\s+[–—]\s+|\s+[–—]\s+(?!\d)/g, ', '), (letter) => PLAIN[letter] ?? letter).join('');

/** A reading by likeness in place of a refusal: read where it is likely enough, else offered. */
function guessed(typed: string, refusal: Refusal): Reworded {
  const likely = mayBeGuessed(refusal) ? guess(typed) : null;
  if (!likely) return { ok: false, refusal };
  const { story, solved, times, probability } = likely;
  if (probability >= SURE) return { ok: true, isGuessed: true, story, solved, times };
  // A story that is offered cannot say that it is told larger.
  return { ok: false, refusal, ...(times === 1 && { guess: formatStory(story) }) };
}

/** Money that patterns read in cents, with smaller numbers where the guess has the same answer: the models have learned small ones. */
function smaller(told: Told & { readonly times: number }, typed: string): Told & { readonly times: number } {
  const other = guess(typed);
  if (!other || other.times >= told.times || other.solved.answer / other.times !== told.solved.answer / told.times)
    return told;
  const { story, solved, times } = other;
  return { story, solved, times };
}

/**
 * The story in the grammar's words, with its truth. What is left out or not whole is refused; what no pattern reads may be
 * guessed at by likeness, and says so.
 */
export function reword(text: string): Reworded {
  const read = readTyped(text, plainLetters(text));
  return read.ok ? read : { ...read, refusal: inOwnWords(read.refusal, text) };
}

function readTyped(text: string, typed: string): Reworded {
  const long = TOO_LONG.exec(typed)?.[0];
  if (long !== undefined) return { ok: false, refusal: { code: 'bad-number', sentence: typed, word: long } };
  if (NO_WORD.test(typed)) return { ok: false, refusal: { code: 'unclear' } };
  // What counts may all be in the grammar's words.
  const exact = parseStory(withoutIdle(typed));
  if (exact.ok) return exact;
  const read = readEveryday(typed);
  if (!read.ok) return guessed(typed, read.refusal);
  const told = tellStory(read.asked, read.noun, typed);
  const better = isBeyondPatterns(typed) ? guessed(typed, { code: 'unclear' }) : null;
  if (better?.ok) return better;
  if (told) {
    const isGuessed = hasTwoCurrencies(text) || mayBeMissed(typed) || isDoubted(typed, told.solved.answer);
    return { ok: true, isGuessed, ...(read.times > 1 ? smaller({ ...told, times: read.times }, typed) : told) };
  }
  return guessed(typed, sayingOne(typed) ?? { code: 'unclear' });
}

/** One that is read, one that is not: each tries what the other leaves out. */
const FIRST = [
  'Maria has 12 apples. Tom has 5 more apples than Maria. How many apples does Tom have?',
  'The weather is fine and 3 of them said so in 2 days. How many of what?',
];

/** Does beforehand, in steps of a few milliseconds, what the first story in everyday words would wait for. */
export function* prepare(): Generator<void> {
  const [clause] = FIRST[0]!.split('.');
  yield* compileRules(clause!);
  const plain = plainStatement(plainWords(clause!));
  yield;
  readClause(new Memory(), plain);
  yield;
  guess(FIRST[1]!);
  yield;
  for (const story of FIRST) {
    parseStory(withoutIdle(story));
    yield;
    readEveryday(story);
    yield;
    reword(story);
    yield;
  }
}
