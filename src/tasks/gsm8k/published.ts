/**
 * The data set's own solutions, read as those of a model: none of their equations may be called false that is true, and
 * each one's answer is to be found. The published file is `{"question", "answer"}`, one object a line.
 */
import * as v from 'valibot';
import { AppError } from '../../core/errors';
import { answerOf, plainNumber } from './answer';
import { equationsOf } from './equations';

const RowSchema = v.object({ question: v.string(), answer: v.pipe(v.string(), v.maxLength(20_000)) });

/** A line of a solution in which an equation is called false. */
export interface FlaggedLine {
  /** Of the file, from 1. */
  readonly row: number;
  /** Of the solution, from 1. */
  readonly line: number;
  readonly text: string;
  /** In the text, of the right side of the first such equation. */
  readonly offset: number;
}

export interface PublishedCheck {
  readonly solutions: number;
  /** Solutions with a flagged line. */
  readonly flagged: number;
  readonly lines: readonly FlaggedLine[];
  /** Rows whose answer was not read as the file gives it. */
  readonly unread: readonly number[];
}

/** @throws AppError `bad-input` for a line that is no row of the data set. */
export function checkPublished(text: string): PublishedCheck {
  const lines: FlaggedLine[] = [];
  const unread: number[] = [];
  let solutions = 0;
  for (const [i, json] of text.split('\n').entries()) {
    if (!json.trim()) continue;
    const { answer } = readRow(json, i + 1);
    solutions++;
    const published = plainNumber(answer.split('####').at(-1)!.trim());
    if (published === null || answerOf(answer) !== published) unread.push(i + 1);
    for (const [k, line] of answer.split('\n').entries()) {
      const wrong = equationsOf(line).find(({ isTrue }) => !isTrue);
      if (wrong) lines.push({ row: i + 1, line: k + 1, text: line, offset: wrong.offset });
    }
  }
  return { solutions, flagged: new Set(lines.map(({ row }) => row)).size, lines, unread };
}

function readRow(json: string, row: number): v.InferOutput<typeof RowSchema> {
  try {
    return v.parse(RowSchema, JSON.parse(json));
  } catch (cause) {
    const message = `Line ${row} is not {"question": "...", "answer": "..."}: give the data set's own file.`;
    throw new AppError('bad-input', message, {}, { cause });
  }
}
