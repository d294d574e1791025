/**
 * Recorded searches that come with the site (`npm run record`). A recording is a trace without its nodes, which its
 * events tell again: half the size. `recorded/index.json` lists them.
 */
import * as v from 'valibot';
import { traceNodes } from './codec';
import { checkTrace } from './read';
import { treeAt } from './reducer';
import type { Trace } from './types';

export const RECORDINGS_FORMAT = 'inkling-recordings';

const IndexSchema = v.object({
  format: v.literal(RECORDINGS_FORMAT),
  version: v.literal(1),
  /** From the settings of a search, as the page's address has them, to the file in the same folder. */
  files: v.record(v.string(), v.pipe(v.string(), v.regex(/^[\w.-]+\.json$/))),
});
export type RecordingIndex = v.InferOutput<typeof IndexSchema>;

/** Null for a text that is no index. */
export function readRecordingIndex(json: string): RecordingIndex | null {
  const parsed = v.safeParse(IndexSchema, parseJson(json));
  return parsed.success ? parsed.output : null;
}

/** The text of a recording's file. */
export const encodeRecording = (trace: Trace): string => `${JSON.stringify({ ...trace, nodes: [] })}\n`;

/** The whole trace of a recording's file, checked as any other; null for a text that is none. A whole trace is one too. */
export function readRecording(json: string): Trace | null {
  const value = parseJson(json) as Partial<Trace> | null;
  if (!Array.isArray(value?.events)) return null;
  try {
    const nodes = value.nodes?.length ? value.nodes : traceNodes(treeAt(value.events));
    const read = checkTrace({ ...value, nodes });
    return read.ok ? read.trace : null;
  } catch {
    // Events that do not follow from each other.
    return null;
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}
