import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { Calibration } from '../../../src/measure/calibration';
import { beamsOf, budgetSteps, PointSum } from '../../../src/measure/curve';
import { FirstErrors, pickedStep } from '../../../src/measure/first-errors';
import { passAtK, wilson } from '../../../src/core/shares';
import { sampledSolutions } from '../../../src/measure/sampled';
import { bestOfN } from '../../../src/search/best-of-n';
import { treeAt } from '../../../src/trace/reducer';
import type { TaskProblem } from '../../../src/tasks/task';
import { collect, search } from '../../fixtures/run-search';

describe('an interval', () => {
  it('is Wilson’s', () => {
    // 8 of 10: published tables give 0.490 to 0.943.
    const { low, high } = wilson(0.8, 10);
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.490', '0.943']);
    expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1 });
    expect(wilson(1, 5).high).toBe(1);
  });

  it('narrows with what it is of, and always holds the share', () => {
    for (const share of [0, 0.3, 1]) {
      const widths = [5, 20, 100].map((of) => {
        const { low, high } = wilson(share, of);
        expect(low <= share && share <= high).toBe(true);
        return high - low;
      });
      expect([...widths].sort((a, b) => b - a)).toEqual(widths);
    }
  });
});

describe('pass@k', () => {
  it('is what drawing k of the n samples gives', () => {
    const rng = createRng(1);
    for (const [n, right, k] of [
      [10, 3, 2],
      [8, 1, 4],
      [6, 6, 1],
      [6, 0, 3],
    ] as const) {
      let hits = 0;
      for (let i = 0; i < 20_000; i++) {
        const left = Array.from({ length: n }, (_, at) => at < right);
        let hit = false;
        for (let j = 0; j < k; j++) hit = left.splice(rng.integer(0, left.length - 1), 1)[0]! || hit;
        hits += Number(hit);
      }
      expect(passAtK(n, right, k)).toBeCloseTo(hits / 20_000, 1);
    }
    expect(passAtK(10, 3, 2)).toBeCloseTo(1 - (7 * 6) / (10 * 9), 10);
  });
});

describe('calibration', () => {
  it('puts places into bins, with counts, and sees who is too sure', () => {
    const calibration = new Calibration();
    for (let i = 0; i < 10; i++) calibration.add(0.95, i < 5);
    calibration.add(1, true);
    calibration.add(0, false);
    const { bins, count, brier, error } = calibration.summary();
    expect(bins.map(({ of }) => of)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 11]);
    expect(bins[9]!.share).toBeCloseTo(6 / 11);
    expect(bins[9]!.predicted).toBeCloseTo(10.5 / 11);
    expect(count).toBe(12);
    expect(brier).toBeCloseTo((5 * 0.05 ** 2 + 5 * 0.95 ** 2) / 12);
    // The report's definition, over as many groups as there are places: each place by itself.
    expect(error!.groups).toBe(12);
    expect(error!.value).toBeCloseTo((5 * 0.05 + 5 * 0.95) / 12);
    expect(new Calibration().summary()).toMatchObject({ count: 0, brier: null, error: null });
  });
});

describe('the first error', () => {
  const solution = (firstError: number | null, ends: number[], correct = false) => ({
    ...{ text: '', correct, firstError },
    values: ends.map((end) => [0.9, end]),
  });
  it('is picked where the value first falls below one half', () => {
    expect(pickedStep([[0.2, 0.6], [0.9, 0.4], [0.1]])).toBe(1);
    expect(pickedStep([[0.6], []])).toBeNull();
  });
  it('is counted as found, early, late or missed; right solutions count apart', () => {
    const errors = new FirstErrors();
    errors.add(solution(1, [0.9, 0.1, 0.1]));
    errors.add(solution(1, [0.1, 0.1, 0.1]));
    errors.add(solution(0, [0.9, 0.1]));
    errors.add(solution(0, [0.9, 0.9]));
    errors.add(solution(null, [0.9, 0.9], true));
    errors.add(solution(null, [0.9, 0.3], true));
    errors.add(solution(null, [0.9], false));
    const { exact, early, late, none, chance, cleared } = errors.summary();
    expect([exact, early, late, none].map(({ share, of }) => [share, of])).toEqual(Array(4).fill([0.25, 4]));
    expect(chance).toBeCloseTo((1 / 3 + 1 / 3 + 1 / 2 + 1 / 2) / 4);
    expect([cleared.share, cleared.of]).toEqual([0.5, 2]);
  });
});

describe('a budget curve', () => {
  it('takes budgets that are powers of 4, and a quarter of each as beams', () => {
    expect([1, 16, 20, 64].map(budgetSteps)).toEqual([[1], [1, 4, 16], [1, 4, 16, 20], [1, 4, 16, 64]]);
    expect([1, 4, 16, 6].map(beamsOf)).toEqual([1, 1, 4, 1]);
  });
  it('has means per problem', () => {
    const sum = new PointSum(4);
    expect(sum.point()).toBeNull();
    sum.add(1, [{ policyTokens: 10, valueTokens: 4, elapsedMs: 1000 }]);
    sum.add(0, [{ policyTokens: 20, valueTokens: 8, elapsedMs: 3000 }]);
    expect(sum.point()).toMatchObject({ samples: 4, share: 0.5, of: 2, policyTokens: 15, valueTokens: 6, seconds: 2 });
  });
  it('has the mean of what the verifier said of its choices, and null where it said nothing', () => {
    const spent = { policyTokens: 10, valueTokens: 4, elapsedMs: 1000 };
    const sum = new PointSum(4);
    sum.add(1, [spent, spent], [0.9, 0.6]);
    sum.add(0, [spent, spent], [0.9]);
    expect(sum.point()!.believed).toBeCloseTo(0.8);
    const silent = new PointSum(4);
    silent.add(1, [spent]);
    expect(silent.point()!.believed).toBeNull();
  });
  it('of several seeds has an interval over problems, and keeps how many were right of each', () => {
    const sum = new PointSum(4);
    const spent = { policyTokens: 10, valueTokens: 4, elapsedMs: 1000 };
    sum.add(2, [spent, spent, { ...spent, policyTokens: 40 }]);
    sum.add(1, [spent, spent, spent]);
    const point = sum.point()!;
    expect(point).toMatchObject({ share: 0.5, of: 2, rights: [2, 1], policyTokens: 15, seconds: 1 });
    expect([point.low, point.high]).toEqual([wilson(0.5, 2).low, wilson(0.5, 2).high]);
  });
});

describe('sampled solutions', () => {
  it('are the leaves of a best-of-n search, each drawn, each judged, with the values of their steps', async () => {
    const tree = treeAt(await collect(search(bestOfN, { samples: 12 })));
    const asked: string[] = [];
    const problem = {
      judge: (text: string) => {
        asked.push(text);
        return { answer: null, correct: text.length % 2 === 0, stepsLegal: true };
      },
      firstError: (text: string) => (text.length % 2 === 0 ? null : { step: 0, offset: 0 }),
    } as unknown as TaskProblem;
    const solutions = sampledSolutions(tree, tree.verifier!, problem);
    expect(solutions).toHaveLength(12);
    // One verdict for each text.
    expect(new Set(asked).size).toBe(asked.length);
    for (const { values } of solutions) expect(values.every((step) => step.length > 0)).toBe(true);
    expect(sampledSolutions(tree, 'nobody', problem)[0]!.values.flat()).toEqual([]);
  });
});
