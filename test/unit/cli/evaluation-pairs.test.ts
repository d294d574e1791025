import { expect, it } from 'vitest';
import type { Cell } from '../../../src/cli/evaluation';
import { pairsOf, printPairs, type CountedCell } from '../../../src/cli/evaluation-pairs';

const cell = (verifier: string, samples: number, right: readonly number[], strategy: 'beam' | 'greedy' = 'beam') =>
  ({ cell: { strategy, verifier, samples, beam: 4, seeds: 2, problems: right.length } as Cell, right }) as CountedCell;

it('every two cells of one budget are compared, those without a verifier once', () => {
  const all = Array<number>(12).fill(2);
  const pairs = pairsOf([
    cell('tvm', 20, [1, 1, ...Array<number>(10).fill(0)], 'greedy'),
    cell('ovm', 20, [1, 1, ...Array<number>(10).fill(0)], 'greedy'),
    cell('tvm', 20, all),
    cell('ovm', 20, [...all.slice(1), 1]),
    cell('tvm', 100, all),
  ]);
  expect(
    pairs.map(({ samples, first, second }) => [samples, first.verifier ?? first.strategy, second.verifier]),
  ).toEqual([
    [20, 'greedy', 'tvm'],
    [20, 'greedy', 'ovm'],
    [20, 'tvm', 'ovm'],
  ]);
  const [first, , third] = pairs;
  // 12 problems, all one way: 2 of the 2^12 choices of signs are as far, and three pairs are tested.
  expect(first).toMatchObject({ difference: -0.916667, p: expect.closeTo(2 / 4096, 4) });
  expect(first!.corrected).toBeCloseTo(3 * (2 / 4096), 3);
  expect(third).toMatchObject({ p: 1, corrected: 1 });
  expect(printPairs(pairs)).toMatch(
    /^K=20 b=4 {2}greedy - beam tvm: -91\.7 points .*\n.*\n1 of 3 pairs: no difference/,
  );
});
