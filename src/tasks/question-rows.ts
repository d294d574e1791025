/** Rows of a file of questions, as they stand there: JSON lines, or a table as spreadsheets write it in many countries. */
import * as v from 'valibot';

const RowSchema = v.object({ question: v.string(), answer: v.union([v.string(), v.number()]) });

/** With the line that it begins in, counted from 1. */
export type QuestionRow = readonly [line: number, row: v.InferOutput<typeof RowSchema>];

/** Why there are no rows, or no more of them. */
export type RowFault =
  | { readonly fault: 'row'; readonly line: number }
  | { readonly fault: 'open-quote'; readonly line: number }
  | { readonly fault: 'format' };

/** Thrown by the readers of rows. */
export class OddRow extends Error {
  constructor(readonly why: RowFault) {
    super(why.fault);
  }
}

/** @throws OddRow for the first row that is none, and for a text that is neither kind of file. */
export function questionRows(text: string): Generator<QuestionRow> {
  const plain = text.replace(/^\uFEFF/, '');
  return /^\s*\{/.test(plain) ? jsonRows(plain) : tableRows(plain);
}

function* jsonRows(text: string): Generator<QuestionRow> {
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      row = null;
    }
    const read = v.safeParse(RowSchema, row);
    if (!read.success) throw new OddRow({ fault: 'row', line: i + 1 });
    yield [i + 1, read.output];
  }
}

/** What stands between fields: where numbers have a comma, spreadsheets write semicolons. */
const SEPARATORS = [',', ';', '\t'] as const;
type Separator = (typeof SEPARATORS)[number];

/** A first line that tells spreadsheets, in their own way, what stands between fields. */
const TOLD_SEPARATOR = /^\s*"?sep=[,;\t]"?[,;\t]*(?:\r?\n|$)/i;

/**
 * The first row that is not blank names the columns; fields may stand in double quotes, as RFC 4180 has it, commas and line
 * ends within.
 */
function* tableRows(given: string): Generator<QuestionRow> {
  if (!given.trim()) return;
  // As old spreadsheets of one maker end their lines.
  const text = given.includes('\n') ? given : given.replaceAll('\r', '\n');
  const columns = SEPARATORS.map((separator) => columnsBy(text, separator)).find((found) => found !== null);
  if (!columns) throw new OddRow({ fault: 'format' });
  const { rows, question, answer, separator } = columns;
  for (const { line, fields } of rows) {
    if (isBlank(fields)) continue;
    const told = fields[answer] ?? '';
    yield [line, { question: fields[question] ?? '', answer: separator === ';' ? withPoint(told) : told }];
  }
}

/** Where the two columns are, and the rows below; null where fields do not stand apart by this. */
function columnsBy(text: string, separator: Separator) {
  const rows = fieldsOf(text, separator);
  try {
    let header = rows.next();
    while (!header.done && isBlank(header.value.fields)) header = rows.next();
    const names = header.done ? [] : header.value.fields.map((name) => name.trim().toLowerCase());
    const [question, answer] = [names.indexOf('question'), names.indexOf('answer')];
    return question >= 0 && answer >= 0 ? { rows, question, answer, separator } : null;
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
    fields.push(value);
    at = index + end.length;
    if (end === separator) continue;
    yield { line: start, fields };
    if (end === '') return;
    line += 1;
    [fields, start] = [[], line];
  }
}
