/** A process that `evaluate` starts to use another core: it loads the models once and answers some problems at a time. */
import type { TaskId } from '../core/ids';
import { loadCommandModels, type ModelChoice } from './command-models';
import type { TraceResult } from '../trace/types';
import type { CellRequest } from './evaluation';
import { evaluateProblems } from './evaluate-problem';
import { verifierName } from './command';

/** What the parent asks. */
export interface ProblemRequest {
  readonly cell: CellRequest;
  /** Counted from 0 in the cell's split. */
  readonly indices: readonly number[];
}

/** What the child answers. */
export type ProblemAnswer = { readonly results: readonly (readonly TraceResult[])[] } | { readonly failure: string };

const [task, choice, ...names] = process.argv.slice(2) as [TaskId, string, ...string[]];
const verifiers = names.map((name) => verifierName('verifiers', name));
const models = loadCommandModels(task, verifiers, JSON.parse(choice) as ModelChoice);
// The failure is reported in the answer to the first request.
models.catch(() => undefined);

async function answer({ cell, indices }: ProblemRequest): Promise<ProblemAnswer> {
  try {
    return { results: await evaluateProblems(cell, indices, await models) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (request: ProblemRequest) => void answer(request).then((message) => process.send!(message)));
// A parent that died cannot say so.
process.on('disconnect', () => process.exit());
