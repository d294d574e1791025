/**
 * The policy's own confidence, as a verifier: the mean log-probability of the tokens written so far. It is the free
 * baseline: a value model that does not beat it has learned nothing about being right.
 *
 * The numbers come with the request, from the policy at temperature 1, so nothing is computed again.
 */
import { AppError } from '../core/errors';
import { PrefixTable } from '../model/prefix-table';
import type { Verifier } from '../model/types';
import { aboutOf, made } from './made';
import type { MakeVerifier } from './types';

export const confidence = made('confidence', {
  scale: 'logprob',
  needs: { logprobs: true, answer: false },
  beside: ['pack', 'hub'],
});

interface Entry {
  readonly tokens: number;
  /** Of their log-probabilities. */
  readonly sum: number;
}

export const makeConfidence: MakeVerifier = () => confidenceVerifier();

export function confidenceVerifier(): Verifier {
  const prefixes = new PrefixTable<Entry>();
  return {
    ...aboutOf(confidence),
    contextTokens: null,
    open: async () => prefixes.add({ tokens: 0, sum: 0 }),
    score: async (requests, signal) => {
      if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
      return requests.map(({ prefix, logprobs }) => {
        if (!logprobs) throw new AppError('internal', 'The policy did not tell how likely its tokens were.');
        let { tokens, sum } = prefixes.get(prefix);
        const values = Float32Array.from(logprobs, (logprob) => (sum += logprob) / ++tokens);
        return { prefix: prefixes.add({ tokens, sum }), values };
      });
    },
    release: (prefix) => prefixes.release(prefix),
  };
}
