/**
 * Several verifiers as one that trusts where they agree: the mean of their values minus λ times their spread (the
 * standard deviation over the members), not below 0. After Ctrl-U, which discounts by the variance of a reward under
 * identical conditions; deviations: its variance weights a training loss, ours lowers a node's score, and the members
 * are models of other labels, not passes of one.
 */
import { AppError } from '../core/errors';
import { PrefixTable } from './prefix-table';
import type { PrefixId, ScoredStep, Verifier } from './types';

/** Mean minus λ times the standard deviation, in [0, 1]. */
export function discountedMean(values: readonly number[], lambda: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.max(0, mean - lambda * Math.sqrt(variance));
}

/**
 * `members`: at least two, all of the scale `probability`.
 * @throws AppError `not-loaded` for fewer, `bad-input` for another scale.
 */
export function ensembleVerifier(members: readonly Verifier[], lambda: number): Verifier {
  if (members.length < 2) throw new AppError('not-loaded', 'An ensemble needs two loaded verifiers at least.');
  const other = members.find(({ scale }) => scale !== 'probability');
  if (other) throw new AppError('bad-input', `${other.id} gives no probabilities, so it cannot be in an ensemble.`);
  /** One handle of each member. */
  const prefixes = new PrefixTable<readonly PrefixId[]>();
  return {
    id: 'ensemble',
    info: {
      id: `ensemble(${members.map(({ info }) => info.id).join(', ')}; lambda ${lambda})`,
      parameters: members.reduce((sum, { info }) => sum + info.parameters, 0),
    },
    scale: 'probability',
    open: async (prompt, signal) => {
      const opened: PrefixId[] = [];
      // One by one: members may share a runtime that computes one thing at a time.
      for (const member of members) opened.push(await member.open(prompt, signal));
      return prefixes.add(opened);
    },
    score: async (requests, signal) => {
      const scores: ScoredStep[][] = [];
      for (const [m, member] of members.entries()) {
        const own = requests.map((request) => ({ ...request, prefix: prefixes.get(request.prefix)[m]! }));
        scores.push(await member.score(own, signal));
      }
      return requests.map(({ tokens }, i) => ({
        prefix: prefixes.add(scores.map((score) => score[i]!.prefix)),
        values: Float32Array.from(tokens, (_, t) =>
          discountedMean(
            scores.map((score) => score[i]!.values[t]!),
            lambda,
          ),
        ),
      }));
    },
    release: (prefix) => {
      for (const [m, own] of prefixes.get(prefix).entries()) members[m]!.release(own);
      prefixes.release(prefix);
    },
  };
}
