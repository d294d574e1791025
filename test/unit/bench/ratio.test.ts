import { describe, expect, it } from 'vitest';
import { median, ratioOf } from '../../../src/bench/ratio';

describe('median', () => {
  it.each([
    [[3], 3],
    [[3, 1], 2],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected));
});

describe('ratioOf', () => {
  it('is above 1 where the first took less time', () => {
    expect(ratioOf([1, 2, 4], [3, 6, 12])).toEqual({ ratio: 3, low: 3, high: 3 });
  });

  it('compares round by round: what slows both does not count', () => {
    expect(ratioOf([1, 10, 1], [2, 20, 2]).ratio).toBe(2);
  });

  it('gives an interval around the median, the same each time', () => {
    const [own, other] = [
      [1, 1, 1, 1, 1],
      [2, 3, 4, 5, 6],
    ];
    const { ratio, low, high } = ratioOf(own, other);
    expect(ratio).toBe(4);
    expect(low).toBeLessThan(4);
    expect(high).toBeGreaterThan(4);
    expect(ratioOf(own, other)).toEqual({ ratio, low, high });
  });
});
