import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '../../../src/core/bootstrap';

const shares = (right: number, count: number): number[] => Array.from({ length: count }, (_, i) => (i < right ? 1 : 0));

describe('bootstrapMean', () => {
  it('has no width where all are the same', () => {
    expect(bootstrapMean(shares(10, 10))).toEqual({ mean: 1, low: 1, high: 1 });
    expect(bootstrapMean([0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
  });

  it('comes near the normal interval of a share', () => {
    const { mean, low, high } = bootstrapMean(shares(80, 100));
    expect(mean).toBeCloseTo(0.8, 10);
    // 0.8 ± 1.96 · sqrt(0.8 · 0.2 / 100)
    expect(low).toBeGreaterThan(0.7);
    expect(low).toBeLessThan(0.74);
    expect(high).toBeGreaterThan(0.85);
    expect(high).toBeLessThan(0.9);
  });

  it('is wider for fewer problems, and always the same', () => {
    const width = (count: number): number => {
      const { low, high } = bootstrapMean(shares(count / 2, count));
      return high - low;
    };
    expect(width(20)).toBeGreaterThan(width(200) * 2);
    expect(bootstrapMean(shares(5, 9))).toEqual(bootstrapMean(shares(5, 9)));
  });
});
