import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, type Rng } from '../../../src/core/rng';

const draw = (rng: Rng, count: number): number[] => Array.from({ length: count }, () => rng.uniform());

const pathOf = fc.array(fc.integer(), { minLength: 1, maxLength: 4 });

describe('createRng', () => {
  it('repeats itself for the same path', () => {
    fc.assert(
      fc.property(pathOf, (path) => {
        expect(draw(createRng(...path), 8)).toEqual(draw(createRng(...path), 8));
      }),
    );
  });

  it('never changes between versions: these draws are in published traces', () => {
    const rng = createRng(1, 2, 3);
    expect([rng.integer(1, 1000), rng.integer(1, 1000), rng.integer(1, 1000)]).toEqual([409, 279, 929]);
    expect(createRng(7).uniform()).toBe(0.9636773810851077);
  });

  it('draws other numbers for another path, a longer path or another order', () => {
    const paths = [[1], [2], [1, 0], [0, 1], [1, 1], [1, 2], [2, 1], [1, 2, 0], [-1], [1, -1]];
    const draws = paths.map((path) => draw(createRng(...path), 4).join(' '));
    expect(new Set(draws).size).toBe(paths.length);
  });

  it('stays in range, ends included', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(50), (seed, low, width) => {
        const rng = createRng(seed);
        for (let i = 0; i < 50; i++) {
          const value = rng.integer(low, low + width);
          expect(Number.isInteger(value) && value >= low && value <= low + width).toBe(true);
          const share = rng.uniform();
          expect(share >= 0 && share < 1).toBe(true);
        }
      }),
    );
    const rng = createRng(5);
    expect(new Set(Array.from({ length: 200 }, () => rng.integer(1, 3)))).toEqual(new Set([1, 2, 3]));
  });

  // A search draws few numbers from each of many neighbouring paths, so it is across paths that they must be even.
  it.each([0, 1, 2])('is even and independent in draw %i across neighbouring paths', (position) => {
    const counts = Array.from({ length: 10 }, () => 0);
    let product = 0;
    const total = 20_000;
    for (let i = 0; i < total; i++) {
      const draws = draw(createRng(1, Math.floor(i / 100), i % 100), position + 2);
      counts[Math.floor(draws[position]! * 10)]!++;
      product += (draws[position]! - 0.5) * (draws[position + 1]! - 0.5);
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - total / 10) ** 2 / (total / 10), 0);
    // 9 degrees of freedom: above 27.9 once in a thousand.
    expect(chiSquare).toBeLessThan(27.9);
    // The product of two independent draws has a standard deviation of 1/12.
    expect(Math.abs(product / total) * 12 * Math.sqrt(total)).toBeLessThan(4);
  });
});
