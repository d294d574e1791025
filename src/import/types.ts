/** What reading a file of another tool yields. */
import type { Trace } from '../trace/types';
import type { FaultData } from '../core/errors';

export const FORMATS = [
  'inkling-trace',
  'llm-reasoners',
  'search-and-learn',
  'ovm-steps',
  'ovm-scores',
  'logitloom',
] as const;
export type Format = (typeof FORMATS)[number];

/** How a record of one format becomes a trace. */
export interface Reader {
  readonly format: Format;
  /** Whether a parsed record is of this format, by its content. */
  matches(record: Readonly<Record<string, unknown>>): boolean;
  /** What a picker calls it: the problem, or what stands in for it. */
  title(record: Readonly<Record<string, unknown>>): string;
  /** Throws `bad-input`, with one sentence, for a record that holds no tree. The caller validates the trace. */
  read(record: Readonly<Record<string, unknown>>): Trace;
}

/** One problem of a file, by the place of its bytes. */
export interface Entry {
  readonly format: Format;
  readonly title: string;
  /** Counting from 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A line that was left out, and why. */
export interface SkippedLine {
  readonly line: number;
  /** An English sentence; `data` holds its code as `fault`, and what its slots stand for. */
  readonly reason: string;
  readonly data: FaultData;
}

export interface Listing {
  readonly entries: readonly Entry[];
  /** The first of them; `skippedCount` is how many there were. */
  readonly skipped: readonly SkippedLine[];
  readonly skippedCount: number;
  /** There were more problems than are listed. */
  readonly isCut: boolean;
}

/** Bytes that can be read in parts, such as a `Blob`. */
export interface Bytes {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}
