import { describe, expect, it } from 'vitest';
import { covers, grown, overlaps, unionOf } from '../../../src/viz/box';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('boxes', () => {
  it('overlap when they share a point', () => {
    expect(overlaps(box(0, 0, 10, 10), box(10, 10, 5, 5))).toBe(true);
    expect(overlaps(box(0, 0, 10, 10), box(10.5, 0, 5, 5))).toBe(false);
    expect(overlaps(box(0, 0, 10, 10), box(0, -6, 5, 5))).toBe(false);
    expect(overlaps(box(0, 0, 100, 100), box(40, 40, 1, 1))).toBe(true);
  });

  it('cover what lies in them whole', () => {
    expect(covers(box(0, 0, 10, 10), box(0, 0, 10, 10))).toBe(true);
    expect(covers(box(0, 0, 10, 10), box(5, 5, 6, 1))).toBe(false);
    expect(covers(box(0, 0, 10, 10), box(-1, 5, 6, 1))).toBe(false);
  });

  it('grow on every side, and join', () => {
    expect(grown(box(10, 20, 100, 50), 0.5)).toEqual(box(-40, -5, 200, 100));
    expect(unionOf(box(0, 0, 1, 1), box(5, -2, 1, 1))).toEqual(box(0, -2, 6, 3));
  });
});
