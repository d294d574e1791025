/** A reader's own questions with their answers: JSON lines, as GSM8K's training set, a JSON list, or a table with commas. */
import { OddRow, questionRows, type RowFault } from './question-rows';
import { HUB_TASK, TASKS } from './registry';
import type { Fault } from './task';

export const QUESTION_LIMITS = { bytes: 64 * 1024 * 1024, questions: 50_000 } as const;

/**
 * Why a text holds no questions; `line` counts from 1, and `why` is what the task of such questions says of the one there.
 * What a task says of what is typed is not said of a cell: that it is empty, or holds no number.
 */
export type QuestionFault =
  | RowFault
  | { readonly fault: 'no-question' | 'no-answer'; readonly line: number }
  | { readonly fault: 'bad-answer'; readonly line: number; readonly answer: string }
  | { readonly fault: 'question'; readonly line: number; readonly why: Fault }
  | { readonly fault: 'empty' }
  | { readonly fault: 'too-many'; readonly limit: number };

export interface Questions {
  /** Each once and with its answer behind it, as the task of such questions reads them. */
  readonly texts: readonly string[];
  /** Rows that say again, with the same answer, what a row before them says: they are left out. */
  readonly repeated: number;
}

/** Characters of an answer that is none, which a sentence repeats. */
const MOST_REPEATED = 40;

export function readQuestionText(text: string): Questions | QuestionFault {
  const questions = new Set<string>();
  let rows = 0;
  try {
    for (const [line, { question, answer }] of questionRows(text)) {
      // The data set writes its answer behind a solution.
      const said = String(answer).split('####').at(-1)!.trim();
      const parsed = TASKS[HUB_TASK].parse(`${question.replaceAll('####', '')} #### ${said}`);
      if (!parsed.ok) return faultOf(parsed, line, said);
      rows++;
      questions.add(parsed.problem.text);
      if (questions.size > QUESTION_LIMITS.questions) return { fault: 'too-many', limit: QUESTION_LIMITS.questions };
    }
  } catch (error) {
    if (error instanceof OddRow) return error.why;
    throw error;
  }
  return questions.size ? { texts: [...questions], repeated: rows - questions.size } : { fault: 'empty' };
}

function faultOf({ code, data, message }: Fault, line: number, said: string): QuestionFault {
  if (code === 'empty') return { fault: 'no-question', line };
  if (code !== 'bad-answer') return { fault: 'question', line, why: { code, data, message } };
  return said ? { fault: 'bad-answer', line, answer: said.slice(0, MOST_REPEATED) } : { fault: 'no-answer', line };
}
