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

/** What stands between fields: where numbers have a comma, spreadsheets write semicolons. */
const SEPARATORS = [',', ';', '\t'] as const;
type Separator = (typeof SEPARATORS)[number];

/** The first row names the columns; fields may stand in double quotes, as RFC 4180 has it, commas and line ends within. */
function* tableRows(text: string): Generator<Row> {
  if (!text.trim()) return;
  const columnsBy = (separator: Separator): { separator: Separator; question: number; answer: number } => {
    const header = fieldsOf(text, separator).next();
    const names = header.done ? [] : header.value.fields.map((name) => name.trim().toLowerCase());
    return { separator, question: names.indexOf('question'), answer: names.indexOf('answer') };
  };
  const columns = SEPARATORS.map(columnsBy).find(({ question, answer }) => question >= 0 && answer >= 0);
  if (!columns) throw new Odd({ fault: 'format' });
  const { separator, question, answer } = columns;
  const rows = fieldsOf(text, separator);
  rows.next();
  for (const { line, fields } of rows) {
    if (fields.every((field) => !field.trim())) continue;
    yield [line, { question: fields[question] ?? '', answer: fields[answer] ?? '' }];
  }
}

/**
 * Rows with the line that each begins in. A quotation mark opens a field where it begins, and is one elsewhere; a field that
 * is never closed goes to the end. One look at every character: a file that is none is refused as fast as one is read.
 */
function* fieldsOf(
  text: string,
  separator: Separator,
): Generator<{ readonly line: number; readonly fields: string[] }> {
  const plainEnd = new RegExp(`${separator}|\\r?\\n|$`, 'g');
  let [fields, line, start]: [string[], number, number] = [[], 1, 1];
  for (let at = 0; at <= text.length;) {
    let value = '';
    if (text[at] === '"') {
      const parts: string[] = [];
      let closed = text.indexOf('"', at + 1);
      for (; closed >= 0 && text[closed + 1] === '"'; closed = text.indexOf('"', at + 1)) {
        parts.push(text.slice(at + 1, closed + 1));
        at = closed + 1;
      }
      const to = closed < 0 ? text.length : closed;
      value = parts.join('') + text.slice(at + 1, to);
      at = to + 1;
    }
    plainEnd.lastIndex = Math.min(at, text.length);
    const { index, 0: end } = plainEnd.exec(text)!;
    value += text.slice(at, index);
    line += value.split('\n').length - 1;
    fields.push(value);
    at = index + end.length;
    if (end === separator) continue;
    yield { line: start, fields };
    if (end === '') return;
    line += 1;
    [fields, start] = [[], line];
  }
}
