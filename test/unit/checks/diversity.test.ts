import { describe, expect, it } from 'vitest';
import { bestIsRight, diversityCheck, diversityRows, type ValuedPath } from '../../../src/checks/diversity';
import { noneOf } from '../../../src/core/shares';
import { drain, fakePorts, SAMPLING } from '../../fixtures/checks';

const path = (text: string, correct: boolean, value: number): ValuedPath => ({ text, answer: text, correct, value });

describe('diversity, worked out by hand', () => {
  // Of four samples two are right and the same; the verifier likes a wrong one most.
  const paths = [path('w', false, 0.9), path('r', true, 0.8), path('r', true, 0.8), path('v', false, 0.1)];

  it('the rows of the table, for 1, 2 and 4 of four samples', () => {
    // Two of four: 6 ways, 1 of them without a right one. The best is the first in 3, the second in 2, the third in 1.
    expect(diversityRows(paths, true)).toEqual([
      { samples: 1, passAtK: 0.5, bestOfK: 0.5, distinctSolutions: 0.5, distinctAnswers: 0.5 },
      { samples: 2, passAtK: 0.833333, bestOfK: 0.5, distinctSolutions: 0.833333, distinctAnswers: 0.833333 },
      { samples: 4, passAtK: 1, bestOfK: 0, distinctSolutions: 1, distinctAnswers: 1 },
    ]);
    expect(diversityRows([], true)).toEqual([]);
    expect(diversityRows(paths.slice(0, 1), false)).toEqual([
      { samples: 1, passAtK: 0, bestOfK: null, distinctSolutions: 0, distinctAnswers: 0 },
    ]);
  });

  it('the probability that none of k samples is right, and that the best of k is', () => {
    expect(noneOf(10, 3, 2)).toBeCloseTo((7 / 10) * (6 / 9), 12);
    expect(noneOf(4, 4, 1)).toBe(0);
    for (const k of [1, 2, 3, 4, 5]) expect(bestIsRight([true, true, true, true, true], k)).toBeCloseTo(1, 12);
    expect(bestIsRight([false, true, false], 2)).toBeCloseTo(1 / 3, 12);
  });
});

describe('the check of diversity', () => {
  it('values every path, each different one once, and agrees with its own paths', async () => {
    const ports = fakePorts();
    const options = { kind: 'diversity', samples: 100, verifier: 'tvm', sampling: SAMPLING } as const;
    const { events, result } = await drain(diversityCheck(options, ports));
    expect(events).toHaveLength(100);
    expect(events.every(({ value }) => value !== null)).toBe(true);
    const right = events.filter(({ correct }) => correct);
    expect(result.correct).toBe(right.length);
    expect(result.rows.map(({ samples }) => samples)).toEqual([1, 2, 4, 8, 16, 32, 64, 100]);
    expect(result.rows[0]!.passAtK).toBeCloseTo(right.length / 100, 5);
    expect(result.rows.at(-1)!.distinctSolutions).toBe(new Set(right.map(({ tokens }) => tokens.join(''))).size);
    const picked = events.filter(({ value }) => value! >= 0.5);
    expect(result.picks).toMatchObject({ picked: picked.length });
    expect(result.picks!.precision).toBeCloseTo(picked.filter(({ correct }) => correct).length / picked.length, 5);
    expect(ports.openPrefixes()).toBe(0);
  });
});
