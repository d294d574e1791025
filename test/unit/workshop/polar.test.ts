import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { trustOf, votesByMedian, votesOfMajority, type WeakSource } from '../../../src/workshop/polar';
import { auc } from '../../../src/measure/value-error';

/** Solutions of which two of five are right, and sources that each tell it with a chance of their own. */
const truth = Array.from({ length: 200 }, (_, i) => i % 5 < 2);
function source(chance: number, seed: number, abstains = 0): WeakSource {
  const rng = createRng(seed);
  const votes = truth.map((isRight): 0 | 1 | null => {
    const vote = rng.uniform() < chance === isRight ? 1 : 0;
    return rng.uniform() < abstains ? null : vote;
  });
  return { votes, numbers: votes.map((vote) => (vote === null ? null : vote + rng.uniform() / 2)) };
}
const aucOf = (scores: readonly number[]): number => auc(scores.map((score, i) => ({ score, isRight: truth[i]! })))!;
const alone = ({ numbers }: WeakSource): number => aucOf(numbers.map((value) => value ?? 0.5));

describe('the trust of POLAR', () => {
  it('is in (0, 1), the same each time, and tells more than any of its sources', () => {
    const sources = [source(0.75, 1), source(0.75, 2), source(0.7, 3, 0.3)];
    const trust = trustOf(sources);
    expect(trust).toEqual(trustOf(sources));
    expect(trust.every((h) => h > 0 && h < 1)).toBe(true);
    expect(aucOf(trust)).toBeGreaterThan(Math.max(...sources.map(alone)) + 0.05);
  });

  it('is where the slope of its loss is nothing, found by finite differences', () => {
    // One source whose number says nothing: only the bias is left, and each item is told 1 and its vote.
    const votes = truth.map((isRight): 0 | 1 => (isRight ? 1 : 0));
    const [h] = trustOf([{ votes, numbers: truth.map(() => 4) }]);
    const risk = (p: number): number =>
      votes.reduce<number>((sum, vote) => {
        const losses = [1, vote].map((told) => -(told * Math.log(p) + (1 - told) * Math.log(1 - p)));
        return sum + ((losses[0]! + losses[1]!) / 2) ** 2;
      }, 0) / votes.length;
    expect(Math.abs((risk(h! + 1e-5) - risk(h! - 1e-5)) / 2e-5)).toBeLessThan(1e-3);
    expect(trustOf([{ votes, numbers: truth.map(() => 4) }]).every((other) => other === h)).toBe(true);
  });

  it('stays finite where all sources agree, and is nothing of nothing', () => {
    const sure = source(1, 4);
    const trust = trustOf([sure, sure]);
    expect(trust.every(Number.isFinite)).toBe(true);
    expect(aucOf(trust)).toBe(1);
    expect(trustOf([])).toEqual([]);
    expect(trustOf([{ votes: [], numbers: [] }])).toEqual([]);
  });
});

describe('votes of weak sources', () => {
  it.each([
    [
      [3, 1, 2],
      [1, 0, null],
    ],
    [
      [1, 4, 2, 3],
      [0, 1, 0, 1],
    ],
    [
      [2, 2, 2],
      [null, null, null],
    ],
    [[], []],
  ])('by the median of %j are %j', (numbers, votes) => expect(votesByMedian(numbers)).toEqual(votes));

  it.each([
    [
      ['7', '7', '9', null],
      [1, 1, 0, null],
      [0.5, 0.5, 0.25, null],
    ],
    [
      ['7', '9'],
      [null, null],
      [0.5, 0.5],
    ],
    [
      [null, null],
      [null, null],
      [null, null],
    ],
  ])('of the majority of %j are %j', (answers, votes, numbers) =>
    expect(votesOfMajority(answers)).toEqual({ votes, numbers }),
  );
});
