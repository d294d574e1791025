/**
 * Stories in everyday words: any names and things, many wordings. They are read into quantities and told again in the
 * words that the models have learned, so that the reader sees what the model is given.
 */
import { parseStory } from '../parser';
import { readEveryday, withoutIdle } from './read';
import { sayingOne, type Refusal } from './refusals';
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
