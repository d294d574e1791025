/** The tasks by their identifiers. A task is a folder here, its identifier in `core/ids.ts` and its line below. */
import { TASK_IDS, type TaskId } from '../core/ids';
import type { CommonParameters } from '../core/search-parameters';
import { game24 } from './game24/task';
import { gsm8k } from './gsm8k/task';
import { GSM8K_TRAINING } from './gsm8k/training-set';
import type { QuestionSet } from './question-set';
import type { Task, TaskProblem } from './task';
import { wordProblems } from './word-problems/task';

export const TASKS: Readonly<Record<TaskId, Task>> = { game24, 'word-problems': wordProblems, gsm8k };

/** The parameters that a search of each task begins with. */
export const DEFAULT_PARAMETERS = Object.fromEntries(TASK_IDS.map((id) => [id, TASKS[id].defaults])) as Readonly<
  Record<TaskId, CommonParameters>
>;

/**
 * Those with a model of a hub: it is large, so a few candidates, and its steps are sentences. A task that has more room
 * already keeps it.
 */
export const HUB_PARAMETERS = Object.fromEntries(
  TASK_IDS.map((id) => {
    const { defaults } = TASKS[id];
    const [maxSteps, maxStepTokens] = [Math.max(defaults.maxSteps, 20), Math.max(defaults.maxStepTokens, 120)];
    return [id, { ...defaults, samples: 4, beam: 2, maxSteps, maxStepTokens }];
  }),
) as Readonly<Record<TaskId, CommonParameters>>;

/** The tasks that packs are trained for, the default first; the others are for models of a hub. */
export const TRAINED_TASK_IDS: readonly TaskId[] = TASK_IDS.filter((id) => TASKS[id].isTrained);

/** What a hub model is asked unless the reader chooses otherwise: a task that no pack is trained for. */
export const HUB_TASK: TaskId = TASK_IDS.find((id) => !TASKS[id].isTrained) ?? TASK_IDS[0];

/** Questions with answers that come with the project, for that task: the page offers the first. */
export const QUESTION_SETS: readonly [QuestionSet, ...QuestionSet[]] = [GSM8K_TRAINING];

/** The task of a name that came from outside, such as a trace's; null where there is none. */
export const taskOf = (name: string | undefined): Task | null => {
  const id = TASK_IDS.find((known) => known === name);
  return id === undefined ? null : TASKS[id];
};

/** A problem of a task by its name, both from outside; null where there is no such task or it cannot read the text. */
export function problemOf(name: string, text: string): TaskProblem | null {
  const read = taskOf(name)?.parse(text);
  return read?.ok ? read.problem : null;
}
