/** A short timing of the passes that a search is made of, to choose between back ends. */
import { DecodeBatch } from './decode-batch';
import type { OnnxDecoder } from './onnx-session';

const ROWS = 20;
const PASSES = 8;

/** Median seconds of a decoding pass of one token in each of 20 rows, after warming up. */
export async function secondsOfPasses(decoder: OnnxDecoder): Promise<number> {
  const batch = new DecodeBatch(
    decoder,
    Array.from({ length: ROWS }, () => null),
  );
  const tokens = Array.from({ length: ROWS }, () => [decoder.padToken]);
  const seconds: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const start = performance.now();
    await batch.feed(tokens);
    if (pass > 1) seconds.push((performance.now() - start) / 1000);
  }
  return seconds.sort((a, b) => a - b)[seconds.length >> 1]!;
}
