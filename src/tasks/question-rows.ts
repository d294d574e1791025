/**
 * Rows of a file of questions, as they stand there: JSON lines, a JSON list, or a table as spreadsheets write it in many
 * countries.
 */
import * as v from 'valibot';
import { stringEnd } from '../core/json-size';

const RowSchema = v.object({ question: v.string(), answer: v.union([v.string(), v.number()]) });

/** With the line that it begins in, counted from 1. */
export type QuestionRow = readonly [line: number, row: v.InferOutput<typeof RowSchema>];

/** Why there are no rows, or no more of them. */
export type RowFault =
  | { readonly fault: 'row'; readonly line: number }
  /** In a list, where something else stands than one more row, or its end. */
  | { readonly fault: 'entry'; readonly line: number }
  | { readonly fault: 'open-quote'; readonly line: number }
  /** A field without quotation marks holds what stands between fields: a part of it would be taken for the whole. */
  | { readonly fault: 'fields'; readonly line: number }
  | { readonly fault: 'format' };

/** Thrown by the readers of rows. */
export class OddRow extends Error {
  constructor(readonly why: RowFault) {
    super(why.fault);
  }
}

/** @throws OddRow for the first row that is none, and for a text that is no kind of file. */
export function questionRows(text: string): Generator<QuestionRow> {
  // As old spreadsheets of one maker end their lines.
  const told = text.replace(/^\uFEFF/, '');
  const plain = told.includes('\n') ? told : told.replaceAll('\r', '\n');
  if (/^\s*\{/.test(plain)) return jsonRows(plain);
  return /^\s*\[/.test(plain) && !columnsOf(plain) ? listRows(plain) : tableRows(plain);
}

/** Characters of a row: the longest question has 1,800, and beside it and its solution others may have written more. */
const MOST_ROW = 2 ** 20;

/** Null for what is none. */
function rowOf(text: string): QuestionRow[1] | null {
  if (text.length > MOST_ROW) return null;
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return null;
  }
  const read = v.safeParse(RowSchema, row);
  return read.success ? read.output : null;
}

function* jsonRows(text: string): Generator<QuestionRow> {
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const row = rowOf(line);
    if (!row) throw new OddRow({ fault: 'row', line: i + 1 });
    yield [i + 1, row];
  }
}

const BLANK = /\s*/y;

/** One after the other, so that a list too long costs no more than what is read of it. */
function* listRows(text: string): Generator<QuestionRow> {
  let [at, line, counted] = [text.indexOf('[') + 1, 1, 0];
  /** Goes behind blanks, and tells what stands there. */
  const next = (): string | undefined => {
    BLANK.lastIndex = at;
    at += BLANK.exec(text)![0].length;
    for (; counted < at; counted++) if (text[counted] === '\n') line++;
    return text[at];
  };
  const odd = (): OddRow => new OddRow({ fault: 'entry', line });
  for (let isFirst = true; !(isFirst && next() === ']'); isFirst = false) {
    if (next() !== '{') throw odd();
    const end = objectEnd(text, at);
    const row = rowOf(text.slice(at, end));
    if (!row) throw odd();
    yield [line, row];
    at = end;
    const sign = next();
    if (sign === ']') break;
    if (sign !== ',') throw odd();
    at++;
  }
  at++;
  if (next() !== undefined) throw odd();
}

const MARK = /["{}]/g;

/** The place behind the brace that closes the one at `from`, or the text's end. */
function objectEnd(text: string, from: number): number {
  let depth = 0;
  MARK.lastIndex = from;
  for (let mark = MARK.exec(text); mark; mark = MARK.exec(text)) {
    if (mark[0] === '"') MARK.lastIndex = stringEnd(text, mark.index) + 1;
    else if ((depth += mark[0] === '{' ? 1 : -1) === 0) return MARK.lastIndex;
  }
  return text.length;
}

/** What stands between fields: where numbers have a comma, spreadsheets write semicolons. */
const SEPARATORS = [',', ';', '\t'] as const;
type Separator = (typeof SEPARATORS)[number];

/** As many columns as the largest of spreadsheets have. */
const MOST_FIELDS = 16_384;

/** A first line that tells spreadsheets, in their own way, what stands between fields. */
const TOLD_SEPARATOR = /^\s*"?sep=[,;\t]"?[,;\t]*(?:\r?\n|$)/i;

/**
 * The first row that is not blank names the columns; fields may stand in double quotes, as RFC 4180 has it, commas and line
 * ends within.
 */
function* tableRows(text: string): Generator<QuestionRow> {
  if (!text.trim()) return;
  const columns = columnsOf(text);
  if (!columns) throw new OddRow({ fault: 'format' });
  const { rows, count, question, answer, separator } = columns;
  for (const { line, fields } of rows) {
    if (isBlank(fields)) continue;
    if (fields.length > count && !isBlank(fields.slice(count))) throw new OddRow({ fault: 'fields', line });
    const told = fields[answer] ?? '';
    yield [line, { question: fields[question] ?? '', answer: separator === ';' ? withPoint(told) : told }];
  }
}

/** The first separator that makes two columns of the first row. */
const columnsOf = (text: string) =>
  SEPARATORS.map((separator) => columnsBy(text, separator)).find((found) => found !== null);

/** Where the two columns are, and the rows below; null where fields do not stand apart by this. */
function columnsBy(text: string, separator: Separator) {
  const rows = fieldsOf(text, separator);
  try {
    let header = rows.next();
    while (!header.done && isBlank(header.value.fields)) header = rows.next();
    const names = header.done ? [] : header.value.fields.map((name) => name.trim().toLowerCase());
    const [question, answer] = [names.indexOf('question'), names.indexOf('answer')];
    return question >= 0 && answer >= 0 ? { rows, count: names.length, question, answer, separator } : null;
  } catch (error) {
    // A mark that is never closed in what would name the columns.
    if (error instanceof OddRow) return null;
    throw error;
  }
}

const isBlank = (fields: readonly string[]): boolean => fields.every((field) => !field.trim());

/** A number as spreadsheets that write semicolons spell it, `1.250,375`; `0.125` is another's. */
const WITH_COMMA = /^[-−]?(?:[1-9]\d{0,2}(?:[.\s]\d{3})+|\d+)(?:,\d+)?$/;
function withPoint(answer: string): string {
  const number = answer.trim();
  return WITH_COMMA.test(number) ? number.replace(/[.\s]/g, '').replace(',', '.') : answer;
}

/**
 * Rows with the line that each begins in. A quotation mark opens a field where it begins, and is one elsewhere. One look at
 * every character: a file that is none is refused as fast as one is read.
 */
function* fieldsOf(
  text: string,
  separator: Separator,
): Generator<{ readonly line: number; readonly fields: readonly string[] }> {
  const plainEnd = new RegExp(`${separator}|\\r?\\n|$`, 'g');
  const skipped = TOLD_SEPARATOR.exec(text)?.[0] ?? '';
  let line = skipped.split('\n').length;
  let [fields, start]: [string[], number] = [[], line];
  for (let at = skipped.length; at <= text.length;) {
    // Line ends alone, of which a file may have millions.
    for (; !fields.length && /^\r?\n/.test(text.slice(at, at + 2)); start = ++line) at += text[at] === '\n' ? 1 : 2;
    let value = '';
    if (text[at] === '"') {
      const parts: string[] = [];
      let closed = text.indexOf('"', at + 1);
      for (; closed >= 0 && text[closed + 1] === '"'; closed = text.indexOf('"', at + 1)) {
        parts.push(text.slice(at + 1, closed + 1));
        at = closed + 1;
      }
      if (closed < 0) throw new OddRow({ fault: 'open-quote', line });
      value = parts.join('') + text.slice(at + 1, closed);
      at = closed + 1;
    }
    plainEnd.lastIndex = Math.min(at, text.length);
    const { index, 0: end } = plainEnd.exec(text)!;
    value += text.slice(at, index);
    line += value.split('\n').length - 1;
    if (fields.push(value) > MOST_FIELDS) throw new OddRow({ fault: 'fields', line: start });
    at = index + end.length;
    if (end === separator) continue;
    yield { line: start, fields };
    if (end === '') return;
    line += 1;
    [fields, start] = [[], line];
  }
}
