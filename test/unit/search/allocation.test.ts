import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../src/search/aggregate';
import { puct } from '../../../src/search/mcts';
import { allocate } from '../../../src/search/rebase';

describe('REBASE shares out its budget', () => {
  // T_b = 0.1. Of [.9, .8, .1]: weights 1, e^-1 = .3679, e^-8 = .0003; of 6 samples 4.385, 1.613 and .0015.
  it.each([
    [[0.5, 0.5], 4, 'nearest', [2, 2]],
    [[0.9, 0.8, 0.1], 6, 'nearest', [4, 2, 0]],
    [[0.9, 0.8, 0.1], 6, 'up', [5, 1, 0]],
    [[0.1, 0.8, 0.9], 6, 'nearest', [0, 2, 4]],
    // Three equal shares of 4 are 1.33 each: the first wins the remainder, or as many as it rounds up to.
    [[0.5, 0.5, 0.5], 4, 'nearest', [2, 1, 1]],
    [[0.5, 0.5, 0.5], 4, 'up', [2, 2, 0]],
    [[-2], 3, 'nearest', [3]],
  ] as const)('scores %j, budget %i, rounded %s: %j', (scores, budget, rounding, expected) => {
    expect(allocate(scores, budget, 0.1, rounding)).toEqual(expected);
  });

  it('to the last sample, never more to a lower score, whatever the numbers', () => {
    const scores = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        scores,
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.constantFrom('nearest' as const, 'up' as const),
        (list, budget, temperature, rounding) => {
          const given = allocate(list, budget, temperature, rounding);
          expect(given.reduce((sum, share) => sum + share, 0)).toBe(budget);
          expect(given.every((share) => Number.isInteger(share) && share >= 0)).toBe(true);
          for (const [i, a] of list.entries())
            for (const [j, b] of list.entries()) if (a > b) expect(given[i]).toBeGreaterThanOrEqual(given[j]!);
        },
      ),
    );
  });
});

describe('AlphaMath’s PUCT', () => {
  it.each([
    // 0.6 + 1.25 · 0.5 · √16 / (1 + 3)
    [{ prior: 0.5, visits: 3, total: 1.8 }, 16, 1.225],
    // Q is 0 before the first visit: 1.25 · 0.2 · √16 / 1
    [{ prior: 0.2, visits: 0, total: 0 }, 16, 1],
    [{ prior: 0.9, visits: 1, total: 0.4 }, 0, 0.4],
  ])('of %j under a parent with %i visits is %d', (child, parentVisits, expected) => {
    expect(puct(child, parentVisits, 1.25)).toBeCloseTo(expected, 12);
  });
});

it.each([
  ['last', 0.4],
  ['min', 0.4],
  ['mean', 0.6],
  ['product', 0.16],
] as const)('the %s of 0.8, 0.5, 0.4 and so on', (how, expected) => {
  expect(aggregate(how, how === 'mean' ? [0.8, 0.6, 0.4] : [0.8, 0.5, 0.4])).toBe(expected);
});
