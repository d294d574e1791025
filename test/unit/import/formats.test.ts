import { describe, expect, it } from 'vitest';
import { encodeTrace } from '../../../src/trace/codec';
import { pathIds, solutionText } from '../../../src/trace/reducer';
import type { Trace } from '../../../src/trace/types';
import { beamTrace } from '../trace/fixtures';
import { importAll, importFixture } from './files';

const FILES = [
  'llm-reasoners-mcts.json',
  'llm-reasoners-beam.json',
  'ovm-steps.jsonl',
  'ovm-scores.jsonl',
  'beam_search_completions.jsonl',
  'tree.ll.json',
];

const verifiersOf = ({ models }: Trace): (string | undefined)[] =>
  models.filter(({ role }) => role === 'verifier').map(({ verifier, scale }) => `${verifier} ${scale}`);

/** The node whose path is the answer. */
function chosen(trace: Trace): number {
  const done = trace.events.at(-1)!;
  return done.type === 'done' ? done.id! : -1;
}

describe('an imported file', () => {
  it.each(FILES)('%s: saved as a trace and opened again, it is the same tree', async (name) => {
    const { traces } = await importFixture(name);
    expect(traces.length).toBeGreaterThan(0);
    for (const trace of traces) {
      const again = await importAll(encodeTrace(trace));
      expect(again.entries[0]!.format).toBe('inkling-trace');
      expect(again.traces).toEqual([trace]);
    }
  });

  it('is told by its content: one of our own traces has no origin', async () => {
    const trace = await beamTrace();
    const { traces } = await importAll(encodeTrace(trace));
    expect(traces).toEqual([trace]);
    expect(traces[0]!.origin).toBeUndefined();
  });
});

describe('llm-reasoners', () => {
  it('reads what its own MCTS wrote, with its history: a score of each iteration', async () => {
    const { entries, traces } = await importFixture('llm-reasoners-mcts.json');
    const [trace] = traces;
    expect(entries).toMatchObject([{ format: 'llm-reasoners', title: 'numbers: 4 5 6 10' }]);
    expect(trace!.origin).toEqual({ format: 'llm-reasoners', tree: 'recorded', scores: 'step', judged: false });
    expect(verifiersOf(trace!)).toEqual(['Q unbounded', 'reward unbounded', 'distance unbounded']);
    // The numbers are rewards, at most 0: nothing forces them into [0,1].
    expect(Math.min(...trace!.nodes.map(({ value }) => value ?? 0))).toBeLessThan(-0.5);
    const scored = trace!.events.filter((event) => event.type === 'token-values' && event.verifier === 'Q');
    expect(new Set(scored.map((event) => 'id' in event && event.id)).size).toBeLessThan(scored.length);
  });

  it('shows a state that grows as the step that was added', async () => {
    const { traces } = await importFixture('llm-reasoners-beam.json');
    const [trace] = traces;
    const path = pathIds(trace!.nodes, chosen(trace!)).slice(1);
    expect(path).toHaveLength(3);
    expect(trace!.nodes[path[1]!]!.text.match(/left/g)).toHaveLength(1);
  });

  it('refuses what is no tree with a sentence', async () => {
    const edge = (id: number, source: number, target: number): object => ({ id, source, target, data: {} });
    const log = (edges: object): string => JSON.stringify({ logs: [{ nodes: { 0: {}, 1: {}, 2: {} }, edges }] });
    await expect(importAll(log({ 0: edge(0, 0, 1) }))).rejects.toThrow(/2 nodes without a parent/);
    await expect(importAll(log({ 0: edge(0, 0, 1), 1: edge(1, 2, 1) }))).rejects.toThrow(/two parents/);
    await expect(importAll(log({ 0: edge(0, 0, 9) }))).rejects.toThrow(/a node that is not there/);
  });
});

describe('OVM', () => {
  it('turns cumulative texts into steps, with repeats, what was kept and what was dropped', async () => {
    const { traces } = await importFixture('ovm-steps.jsonl');
    const [trace] = traces;
    const { nodes } = trace!;
    expect(nodes.map(({ parent, status, duplicateOf }) => `${parent} ${status} ${duplicateOf ?? '-'}`)).toEqual([
      'null open -',
      '0 kept -',
      '0 pruned -',
      '0 pruned 1',
      '0 kept -',
      '1 kept -',
      '1 kept -',
      '1 pruned 5',
      '4 pruned -',
      '5 finished -',
      '5 pruned -',
      '6 finished -',
      '6 pruned 11',
    ]);
    expect(solutionText(nodes, chosen(trace!))).toContain('The answer is (4 * 5) + (10 - 6) = 24');
    expect(nodes[8]!.text).toBe('4 + 4 = 8 (left: 5 8)\n');
    expect(trace!.result).toMatchObject({ answer: '(4 * 5) + (10 - 6)', correct: true });
  });

  it('keeps its scores as they are: below 0, above 1, and never a probability', async () => {
    const { traces } = await importFixture('ovm-steps.jsonl');
    expect(verifiersOf(traces[0]!)).toEqual(['vscore unbounded']);
    const values = traces[0]!.nodes.map(({ value }) => value ?? 0);
    expect([Math.min(...values), Math.max(...values)]).toEqual([-0.2516, 1.0133]);
  });

  it('names the line that is no JSON, and reads the others', async () => {
    const { entries, skipped, skippedCount } = await importFixture('ovm-steps.jsonl');
    expect(entries.map(({ title, line }) => `${line} ${title}`)).toEqual(['1 4 5 6 10', '3 4 5 6 10 (again)']);
    expect([skipped, skippedCount]).toEqual([
      [{ line: 2, reason: 'This is not JSON.', data: { fault: 'line-not-json' } }],
      1,
    ]);
  });

  it('gives each token its own score where the file holds the tokens, and else only the solution its last', async () => {
    const [withTokens, without] = (await importFixture('ovm-scores.jsonl')).traces;
    expect(withTokens!.origin).toMatchObject({ tree: 'reconstructed', scores: 'token' });
    const [, first, second] = withTokens!.nodes;
    expect(first!.tokens.map(({ text, values }) => [text, values?.['vscore']]).slice(0, 2)).toEqual([
      ['2', 0.5],
      [' +', 0.52],
    ]);
    expect([second!.parent, second!.value]).toEqual([1, 1.02]);
    expect(withTokens!.nodes).toHaveLength(7);
    expect(withTokens!.nodes[6]).toMatchObject({ duplicateOf: 2 });
    expect(without!.origin).toMatchObject({ scores: 'solution' });
    expect(without!.nodes[1]!.value).toBeNull();
    expect(without!.nodes[2]!.value).toBe(1.02);
  });
});

describe('search-and-learn', () => {
  it('puts the tree together from shared beginnings, and says so', async () => {
    const [trace, second] = (await importFixture('beam_search_completions.jsonl')).traces;
    expect(trace!.origin).toMatchObject({ tree: 'reconstructed', scores: 'step', judged: true });
    expect([trace!.problem.answer, trace!.result.correct]).toEqual(['10', true]);
    expect(trace!.nodes.map(({ parent }) => parent)).toEqual([null, 0, 1, 2, 1, 4, 2, 0, 7]);
    expect(trace!.nodes[6]).toMatchObject({ duplicateOf: 3, value: 0.98 });
    expect(trace!.result.answer).toBe('10');
    expect(solutionText(trace!.nodes, chosen(trace!))).toMatch(/^First, .*\n\nThen 12 - 2 = 10/);
    expect(verifiersOf(trace!)).toEqual(['prm probability', 'completion_tokens unbounded']);
    // One score for two steps: it is that of the whole.
    expect(second!.origin).toMatchObject({ scores: 'solution' });
  });
});

describe('logitloom', () => {
  it('makes a step of every run of tokens without a branch', async () => {
    const [trace] = (await importFixture('tree.ll.json')).traces;
    expect(trace!.nodes.map(({ text, parent }) => `${parent} ${text}`)).toEqual([
      'null Once upon',
      '0  a time',
      '1 ,',
      '1 \nThe end',
      '0  the',
    ]);
    expect(Math.exp(trace!.nodes[1]!.tokens[1]!.logprob!)).toBeCloseTo(0.9);
  });

  it('refuses another version with a sentence', async () => {
    await expect(importAll('{"isLogitLoomTreeVersion":"v9","roots":[]}')).rejects.toThrow(/version "v9"/);
  });
});
