import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { bestOf, type ScoredSolution } from '../../../src/measure/best-of-n';

/** All subsets of size n, one by one. */
function* subsets<T>(all: readonly T[], n: number, from = 0): Generator<T[]> {
  if (n === 0) yield [];
  if (n === 0) return;
  for (let i = from; i <= all.length - n; i++) for (const rest of subsets(all, n - 1, i + 1)) yield [all[i]!, ...rest];
}

describe('the best of n', () => {
  it.each([1, 2, 3, 4, 5, 6])('is the mean over all subsets, ties chosen alike, seed %i', (seed) => {
    const rng = createRng(seed);
    const solutions = Array.from({ length: 7 }, (): ScoredSolution => ({
      score: rng.integer(0, 3) / 4,
      correct: rng.integer(0, 1) === 1,
    }));
    for (let n = 1; n <= solutions.length; n++) {
      const chosen = [...subsets(solutions, n)].map((drawn) => {
        const score = Math.max(...drawn.map((one) => one.score));
        const best = drawn.filter((one) => one.score === score);
        return { score, right: best.filter(({ correct }) => correct).length / best.length };
      });
      const mean = (of: (one: (typeof chosen)[number]) => number): number =>
        chosen.reduce((sum, one) => sum + of(one), 0) / chosen.length;
      const found = bestOf(solutions, n);
      expect(found.right).toBeCloseTo(
        mean((one) => one.right),
        10,
      );
      expect(found.score).toBeCloseTo(
        mean((one) => one.score),
        10,
      );
    }
  });
});
