/** One problem of a cell: the searches of all its seeds. */
import type { LoadedModels } from '../../workers/models';
import { readProblem } from '../../workers/problems';
import { DEFAULT_PARAMETERS } from '../search/defaults';
import { strategyOf } from '../search/registry';
import type { SearchParameters } from '../search/types';
import { TASKS } from '../tasks/registry';
import type { MeasuredSplit } from '../tasks/task';
import type { TraceResult } from '../trace/types';
import type { CellRequest } from './evaluation';
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

/** `index` counts from 0 in the cell's split. Returns one result for each seed from 1. */
export async function evaluateProblem(cell: CellRequest, index: number, models: LoadedModels): Promise<TraceResult[]> {
  const strategy = strategyOf(cell.strategy)!;
  const problem = readProblem(
    cell.task,
    TASKS[cell.task].splitProblem(cell.split as MeasuredSplit, index, cell.levels ?? undefined),
  );
  const verifier = strategy.needsVerifier ? findVerifier(cell.verifier, models, problem) : null;
  const results: TraceResult[] = [];
  for (let seed = 1; seed <= cell.seeds; seed++) {
    const run = await runSearch(strategy, problem, models, verifier, cellParameters(cell, seed));
    results.push(run.result);
  }
  return results;
}
