/** What a hub model says of its own solutions, asked and unasked, for the gauges beside a value head. */
import { AppError, errorCode } from '../../src/core/errors';
import { answerWords, askOnce } from '../../src/verifiers/p-true';
import type { OwnReadings, OwnVerdicts } from '../../src/workshop/gauges';
import type { Sampled } from '../../src/workshop/sampling';
import { stopwatch } from '../../src/workshop/stopwatch';
import type { WorkshopControl } from '../../src/workshop/workshop';
import type { Problem } from '../problems';
import type { HubModels } from './hub-models';
import { readSolutions } from './own-readings';

/**
 * Asks of every solution whether it is right, and reads how decided the model was in it and what a reader would reply. A
 * stop of the test leaves all of it out.
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
): Promise<{ readonly verdicts: OwnVerdicts; readonly readings: OwnReadings | null }> {
  const words = answerWords(policy.tokenizer);
  const why = words ? 'not-asked' : 'no-words';
  const shares: number[] = [];
  const decided: ArrayLike<number>[] = [];
  let replies: number[] | null = [];
  let [tokens, seconds] = [0, 0];
  let isAsked = words !== null;
  try {
    for (const [at, { solutions }] of tests.entries()) {
      await gate?.();
      if (signal?.aborted || skipTest?.aborted) throw new AppError('aborted', 'The test was ended.');
      const problem = problems[at]!;
      const { questionAbout } = problem;
      isAsked &&= questionAbout !== undefined;
      if (isAsked) {
        const clock = stopwatch();
        const questions = solutions.map((solution) => questionAbout!(textOf(solution.tokens)));
        const asked = await askOnce(policy, questions, words!, skipTest ?? signal);
        shares.push(...asked.shares);
        tokens += asked.tokens;
        seconds += clock();
      }
      const read = await readSolutions(policy, problem, tests[at]!, skipTest ?? signal);
      decided.push(...read.decided);
      replies = replies && read.replies && [...replies, ...read.replies];
      onAsked(at + 1);
    }
  } catch (error) {
    if (errorCode(error) !== 'aborted' || signal?.aborted) throw error;
    return { verdicts: { why }, readings: null };
  }
  return { verdicts: isAsked ? { shares, tokens, seconds } : { why }, readings: { decided, replies } };
}
