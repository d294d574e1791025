/** What a run needs of a task: the prompt, the answer in a text, the verdict and the exact oracle. */
import type { TaskId, VerifierId } from '../src/core/ids';
import { AppError } from '../src/core/errors';
import { textVerifier } from '../src/model/text-verifier';
import type { Tokenizer, Verifier } from '../src/model/types';
import { judge } from '../src/tasks/game24/checker';
import { puzzleMessage } from '../src/tasks/game24/messages';
import { oracleValue } from '../src/tasks/game24/oracle';
import { formatPuzzle, parsePuzzle } from '../src/tasks/game24/problem';

export interface Problem {
  readonly prompt: string;
  /** The answer in a finished solution, or null. It extracts and never judges. */
  answerOf(solution: string): string | null;
  judge(solution: string): { readonly correct: boolean; readonly stepsLegal: boolean };
  /** A verifier that needs no model, or null when there is none of this name. */
  exactVerifier(id: VerifierId, tokenizer: Tokenizer): Verifier | null;
}

/** @throws AppError `bad-input` with the sentence for the reader. */
export function readProblem(task: TaskId, text: string): Problem {
  if (task !== 'game24') throw new AppError('bad-input', `There is no task ${task} yet.`, { task });
  const parsed = parsePuzzle(text);
  if (!parsed.ok) throw new AppError('bad-input', puzzleMessage(parsed.problem), { reason: parsed.problem.code });
  const { puzzle } = parsed;
  return {
    prompt: `${formatPuzzle(puzzle)}\n`,
    answerOf: (solution) => judge(puzzle, solution).answer,
    judge: (solution) => judge(puzzle, solution),
    exactVerifier: (id, tokenizer) => (id === 'oracle' ? textVerifier(id, tokenizer, oracleValue(puzzle)) : null),
  };
}
