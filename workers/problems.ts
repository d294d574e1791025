/** What a run needs of a task: the prompt, the answer in a text, the verdict, and what verifiers are made with. */
import type { TaskId } from '../src/core/ids';
import { AppError } from '../src/core/errors';
import { DEFAULT_PARAMETERS, TASKS } from '../src/tasks/registry';
import type { TaskProblem } from '../src/tasks/task';
import type { VerifierProblem } from '../src/verifiers/types';

export type Problem = TaskProblem & VerifierProblem;

/** @throws AppError `bad-input` with the sentence for the reader. */
export function readProblem(task: TaskId, text: string): Problem {
  const parsed = TASKS[task].parse(text);
  if (!parsed.ok) throw new AppError('bad-input', parsed.message, { reason: parsed.code });
  const { maxSteps, maxStepTokens } = DEFAULT_PARAMETERS[task];
  return { ...parsed.problem, limits: { maxSteps, maxStepTokens } };
}
