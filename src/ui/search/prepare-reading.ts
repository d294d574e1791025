import type { TaskId } from '../../core/ids';
import { TASKS } from '../../tasks/registry';
import { nextTask } from '../kit/next-task';

/** No key that is pressed meanwhile waits much longer. */
const SLICE_MS = 8;
const begun = new Set<TaskId>();

/** Once a reader is about to type a problem: what reading the first one would take in one piece is done in small ones. */
export async function prepareReading(task: TaskId): Promise<void> {
  if (begun.has(task)) return;
  begun.add(task);
  const steps = TASKS[task].prepare?.()[Symbol.iterator]();
  let since = performance.now();
  while (steps && !steps.next().done) {
    if (performance.now() - since < SLICE_MS) continue;
    await nextTask();
    since = performance.now();
  }
}
