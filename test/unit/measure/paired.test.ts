import { describe, expect, it } from 'vitest';
import { holm, pairedDifference, signFlipTest } from '../../../src/measure/paired';
import { createRng } from '../../../src/core/rng';

describe('the sign-flip test', () => {
  it('of one seed is McNemar’s exact test', () => {
    const discordant = (won: number, lost: number, same = 5): number[] => [
      ...Array<number>(won).fill(1),
      ...Array<number>(lost).fill(-1),
      ...Array<number>(same).fill(0),
    ];
    // Two-sided binomial tails: 2 · (1 + 19 + 171) / 2^19, 2 · 1 / 2^4, and all of it.
    expect(signFlipTest(discordant(17, 2))).toBeCloseTo((2 * (1 + 19 + 171)) / 2 ** 19, 12);
    expect(signFlipTest(discordant(4, 0))).toBe(0.125);
    expect(signFlipTest(discordant(3, 3))).toBe(1);
    expect(signFlipTest([0, 0, 0])).toBe(1);
  });

  it('of several seeds is the share of all signs that are as far off', () => {
    const rng = createRng(3);
    for (let round = 0; round < 20; round++) {
      const differences = Array.from({ length: 9 }, () => rng.integer(-3, 3));
      const seen = Math.abs(differences.reduce((a, b) => a + b, 0));
      let far = 0;
      for (let signs = 0; signs < 2 ** 9; signs++) {
        const sum = differences.reduce((total, d, i) => total + ((signs >> i) & 1 ? d : -d), 0);
        far += Number(Math.abs(sum) >= seen);
      }
      expect(signFlipTest(differences)).toBeCloseTo(far / 2 ** 9, 12);
    }
  });

  it('of a hundred problems with five seeds keeps its digits', () => {
    const p = signFlipTest(Array<number>(100).fill(5));
    expect(p / 2 ** -99).toBeCloseTo(1, 9);
  });
});

describe('a paired difference', () => {
  it('is of the same problems, its interval around it', () => {
    const line = [3, 3, 2, 3, 0, 1, 3, 2];
    const baseline = [3, 1, 1, 3, 0, 0, 2, 2];
    const { difference, low, high } = pairedDifference(line, baseline, 3);
    expect(difference).toBeCloseTo(5 / 24, 12);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    const turned = pairedDifference(baseline, line, 3);
    expect(turned.difference).toBeCloseTo(-difference, 12);
    expect(turned.p).toBe(pairedDifference(line, baseline, 3).p);
  });

  it('is narrower where the lines are right on the same problems than where they are not', () => {
    const half = Array.from({ length: 40 }, (_, i) => i % 2);
    const [width, widthOfOthers] = [half, half.map((right) => 1 - right)].map((other) => {
      const { low, high } = pairedDifference(half, other, 1);
      return high - low;
    }) as [number, number];
    expect(width).toBe(0);
    expect(widthOfOthers).toBeGreaterThan(0.3);
  });
});

describe('Holm’s correction', () => {
  it('is as in its published steps', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => p.toFixed(9))).toEqual(
      [0.03, 0.06, 0.06, 0.02].map((p) => p.toFixed(9)),
    );
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
