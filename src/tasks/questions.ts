/** A reader's own questions with their answers: JSON lines, as GSM8K's training set, or a table with commas. */
import * as v from 'valibot';
import { HUB_TASK, TASKS } from './registry';

export const QUESTION_LIMITS = { bytes: 64 * 1024 * 1024, questions: 50_000 } as const;

const RowSchema = v.object({ question: v.string(), answer: v.union([v.string(), v.number()]) });

/** Why a text holds no questions; `line` counts from 1, and `message` says what is wrong with the question there. */
export type QuestionFault =
  | { readonly fault: 'row'; readonly line: number }
  | { readonly fault: 'question'; readonly line: number; readonly message: string }
  | { readonly fault: 'format' }
  | { readonly fault: 'empty' }
  | { readonly fault: 'too-many'; readonly limit: number };

type Row = readonly [line: number, row: v.InferOutput<typeof RowSchema>];

/** Thrown by the readers of rows. */
class Odd extends Error {
  constructor(readonly why: QuestionFault) {
    super(why.fault);
  }
}

export interface Questions {
  /** Each once and with its answer behind it, as the task of such questions reads them. */
  readonly texts: readonly string[];
  /** Rows that say again, with the same answer, what a row before them says: they are left out. */
  readonly repeated: number;
}

export function readQuestionText(text: string): Questions | QuestionFault {
  const questions = new Set<string>();
  let rows = 0;
  try {
    for (const [line, { question, answer }] of /^\s*\{/.test(text) ? jsonRows(text) : tableRows(text)) {
      // The data set writes its answer behind a solution.
      const said = String(answer).split('####').at(-1)!.trim();
      const parsed = TASKS[HUB_TASK].parse(`${question.replaceAll('####', '')} #### ${said}`);
      if (!parsed.ok) return { fault: 'question', line, message: parsed.message };
      rows++;
      questions.add(parsed.problem.text);
      if (questions.size > QUESTION_LIMITS.questions) return { fault: 'too-many', limit: QUESTION_LIMITS.questions };
    }
  } catch (error) {
    if (error instanceof Odd) return error.why;
    throw error;
  }
  return questions.size ? { texts: [...questions], repeated: rows - questions.size } : { fault: 'empty' };
}

function* jsonRows(text: string): Generator<Row> {
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      row = null;
    }
    const read = v.safeParse(RowSchema, row);
    if (!read.success) throw new Odd({ fault: 'row', line: i + 1 });
    yield [i + 1, read.output];
  }
}

/** The first row names the columns; fields may stand in double quotes, as RFC 4180 has it, commas and line ends within. */
function* tableRows(text: string): Generator<Row> {
  const rows = fieldsOf(text);
  const header = rows.next();
  const names = header.done ? [] : header.value.fields.map((name) => name.trim().toLowerCase());
  const [question, answer] = [names.indexOf('question'), names.indexOf('answer')];
  if (question < 0 || answer < 0) throw new Odd({ fault: 'format' });
  for (const { line, fields } of rows) {
    if (fields.every((field) => !field.trim())) continue;
    yield [line, { question: fields[question] ?? '', answer: fields[answer] ?? '' }];
  }
}

function* fieldsOf(text: string): Generator<{ readonly line: number; readonly fields: string[] }> {
  let [fields, line, start]: [string[], number, number] = [[], 1, 1];
  for (const [, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const field = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    line += field.split('\n').length - 1;
    fields.push(field);
    if (end === ',') continue;
    yield { line: start, fields };
    line += 1;
    [fields, start] = [[], line];
  }
}
