/**
 * The whole log of each strategy on the table-driven models, event by event. A change of a log is a change of what a
 * seed gives: look at the difference, then write the logs again with `UPDATE_GOLDEN=1 npx vitest run test/golden`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STRATEGIES } from '../../src/search/registry';
import type { SearchEvent } from '../../src/search/types';
import { collect, search } from '../fixtures/run-search';

it.each(STRATEGIES.map((strategy) => [strategy.id, strategy] as const))('%s', async (id, strategy) => {
  const file = new URL(`logs/${id}.jsonl`, import.meta.url);
  const events = await collect(search(strategy, { samples: 6, beam: 3, alternatives: 2, seed: 24 }));
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const golden = readFileSync(file, 'utf8').trim().split('\n');
  expect(events).toEqual(golden.map((line) => JSON.parse(line) as SearchEvent));
});
