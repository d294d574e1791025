/**
 * The messages between an article and the page embedded in it, version 1. Public: authors write against this.
 *
 * Every message is `{ inkling: 1, type, id? }`. An answer repeats the `id` of its request.
 */
import * as v from 'valibot';
import type { ErrorCode } from '../core/errors';
import type { SearchEvent } from '../protocol/parameters';
import type { Trace, TraceResult } from '../trace/types';

export const PROTOCOL_VERSION = 1;

export type RunState = 'idle' | 'loading' | 'running' | 'done' | 'error';

/** From the frame. `ready` and `height` go to any parent; the others only to the origin that asked first. */
export type FrameMessage =
  | { readonly type: 'ready'; readonly models: readonly string[]; readonly tasks: readonly string[] }
  | { readonly type: 'height'; readonly height: number }
  | { readonly type: 'state'; readonly state: RunState }
  | { readonly type: 'event'; readonly events: readonly SearchEvent[]; readonly batched: true }
  | { readonly type: 'result'; readonly result: TraceResult }
  | { readonly type: 'trace'; readonly trace: Trace }
  | { readonly type: 'ok' }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly message: string };

const MAX_ID = 200;
const MAX_FIELD_NAME = 60;
const MAX_FIELD = 2000;
const MAX_FIELDS = 40;
/** Characters and entries of a `load-trace`, together. Checked before anything else looks at the message. */
export const MAX_MESSAGE = 30_000_000;

const head = {
  inkling: v.literal(PROTOCOL_VERSION),
  id: v.optional(v.union([v.pipe(v.string(), v.maxLength(MAX_ID)), v.pipe(v.number(), v.finite())])),
};
const fieldValue = v.union([v.pipe(v.string(), v.maxLength(MAX_FIELD)), v.pipe(v.number(), v.finite()), v.boolean()]);
const fields = v.pipe(
  v.record(v.pipe(v.string(), v.maxLength(MAX_FIELD_NAME)), fieldValue),
  v.check((record) => Object.keys(record).length <= MAX_FIELDS, `at most ${MAX_FIELDS} fields`),
);

const requestSchema = v.variant('type', [
  v.object({ ...head, type: v.literal('configure'), fields }),
  v.object({ ...head, type: v.literal('run') }),
  v.object({ ...head, type: v.literal('stop') }),
  v.object({ ...head, type: v.literal('load-trace'), trace: v.record(v.string(), v.unknown()) }),
  v.object({ ...head, type: v.literal('get-trace') }),
]);

/** To the frame. */
export type Request = v.InferOutput<typeof requestSchema>;
export type RequestId = Request['id'];

export type ReadRequest =
  | { readonly kind: 'request'; readonly request: Request }
  /** Meant for us (it says `inkling: 1`) but wrong; `id` where it has a usable one. */
  | { readonly kind: 'invalid'; readonly id: RequestId; readonly reason: string }
  /** Somebody else's message. */
  | { readonly kind: 'foreign' };

/**
 * Reads anything that was posted to the frame. The fields of `configure` may also lie beside `type`, as in
 * `{ inkling: 1, type: 'configure', seed: 7 }`.
 */
export function readRequest(data: unknown): ReadRequest {
  if (typeof data !== 'object' || data === null) return { kind: 'foreign' };
  const message = data as Record<string, unknown>;
  if (message['inkling'] !== PROTOCOL_VERSION) return { kind: 'foreign' };
  if (!isSmall(message, MAX_MESSAGE)) return { kind: 'invalid', id: undefined, reason: 'The message is too large.' };
  const parsed = v.safeParse(requestSchema, withFields(message));
  if (parsed.success) return { kind: 'request', request: parsed.output };
  const id = v.safeParse(head.id, message['id']);
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  return {
    kind: 'invalid',
    id: id.success ? id.output : undefined,
    reason: `${path ? `${cut(path)}: ` : ''}${cut(issue.message)}.`,
  };
}

function withFields(message: Record<string, unknown>): Record<string, unknown> {
  if (message['type'] !== 'configure' || message['fields'] !== undefined) return message;
  const { inkling, type, id, ...rest } = message;
  return { inkling, type, id, fields: rest };
}

/** A schema's own words may quote the message. */
const MOST_QUOTED = 300;
const cut = (text: string): string => (text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);

/** Whether all strings, keys and entries of a value together stay under a limit. Stops at the limit. */
export function isSmall(value: unknown, limit: number): boolean {
  const seen = new Set<object>();
  const open: unknown[] = [value];
  let size = 0;
  while (open.length) {
    const item = open.pop();
    size += typeof item === 'string' ? item.length + 1 : 1;
    if (size + open.length > limit) return false;
    if (typeof item !== 'object' || item === null || seen.has(item)) continue;
    seen.add(item);
    if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) size += item.byteLength;
    else
      for (const [key, child] of Object.entries(item)) {
        size += key.length;
        open.push(child);
      }
  }
  return size <= limit;
}
