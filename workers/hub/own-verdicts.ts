/** What a hub model says of its own solutions when it is asked, for the gauges beside a value head. */
import { AppError, errorCode } from '../../src/core/errors';
import { answerWords, askOnce } from '../../src/verifiers/p-true';
import type { OwnVerdicts } from '../../src/workshop/gauges';
import type { Sampled } from '../../src/workshop/sampling';
import { stopwatch } from '../../src/workshop/stopwatch';
import type { WorkshopControl } from '../../src/workshop/workshop';
import type { Problem } from '../problems';
import type { HubModels } from './hub-models';

/**
 * Asks of every solution whether it is right. A stop of the test leaves it unasked.
 * @param problems of the solutions, in their order @param textOf what tokens say
 * @param onAsked hears how many problems are done
 * @throws AppError `aborted` where all is to end, and what the model throws
 */
export async function ownVerdicts(
  { policy }: Pick<HubModels, 'policy'>,
  problems: readonly Problem[],
  tests: readonly Sampled[],
  textOf: (tokens: readonly number[]) => string,
  { signal, skipTest, gate }: Pick<WorkshopControl, 'signal' | 'skipTest' | 'gate'>,
  onAsked: (done: number) => void,
): Promise<OwnVerdicts> {
  const words = answerWords(policy.tokenizer);
  if (!words) return { why: 'no-words' };
  const clock = stopwatch();
  const shares: number[] = [];
  let tokens = 0;
  try {
    for (const [at, { solutions }] of tests.entries()) {
      await gate?.();
      if (signal?.aborted || skipTest?.aborted) throw new AppError('aborted', 'The test was ended.');
      const { questionAbout } = problems[at]!;
      if (!questionAbout) return { why: 'not-asked' };
      const questions = solutions.map((solution) => questionAbout(textOf(solution.tokens)));
      const asked = await askOnce(policy, questions, words, skipTest ?? signal);
      shares.push(...asked.shares);
      tokens += asked.tokens;
      onAsked(at + 1);
    }
  } catch (error) {
    if (errorCode(error) !== 'aborted' || signal?.aborted) throw error;
    return { why: 'not-asked' };
  }
  return { shares, tokens, seconds: clock() };
}
