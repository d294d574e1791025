/** Some problems of a cell: the searches of all their seeds, decoded together. */
import { readProblem } from '../../workers/problems';
import { runLockstep } from '../model/lockstep';
import { strategyOf } from '../search/registry';
import type { SearchParameters } from '../search/types';
import { DEFAULT_PARAMETERS, TASKS } from '../tasks/registry';
import type { MeasuredSplit } from '../tasks/task';
import type { TraceResult } from '../trace/types';
import type { CommandModels } from './command-models';
import { seedsToRun, type CellRequest } from './evaluation';
import { findVerifier, runSearch } from './run-search';

export const cellParameters = (
  { task, samples, beam, temperature, options }: CellRequest,
  seed: number,
): SearchParameters => ({
  ...DEFAULT_PARAMETERS[task],
  samples,
  beam,
  temperature,
  seed,
  ...(Object.keys(options).length ? { options } : {}),
});

/**
 * `indices` count from 0 in the cell's split. Returns, for each of them, one result for each seed from 1; of the time
 * that all the searches took together, each gets its share. Of a strategy that draws nothing, one search stands for all
 * seeds.
 */
export async function evaluateProblems(
  cell: CellRequest,
  indices: readonly number[],
  models: CommandModels,
): Promise<TraceResult[][]> {
  const strategy = strategyOf(cell.strategy)!;
  const seeds = seedsToRun(cell);
  const verifier = strategy.needsVerifier ? (models.verifiers.get(cell.verifier) ?? null) : null;
  const searches = indices.flatMap((index) => {
    const text = TASKS[cell.task].splitProblem(cell.split as MeasuredSplit, index, cell.levels ?? undefined);
    const problem = models.adapt(readProblem(cell.task, text));
    // An exact verifier is one problem's own.
    const own = strategy.needsVerifier && !verifier ? findVerifier(cell.verifier, models, problem) : null;
    return seeds.map((seed) => ({ problem, own, parameters: { ...cellParameters(cell, seed), ...models.limits } }));
  });
  const start = performance.now();
  const runs = await runLockstep(
    { policy: models.policy, verifier },
    searches.map(
      ({ problem, own, parameters }) =>
        (shared) =>
          runSearch(strategy, problem, { ...shared, verifier: shared.verifier ?? own }, parameters),
    ),
  );
  const elapsedMs = (performance.now() - start) / searches.length;
  const results = runs.map(({ result }) => ({ ...result, budget: { ...result.budget, elapsedMs } }));
  return indices.map((_, i) =>
    Array.from({ length: cell.seeds }, (_, k) => results[i * seeds.length + (k % seeds.length)]!),
  );
}
