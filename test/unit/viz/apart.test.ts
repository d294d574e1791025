import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setApart } from '../../../src/viz/apart';

describe('setting places apart', () => {
  it.each([
    [[], []],
    [[5], [5]],
    [
      [0, 10],
      [0, 10],
    ],
    [
      [4, 4],
      [1, 7],
    ],
    [
      [4, 4, 4],
      [-2, 4, 10],
    ],
    [
      [20, 4, 4],
      [20, 1, 7],
    ],
    // Two pairs that would run into each other become one block about their mean.
    [
      [4, 4, 8, 8],
      [-3, 3, 9, 15],
    ],
  ])('%j becomes %j with a gap of 6', (places, apart) => {
    expect(setApart(places, 6)).toEqual(apart);
  });

  it('keeps the order, the gap and the mean, and leaves alone what has room', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 }), (places) => {
        const gap = 5;
        const apart = setApart(places, gap);
        const order = places.map((_, i) => i).toSorted((a, b) => apart[a]! - apart[b]!);
        for (const [k, i] of order.entries()) {
          if (!k) continue;
          expect(apart[i]! - apart[order[k - 1]!]!).toBeGreaterThan(gap - 1e-9);
          expect(places[i]).toBeGreaterThanOrEqual(places[order[k - 1]!]!);
        }
        const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
        expect(sum(apart)).toBeCloseTo(sum(places));
        const sorted = places.toSorted((a, b) => a - b);
        if (sorted.every((place, k) => !k || place - sorted[k - 1]! >= gap)) expect(apart).toEqual(places);
      }),
    );
  });
});
