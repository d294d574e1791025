/** `--levels 2-6`, as `evaluate` and `data` read it. */
import type { LevelRange, Task } from '../tasks/task';
import { badInput } from './command';

/** @throws AppError `bad-input` for a range that the task has not. */
export function readLevels(task: Task, text: string): LevelRange {
  if (!task.levels) throw badInput(`${task.id} has no levels: leave --levels out.`);
  const [least, most] = task.levels;
  const [, first, last] = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(text) ?? [];
  const range = [Number(first), Number(last ?? first)] as const;
  if (!(range[0] >= least && range[0] <= range[1] && range[1] <= most))
    throw badInput(
      `--levels takes a level or a range from ${least} to ${most} such as ${least + 1}-${most}, and this is "${text}".`,
    );
  return range;
}
