import { describe, expect, it } from 'vitest';
import type { Point } from '../../../src/measure/curve';
import { budgetsOf, drawLines, valuesOf, type Area } from '../../../src/ui/views/measure/accuracy-lines';

const AREA: Area = { left: 46, right: 600, top: 24, bottom: 324 };
const line = (...shares: number[]): Point[] =>
  shares.map((share, i) => ({
    ...{ share, of: 8, low: share / 2, high: (1 + share) / 2, samples: 4 ** i, rights: [] },
    ...{ policyTokens: 40 * 4 ** i, valueTokens: 0, seconds: 1, believed: null },
  }));
const BUDGETS = { from: 40, to: 640 };
const draw = (...lines: Point[][]) => drawLines(lines, ({ policyTokens }) => policyTokens, BUDGETS, AREA);

describe('the lines of the accuracy figure', () => {
  it('run through their points where nothing coincides', () => {
    const [drawn] = draw(line(0.5, 0.25, 1));
    expect(drawn!.spots.map(({ x, y }) => [x, y])).toEqual([
      [62, 174],
      [323, 249],
      [584, 24],
    ]);
    expect(drawn!.pieces.map(({ x, y }) => [x, y])).toEqual([
      [62, 174],
      [323, 249],
      [323, 249],
      [584, 24],
    ]);
    const { budgetAt, shareAt } = valuesOf(BUDGETS, AREA);
    const there = drawn!.spots.map(({ x, y }) => [Math.round(budgetAt(x)), shareAt(y)]);
    expect(there).toEqual([
      [40, 0.5],
      [160, 0.25],
      [640, 1],
    ]);
  });

  it('stand at their own budgets, and lines and names beside one another where they coincide', () => {
    const drawn = draw(line(0.5, 0.75), line(0.5, 0.75), line(0.5, 0.25));
    const first = drawn.map(({ spots }) => spots[0]!);
    expect(first.map(({ x }) => x)).toEqual([62, 62, 62]);
    // Nor is a share moved.
    expect(new Set(first.map(({ y }) => y)).size).toBe(1);
    const [a, b, c] = drawn.map(({ pieces }) => pieces.map(({ y }) => y));
    expect([b![0]! - a![0]!, b![1]! - a![1]!]).toEqual([expect.closeTo(2.6), expect.closeTo(2.6)]);
    expect(c![0]).toBe(174);
    const names = drawn.map(({ nameY }) => nameY);
    expect(names[1]! - names[0]!).toBe(15);
    expect(names[2]).toBe(249);
  });

  it('still touch their points where many coincide', () => {
    const drawn = draw(...Array.from({ length: 9 }, () => line(0.5, 0.5)));
    for (const { spots, pieces } of drawn) expect(Math.abs(pieces[0]!.y - spots[0]!.y)).toBeLessThanOrEqual(3);
    expect(new Set(drawn.map(({ pieces }) => pieces[0]!.y)).size).toBe(9);
  });

  it('have an axis also for one budget, and for none', () => {
    expect(budgetsOf([5, 5])).toEqual({ from: 2.5, to: 10 });
    expect(budgetsOf([])).toEqual({ from: 1, to: 2 });
    expect(drawLines([[]], () => 1, { from: 1, to: 2 }, AREA)[0]).toMatchObject({ spots: [], pieces: [] });
  });
});
