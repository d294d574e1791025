/**
 * Lists the problems of a file without keeping them: line by line, or the whole of it where it is one JSON document.
 * What was listed is read again, alone, when it is chosen, so a file of 100 MB takes the memory of its longest line.
 */
import { AppError, errorCode } from '../core/errors';
import { refuseTrace } from '../trace/read';
import { TRACE_LIMITS } from '../trace/schema';
import { badFile, type FaultData } from './faults';
import { cut } from './fields';
import { readerOf, readRecord, type ReadTree } from './readers';
import type { Bytes, Entry, Listing, SkippedLine } from './types';

export const IMPORT_LIMITS = {
  /** Of a file. */
  bytes: 1024 * 1024 * 1024,
  /** Of a line, or of a document that is no list of lines. */
  record: TRACE_LIMITS.characters,
  entries: 20_000,
  /** Skipped lines that are named; more are only counted. */
  named: 20,
  title: 160,
} as const;

const CHUNK = 1024 * 1024;
const LINE_END = 10;

export interface ListOptions {
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Throws `bad-input` where nothing can be read, and `aborted` when called off. */
export async function listTrees(bytes: Bytes, { onProgress, signal }: ListOptions = {}): Promise<Listing> {
  if (bytes.size > IMPORT_LIMITS.bytes) throw badFile('file-too-large', { limit: IMPORT_LIMITS.bytes / 1024 ** 3 });
  const entries: Entry[] = [];
  const skipped: SkippedLine[] = [];
  let skippedCount = 0;
  let line = 0;
  let told = 0;
  for await (const { start, end, content } of linesOf(bytes)) {
    if (signal?.aborted) throw new AppError('aborted', 'The import was called off.');
    if (end / bytes.size >= told + 0.01) onProgress?.((told = end / bytes.size));
    line++;
    if (end - start <= IMPORT_LIMITS.record) {
      const found = describe(content ?? (await bytesAt(bytes, start, end)), { line, start, end });
      if (found === null) continue;
      if ('format' in found) entries.push(found);
      else {
        skippedCount++;
        if (skipped.length < IMPORT_LIMITS.named) skipped.push(found);
        // A document spread over lines: its first line is no JSON, and there is nothing to list line by line.
        if (line === 1 && bytes.size <= IMPORT_LIMITS.record) {
          const whole = describe(await bytesAt(bytes, 0, bytes.size), { line: 1, start: 0, end: bytes.size });
          if (whole && 'format' in whole) return { entries: [whole], skipped: [], skippedCount: 0, isCut: false };
        }
      }
    } else {
      skippedCount++;
      skipped.push(skip(line, badFile('line-too-long', { limit: IMPORT_LIMITS.record / 1024 ** 2 })));
    }
    if (entries.length === IMPORT_LIMITS.entries) break;
  }
  if (!entries.length) {
    const [first] = skipped;
    if (!first) throw badFile('file-empty');
    const { fault: cause, ...data } = first.data;
    throw badFile('no-tree', {
      ...data,
      ...(cause === undefined ? {} : { cause }),
      line: first.line,
      why: first.reason,
    });
  }
  return { entries, skipped, skippedCount, isCut: entries.length === IMPORT_LIMITS.entries };
}

/** Reads one of the listed problems. */
export async function readTree(bytes: Bytes, { start, end }: Pick<Entry, 'start' | 'end'>): Promise<ReadTree> {
  try {
    return readRecord(JSON.parse(new TextDecoder().decode(await bytesAt(bytes, start, end))));
  } catch (error) {
    if (error instanceof SyntaxError) return refuseTrace('not-json');
    throw error;
  }
}

const bytesAt = async (bytes: Bytes, start: number, end: number): Promise<Uint8Array> =>
  new Uint8Array(await bytes.slice(start, end).arrayBuffer());

const skip = (line: number, { message, data }: { message: string; data: FaultData }): SkippedLine => ({
  line,
  reason: message,
  data,
});

/** What stands in a line: a tree, nothing (an empty line), or something to be skipped. */
function describe(content: Uint8Array, place: Pick<Entry, 'line' | 'start' | 'end'>): Entry | SkippedLine | null {
  const { line } = place;
  const text = new TextDecoder().decode(content);
  if (text.trim() === '') return null;
  try {
    const record: unknown = JSON.parse(text);
    const reader = readerOf(record);
    if (!reader) return skip(line, badFile('unknown-kind'));
    const title = reader.title(record as Readonly<Record<string, unknown>>);
    return { format: reader.format, title: cut(title, IMPORT_LIMITS.title), ...place };
  } catch (error) {
    if (error instanceof SyntaxError) return skip(line, badFile('line-not-json'));
    if (errorCode(error) === 'bad-input') return skip(line, error as AppError);
    throw error;
  }
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** Null for a line that lies in more than one chunk. */
  readonly content: Uint8Array | null;
}

/** The lines of a file by their bytes, line ends left out. */
async function* linesOf(bytes: Bytes): AsyncGenerator<Line> {
  let start = 0;
  for (let at = 0; at < bytes.size; at += CHUNK) {
    const chunk = await bytesAt(bytes, at, Math.min(bytes.size, at + CHUNK));
    for (let i = chunk.indexOf(LINE_END); i >= 0; i = chunk.indexOf(LINE_END, i + 1)) {
      yield { start, end: at + i, content: start >= at ? chunk.subarray(start - at, i) : null };
      start = at + i + 1;
    }
  }
  if (start < bytes.size) yield { start, end: bytes.size, content: null };
}
