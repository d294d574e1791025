/** Solutions sampled and judged: what checks, reports and data sets are made of. */
import { createRng } from '../core/rng';
import { rollOut, type RolloutOptions, type RolloutRequest } from '../model/rollout';
import type { Policy, PrefixId } from '../model/types';
import { stepEnds } from './steps';
import type { Judge, JudgedPath, Sampling } from './types';

export interface JudgedRequest extends RolloutRequest {
  readonly judge: Judge;
  /** The solution's text that the prefix holds after the prompt. */
  readonly before?: string;
}

/**
 * Rolls out all requests side by side, and yields each with its verdict as soon as it has ended; a path's index is its
 * request's position. One that was cut is wrong and has no answer, whatever it says.
 * @throws as `rollOut`; every prefix that was made is released, however it ends.
 */
export async function* judgedRollouts(
  policy: Policy,
  requests: readonly JudgedRequest[],
  options: RolloutOptions,
): AsyncGenerator<JudgedPath, void, undefined> {
  for await (const { index, tokens: ids, logprobs, isComplete } of rollOut(policy, requests, options)) {
    const { judge, before = '' } = requests[index]!;
    const tokens = ids.map((token) => policy.tokenizer.tokenText(token));
    const solution = before + policy.tokenizer.decode(ids);
    const answer = isComplete ? judge.answerOf(solution) : null;
    const correct = isComplete && judge.judge(solution).correct;
    const ends = stepEnds(tokens, (text) => policy.endsStep(text));
    yield { path: { index, tokens, stepEnds: ends, answer, correct }, ids, logprobs };
  }
}

/** Rollouts that are drawn side by side: many enough for a full batch, few enough to see them come. */
const BATCH = 64;

/** Keeps these random numbers apart from those of a search with the same seed. */
const STREAM = 0x5eed;

export interface SampleRequest {
  readonly prefix: PrefixId;
  /** Of the prefix, in tokens, prompt included. */
  readonly length: number;
  /** The text that the prefix holds after the prompt. */
  readonly before: string;
  readonly count: number;
  /** Apart from those of other prefixes in the same measurement. */
  readonly stream: number;
  readonly sampling: Sampling;
}

export interface SampleControl {
  readonly signal?: AbortSignal;
  /** Asked between steps; once true, rollouts that have not ended are given up. */
  readonly shouldStop?: () => boolean;
  /** Hears what was spent. */
  readonly onTokens?: (count: number) => void;
}

/**
 * `count` rollouts from one prefix: in batches, within one by when they end. A rollout is identified by its index, which gives the
 * same path whatever the count.
 */
export async function* samplePaths(
  { prefix, length, before, count, stream, sampling }: SampleRequest,
  { policy, truth: judge }: { readonly policy: Policy; readonly truth: Judge },
  { signal, shouldStop, onTokens }: SampleControl,
): AsyncGenerator<JudgedPath, void, undefined> {
  const { seed, temperature, maxSteps, maxStepTokens } = sampling;
  const options = { temperature, topK: 0, maxSteps, maxStepTokens, signal, shouldStop, onTokens };
  for (let from = 0; from < count && !shouldStop?.(); from += BATCH) {
    const requests = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => ({
      ...{ prefix, length, before, judge },
      rng: createRng(seed, STREAM, stream, from + i),
    }));
    for await (const { path, ...numbers } of judgedRollouts(policy, requests, options))
      yield { path: { ...path, index: from + path.index }, ...numbers };
  }
}
