/**
 * Stories in everyday words: any names and things, many wordings. They are read into quantities and told again in the
 * words that the models have learned, so that the reader sees what the model is given.
 */
import { parseStory } from '../parser';
import { readClause } from './clauses';
import { Memory } from './memory';
import { plainStatement, plainWords } from './plain-words';
import { readEveryday, withoutIdle } from './read';
import { sayingOne, type Refusal } from './refusals';
import { compileRules } from './wordings';
import { tellStory, type Told } from './write';

export type Reworded = ({ readonly ok: true } & Told) | { readonly ok: false; readonly refusal: Refusal };

/** The story in the grammar's words, with its truth. What is left out or not whole is refused, never guessed. */
export function reword(typed: string): Reworded {
  // What counts may all be in the grammar's words.
  const exact = parseStory(withoutIdle(typed));
  if (exact.ok) return exact;
  const read = readEveryday(typed);
  if (!read.ok) return read;
  const told = tellStory(read.asked, read.noun, typed);
  return told ? { ok: true, ...told } : { ok: false, refusal: sayingOne(typed) ?? { code: 'unclear' } };
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
  for (const story of FIRST) {
    parseStory(withoutIdle(story));
    yield;
    readEveryday(story);
    yield;
    reword(story);
    yield;
  }
}
