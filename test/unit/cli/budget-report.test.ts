import { describe, expect, it } from 'vitest';
import { budgetTable, type BudgetCell } from '../../../src/cli/budget-report';
import { seedsToRun } from '../../../src/cli/evaluation';
import { STRATEGIES } from '../../../src/search/registry';
import { tokenGuided } from '../../../src/search/token-guided';
import { collect, search } from '../../fixtures/run-search';

const cell = (changed: Partial<BudgetCell>): BudgetCell => ({
  ...{ budget: 100, strategy: 'beam', verifier: 'tvm', samples: 4, beam: 2, options: {} },
  ...{ accuracy: 0.5, low: 0.4, high: 0.6, policyTokens: 101.4, valueTokens: 50, seconds: 1 },
  ...changed,
});

describe('the table of budgets', () => {
  it('keeps the order of the strategies whatever was measured last, the ceiling at the end', () => {
    const cells = [
      cell({ strategy: 'best-of-n', verifier: 'oracle', accuracy: 0.9 }),
      cell({ strategy: 'token-guided', budget: 200, accuracy: 0.7 }),
      cell({ strategy: 'greedy', budget: null, accuracy: 0.25 }),
      cell({}),
    ];
    const table = budgetTable({ budgets: [100, 200], cells } as unknown as Parameters<typeof budgetTable>[0]);
    expect(table.split('\n')).toEqual([
      '| strategy | 100 tokens | 200 tokens |',
      '| --- | --- | --- |',
      '| greedy | 25.0 (40.0-60.0), 101 |  |',
      '| beam | 50.0 (40.0-60.0), 101 |  |',
      '| token-guided |  | 70.0 (40.0-60.0), 101 |',
      '| best-of-n, oracle | 90.0 (40.0-60.0), 101 |  |',
      '',
    ]);
  });
});

describe('the seeds that are run', () => {
  const kinds = [
    ...STRATEGIES.map((strategy) => [strategy.id, {}, strategy] as const),
    ['token-guided', { next: 'drawn' }, tokenGuided] as const,
  ];
  it.each(kinds)('%s %o', async (id, options, strategy) => {
    const run = (seed: number) => collect(search(strategy, { samples: 8, beam: 4, seed, temperature: 1, options }));
    const isSame = JSON.stringify(await run(1)) === JSON.stringify(await run(2));
    // The first stands for all exactly where the others would give the same.
    expect(seedsToRun({ strategy: id, seeds: 3, options })).toEqual(isSame ? [1] : [1, 2, 3]);
  });
});
