/** What the models of a pack answer to problems that were read rightly. */
import type { TaskId } from '../core/ids';
import { DEFAULT_VERIFIER } from '../search/defaults';
import { strategyOf } from '../search/registry';
import { DEFAULT_PARAMETERS } from '../tasks/registry';
import { loadCommandModels } from './command-models';
import type { Reading } from './read-problems';
import { findVerifier, runSearch } from './run-search';
import { readProblem } from '../../workers/problems';

/** How searches answer the stories that are read, rightly, with the task's settings: of how many, and how many rightly. */
export async function countAnswers(
  task: TaskId,
  readings: readonly Reading[],
): Promise<{ all: number; greedy: number; beam: number }> {
  const models = await loadCommandModels(task, [DEFAULT_VERIFIER], {});
  const read = readings.filter(({ how, isRight }) => isRight && how !== 'offered');
  const count = { all: read.length, greedy: 0, beam: 0 };
  for (const { story } of read) {
    const problem = readProblem(task, story);
    for (const id of ['greedy', 'beam'] as const) {
      const verifier = findVerifier(DEFAULT_VERIFIER, models, problem, {});
      const parameters = { ...DEFAULT_PARAMETERS[task], ...models.limits };
      const { result } = await runSearch(strategyOf(id)!, problem, { policy: models.policy, verifier }, parameters);
      if (result.correct) count[id]++;
    }
  }
  await models.dispose();
  return count;
}
