/**
 * The whole log of each strategy on the table-driven models, event by event, under two settings. A change of a log is a
 * change of what a seed gives: look at the difference, then write the logs again with
 * `UPDATE_GOLDEN=1 npx vitest run test/golden`. `recomputed.test.ts` checks what two of the logs say.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STRATEGIES } from '../../src/search/registry';
import type { SearchEvent } from '../../src/search/types';
import { collect, search } from '../fixtures/run-search';
import { SETTINGS } from './settings';

const CASES = STRATEGIES.flatMap((strategy) =>
  Object.entries(SETTINGS[strategy.id]).map(([name, parameters]) => [name, strategy, parameters] as const),
);

it.each(CASES)('%s', async (name, strategy, parameters) => {
  const file = new URL(`logs/${name}.jsonl`, import.meta.url);
  const events = await collect(search(strategy, parameters));
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const golden = readFileSync(file, 'utf8').trim().split('\n');
  expect(events).toEqual(golden.map((line) => JSON.parse(line) as SearchEvent));
});
