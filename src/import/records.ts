/** Where the records of a file lie: one a line, or as values that may spread over lines, in a list or one after another. */
import { bytesAt, CHUNK } from './bytes';
import type { Bytes } from './types';

/** By its bytes; the end is not part of it. */
export interface RecordSpan {
  readonly start: number;
  readonly end: number;
  /** That it begins on, counting from 1. */
  readonly line: number;
  /** Its bytes, where they were at hand. */
  readonly content: Uint8Array | null;
}

const LINE_END = 10;

/** The lines of a file, line ends left out. */
export async function* linesOf(bytes: Bytes): AsyncGenerator<RecordSpan> {
  let start = 0;
  let line = 1;
  for (let at = 0; at < bytes.size; at += CHUNK) {
    const chunk = await bytesAt(bytes, at, Math.min(bytes.size, at + CHUNK));
    for (let i = chunk.indexOf(LINE_END); i >= 0; i = chunk.indexOf(LINE_END, i + 1)) {
      yield { start, end: at + i, line: line++, content: start >= at ? chunk.subarray(start - at, i) : null };
      start = at + i + 1;
    }
  }
  if (start < bytes.size) yield { start, end: bytes.size, line, content: null };
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];
/** Of UTF-8's byte order mark. */
const MARK = [0xef, 0xbb, 0xbf];

/**
 * The JSON values of a file and, of a list, its items, by their brackets: what is inside them is not looked at. What
 * is no value is given as well, so that it can be named, as is a value that does not end.
 */
export async function* valuesOf(bytes: Bytes): AsyncGenerator<RecordSpan> {
  let [line, depth, listDepth] = [1, 0, 0];
  let start = -1;
  let startLine = 1;
  let isString = false;
  let isEscaped = false;
  for (let at = 0; at < bytes.size; at += CHUNK) {
    const chunk = await bytesAt(bytes, at, Math.min(bytes.size, at + CHUNK));
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte === LINE_END) line++;
      const isOutside = depth === listDepth;
      let ends = -1;
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isString = false;
        else if (byte === LINE_END) {
          // No string goes on over a line's end: one that does was never closed, and neither was its value.
          isString = false;
          depth = listDepth;
          ends = at + i;
        }
      } else if (byte === QUOTE) {
        isString = true;
        if (start < 0) [start, startLine] = [at + i, line];
      } else if (byte === LIST && depth === 0 && start < 0) {
        depth = listDepth = 1;
      } else if (byte === LIST || byte === OBJECT) {
        if (start < 0) [start, startLine] = [at + i, line];
        depth++;
      } else if (byte === LIST_END && listDepth === 1 && isOutside) {
        ends = at + i;
        depth = listDepth = 0;
      } else if ((byte === LIST_END || byte === OBJECT_END) && !isOutside) {
        depth--;
        if (depth === listDepth) ends = at + i + 1;
      } else if (isOutside) {
        const isBetween = byte === COMMA || byte <= 0x20 || (at + i < 3 && byte === MARK[at + i]);
        if (isBetween) ends = at + i;
        else if (start < 0) [start, startLine] = [at + i, line];
      }
      if (ends < 0 || start < 0) continue;
      yield { start, end: ends, line: startLine, content: start >= at ? chunk.subarray(start - at, ends - at) : null };
      start = -1;
    }
  }
  if (start >= 0) yield { start, end: bytes.size, line: startLine, content: null };
}
