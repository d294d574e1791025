/** What a run needs of a task: the prompt, the answer in a text, the verdict and the exact oracle. */
import type { TaskId, VerifierId } from '../src/core/ids';
import { AppError } from '../src/core/errors';
import { confidenceVerifier } from '../src/model/confidence';
import { textVerifier } from '../src/model/text-verifier';
import type { Tokenizer, Verifier } from '../src/model/types';
import { TASKS } from '../src/tasks/registry';
import type { TaskProblem } from '../src/tasks/task';

export interface Problem extends TaskProblem {
  /** A verifier that needs no model of its own, or null when there is none of this name. */
  modelFreeVerifier(id: VerifierId, tokenizer: Tokenizer): Verifier | null;
}

/** @throws AppError `bad-input` with the sentence for the reader. */
export function readProblem(task: TaskId, text: string): Problem {
  const parsed = TASKS[task].parse(text);
  if (!parsed.ok) throw new AppError('bad-input', parsed.message, { reason: parsed.code });
  const { problem } = parsed;
  return {
    ...problem,
    modelFreeVerifier: (id, tokenizer) => {
      if (id === 'confidence') return confidenceVerifier();
      if (id !== 'oracle') return null;
      return textVerifier(id, tokenizer, (solution, isComplete) => problem.oracle(solution, isComplete));
    },
  };
}
