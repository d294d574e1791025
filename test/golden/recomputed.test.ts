/** The logs of REBASE and of MCTS against the papers' formulas, computed by code that shares nothing with `src/`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SearchParameters } from '../../src/search/types';
import { recomputePuct } from './independent/puct';
import { ofType, readNodes, type Line } from './independent/read-log';
import { recomputeRebase } from './independent/rebase';
import { SETTINGS } from './settings';

const readLog = (name: string): Line[] =>
  readFileSync(new URL(`logs/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

type Settings = [name: string, parameters: Partial<SearchParameters>];
/** Of the fake models, where a setting says nothing. */
const MAX_STEPS = 6;

describe('PUCT', () => {
  it.each(Object.entries(SETTINGS.mcts) as Settings[])('%s', (name, { maxSteps = MAX_STEPS, options = {} }) => {
    const log = readLog(name);
    const nodes = readNodes(log);
    const added = ofType<Line & { id: number; parent: number | null; prior?: number }>(log, 'node-added').slice(1);
    const expanded = [...new Set(added.map(({ parent }) => parent!))];
    const exploration = Number(options['exploration'] ?? 1.25);
    const { priors, backups, isSelectable, answerId } = recomputePuct(nodes, expanded, { exploration, maxSteps });

    for (const { id, prior } of added) expect(prior, `prior of ${id}`).toBeCloseTo(priors.get(id)!, 5);
    expect(isSelectable).toEqual(expanded.map(() => true));
    const logged = ofType<Line & (typeof backups)[number]>(log, 'backup');
    expect(logged.map(({ id, visits }) => [id, visits])).toEqual(backups.map(({ id, visits }) => [id, visits]));
    for (const [i, { meanValue }] of logged.entries()) expect(meanValue).toBeCloseTo(backups[i]!.meanValue, 5);
    expect(log.at(-1)).toMatchObject({ type: 'done', id: answerId });
    // The log has something of everything that is checked.
    expect(expanded.length).toBeGreaterThan(5);
    expect(answerId).not.toBeNull();
  });
});

const SCORES = {
  last: (values: readonly number[]) => values.at(-1)!,
  min: (values: readonly number[]) => Math.min(...values),
} as const;

describe('REBASE', () => {
  it.each(Object.entries(SETTINGS.rebase) as Settings[])(
    '%s',
    (name, { samples, maxSteps = MAX_STEPS, options = {} }) => {
      const log = readLog(name);
      const { widths, answer } = recomputeRebase(readNodes(log), {
        samples: samples!,
        balance: Number(options['balance'] ?? 0.1),
        rounding: options['rounding'] === 'up' ? 'up' : 'nearest',
        maxSteps,
        score: SCORES[(options['aggregation'] ?? 'last') as keyof typeof SCORES],
      });
      const shared = ofType<Line & { id: number; allocation?: number }>(log, 'kept').filter(
        ({ allocation }) => allocation !== undefined,
      );
      const logged = new Map(shared.map(({ id, allocation }) => [id, allocation!]));
      const given = new Map([...widths].filter(([, width]) => width > 0));
      expect(logged).toEqual(given);
      for (const [id, width] of given) {
        const children = ofType<Line & { parent: number | null }>(log, 'node-added').filter(
          ({ parent }) => parent === id,
        );
        expect(children, `children of ${id}`).toHaveLength(width);
      }
      expect(log.at(-1)).toMatchObject({ type: 'done', answer });
      expect(given.size).toBeGreaterThan(3);
      expect(answer).not.toBeNull();
    },
  );
});
