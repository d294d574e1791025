/**
 * Several verifiers as one that trusts where they agree: the mean of their values minus λ times their spread (the
 * standard deviation over the members), not below 0. After Ctrl-U, which discounts by the variance of a reward under
 * identical conditions; deviations: its variance weights a training loss, ours lowers a node's score, and the members
 * are models of other labels, not passes of one.
 */
import { isProbability } from '../core/scale';
import { AppError } from '../core/errors';
import { shortestContext } from '../model/context';
import { PrefixScope } from '../model/prefix-scope';
import { PrefixTable } from '../model/prefix-table';
import type { PrefixId, ScoredStep, Verifier } from '../model/types';
import { loadedModel } from './loaded';
import { made } from './made';
import type { MakeVerifier, VerifierOptions } from './types';

const membersOf = ({ members }: VerifierOptions): readonly string[] => members as readonly string[];

export const ensemble = made('ensemble', {
  scale: 'probability',
  beside: ['pack'],
  options: [
    {
      ...{ kind: 'members', name: 'members', least: 2, scale: 'probability', label: 'members of an ensemble' },
      // The two that every pack has, which learned from the same rows.
      fallback: ['tvm', 'ovm'],
    },
    {
      ...{ kind: 'number', name: 'lambda', min: 0, max: 10, integer: false, fallback: 1 },
      label: 'weight of the spread',
    },
  ],
  models: membersOf,
  nameOf: (options) => `ensemble(${membersOf(options).join(', ')}; lambda ${Number(options['lambda'])})`,
});

export const makeEnsemble: MakeVerifier = ({ loaded }, options) =>
  ensembleVerifier(
    membersOf(options).map((member) => loadedModel(loaded, member)),
    Number(options['lambda']),
  );

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
  const other = members.find(({ scale }) => !isProbability(scale));
  if (other) throw new AppError('bad-input', `${other.id} gives no probabilities, so it cannot be in an ensemble.`);
  /** One handle of each member. */
  const prefixes = new PrefixTable<readonly PrefixId[]>();

  /**
   * The prefixes that each member makes, by request and then by member. One member after another: they may share a
   * runtime that computes one thing at a time. Where one fails, what those before it made is released.
   */
  const ofAll = async (make: (member: Verifier, m: number) => Promise<PrefixId[]>): Promise<PrefixId[][]> => {
    const made: PrefixId[][] = [];
    const held = members.map((member) => new PrefixScope(member));
    try {
      for (const [m, member] of members.entries()) {
        made.push(await make(member, m));
        for (const prefix of made[m]!) held[m]!.own(prefix);
      }
      for (const [m, scope] of held.entries()) scope.transfer(made[m]!);
    } finally {
      for (const scope of held) scope.releaseExcept([]);
    }
    return made[0]!.map((_, i) => made.map((own) => own[i]!));
  };

  return {
    id: ensemble.id,
    info: {
      id: `ensemble(${members.map(({ info }) => info.id).join(', ')}; lambda ${lambda})`,
      parameters: members.reduce((sum, { info }) => sum + info.parameters, 0),
    },
    scale: ensemble.scale,
    needs: {
      logprobs: members.some(({ needs }) => needs.logprobs),
      answer: members.some(({ needs }) => needs.answer),
    },
    contextTokens: shortestContext(members),
    open: async (prompt, signal) => {
      const [opened] = await ofAll(async (member) => [await member.open(prompt, signal)]);
      return prefixes.add(opened!);
    },
    score: async (requests, signal) => {
      const scores: ScoredStep[][] = [];
      const grown = await ofAll(async (member, m) => {
        const own = requests.map((request) => ({ ...request, prefix: prefixes.get(request.prefix)[m]! }));
        scores.push(await member.score(own, signal));
        return scores[m]!.map(({ prefix }) => prefix);
      });
      return requests.map(({ tokens }, i) => ({
        prefix: prefixes.add(grown[i]!),
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
