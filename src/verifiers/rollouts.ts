/**
 * Monte-Carlo rollouts as a verifier: the value of a token is the share of n solutions, sampled by the policy from there
 * on, that are right. It is what a value model learns to predict, paid for again at every token: unbiased, with a
 * standard error of up to 1 / (2√n), and it knows the task's checker (as `oracle` does), so it is a yardstick and not
 * something that a reader without the answer could use.
 *
 * What the rollouts cost is not in a search's budget of policy tokens, which counts what the search itself samples.
 */
import { AppError } from '../core/errors';
import { createRng } from '../core/rng';
import { PrefixScope } from '../model/prefix-scope';
import { PrefixTable } from '../model/prefix-table';
import { rollOut } from '../model/rollout';
import type { Policy, PrefixId, ScoredStep, ScoreRequest, Verifier } from '../model/types';
import { made } from './made';
import type { MakeVerifier } from './types';

export const rollouts = made('rollouts', {
  scale: 'probability',
  needs: { logprobs: false, answer: true },
  beside: ['pack', 'hub'],
  slow: true,
  options: [
    {
      ...{ kind: 'number', name: 'rollouts', min: 1, max: 1024, integer: true, fallback: 8 },
      label: 'number of rollouts from every token',
    },
  ],
  nameOf: ({ rollouts: count }) => `rollouts(${Number(count)})`,
});

/** At temperature 1, as the rollouts of the training: a value speaks of the policy as it was sampled there. */
export const makeRollouts: MakeVerifier = ({ policy, problem }, options) =>
  rolloutVerifier(policy, (solution) => problem.judge(solution).correct, {
    ...{ rollouts: Number(options['rollouts']), temperature: 1, seed: 1 },
    ...problem.limits,
  });

export interface RolloutVerifierOptions {
  /** n, from every token. */
  readonly rollouts: number;
  /** 1, unless the values are to speak of another policy than the one that the models were trained on. */
  readonly temperature: number;
  readonly seed: number;
  readonly maxSteps: number;
  readonly maxStepTokens: number;
}

interface Entry {
  /** Of the policy; null once the solution has ended. */
  readonly policyPrefix: PrefixId | null;
  /** In tokens, prompt included. */
  readonly length: number;
  /** The solution so far. */
  readonly tokens: readonly number[];
}

/** Rollouts that are drawn side by side. */
const BATCH = 256;

/** Keeps its random numbers apart from those of a search with the same seed. */
const STREAM = 0x0110;

/** `isCorrect` is the checker's verdict on a whole solution. Numbers depend on the seed and the tokens alone. */
export function rolloutVerifier(
  policy: Policy,
  isCorrect: (solution: string) => boolean,
  options: RolloutVerifierOptions,
): Verifier {
  const prefixes = new PrefixTable<Entry>();
  const { tokenizer } = policy;

  /** One token further; the new prefix is the caller's. */
  const grow = ({ policyPrefix, length, tokens }: Entry, token: number): Entry => {
    if (policyPrefix === null) throw new AppError('internal', 'Nothing can follow the end of a solution.');
    const hasEnded = token === tokenizer.eosToken;
    return {
      policyPrefix: hasEnded ? null : policy.extend(policyPrefix, [token]),
      length: length + 1,
      tokens: [...tokens, token],
    };
  };

  const score = async (requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> => {
    const scope = new PrefixScope(policy);
    try {
      const trails = requests.map(({ prefix, tokens }) => {
        let at = prefixes.get(prefix);
        return tokens.map((token) => {
          at = grow(at, token);
          if (at.policyPrefix !== null) scope.own(at.policyPrefix);
          return at;
        });
      });
      const isWanted = (i: number, t: number): boolean => requests[i]!.wanted !== 'last' || t === trails[i]!.length - 1;
      const wanted = trails.flatMap((trail, i) => trail.filter((_, t) => isWanted(i, t)));
      const values = await valuesOf(wanted, signal);
      let next = 0;
      const kept: PrefixId[] = [];
      const scored = trails.map((trail, i) => {
        const last = trail.at(-1)!;
        if (last.policyPrefix !== null) kept.push(last.policyPrefix);
        return {
          prefix: prefixes.add(last),
          values: Float32Array.from(trail, (_, t) => (isWanted(i, t) ? values[next++]! : NaN)),
        };
      });
      scope.transfer(kept);
      return scored;
    } finally {
      scope.releaseExcept([]);
    }
  };

  const valuesOf = async (entries: readonly Entry[], signal?: AbortSignal): Promise<number[]> => {
    const { rollouts: count, seed, ...sampling } = options;
    const successes = entries.map(() => 0);
    const wanted = entries.flatMap(({ policyPrefix: prefix, length, tokens }, entry) =>
      prefix === null
        ? []
        : Array.from({ length: count }, (_, k) => ({
            ...{ entry, prefix, length },
            rng: createRng(seed, STREAM, ...tokens, k),
          })),
    );
    for (let from = 0; from < wanted.length; from += BATCH) {
      const batch = wanted.slice(from, from + BATCH);
      for await (const { index, tokens, isComplete } of rollOut(policy, batch, { ...sampling, topK: 0, signal })) {
        const { entry } = batch[index]!;
        if (isComplete && isCorrect(tokenizer.decode([...entries[entry]!.tokens, ...tokens]))) successes[entry]!++;
      }
    }
    return entries.map(({ policyPrefix, tokens }, i) =>
      policyPrefix === null ? Number(isCorrect(tokenizer.decode(tokens))) : successes[i]! / count,
    );
  };

  return {
    id: rollouts.id,
    info: { id: rollouts.nameOf({ rollouts: options.rollouts }), parameters: 0 },
    scale: rollouts.scale,
    needs: rollouts.needs,
    contextTokens: policy.contextTokens,
    open: async (prompt, signal) =>
      prefixes.add({
        policyPrefix: await policy.open(prompt, signal),
        ...{ length: prompt.length, tokens: [] },
      }),
    score,
    release: (prefix) => {
      const { policyPrefix } = prefixes.get(prefix);
      if (policyPrefix !== null) policy.release(policyPrefix);
      prefixes.release(prefix);
    },
  };
}
