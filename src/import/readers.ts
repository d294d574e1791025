/** All formats, and which one a record is of. */
import { errorCode, type AppError, type FaultData } from '../core/errors';
import { checkTrace, type ReadTrace } from '../trace/read';
import { TRACE_FORMAT, type Trace } from '../trace/types';
import { badFile, type ImportFault } from './faults';
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

/** A tree, or why there is none: what is wrong with the file, or with the trace that it was made into. */
export type ReadTree =
  ReadTrace | { readonly ok: false; readonly code: ImportFault; readonly data: FaultData; readonly message: string };

/** A parsed record as a trace that was checked, or a sentence that says why it is none. Never throws for its content. */
export function readRecord(record: unknown): ReadTree {
  const reader = readerOf(record);
  if (!reader) return refused(badFile('unknown-kind'));
  try {
    return checkTrace(reader.read(record as Readonly<Record<string, unknown>>));
  } catch (error) {
    if (errorCode(error) === 'bad-input') return refused(error as AppError);
    throw error;
  }
}

const refused = ({ message, data }: AppError): ReadTree => ({
  ok: false,
  code: data['fault'] as ImportFault,
  data,
  message,
});
