import { describe, expect, test } from 'vitest';
import { aucGap, gapsOf, solvedGap } from '../../../src/measure/gap-recovered';

/** Of a hundred problems the first so many are solved, and of the rest every so many. */
const solved = (share: number): number[] => Array.from({ length: 100 }, (_, i) => Number(i % 100 < 100 * share));

describe('the gap recovered', () => {
  test('is the share of what the ceiling solves more than the teacher, with an interval around it', () => {
    const gap = solvedGap({ teacher: solved(0.4), student: solved(0.7), ceiling: solved(0.8) })!;
    expect(gap).toMatchObject({ problems: 100, teacher: 0.4, student: 0.7, ceiling: 0.8 });
    expect(gap.gap.value).toBeCloseTo(0.4, 12);
    expect(gap.recovered!.value).toBeCloseTo(0.75, 12);
    const { low, high } = gap.recovered!;
    expect(low).toBeGreaterThan(0.5);
    expect(low).toBeLessThan(0.75);
    expect(high).toBeGreaterThan(0.75);
    expect(high).toBeLessThan(1);
    // The same whenever it is asked.
    expect(solvedGap({ teacher: solved(0.4), student: solved(0.7), ceiling: solved(0.8) })).toEqual(gap);
  });

  test('is below zero where the student is worse than its teacher, and above one where it is better than the ceiling', () => {
    const of = (student: number) =>
      solvedGap({ teacher: solved(0.4), student: solved(student), ceiling: solved(0.8) })!.recovered!;
    expect(of(0.2).value).toBeCloseTo(-0.5, 12);
    expect(of(0.2).high).toBeLessThan(0);
    expect(of(1).value).toBeCloseTo(1.5, 12);
    expect(of(1).low).toBeGreaterThan(1);
  });

  test.each([
    ['as good', 0.5, 0.5],
    ['hardly better', 0.5, 0.52],
    ['worse', 0.6, 0.4],
  ])('is not told where the ceiling is %s, but the gap is', (_, teacher, ceiling) => {
    const gap = solvedGap({ teacher: solved(teacher), student: solved(0.55), ceiling: solved(ceiling) })!;
    expect(gap.recovered).toBeNull();
    expect(gap.gap.value).toBeCloseTo(ceiling - teacher, 12);
    expect(gap.gap.low).toBeLessThanOrEqual(0);
  });

  test('counts what all three have searched, as where a test was ended', () => {
    const gap = solvedGap({ teacher: solved(0.4), student: solved(0.7), ceiling: solved(0.8).slice(0, 60) })!;
    expect(gap).toMatchObject({ problems: 60, teacher: 40 / 60, student: 1, ceiling: 1 });
    expect(solvedGap({ teacher: [], student: [], ceiling: [] })).toBeNull();
  });
});

/** Places of thirty problems, one right and one wrong in each; the right one has the higher number in the first so many. */
const places = (better: number, turned = false) =>
  Array.from({ length: 30 }, (_, i) => [
    { score: i < better ? 0.9 : 0.1, isRight: !turned },
    { score: 0.5, isRight: turned },
  ]);

describe('by AUC', () => {
  test('is told over the same places, and of no others', () => {
    const gap = aucGap({ teacher: places(15), student: places(24), ceiling: places(30) })!;
    expect(gap).toMatchObject({ problems: 30, teacher: 0.5, student: 0.8, ceiling: 1 });
    expect(gap.recovered!.value).toBeCloseTo(0.6, 12);
    expect(aucGap({ teacher: places(15), student: places(24), ceiling: places(30, true) })).toBeNull();
    expect(aucGap({ teacher: [], student: [], ceiling: [] })).toBeNull();
  });
});

describe('of two trainings', () => {
  const side = (name: string, share: number, better: number, steps = 40) => ({
    runs: [{ rule: 'tvm', steps, places: places(better), head: { id: `head:${name}` } }],
    searched: { lines: [{ id: `head:${name}`, right: solved(share) }] },
  });
  const taught = {
    ...side('student', 0.7, 24),
    teacher: { places: places(15) },
    searched: {
      lines: [
        { id: 'head:student', right: solved(0.7) },
        { id: 'tvm,ovm', right: solved(0.4) },
      ],
    },
  };

  test('is by rule and by measure, of verifiers that learned for as many steps', () => {
    const [gap, ...more] = gapsOf(taught, side('ceiling', 0.8, 30), 'tvm,ovm');
    expect(more).toEqual([]);
    expect(gap!.rule).toBe('tvm');
    expect(gap!.auc!.recovered!.value).toBeCloseTo(0.6, 12);
    expect(gap!.solved!.recovered!.value).toBeCloseTo(0.75, 12);
    expect(gapsOf(taught, side('ceiling', 0.8, 30, 12), 'tvm,ovm')).toEqual([]);
  });

  test('is left out by a measure that one of the three lacks', () => {
    const untested = { ...taught, teacher: null };
    expect(gapsOf(untested, side('ceiling', 0.8, 30), 'tvm,ovm')).toMatchObject([{ auc: null }]);
    expect(gapsOf(taught, { ...side('ceiling', 0.8, 30), searched: null }, 'tvm,ovm')).toMatchObject([
      { solved: null },
    ]);
    expect(gapsOf(taught, side('ceiling', 0.8, 30), 'ovm')).toMatchObject([{ solved: null }]);
  });
});
