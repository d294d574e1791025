/**
 * The limit: how close decoding comes to the rate at which the same runtime computes matrix products of the same shapes
 * (`limit.onnx`, made by `python/make_limit.py`).
 */
import * as flavour from 'onnxruntime-web/wasm';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { median } from '../src/bench/ratio';

const FILE = fileURLToPath(new URL('limit.onnx', import.meta.url));
const PASSES = 30;

/** Of the shipped decoders, whose shapes `limit.onnx` has. */
export interface Shape {
  readonly width: number;
  readonly hidden: number;
  readonly layers: number;
  /** Columns of the head: the vocabulary, or 1. */
  readonly head: number;
}

/** Operations of the linear layers for one token. */
export const operationsPerToken = ({ width, hidden, layers, head }: Shape): number =>
  2 * (layers * (4 * width * width + 3 * width * hidden) + head * width);

/** Operations a second for a batch of `rows`: median of passes, after warming up. The runtime must be there. */
export async function limitRate(shape: Shape, rows: number): Promise<number> {
  const session = await flavour.InferenceSession.create(await readFile(FILE));
  const input = (columns: number) =>
    new flavour.Tensor('float32', new Float32Array(rows * columns).fill(0.5), [rows, columns]);
  const feeds = { x: input(shape.width), h: input(shape.hidden) };
  const seconds: number[] = [];
  for (let pass = 0; pass < 2 * PASSES; pass++) {
    const start = performance.now();
    await session.run(feeds);
    if (pass >= PASSES) seconds.push((performance.now() - start) / 1000);
  }
  await session.release();
  return (rows * operationsPerToken(shape)) / median(seconds);
}
