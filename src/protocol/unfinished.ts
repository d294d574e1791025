/** An interrupted training as it is kept in the browser, and the check of one that is read back. */
import * as v from 'valibot';
import { TASK_IDS, type TaskId } from '../core/ids';
import { count, finite, HeadSchema, RequestSchema, rule, SecondsSchema, sha256, text } from './kept-training';
import { WORKSHOP_RULES, type HeadFile, type Teaching, type Unfinished, type UnfinishedNews } from './train';

/** Of another version nothing is read. */
const VERSION = 1;

/** The most of what was written, and of what was learned, that is kept of a training. */
export const MOST_UNFINISHED_BYTES = 32 * 1024 * 1024;

/** What was asked. */
export interface UnfinishedOrder {
  readonly task: TaskId;
  readonly teacher: string;
  /** Of those that teach, the ones that were trained. */
  readonly heads: readonly HeadFile[];
  readonly request: Teaching;
}

/** What was asked, and how far it is. */
export interface UnfinishedTraining extends UnfinishedOrder, Unfinished {
  /** Tells this training from all others. */
  readonly mark: string;
}

const mark = v.pipe(v.string(), v.regex(/^[0-9a-f-]{8,64}$/));
const steps = v.pipe(count, v.maxValue(100_000));
const weights = v.pipe(v.map(text(100), v.instance(Float32Array)), v.maxSize(1000));
const points = v.pipe(
  v.instance(Float64Array),
  v.check(({ length }) => length % 3 === 0),
);

const WrittenSchema = v.object({
  ...{ version: v.literal(VERSION), mark, models: sha256 },
  task: v.picklist(TASK_IDS),
  teacher: text(300),
  heads: v.pipe(v.array(HeadSchema), v.maxLength(20)),
  request: RequestSchema,
  seconds: v.pipe(finite, v.minValue(0)),
  samples: v.object({
    ...{ promptTokens: v.instance(Uint32Array), solutions: v.instance(Uint32Array) },
    ...{ prompts: v.instance(Uint16Array), solutionTokens: v.instance(Uint32Array) },
    ...{ correct: v.instance(Uint8Array), firstErrors: v.instance(Int32Array) },
    ...{ tokens: v.instance(Uint16Array), logprobs: v.instance(Float64Array), stepEnds: v.instance(Uint8Array) },
  }),
});

const LearnedSchema = v.object({
  ...{ version: v.literal(VERSION), mark, isOver: v.boolean() },
  taught: v.pipe(
    v.array(v.object({ rule, weights, points, steps, tokens: count, seconds: SecondsSchema, exploded: v.boolean() })),
    v.maxLength(WORKSHOP_RULES.length),
  ),
  atWork: v.nullable(
    v.object({
      ...{ rule, points, steps, tokens: count, seconds: v.pipe(finite, v.minValue(0)) },
      state: v.object({ weights, first: weights, second: weights, steps }),
      good: weights,
      best: v.nullable(v.object({ heldOut: finite, weights })),
    }),
  ),
  looks: v.pipe(
    v.array(v.object({ rule, step: steps, of: steps, values: v.instance(Float64Array) })),
    v.maxLength(1000),
  ),
});

/** What is kept of a training is in two values: what was asked and written, and what was learned. */
export interface UnfinishedRecord {
  readonly version: typeof VERSION;
  readonly mark: string;
  readonly digest: string;
}

type DigestOf = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

/**
 * News of a training, as they are kept; null where that is too much.
 * @param models what its models are known by
 * @param digestOf the SHA-256 of bytes, as 64 hexadecimal digits
 */
export async function unfinishedRecord(
  { kind, ...news }: UnfinishedNews,
  { task, teacher, heads, request }: UnfinishedOrder,
  { mark, models }: { readonly mark: string; readonly models: string },
  digestOf: DigestOf,
): Promise<UnfinishedRecord | null> {
  const asked = kind === 'samples' ? { models, task, teacher, heads, request } : {};
  const value = { version: VERSION, mark, ...asked, ...news } as const;
  const bytes = bytesOf(value);
  return bytes && { ...value, digest: await digestOf(bytes) };
}

/**
 * What was kept, if it is whole and of these models; null for anything else. What was learned is left out where it is not
 * whole, or of another training than what was written.
 * @param modelsOf what the models of a task are known by now
 */
export async function readUnfinished(
  written: unknown,
  learned: unknown,
  digestOf: DigestOf,
  modelsOf: (task: TaskId) => Promise<string>,
): Promise<UnfinishedTraining | null> {
  const first = await read(WrittenSchema, written, digestOf);
  if (!first || first.models !== (await modelsOf(first.task))) return null;
  const second = await read(LearnedSchema, learned, digestOf);
  const { task, teacher, heads, request, seconds, samples, mark } = first;
  const isSame = second !== null && second.mark === mark;
  const learning = isSame ? (({ version: _, mark: __, ...own }) => own)(second) : null;
  return { task, teacher, heads, request, seconds, samples, mark, learning };
}

async function read<Schema extends typeof WrittenSchema | typeof LearnedSchema>(
  schema: Schema,
  value: unknown,
  digestOf: DigestOf,
): Promise<v.InferOutput<Schema> | null> {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) return null;
  const bytes = bytesOf(parsed.output);
  const { digest } = value as Partial<UnfinishedRecord>;
  return bytes && (await digestOf(bytes)) === digest ? parsed.output : null;
}

/** All that a value holds, one after the other, whatever the order of its keys; null where that is too much. */
function bytesOf(value: unknown): Uint8Array<ArrayBuffer> | null {
  const pieces = [...piecesOf(value)];
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length > MOST_UNFINISHED_BYTES) return null;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function* piecesOf(value: unknown): Generator<Uint8Array> {
  if (ArrayBuffer.isView(value)) yield new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  else if (Array.isArray(value) || value instanceof Map) for (const one of value) yield* piecesOf(one);
  else if (typeof value === 'object' && value !== null)
    for (const entry of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) yield* piecesOf(entry);
  else yield new TextEncoder().encode(`${String(value)};`);
}
