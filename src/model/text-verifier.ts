/**
 * A verifier that reads the text instead of computing a network, such as the exact oracle of a task. What it judges
 * by is given from outside: the search that asks it knows only the `Verifier` interface.
 */
import { AppError } from '../core/errors';
import type { VerifierId } from '../core/ids';
import { PrefixTable } from './prefix-table';
import { NEEDS_NOTHING, type Scale, type Tokenizer, type Verifier } from './types';

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
  /** The generated texts, the prompt left out. */
  const prefixes = new PrefixTable<string>();
  return {
    id,
    info: { id, parameters: 0 },
    scale,
    needs: NEEDS_NOTHING,
    open: async () => prefixes.add(''),
    score: async (requests, signal) => {
      if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
      return requests.map(({ prefix, tokens }) => {
        let text = prefixes.get(prefix);
        const values = Float32Array.from(tokens, (token) => {
          text += tokenizer.tokenText(token);
          return valueOf(text, token === tokenizer.eosToken);
        });
        return { prefix: prefixes.add(text), values };
      });
    },
    release: (prefix) => prefixes.release(prefix),
  };
}
