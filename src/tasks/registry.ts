/** The tasks by their identifiers. */
import type { TaskId } from '../core/ids';
import { game24 } from './game24/task';
import { gsm8k } from './gsm8k/task';
import type { Task } from './task';
import { wordProblems } from './word-problems/task';

export const TASKS: Readonly<Record<TaskId, Task>> = { game24, 'word-problems': wordProblems, gsm8k };
