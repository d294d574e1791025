import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutByContent, sharePieces } from '../../../scripts/lib/pieces';
import { createRng } from '../../../src/core/rng';

function noise(length: number, seed: number): Uint8Array {
  const rng = createRng(seed);
  return Uint8Array.from({ length }, () => Math.floor(256 * rng.uniform()));
}
const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat([...parts]));
const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

describe('pieces of files', () => {
  it('give back every file, and none of them is there twice', () => {
    const block = fc.integer({ min: 0, max: 5 }).map((seed) => noise(800 * (seed + 1), seed));
    const file = fc.array(fc.oneof(block, fc.uint8Array({ maxLength: 300 })), { maxLength: 6 }).map(joined);
    fc.assert(
      fc.property(fc.array(file, { maxLength: 5 }), (contents) => {
        const { pieces, files } = sharePieces(contents);
        expect(files.map((own) => joined(own.map((place) => pieces[place]!)))).toEqual(contents);
        expect(new Set(pieces.map((piece) => Buffer.from(piece).toString('base64'))).size).toBe(pieces.length);
      }),
      { numRuns: 40 },
    );
  });

  it('share what stands at different places in different files', () => {
    const common = noise(200_000, 1);
    const contents = [2, 3, 4].map((seed) => joined([noise(1000 * seed + 7, seed), common, noise(5000, 10 + seed)]));
    const { pieces } = sharePieces(contents);
    expect(sizeOf(pieces)).toBeLessThan(sizeOf(contents) - 2 * 180_000);
    expect(pieces.length).toBeLessThan(12);
  });

  it('leave a file whole that shares nothing, though it is cut', () => {
    const contents = [noise(100_000, 1), noise(50_000, 2), new Uint8Array(0)];
    expect(cutByContent(contents[0]!).length).toBeGreaterThan(10);
    expect(sharePieces(contents).files).toEqual([[0], [1], [2]]);
  });
});
