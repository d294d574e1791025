/** The held-out problems one of which is watched while verifiers learn: some of the test split, in an order by seed. */
import type { TaskId } from '../src/core/ids';
import { createRng } from '../src/core/rng';
import { TASKS } from '../src/tasks/registry';
import type { WorkshopRequest } from '../src/workshop/request';
import type { WatchCandidate } from '../src/workshop/watched-problem';
import { readProblem } from './problems';

/** They are tried in turn: most are found suitable long before. */
const MOST = 24;
/** Keeps these random numbers apart from others of the same seed. */
const ORDER = 0x3a7d;

export function watchCandidates(task: TaskId, { seed, testLevels }: WorkshopRequest): WatchCandidate[] {
  const source = TASKS[task];
  const levels = testLevels ?? undefined;
  const size = source.splitSize('test', levels);
  const rng = createRng(seed, ORDER);
  const drawn = new Set<number>();
  while (drawn.size < Math.min(MOST, size)) drawn.add(rng.integer(0, size - 1));
  return [...drawn].map((index) => ({ ...readProblem(task, source.splitProblem('test', index, levels)), index }));
}
