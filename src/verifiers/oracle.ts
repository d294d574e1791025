/**
 * The exact oracle of a task: 1 while the solution can still become right (the task says how), else 0. It reads the text
 * and knows the truth: it is no model, and shows what a perfect verifier would do. The search that asks it knows only
 * the `Verifier` interface.
 */
import { AppError } from '../core/errors';
import { PrefixTable } from '../model/prefix-table';
import type { Tokenizer, Verifier } from '../model/types';
import { aboutOf, made } from './made';
import type { MakeVerifier } from './types';

export const oracle = made('oracle', {
  scale: 'probability',
  needs: { logprobs: false, answer: true },
  beside: ['pack'],
});

export const makeOracle: MakeVerifier = ({ policy, problem }) =>
  oracleVerifier(policy.tokenizer, (text, isComplete) => problem.oracle(text, isComplete));

/**
 * `valueOf` gives the number for a generated text; `isComplete` says that the end of the sequence was just drawn.
 * It is asked once for every new token.
 */
export function oracleVerifier(tokenizer: Tokenizer, valueOf: (text: string, isComplete: boolean) => number): Verifier {
  /** The generated texts, the prompt left out. */
  const prefixes = new PrefixTable<string>();
  return {
    ...aboutOf(oracle),
    contextTokens: null,
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
