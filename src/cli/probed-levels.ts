/** `train --model` without `--levels`: from which level of a task a head learns. */
import { checkTests } from '../../workers/hub/head-problems';
import { probeLevels, type Probe } from '../../workers/hub/level-probe';
import { solutionLimits } from '../../workers/hub/hub-workshop';
import type { Problem } from '../../workers/problems';
import type { TaskId } from '../core/ids';
import type { Policy } from '../model/types';
import { oneLevel } from '../protocol/head-training';
import { TASKS } from '../tasks/registry';
import type { LevelRange } from '../tasks/task';
import type { WorkshopRequest } from '../workshop/request';
import { showProgress } from './evaluate-pool';
import { samplesAbout } from './samples-file';
import { range, type TrainOptions } from './train-shared';

/**
 * Whether a probe finds it. Where another than the checker teaches, the checker has no say in what is learned from, and a
 * probe asks it.
 */
export const isProbed = (task: TaskId, { levels, questions, teacher }: TrainOptions): boolean =>
  levels === undefined && questions === undefined && TASKS[task].levels !== null && teacher === 'checker';

/** @throws AppError `bad-input` where a level has fewer problems than are to be tested on, whichever is found */
export function checkProbedTests(task: TaskId, { testProblems }: WorkshopRequest, options: TrainOptions): void {
  const { levels } = TASKS[task];
  if (options.testLevels === undefined && levels) checkTests(task, testProblems, oneLevel(levels));
}

/**
 * The request with the level that the model is asked to show, or that kept samples have; both are told.
 * @param read a problem as it is put to the model
 * @returns with what a probe found, where there was one
 * @throws AppError as `probeLevels` and `samplesAbout`
 */
export async function withLevel(
  task: TaskId,
  request: WorkshopRequest,
  { keepSamples, testLevels }: TrainOptions,
  policy: Policy,
  read: (text: string) => Problem,
): Promise<{ readonly request: WorkshopRequest; readonly probe: Probe | null }> {
  const of = (levels: LevelRange): WorkshopRequest => ({
    ...request,
    levels,
    testLevels: testLevels === undefined ? levels : request.testLevels,
  });
  const kept = keepSamples === undefined ? null : samplesAbout(keepSamples);
  if (kept?.levels) {
    process.stderr.write(`Levels ${range(kept.levels)}, as in ${keepSamples}.\n`);
    return { request: of(kept.levels), probe: null };
  }
  const { temperature, seed } = request;
  const options = { ...solutionLimits(task), temperature, seed };
  const probe = await probeLevels(policy, TASKS[task], read, options, (_, written) => {
    if (written) showProgress(`Trying level ${written.level}: ${written.solutions} of ${written.of} solutions`);
  });
  const { levels, shares } = probe;
  const told = shares.map(({ level, share }) => `level ${level} ${Math.round(100 * share)}%`).join(', ');
  showProgress(
    `Level ${levels[0]} is learned from, where the share of solutions that are right is nearest to one half (${told}).\n`,
  );
  return { request: of(levels), probe };
}
