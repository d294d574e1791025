import { describe, expect, it } from 'vitest';
import { treeAt } from '../../../src/trace/reducer';
import type { Trace } from '../../../src/trace/types';
import { decisionOn } from '../../../src/viz/decision';

type LogEvent = Trace['events'][number];
type Unnumbered = LogEvent extends infer E ? (E extends LogEvent ? Omit<E, 'seq'> : never) : never;
const log = (...events: Unnumbered[]): LogEvent[] => events.map((event, seq) => ({ seq, ...event }));
const written = (id: number, parent: number | null, value: number): Unnumbered[] => [
  { type: 'node-added', id, parent, text: `${id}`, tokens: [{ text: `${id}`, logprob: -1 }] },
  { type: 'token-values', id, verifier: 'tvm', values: [value], value },
];
const root: Unnumbered = { type: 'node-added', id: 0, parent: null, text: 'P', tokens: [{ text: 'P' }] };
const decide = (events: LogEvent[], id: number) => decisionOn(events, treeAt(events).nodes, id);

const selection = log(
  root,
  ...written(1, 0, 0.2),
  ...written(2, 0, 0.8),
  ...written(3, 0, 0.5),
  ...written(4, 0, 0.5),
  { type: 'kept', id: 2, rank: 1, of: 4 },
  { type: 'kept', id: 3, rank: 2, of: 4, allocation: 7 },
  { type: 'pruned', id: 1, rank: 3, of: 4, reason: 'score' },
  { type: 'pruned', id: 4, rank: 4, of: 4, reason: 'duplicate' },
);

describe('why a node was kept or pruned', () => {
  it('has the numbers on both sides of the cut, duplicates left out', () => {
    expect(decide(selection, 1)).toEqual({
      ...{ verdict: 'pruned', rank: 3, of: 4, reason: 'score', score: 0.2, kept: 2, allocation: null },
      ...{ lowestKept: 0.5, highestPruned: 0.2 },
    });
    expect(decide(selection, 3)).toMatchObject({ verdict: 'kept', rank: 2, score: 0.5, allocation: 7, reason: null });
    expect(decide(selection, 4)).toMatchObject({ reason: 'duplicate' });
  });

  it('is not known before it happened', () => {
    expect(decide(selection.slice(0, 9), 1)).toBeNull();
    expect(decide(selection, 0)).toBeNull();
  });

  it('goes by the score that the search named, where that is not the value', () => {
    const events = log(
      root,
      ...written(1, 0, 0.2),
      ...written(2, 0, 0.8),
      { type: 'kept', id: 1, rank: 1, of: 2, score: 0.9 },
      { type: 'pruned', id: 2, rank: 2, of: 2, score: 0.3, reason: 'score' },
    );
    expect(decide(events, 2)).toMatchObject({ score: 0.3, lowestKept: 0.9, highestPruned: 0.3 });
  });

  it('keeps selections apart that follow one another directly', () => {
    const events = log(
      root,
      ...[1, 2, 3, 4].flatMap((id) => written(id, 0, id / 10)),
      { type: 'kept', id: 2, rank: 1, of: 2 },
      { type: 'pruned', id: 1, rank: 2, of: 2, reason: 'score' },
      { type: 'kept', id: 4, rank: 1, of: 2 },
      { type: 'pruned', id: 3, rank: 2, of: 2, reason: 'score' },
    );
    expect(decide(events, 1)).toMatchObject({ kept: 1, lowestKept: 0.2 });
    expect(decide(events, 3)).toMatchObject({ kept: 1, lowestKept: 0.4 });
  });

  it('claims no cut where the log does not list the whole selection', () => {
    const events = log(root, ...written(1, 0, 0.2), { type: 'pruned', id: 1, rank: 3, of: 9, reason: 'score' });
    expect(decide(events, 1)).toMatchObject({ rank: 3, of: 9, score: 0.2, kept: null, lowestKept: null });
  });
});
