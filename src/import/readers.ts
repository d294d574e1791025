/** All formats, and which one a record is of. */
import { errorCode } from '../core/errors';
import { checkTrace, refuseTrace, type ReadTrace } from '../trace/read';
import { TRACE_FORMAT, type Trace } from '../trace/types';
import { fieldsOf, isFields, textOf } from './fields';
import { llmReasoners } from './llm-reasoners';
import { logitloom } from './logitloom';
import { ovmScores } from './ovm-scores';
import { ovmSteps } from './ovm-steps';
import { searchAndLearn } from './search-and-learn';
import type { Reader } from './types';

const own: Reader = {
  format: 'inkling-trace',
  matches: ({ format }) => format === TRACE_FORMAT,
  title: (record) => textOf(fieldsOf(record['problem'])['text']) ?? '?',
  // Validated below, like everything.
  read: (record) => record as unknown as Trace,
};

const READERS: readonly Reader[] = [own, logitloom, llmReasoners, ovmSteps, ovmScores, searchAndLearn];

export const readerOf = (record: unknown): Reader | null =>
  isFields(record) ? (READERS.find((reader) => reader.matches(record)) ?? null) : null;

/** A parsed record as a trace that was checked, or a sentence that says why it is none. Never throws for its content. */
export function readRecord(record: unknown): ReadTrace {
  const reader = readerOf(record);
  if (!reader) return refuseTrace('contradiction', { detail: 'This is not a tree of a kind that can be read.' });
  try {
    return checkTrace(reader.read(record as Readonly<Record<string, unknown>>));
  } catch (error) {
    if (errorCode(error) === 'bad-input') return refuseTrace('contradiction', { detail: (error as Error).message });
    throw error;
  }
}
