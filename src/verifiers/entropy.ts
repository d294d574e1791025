/**
 * How decided the policy was, as a verifier: minus the mean entropy, in nats, of its next-token distributions at the
 * tokens so far, at temperature 1. So more is better, as of every verifier, and 0 is the most: each token was certain.
 * It is the log-probability that the policy expects of what it draws, where `confidence` is that of what it drew; of
 * whether an answer is right it knows nothing. The scale is therefore that of log-probabilities.
 *
 * A token counts at the distribution that it was drawn from, as its log-probability does. The tokens are read once
 * more, in a pass or a few for all candidates of a step: what was sampled does not tell its entropies.
 */
import { AppError } from '../core/errors';
import { PrefixTable } from '../model/prefix-table';
import type { Policy, PrefixId, Verifier } from '../model/types';
import { aboutOf, made } from './made';
import type { MakeVerifier } from './types';

export const entropy = made('entropy', { scale: 'logprob', beside: ['pack', 'hub'] });

export const makeEntropy: MakeVerifier = ({ policy }) => entropyVerifier(policy);

interface Entry {
  readonly policyPrefix: PrefixId;
  readonly tokens: number;
  /** Of their entropies. */
  readonly sum: number;
}

/** @throws AppError `bad-input` for a policy that does not tell its entropies. */
export function entropyVerifier(policy: Policy): Verifier {
  if (!policy.can.entropies || !policy.entropies)
    throw new AppError(
      'bad-input',
      `${entropy.id} needs a model that tells its whole distribution, and ${policy.info.id} does not: take another verifier.`,
    );
  const entropies = policy.entropies.bind(policy);
  const prefixes = new PrefixTable<Entry>();
  return {
    ...aboutOf(entropy),
    contextTokens: policy.contextTokens,
    open: async (prompt, signal) =>
      prefixes.add({ policyPrefix: await policy.open(prompt, signal), tokens: 0, sum: 0 }),
    score: async (requests, signal) => {
      if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
      const before = requests.map(({ prefix }) => prefixes.get(prefix));
      const read = await entropies(
        requests.map(({ tokens }, i) => ({ prefix: before[i]!.policyPrefix, tokens })),
        signal,
      );
      return read.map(({ prefix: policyPrefix, entropies: own }, i) => {
        let { tokens, sum } = before[i]!;
        // Not −0, which a reader would see.
        const values = Float32Array.from(own, (nats) => 0 - (sum += nats) / ++tokens);
        return { prefix: prefixes.add({ policyPrefix, tokens, sum }), values };
      });
    },
    release: (prefix) => {
      policy.release(prefixes.get(prefix).policyPrefix);
      prefixes.release(prefix);
    },
  };
}
