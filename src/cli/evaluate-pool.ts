/** Spreads the problems of an evaluation over processes, one a core. The results do not depend on how many. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TaskId, VerifierId } from '../core/ids';
import { AppError } from '../core/errors';
import type { TraceResult } from '../trace/types';
import { nextMessage } from './child';
import type { ModelChoice } from './command-models';
import { seedsToRun, type CellRequest } from './evaluation';
import { headText } from './head-files';
import type { KeptResults } from './kept-results';
import type { ProblemAnswer, ProblemRequest } from './evaluate-child';

const CHILD = fileURLToPath(new URL('./evaluate-child.ts', import.meta.url));

export class EvaluatePool {
  readonly #children: readonly ChildProcess[];

  constructor(jobs: number, task: TaskId, verifiers: readonly VerifierId[], { model, prompt }: ModelChoice = {}) {
    const choice = JSON.stringify({ model, prompt });
    this.#children = Array.from({ length: jobs }, () => fork(CHILD, [task, choice, ...verifiers.map(headText)]));
  }

  /**
   * The results of a cell, by problem and seed. A process works on `together` problems at a time; `onProblem` hears
   * how many are done. What is `kept` is not measured again, and what is measured is added to it.
   */
  async run(
    cell: CellRequest,
    together: number,
    onProblem: (done: number) => void,
    kept?: KeptResults,
  ): Promise<TraceResult[][]> {
    const results = Array.from({ length: cell.problems }, (_, index) => [...(kept?.of(cell, index) ?? [])]);
    const waiting = [...results.keys()].filter((index) => !results[index]!.length);
    let done = cell.problems - waiting.length;
    const work = async (child: ChildProcess): Promise<void> => {
      while (waiting.length) {
        const indices = waiting.splice(0, together);
        const answers = await ask(child, { cell, indices });
        indices.forEach((index, i) => {
          results[index] = [...answers[i]!];
          kept?.add(cell, index, results[index]);
        });
        onProblem((done += indices.length));
      }
    };
    await Promise.all(this.#children.map(work));
    return results;
  }

  close(): void {
    for (const child of this.#children) child.kill();
  }
}

async function ask(child: ChildProcess, request: ProblemRequest): Promise<readonly (readonly TraceResult[])[]> {
  const next = nextMessage<ProblemAnswer>(child, 'A process of the evaluation ended unexpectedly.');
  child.send(request);
  const answer = await next;
  if ('failure' in answer) throw new AppError('internal', answer.failure);
  return answer.results;
}

/**
 * Problems of which one batch holds about as many candidates as a processor decodes well at once. Of a language model the
 * caches of several problems may not fit into the memory of a search: one at a time.
 */
export function problemsTogether(cell: CellRequest, { model }: ModelChoice = {}): number {
  if (model !== undefined) return 1;
  const { samples, options } = cell;
  // A tree of MCTS keeps every prefix that it has expanded: together many of them pass the memory of a search.
  const kept = (Number(options['simulations'] ?? 0) * Number(options['expansions'] ?? 1)) / 10;
  return Math.max(1, Math.round(160 / (Math.max(samples, kept) * seedsToRun(cell).length)));
}

/** Between two lines of a file that are not final. */
const FILE_MS = 60_000;
let toldAt = performance.now();

/** On a terminal one line that changes; in a file the lines that are final, and every minute how far it is. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text.endsWith('\n') || performance.now() - toldAt >= FILE_MS) {
    process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    toldAt = performance.now();
  }
}
