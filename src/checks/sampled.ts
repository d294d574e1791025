/** Judged rollouts, in batches: what several checks are made of. */
import { createRng } from '../core/rng';
import type { PrefixId } from '../model/types';
import { rollOut } from '../model/rollout';
import { BATCH } from './define';
import type { CheckControl, CheckPorts, SampledPath, Sampling } from './types';

/** Keeps a check's random numbers apart from those of a search with the same seed. */
const STREAM = 0x5eed;

export interface SampleRequest {
  readonly prefix: PrefixId;
  /** The text that the prefix holds after the prompt. */
  readonly before: string;
  readonly count: number;
  /** Apart from those of other prefixes in the same check. */
  readonly stream: number;
  readonly sampling: Sampling;
}

/** One rollout with its verdict, and what the models need to know of its tokens. */
export interface JudgedPath {
  readonly path: SampledPath;
  /** The tokens by their numbers. */
  readonly ids: readonly number[];
  readonly logprobs: readonly number[];
}

/**
 * `count` rollouts from one prefix, each yielded as soon as it has ended: in batches, within one by when they end. Its
 * index tells it, and gives the same path whatever the count. `onTokens` hears what was spent.
 */
export async function* samplePaths(
  { prefix, before, count, stream, sampling }: SampleRequest,
  { policy, truth }: CheckPorts,
  { signal, shouldStop }: CheckControl,
  onTokens: (count: number) => void,
): AsyncGenerator<JudgedPath, void, undefined> {
  const { seed, temperature, maxSteps, maxStepTokens } = sampling;
  for (let from = 0; from < count && !shouldStop?.(); from += BATCH) {
    const requests = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => ({
      prefix,
      rng: createRng(seed, STREAM, stream, from + i),
    }));
    const options = { temperature, topK: 0, maxSteps, maxStepTokens, signal, shouldStop, onTokens };
    for await (const { index, tokens, logprobs, isComplete } of rollOut(policy, requests, options)) {
      const texts = tokens.map((token) => policy.tokenizer.tokenText(token));
      const solution = before + texts.join('');
      const answer = isComplete ? truth.answerOf(solution) : null;
      const correct = isComplete && truth.judge(solution).correct;
      yield { path: { index: from + index, tokens: texts, answer, correct }, ids: tokens, logprobs };
    }
  }
}
