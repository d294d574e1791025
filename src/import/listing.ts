/**
 * Lists the problems of a file without keeping them: line by line, or value by value where they spread over lines.
 * What was listed is read again, alone, when it is chosen, so a file of 100 MB takes the memory of its longest record.
 */
import { AppError, errorCode, type FaultData } from '../core/errors';
import { refuseTrace } from '../trace/read';
import { TRACE_LIMITS } from '../trace/schema';
import { asUtf8, bytesAt } from './bytes';
import { badFile } from './faults';
import { otherKind } from './other-kinds';
import { cut } from './fields';
import { parseJson } from './json';
import { readerOf, readRecord, type ReadTree } from './readers';
import { linesOf, valuesOf, type RecordSpan } from './records';
import type { Bytes, Entry, Listing, SkippedLine } from './types';

export const IMPORT_LIMITS = {
  /** Of a file. */
  bytes: 1024 * 1024 * 1024,
  /** Of a line, or of a document that is no list of lines. */
  record: TRACE_LIMITS.characters,
  entries: 20_000,
  /** Values or lines, none of which is a tree, after which no tree is looked for any more. */
  idle: 200_000,
  /** Skipped lines that are named; more are only counted. */
  named: 20,
  title: 160,
} as const;

/** How much of a file that holds no tree is looked at to say what it is instead. */
const HEAD = 1024;

export interface ListOptions {
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * The problems of a file: one a line, or, where its first line is no tree, the values of the whole of it, be they one
 * document over many lines, a list of records, or several documents. Where both make sense, what finds more is taken.
 * Throws `bad-input` where nothing can be read, and `aborted` when called off.
 */
export async function listTrees(file: Bytes, options: ListOptions = {}): Promise<Listing> {
  if (file.size > IMPORT_LIMITS.bytes) throw badFile('file-too-large', { limit: IMPORT_LIMITS.bytes / 1024 ** 3 });
  const bytes = await asUtf8(file);
  if (await beginsWithTree(bytes)) return collect(bytes, linesOf(bytes), options);
  const whole = await collect(bytes, valuesOf(bytes), options);
  if (whole.entries.length && !whole.skippedCount) return whole;
  const byLine = await collect(bytes, linesOf(bytes), options);
  const best = whole.entries.length > byLine.entries.length ? whole : byLine;
  if (best.entries.length) return best;
  // Of a document over many lines, its first line says less than the whole.
  const isJson = whole.skipped.every(({ data }) => data['fault'] !== 'line-not-json');
  const known = isJson ? null : otherKind(await bytesAt(bytes, 0, HEAD));
  if (known) throw badFile(known);
  const first = (isJson ? whole : byLine).skipped[0] ?? byLine.skipped[0];
  if (!first) throw badFile('file-empty');
  const { fault: cause, ...data } = first.data;
  throw badFile('no-tree', {
    ...data,
    ...(cause === undefined ? {} : { cause }),
    line: first.line,
    why: first.reason,
  });
}

/** Whether the first line that is not empty holds a tree by itself. */
async function beginsWithTree(bytes: Bytes): Promise<boolean> {
  for await (const place of linesOf(bytes)) {
    const found = await describe(bytes, place);
    if (found !== null) return 'format' in found;
  }
  return false;
}

async function collect(
  bytes: Bytes,
  places: AsyncIterable<RecordSpan>,
  { onProgress, signal }: ListOptions,
): Promise<Listing> {
  const entries: Entry[] = [];
  const skipped: SkippedLine[] = [];
  let skippedCount = 0;
  let told = 0;
  for await (const place of places) {
    if (signal?.aborted) throw new AppError('aborted', 'The import was called off.');
    if (place.end / bytes.size >= told + 0.01) onProgress?.((told = place.end / bytes.size));
    const found = await describe(bytes, place);
    if (found === null) continue;
    if ('format' in found) entries.push(found);
    else {
      skippedCount++;
      if (skipped.length < IMPORT_LIMITS.named) skipped.push(found);
    }
    if (entries.length === IMPORT_LIMITS.entries || (!entries.length && skippedCount >= IMPORT_LIMITS.idle)) break;
  }
  return { entries, skipped, skippedCount, isCut: entries.length === IMPORT_LIMITS.entries };
}

/** Reads one of the listed problems. */
export async function readTree(file: Bytes, { start, end }: Pick<Entry, 'start' | 'end'>): Promise<ReadTree> {
  try {
    return readRecord(recordOf(await bytesAt(await asUtf8(file), start, end)));
  } catch (error) {
    if (error instanceof SyntaxError) return refuseTrace('not-json');
    throw error;
  }
}

/** Throws `SyntaxError`. A trace of our own never holds `NaN`: it is held to JSON. */
function recordOf(content: Uint8Array): unknown {
  const { value, isLenient } = parseJson(new TextDecoder().decode(content));
  if (isLenient && readerOf(value)?.format === 'inkling-trace') throw new SyntaxError('NaN is no JSON.');
  return value;
}

const skip = (line: number, { message, data }: { message: string; data: FaultData }): SkippedLine => ({
  line,
  reason: message,
  data,
});

/** What stands in a place: a tree, nothing (an empty line), or something to be skipped. */
async function describe(bytes: Bytes, { line, start, end, content }: RecordSpan): Promise<Entry | SkippedLine | null> {
  if (end - start > IMPORT_LIMITS.record)
    return skip(line, badFile('line-too-long', { limit: IMPORT_LIMITS.record / 1024 ** 2 }));
  const own = content ?? (await bytesAt(bytes, start, end));
  if (isBlank(own)) return null;
  try {
    const record = recordOf(own);
    const reader = readerOf(record);
    if (!reader) return skip(line, badFile('unknown-kind'));
    const title = reader.title(record as Readonly<Record<string, unknown>>);
    return { format: reader.format, title: cut(title, IMPORT_LIMITS.title), line, start, end };
  } catch (error) {
    if (error instanceof SyntaxError) return skip(line, badFile('line-not-json'));
    if (errorCode(error) === 'bad-input') return skip(line, error as AppError);
    throw error;
  }
}

/** Of the white space of JSON; a byte order mark counts as such. */
function isBlank(content: Uint8Array): boolean {
  const first = content[0];
  if (first === undefined) return true;
  if (first > 0x20 && first !== 0xef) return false;
  return new TextDecoder().decode(content).trim() === '';
}
