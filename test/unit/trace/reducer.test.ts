import { describe, expect, it } from 'vitest';
import type { SearchEvent } from '../../../src/search/types';
import { applyEvents, EMPTY_SEARCH, pathIds, solutionText, treeAt } from '../../../src/trace/reducer';

/** A root with two children, one of them finished. */
const EVENTS: SearchEvent[] = [
  { seq: 0, type: 'node-added', id: 0, parent: null, text: 'P\n', tokens: [{ text: 'P\n' }] },
  {
    seq: 1,
    type: 'node-added',
    id: 1,
    parent: 0,
    text: 'ab',
    tokens: [
      { text: 'a', logprob: -1 },
      { text: 'b', logprob: -2 },
    ],
  },
  { seq: 2, type: 'node-added', id: 2, parent: 0, text: 'c', tokens: [{ text: 'c', logprob: -3 }] },
  { seq: 3, type: 'token-values', id: 1, verifier: 'tvm', values: [0.1, 0.2], value: 0.2 },
  { seq: 4, type: 'token-values', id: 1, verifier: 'ovm', values: [0.8, 0.9], value: 0.9 },
  { seq: 5, type: 'finished-path', id: 1, answer: 'x' },
  { seq: 6, type: 'kept', id: 1, rank: 1, of: 2 },
  { seq: 7, type: 'pruned', id: 2, rank: 2, of: 2, reason: 'score' },
  { seq: 8, type: 'budget', policyTokens: 3, valueTokens: 2 },
  { seq: 9, type: 'backup', id: 0, visits: 4, meanValue: 0.5 },
  { seq: 10, type: 'done', reason: 'finished', id: 1, answer: 'x' },
];

describe('the reducer', () => {
  it('adds nodes as open, and says when they were first seen', () => {
    const { nodes } = treeAt(EVENTS, 3);
    expect(nodes.map(({ status, firstSeen, value }) => [status, firstSeen, value])).toEqual([
      ['open', 0, null],
      ['open', 1, null],
      ['open', 2, null],
    ]);
  });

  it('puts values on tokens by verifier, and takes the value of a node from the first verifier', () => {
    const tree = treeAt(EVENTS, 5);
    expect(tree.verifier).toBe('tvm');
    expect(tree.nodes[1]).toMatchObject({
      value: 0.2,
      tokens: [{ values: { tvm: 0.1, ovm: 0.8 } }, { values: { tvm: 0.2, ovm: 0.9 } }],
    });
  });

  it('keeps a finished path finished, with its place and answer', () => {
    expect(treeAt(EVENTS).nodes[1]).toMatchObject({ status: 'finished', place: { rank: 1, of: 2 }, answer: 'x' });
  });

  it('says why a node was pruned', () => {
    expect(treeAt(EVENTS).nodes[2]).toMatchObject({ status: 'pruned', place: { rank: 2, of: 2, reason: 'score' } });
  });

  it('holds the budget, the backup and the end', () => {
    const tree = treeAt(EVENTS);
    expect(tree).toMatchObject({ policyTokens: 3, valueTokens: 2, done: { reason: 'finished', id: 1, answer: 'x' } });
    expect(tree.nodes[0]).toMatchObject({ visits: 4, meanValue: 0.5 });
  });

  it('changes nothing that it gave out, and replaces only the nodes that an event touches', () => {
    const before = treeAt(EVENTS, 3);
    const copy = structuredClone(before);
    const after = applyEvents(before, EVENTS.slice(3, 4));
    expect(before).toEqual(copy);
    expect(after.nodes[0]).toBe(before.nodes[0]);
    expect(after.nodes[2]).toBe(before.nodes[2]);
    expect(after.nodes[1]).not.toBe(before.nodes[1]);
  });

  it('gives the very same tree for no events', () => {
    const tree = treeAt(EVENTS, 4);
    expect(applyEvents(tree, [])).toBe(tree);
  });

  it.each<[string, SearchEvent]>([
    ['a gap in seq', { seq: 4, type: 'kept', id: 1, rank: 1, of: 1 }],
    ['an event of an unknown node', { seq: 3, type: 'kept', id: 9, rank: 1, of: 1 }],
    ['a node out of order', { seq: 3, type: 'node-added', id: 5, parent: 0, text: '', tokens: [] }],
    ['a second root', { seq: 3, type: 'node-added', id: 3, parent: null, text: '', tokens: [] }],
    ['a parent that comes later', { seq: 3, type: 'node-added', id: 3, parent: 4, text: '', tokens: [] }],
    ['a copy of a later node', { seq: 3, type: 'node-added', id: 3, parent: 0, text: '', tokens: [], duplicateOf: 3 }],
    ['too few values', { seq: 3, type: 'token-values', id: 1, verifier: 'tvm', values: [1], value: 1 }],
    ['an end at an unknown node', { seq: 3, type: 'done', reason: 'finished', id: 7, answer: 'x' }],
  ])('refuses %s', (_, event) => {
    expect(() => applyEvents(treeAt(EVENTS, 3), [event])).toThrow(
      expect.objectContaining({ code: 'bad-input' }) as Error,
    );
  });

  it('refuses events after the end', () => {
    const more: SearchEvent = { seq: 11, type: 'budget', policyTokens: 1, valueTokens: 1 };
    expect(() => treeAt([...EVENTS, more])).toThrow(/already done/);
  });
});

describe('a path', () => {
  it('goes from the root to the node, and its text leaves the prompt out', () => {
    const { nodes } = treeAt([
      ...EVENTS.slice(0, 3),
      { seq: 3, type: 'node-added', id: 3, parent: 2, text: 'd', tokens: [{ text: 'd', logprob: 0 }] },
    ]);
    expect(pathIds(nodes, 3)).toEqual([0, 2, 3]);
    expect(solutionText(nodes, 3)).toBe('cd');
    expect(solutionText(EMPTY_SEARCH.nodes.concat(nodes), 0)).toBe('');
  });
});
