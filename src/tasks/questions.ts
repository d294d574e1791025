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
  /** What an earlier line asks: it could be learned from with the one answer and tested on with the other. */
  | { readonly fault: 'two-answers'; readonly line: number; readonly first: number }
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

export function readQuestionText(file: string): Questions | QuestionFault {
  /** By question, the whole text and the line in which it was first asked. */
  const questions = new Map<string, { readonly text: string; readonly line: number }>();
  /** As they stand there: most that are repeated are so to the letter. */
  const seen = new Set<string>();
  let rows = 0;
  try {
    for (const [line, { question, answer }] of questionRows(file)) {
      rows++;
      const row = JSON.stringify([question, answer]);
      if (seen.has(row)) continue;
      seen.add(row);
      // The data set writes its answer behind a solution.
      const said = String(answer).split('####').at(-1)!.trim();
      const parsed = TASKS[HUB_TASK].parse(`${question.replaceAll('####', '')} #### ${said}`);
      if (!parsed.ok) return faultOf(parsed, line, said);
      const { text } = parsed.problem;
      const asked = text.slice(0, text.lastIndexOf(' #### '));
      const before = questions.get(asked);
      if (before && before.text !== text) return { fault: 'two-answers', line, first: before.line };
      if (!before) questions.set(asked, { text, line });
      if (questions.size > QUESTION_LIMITS.questions) return { fault: 'too-many', limit: QUESTION_LIMITS.questions };
    }
  } catch (error) {
    if (error instanceof OddRow) return error.why;
    throw error;
  }
  const texts = Array.from(questions.values(), ({ text }) => text);
  return questions.size ? { texts, repeated: rows - questions.size } : { fault: 'empty' };
}

function faultOf({ code, data, message }: Fault, line: number, said: string): QuestionFault {
  if (code === 'empty') return { fault: 'no-question', line };
  if (code !== 'bad-answer') return { fault: 'question', line, why: { code, data, message } };
  return said ? { fault: 'bad-answer', line, answer: said.slice(0, MOST_REPEATED) } : { fault: 'no-answer', line };
}
