/**
 * Rows of the caches that a hub model's graph gives and takes: tensors whose first axis is the batch, whatever the
 * others are. On WebGPU they stay on the GPU from token to token.
 */
import { Tensor } from '@huggingface/transformers';
import type { PrefixCache } from '../decoding';
import { ort } from '../ort';

/** By the name of the input that takes it back. */
export type CacheTensors = Readonly<Record<string, Tensor>>;

/** A tensor's numbers, whatever their width: nothing here looks at one. */
type Numbers = Float32Array;
type NumbersClass = new (buffer: ArrayBufferLike) => Numbers;
type NumbersOf = new (length: number) => Numbers;
export const numbersOf = (tensor: unknown): Numbers => (tensor as { readonly data: Numbers }).data;

/** Of one row of one cache, on the CPU: what its own tokens added to it. */
export interface CacheRow {
  readonly type: Tensor['type'];
  /** Of the row alone: the first is 1, or the heads where these share an axis with the batch. */
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
  readonly numbers: NumbersClass;
  /** Whether it has a part for every token, [1, heads, T, D]; else it is a state of the whole text. */
  readonly isByToken: boolean;
}

/**
 * What was computed for a prefix, kept as a tree: a prefix holds the keys and values of its own tokens and points to the
 * one that it grew from, so that candidates share their parents' and their prompt's.
 */
export interface HubCache extends PrefixCache {
  readonly parent: HubCache | null;
  readonly rows: Readonly<Record<string, CacheRow>>;
}

/** Bytes that these prefixes keep alive, with those that they grew from, each once. */
export function heldBytes(caches: Iterable<HubCache | null>): number {
  const seen = new Set<HubCache>();
  let bytes = 0;
  for (const cache of caches)
    for (let at = cache; at && !seen.has(at); at = at.parent) {
      seen.add(at);
      for (const row of Object.values(at.rows)) bytes += row.bytes.length;
    }
  return bytes;
}

/** Bytes that one more token takes, and those that do not depend on the number of tokens. */
export function bytesPerToken({ rows, total, parent }: HubCache): { readonly token: number; readonly fixed: number } {
  const own = total - (parent?.total ?? 0);
  const sizes = Object.values(rows);
  const sum = (isByToken: boolean): number =>
    sizes.reduce((bytes, row) => bytes + (row.isByToken === isByToken ? row.bytes.length : 0), 0);
  return { token: sum(true) / own, fixed: sum(false) };
}

/** Whether a prefix is nothing but what its tokens left, so that it can stand behind padding. */
export const isAllByToken = ({ rows }: HubCache): boolean => Object.values(rows).every(({ isByToken }) => isByToken);

/** Keys and values of attention, [B, heads, T, D]. Exporters that lay them out otherwise have them kept whole. */
const BY_TOKEN = /^past_key_values\.\d+\.(key|value)$/;

const product = (sizes: readonly number[]): number => sizes.reduce((result, size) => result * size, 1);

export const isOnGpu = (tensors: CacheTensors): boolean =>
  Object.values(tensors).some(({ location }) => location === 'gpu-buffer');

export function disposeTensors(tensors: CacheTensors): void {
  for (const tensor of Object.values(tensors)) if (tensor.location === 'gpu-buffer') tensor.dispose();
}

/** The caches on the CPU; what is on the GPU is read back. */
export async function readTensors(tensors: CacheTensors): Promise<CacheTensors> {
  if (!isOnGpu(tensors)) return tensors;
  const read: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    const data = (await tensor.ort_tensor.getData()) as unknown as Numbers;
    read[name] = new Tensor(tensor.type, data, tensor.dims);
  }
  return read;
}

/** A row of a batch's caches as it is to be kept. */
export interface PickedRow {
  readonly row: number;
  /** Places before its first token that are none of its own; none by default. */
  readonly padding?: number;
  /** What it grew from. */
  readonly parent: HubCache | null;
  /** Its tokens, those of `parent` included. */
  readonly total: number;
}

/** Copies of some rows, of `rows` in all: what each has beyond its parent. */
export function copyRows(tensors: CacheTensors, rows: number, picked: readonly PickedRow[]): HubCache[] {
  return picked.map(({ row, padding = 0, parent, total }) => {
    const kept = Object.entries(tensors).map(([name, tensor]): [string, CacheRow] => {
      const { type } = tensor;
      const numbers = numbersOf(tensor);
      const [first = rows, ...others] = tensor.dims;
      const dims = [first / rows, ...others];
      const size = numbers.byteLength / rows;
      const whole = new Uint8Array(numbers.buffer, numbers.byteOffset + row * size, size);
      const isParted = parent?.rows[name]?.isByToken ?? true;
      const isByToken = isParted && dims.length === 4 && dims[2] === padding + total && BY_TOKEN.test(name);
      const bytes = isByToken ? tokensFrom(whole, dims, padding + (parent?.total ?? 0)) : whole.slice();
      const shape = isByToken ? dims.toSpliced(2, 1, total - (parent?.total ?? 0)) : dims;
      return [name, { type, dims: shape, bytes, numbers: numbers.constructor as NumbersClass, isByToken }];
    });
    return { total, parent, rows: Object.fromEntries(kept) };
  });
}

/** Of [1, heads, T, D], a copy of what stands behind the first `from` tokens. */
function tokensFrom(whole: Uint8Array, [, heads = 1, tokens = 1]: readonly number[], from: number): Uint8Array {
  const token = whole.length / (heads * tokens);
  const kept = new Uint8Array(heads * (tokens - from) * token);
  for (let head = 0; head < heads; head++)
    kept.set(
      whole.subarray((head * tokens + from) * token, (head + 1) * tokens * token),
      head * (tokens - from) * token,
    );
  return kept;
}

/**
 * Prefixes one below the other, as one batch: those that are shorter than the longest begin later (left padding, zeros),
 * which only a graph can have whose memories are all by token.
 */
export function stackRows(caches: readonly HubCache[]): CacheTensors {
  const stacked: Record<string, Tensor> = {};
  const total = Math.max(...caches.map((cache) => cache.total));
  const [{ rows }] = caches as readonly [HubCache];
  for (const [name, { type, dims, bytes, numbers, isByToken }] of Object.entries(rows)) {
    const [first = 1, heads = 1, own = 1, width = 1] = dims;
    const size = isByToken ? (bytes.length / own) * total : bytes.length;
    const whole = new Uint8Array(size * caches.length);
    const token = size / (heads * total);
    caches.forEach((cache, i) => {
      if (!isByToken) whole.set(cache.rows[name]!.bytes, i * size);
      else
        for (let at: HubCache | null = cache; at; at = at.parent)
          placeTokens(whole, at, name, { from: i * size, heads, total, padding: total - cache.total, token });
    });
    const shape = isByToken ? [caches.length, heads, total, width] : [first * caches.length, ...dims.slice(1)];
    stacked[name] = new Tensor(type, new numbers(whole.buffer), shape);
  }
  return stacked;
}

/** Some rows of a batch, of `rows` in all, copied in the given order. */
export function pickRows(tensors: CacheTensors, rows: number, picked: readonly number[]): CacheTensors {
  const result: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    const numbers = numbersOf(tensor);
    const size = numbers.length / rows;
    const whole = new (numbers.constructor as NumbersOf)(size * picked.length);
    picked.forEach((row, i) => whole.set(numbers.subarray(row * size, (row + 1) * size), i * size));
    const [first = rows, ...others] = tensor.dims;
    result[name] = new Tensor(tensor.type, whole, [(first / rows) * picked.length, ...others]);
  }
  return result;
}

interface Place {
  /** Where the row begins, in bytes, and what one token takes. */
  readonly from: number;
  readonly token: number;
  readonly heads: number;
  readonly total: number;
  /** Of these tokens, those that the row does not have. */
  readonly padding: number;
}

/** The own tokens of a prefix, in their place of a row [heads, total, D]. */
function placeTokens(whole: Uint8Array, cache: HubCache, name: string, place: Place): void {
  const { from, token, heads, total, padding } = place;
  const before = padding + (cache.parent?.total ?? 0);
  const { bytes } = cache.rows[name]!;
  const size = bytes.length / heads;
  for (let head = 0; head < heads; head++)
    whole.set(bytes.subarray(head * size, (head + 1) * size), from + (head * total + before) * token);
}

/** The little of WebGPU that is needed here; the worker realm has no types of it. */
interface Device {
  createBuffer(options: { size: number; usage: number }): GpuBuffer;
  createCommandEncoder(): {
    copyBufferToBuffer(from: GpuBuffer, at: number, to: GpuBuffer, toAt: number, size: number): void;
    finish(): unknown;
  };
  readonly queue: { submit(commands: readonly unknown[]): void };
}
interface GpuBuffer {
  destroy(): void;
}
/** STORAGE, COPY_SRC and COPY_DST. */
const USAGE = 0x80 | 0x04 | 0x08;
const BYTES: Readonly<Record<string, number>> = { float32: 4, float16: 2, int64: 8, int32: 4 };

/** Some rows, of `rows` in all, copied on the GPU in the given order. */
export async function pickOnGpu(tensors: CacheTensors, rows: number, picked: readonly number[]): Promise<CacheTensors> {
  const { env, Tensor: RuntimeTensor } = ort();
  const device = await (env.webgpu as unknown as { device: Promise<Device> }).device;
  const encoder = device.createCommandEncoder();
  const result: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    const { type, dims } = tensor;
    const rowBytes = (product(dims) * BYTES[type]!) / rows;
    const size = Math.max(16, Math.ceil((rowBytes * picked.length) / 16) * 16);
    const buffer = device.createBuffer({ size, usage: USAGE });
    const source = tensor.ort_tensor.gpuBuffer as unknown as GpuBuffer;
    if (rowBytes > 0)
      picked.forEach((row, i) => encoder.copyBufferToBuffer(source, row * rowBytes, buffer, i * rowBytes, rowBytes));
    const [first = rows, ...others] = dims;
    const made = RuntimeTensor.fromGpuBuffer(buffer as never, {
      dataType: type as 'float32',
      dims: [(first / rows) * picked.length, ...others],
      dispose: () => buffer.destroy(),
    });
    result[name] = new Tensor(made);
  }
  device.queue.submit([encoder.finish()]);
  return result;
}
