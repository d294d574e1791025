/**
 * Rollouts: solutions sampled to their ends from prefixes that are open. All grow side by side, a step of all of them a
 * batch, and those that have drawn the same tokens share what is computed for them.
 */
import { AppError } from '../core/errors';
import type { Rng } from '../core/rng';
import { PrefixScope } from './prefix-scope';
import type { Policy, PrefixId, SampledStep } from './types';

export interface RolloutRequest {
  /** Stays the caller's. The same one may be asked for many times. */
  readonly prefix: PrefixId;
  /** Of the prefix, in tokens, prompt included: where the policy's context is full, the rollout is cut at once. */
  readonly length: number;
  /** Draws all of the rollout's tokens, so that it repeats whatever is sampled beside it. */
  readonly rng: Rng;
}

export interface RolloutOptions {
  readonly temperature: number;
  readonly topK: number;
  /** Steps after the prefix; a rollout that has not ended then is cut. */
  readonly maxSteps: number;
  readonly maxStepTokens: number;
  readonly signal?: AbortSignal | undefined;
  /** Asked before every step; once true, those that have not ended are given up. */
  readonly shouldStop?: (() => boolean) | undefined;
  /** Hears what every step of all rollouts cost. */
  readonly onTokens?: ((count: number) => void) | undefined;
}

export interface Rollout {
  /** Position of its request. */
  readonly index: number;
  /** After the prefix, the end of the sequence included. */
  readonly tokens: readonly number[];
  /** One for every token, at temperature 1. */
  readonly logprobs: readonly number[];
  /** False where it was cut: it has no answer then. */
  readonly isComplete: boolean;
}

interface Growing {
  readonly index: number;
  readonly prefix: PrefixId;
  readonly tokens: readonly number[];
  readonly logprobs: readonly number[];
}

/**
 * Yields every rollout as soon as it has ended; of those that end with the same step, in the order of the requests.
 * @throws AppError `aborted`, and what the policy throws. Every prefix that it made is released, however it ends.
 */
export async function* rollOut(
  policy: Policy,
  requests: readonly RolloutRequest[],
  options: RolloutOptions,
): AsyncGenerator<Rollout, void, undefined> {
  const { temperature, topK, maxSteps, maxStepTokens: maxTokens, signal } = options;
  const scope = new PrefixScope(policy);
  const most = policy.contextTokens ?? Infinity;
  const all = requests.map(({ prefix }, index): Growing => ({ index, prefix, tokens: [], logprobs: [] }));
  let growing = all.filter(({ index }) => requests[index]!.length < most);
  try {
    for (const { index } of all)
      if (requests[index]!.length >= most) yield { index, tokens: [], logprobs: [], isComplete: false };
    for (let step = 0; step < maxSteps && growing.length; step++) {
      if (options.shouldStop?.()) return;
      if (signal?.aborted) throw new AppError('aborted', 'The rollouts were aborted.');
      const steps = await policy.sampleSteps(
        growing.map(({ index, prefix }) => ({ prefix, rng: requests[index]!.rng })),
        { temperature, topK, maxTokens, alternatives: 0, ...(signal ? { signal } : {}) },
      );
      for (const { prefix } of steps) scope.own(prefix);
      options.onTokens?.(steps.reduce((sum, { tokens }) => sum + tokens.length, 0));
      const ended: Rollout[] = [];
      const next: Growing[] = [];
      const known = new Map<string, PrefixId>();
      for (const [i, sampled] of steps.entries()) {
        const { index, prefix, ...before } = growing[i]!;
        const tokens = [...before.tokens, ...sampled.tokens.map(({ token }) => token)];
        const logprobs = [...before.logprobs, ...sampled.tokens.map(({ logprob }) => logprob)];
        const grown = { index, tokens, logprobs };
        const isLast = step + 1 === maxSteps;
        if (sampled.ended !== 'step' || isLast) ended.push({ ...grown, isComplete: sampled.ended === 'solution' });
        else next.push({ ...grown, prefix: shared(known, prefix, sampled) });
      }
      growing = next;
      scope.releaseExcept(growing.map(({ prefix }) => prefix));
      yield* ended;
    }
  } finally {
    scope.releaseExcept([]);
  }
}

/** One handle for all that have drawn the same step after the same prefix. */
function shared(known: Map<string, PrefixId>, before: PrefixId, { prefix, tokens }: SampledStep): PrefixId {
  const key = `${before}:${tokens.map(({ token }) => token).join(',')}`;
  const first = known.get(key) ?? prefix;
  known.set(key, first);
  return first;
}
