/**
 * Rows of the caches that a hub model's graph gives and takes: tensors whose first axis is the batch, whatever the
 * others are. On WebGPU they stay on the GPU from token to token.
 */
import { Tensor } from '@huggingface/transformers';
import { ort } from '../ort';

/** By the name of the input that takes it back. */
export type CacheTensors = Readonly<Record<string, Tensor>>;

/** A tensor's numbers, whatever their width: nothing here looks at one. */
type Numbers = Float32Array;
type NumbersClass = new (buffer: ArrayBufferLike) => Numbers;
export const numbersOf = (tensor: unknown): Numbers => (tensor as { readonly data: Numbers }).data;

/** One row of one cache, on the CPU. */
export interface CacheRow {
  readonly type: Tensor['type'];
  /** Of the row alone: the first is 1, or the heads where these share an axis with the batch. */
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
  readonly numbers: NumbersClass;
}

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

/** Copies of some rows, of `rows` in all. */
export function copyRows(tensors: CacheTensors, rows: number, picked: readonly number[]): Record<string, CacheRow>[] {
  return picked.map((row) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => {
        const { type, dims } = tensor;
        const numbers = numbersOf(tensor);
        const size = numbers.byteLength / rows;
        const start = numbers.byteOffset + row * size;
        const bytes = new Uint8Array(numbers.buffer.slice(start, start + size));
        const [first = rows, ...others] = dims;
        return [name, { type, dims: [first / rows, ...others], bytes, numbers: numbers.constructor as NumbersClass }];
      }),
    ),
  );
}

/** Rows one below the other, as one batch. All have the same lengths. */
export function stackRows(rows: readonly Readonly<Record<string, CacheRow>>[]): CacheTensors {
  const stacked: Record<string, Tensor> = {};
  for (const [name, { type, dims, bytes, numbers }] of Object.entries(rows[0]!)) {
    const whole = new Uint8Array(bytes.length * rows.length);
    rows.forEach((row, i) => whole.set(row[name]!.bytes, i * bytes.length));
    const [first = 1, ...others] = dims;
    stacked[name] = new Tensor(type, new numbers(whole.buffer), [first * rows.length, ...others]);
  }
  return stacked;
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
    const rowBytes = (dims.reduce((product, size) => product * size, 1) * BYTES[type]!) / rows;
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
