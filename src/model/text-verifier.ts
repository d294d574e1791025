/**
 * A verifier that reads the text instead of computing a network, such as the exact oracle of a task. What it judges
 * by is given from outside: the search that asks it knows only the `Verifier` interface.
 */
import { AppError } from '../core/errors';
import type { VerifierId } from '../core/ids';
import type { PrefixId, Scale, Tokenizer, Verifier } from './types';

interface Entry {
  /** The generated text, the prompt left out. */
  readonly text: string;
}

/**
 * `valueOf` gives the number for a generated text; `isComplete` says that the end of the sequence was just drawn.
 * It is asked once for every new token.
 */
export function textVerifier(
  id: VerifierId,
  tokenizer: Tokenizer,
  valueOf: (text: string, isComplete: boolean) => number,
  scale: Scale = 'probability',
): Verifier {
  const entries = new Map<PrefixId, Entry>();
  let next = 0;
  const add = (text: string): PrefixId => {
    const prefix = next++ as PrefixId;
    entries.set(prefix, { text });
    return prefix;
  };
  return {
    id,
    info: { id, parameters: 0 },
    scale,
    open: async () => add(''),
    score: async (requests, signal) => {
      if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
      return requests.map(({ prefix, tokens }) => {
        let text = entries.get(prefix)!.text;
        const values = Float32Array.from(tokens, (token) => {
          text += tokenizer.tokenText(token);
          return valueOf(text, token === tokenizer.eosToken);
        });
        return { prefix: add(text), values };
      });
    },
    release: (prefix) => void entries.delete(prefix),
  };
}
