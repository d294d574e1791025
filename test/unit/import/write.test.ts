import { describe, expect, it } from 'vitest';
import { beam } from '../../../src/search/beam';
import { mcts } from '../../../src/search/mcts';
import { WRITTEN_FORMATS, writeTrace } from '../../../src/import/write';
import { solutionText } from '../../../src/trace/reducer';
import type { Trace, TraceNode } from '../../../src/trace/types';
import { collect, parameters, search } from '../../fixtures/run-search';
import { traceOf } from '../trace/fixtures';
import { importAll, importFixture } from './files';

const ownTraces = async (): Promise<Trace[]> => [
  traceOf(await collect(search(beam, { samples: 12, beam: 3 }))),
  traceOf(await collect(search(mcts, { ...parameters({}), samples: 12 }))),
];

type Score = (node: TraceNode) => number | null;
const ownScore: Score = ({ value }) => value;
/** llm-reasoners' Q is the mean value, where a search backs values up. */
const q: Score = ({ meanValue, value }) => meanValue ?? value;

/** What a tree says, however its repeats are stored: every path's text and the score of its end. */
const pathsOf = ({ nodes }: Trace, score = ownScore): string[] =>
  [...new Set(nodes.slice(1).map((node) => `${solutionText(nodes, node.id)} | ${score(node)}`))].sort();

/** The leaves alone: all that a form of whole solutions can say. */
const leavesOf = ({ nodes }: Trace): string[] => {
  // A path that goes on elsewhere is no leaf: repeats of one path are one.
  const inner = new Set(nodes.flatMap(({ parent }) => (parent === null ? [] : solutionText(nodes, parent))));
  const leaves = nodes.filter(({ id, parent }) => parent !== null && !inner.has(solutionText(nodes, id)));
  return [...new Set(leaves.map(({ id, value }) => `${solutionText(nodes, id)} | ${value}`))].sort();
};

const answerOf = ({ nodes, events }: Trace): string => {
  const done = events.at(-1)!;
  return done.type === 'done' && done.id !== null ? solutionText(nodes, done.id) : '';
};

describe('a search of our own, written for another tool and read again', () => {
  it.each(['llm-reasoners', 'ovm-steps'] as const)('%s: the same paths, scores and answer', async (format) => {
    for (const trace of await ownTraces()) {
      const { entries, traces } = await importAll(writeTrace(trace, format));
      expect(entries[0]!.format).toBe(format);
      expect(pathsOf(traces[0]!)).toEqual(pathsOf(trace, format === 'llm-reasoners' ? q : ownScore));
      expect(answerOf(traces[0]!)).toBe(answerOf(trace));
    }
  });

  it('ovm-scores: every token with its score, and the same leaves', async () => {
    for (const trace of await ownTraces()) {
      const { traces } = await importAll(writeTrace(trace, 'ovm-scores'));
      expect(traces[0]!.origin).toMatchObject({ format: 'ovm-scores', scores: 'token' });
      expect(leavesOf(traces[0]!)).toEqual(leavesOf(trace));
    }
  });
});

describe('a tree of another tool', () => {
  it.each(['llm-reasoners-mcts.json', 'ovm-steps.jsonl', 'ovm-scores.jsonl', 'tree.ll.json'])(
    '%s: written in every form, and read again without a complaint',
    async (name) => {
      for (const trace of (await importFixture(name)).traces)
        for (const format of WRITTEN_FORMATS) {
          const { traces } = await importAll(writeTrace(trace, format));
          expect(traces[0]!.nodes.length).toBeGreaterThan(1);
        }
    },
  );

  it('of OVM: the line that comes back says what the line said', async () => {
    const [trace] = (await importFixture('ovm-steps.jsonl')).traces;
    const [again] = (await importAll(writeTrace(trace!, 'ovm-steps'))).traces;
    expect(pathsOf(again!)).toEqual(pathsOf(trace!));
    expect(again!.result).toEqual(trace!.result);
  });
});
