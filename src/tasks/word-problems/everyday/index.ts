/**
 * Stories in everyday words: any names and things, many wordings. They are read into quantities and told again in the
 * words that the models have learned, so that the reader sees what the model is given.
 */
import { parseStory } from '../parser';
import { readEveryday, withoutIdle } from './read';
import { tellStory, type Told } from './write';

export type Reworded =
  | ({ readonly ok: true } & Told)
  /** The sentence that could not be read; null where it is not clear how the question follows from them. */
  | { readonly ok: false; readonly sentence: string | null };

/** The story in the grammar's words, with its truth. What is left out or not whole is refused, never guessed. */
export function reword(typed: string): Reworded {
  // What counts may all be in the grammar's words.
  const exact = parseStory(withoutIdle(typed));
  if (exact.ok) return exact;
  const read = readEveryday(typed);
  if (!read.ok) return read;
  const told = tellStory(read.asked, read.noun, typed);
  return told ? { ok: true, ...told } : { ok: false, sentence: null };
}
