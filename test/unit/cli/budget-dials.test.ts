import { describe, expect, it } from 'vitest';
import { DIALS, isSaturated, nextSize } from '../../../src/cli/budget-dials';
import { STRATEGY_IDS } from '../../../src/core/ids';

const tried = (...costs: readonly [size: number, policyTokens: number][]) =>
  costs.map(([size, policyTokens]) => ({ size, policyTokens }));

describe('the size that meets a budget', () => {
  it.each([
    ['is scaled by what the last one cost', 5, 120, 900, [5], 38],
    ['is left when the cost fits', 20, 890, 900, [20], null],
    ['moves by one where scaling stands still', 3, 800, 900, [3], 4],
    ['is not tried twice', 3, 800, 900, [3, 4], null],
    ['is never below one', 1, 2000, 900, [1], null],
  ])('%s', (_, size, tokens, budget, before, next) =>
    expect(nextSize(size, tokens, budget, new Set(before))).toBe(next),
  );
});

describe('a search that has nothing more to look at', () => {
  it.each([
    ['cost the most at two sizes', tried([5, 119], [9, 120], [17, 120]), true],
    ['has been tried at one size', tried([5, 120]), false],
    ['cost more each time', tried([5, 119], [9, 120]), false],
    ['was tried twice at one size', tried([5, 120], [5, 120]), false],
    ['has not been tried', [], false],
  ])('%s: %j', (_, costs, is) => expect(isSaturated(costs)).toBe(is));
});

it('no dial asks for more samples than a search may have', () => {
  const cells = STRATEGY_IDS.flatMap((id) => DIALS[id] ?? []).map(({ cell }) => cell(5000));
  expect(cells.every(({ samples, beam }) => samples <= 1024 && beam <= samples)).toBe(true);
});
