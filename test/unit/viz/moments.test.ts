import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { treeAt } from '../../../src/trace/reducer';
import type { Trace } from '../../../src/trace/types';
import { changedIn, extendMoments, keepNodes, nextPruning } from '../../../src/viz/moments';

type LogEvent = Trace['events'][number];
const read = (name: string): LogEvent[] =>
  readFileSync(`test/golden/logs/${name}.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"seq"'))
    .map((line) => JSON.parse(line) as LogEvent);
const beam = read('beam');

describe('the moments of a log', () => {
  it('are runs of events that do the same, each with its counts', () => {
    const moments = extendMoments([], beam);
    expect(moments.slice(0, 4).map(({ kind, end }) => [kind, end])).toEqual([
      ['written', 7],
      ['scored', 14],
      ['selected', 20],
      ['written', 26],
    ]);
    expect(moments[0]!.counts).toMatchObject({ written: 6, scored: 0 });
    expect(moments[2]!.counts).toMatchObject({ kept: 3, pruned: 3, written: 0 });
    expect(moments[4]!.counts).toMatchObject({ scored: 6, finished: 2 });
    expect(moments.at(-1)).toMatchObject({ kind: 'done', end: beam.length });
  });

  it('are the same however the log arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(beam.length)), (cuts) => {
        const arrived = [...cuts.sort((a, b) => a - b), beam.length].reduce(
          (moments, end) => extendMoments(moments, beam.slice(0, end)),
          extendMoments([], []),
        );
        expect(arrived).toEqual(extendMoments([], beam));
      }),
    );
  });

  it('lead to the next pruning, and name the nodes that changed', () => {
    const moments = extendMoments([], beam);
    expect(nextPruning(moments, -1)).toBe(2);
    expect(nextPruning(moments, 2)).toBe(5);
    expect(nextPruning(moments, moments.length)).toBeNull();
    expect([...changedIn(beam, moments, 2)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(changedIn(beam, moments, 99).size).toBe(0);
  });
});

describe('an earlier state', () => {
  it('shares with the later one exactly the nodes that are the same', () => {
    const late = treeAt(beam).nodes;
    for (let count = 0; count <= beam.length; count++) {
      const early = treeAt(beam, count).nodes;
      const kept = keepNodes(late, early);
      expect(kept).toEqual(early);
      for (const [i, node] of kept.entries()) {
        expect(node === late[i]).toBe(JSON.stringify(node) === JSON.stringify(late[i]));
      }
    }
  });
});
