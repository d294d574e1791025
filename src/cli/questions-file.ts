/** A reader's own questions with their answers, from a file: JSON lines, as GSM8K's training set, or a table with commas. */
import { basename } from 'node:path';
import * as v from 'valibot';
import { HUB_TASK, TASKS } from '../tasks/registry';
import { badInput } from './command';
import { readInput } from './input-file';

export const QUESTION_LIMITS = { bytes: 64 * 1024 * 1024, questions: 50_000 } as const;

const RowSchema = v.object({ question: v.string(), answer: v.union([v.string(), v.number()]) });

/**
 * The questions, each once and with its answer behind it, as the task of such questions reads them.
 * @param path as `readInput` takes it: a file in any encoding that the page reads, or `-` for standard input
 * @throws AppError `bad-input`, with one sentence that names the first line that is none, or as `readInput`
 */
export async function readQuestions(path: string): Promise<string[]> {
  const file = path === '-' ? 'the standard input' : basename(path);
  const text = await readInput(
    path,
    QUESTION_LIMITS.bytes,
    `${file} is larger than ${QUESTION_LIMITS.bytes / 2 ** 20} MB: take fewer questions.`,
  );
  const rows = /^\s*\{/.test(text) ? jsonRows(text, file) : tableRows(text, file);
  const questions = new Set<string>();
  for (const [line, { question, answer }] of rows) {
    // The data set writes its answer behind a solution.
    const said = String(answer).split('####').at(-1)!.trim();
    const parsed = TASKS[HUB_TASK].parse(`${question.replaceAll('####', '')} #### ${said}`);
    if (!parsed.ok) throw badInput(`Line ${line} of ${file} is no question with an answer: ${parsed.message}`);
    questions.add(parsed.problem.text);
    if (questions.size > QUESTION_LIMITS.questions)
      throw badInput(`${file} has more than ${QUESTION_LIMITS.questions} questions: take fewer.`);
  }
  if (!questions.size) throw badInput(`${file} holds no question.`);
  return [...questions];
}

type Row = readonly [line: number, row: v.InferOutput<typeof RowSchema>];

function* jsonRows(text: string, file: string): Generator<Row> {
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      row = null;
    }
    const read = v.safeParse(RowSchema, row);
    if (!read.success) throw badInput(`Line ${i + 1} of ${file} is not {"question": "…", "answer": "…"}.`);
    yield [i + 1, read.output];
  }
}

/** The first row names the columns; fields may stand in double quotes, as RFC 4180 has it, commas and line ends within. */
function* tableRows(text: string, file: string): Generator<Row> {
  const rows = fieldsOf(text);
  const header = rows.next();
  const names = header.done ? [] : header.value.fields.map((name) => name.trim().toLowerCase());
  const [question, answer] = [names.indexOf('question'), names.indexOf('answer')];
  if (question < 0 || answer < 0)
    throw badInput(`${file} is neither JSON lines nor a table whose first line names a question and an answer.`);
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
