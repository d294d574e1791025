import { describe, expect, it } from 'vitest';
import { columnIn, columnsOf, formatNumber, numberOf, shareOf, tintOf } from '../../../src/viz/colouring';
import { EVERY_NODE, findNodes } from '../../../src/viz/node-query';
import { shownStatus } from '../../../src/viz/status-sign';
import { buildViewTree } from '../../../src/viz/view-tree';
import { node } from './tree';

const step = (id: number, text: string, scores: Record<string, number>, more = {}) =>
  node(id, 0, text, { tokens: [{ text, logprob: -id / 10, values: scores }], value: scores['Q'] ?? null, ...more });
const nodes = [
  node(0, null, 'What is 2 + 2?'),
  step(1, 'four', { Q: -0.25, reward: 3 }, { visits: 12, meanValue: -0.1, status: 'finished' }),
  step(2, 'five', { Q: 1.01, reward: 3 }, { visits: 4, meanValue: 0.5, status: 'pruned' }),
  step(3, 'Four and a half', { Q: 0.4, reward: 3 }, { visits: 1, meanValue: 0.2 }),
];
const columns = columnsOf(nodes, 'Q', () => 'unbounded');
const column = (id: string) =>
  columnIn(
    nodes,
    columns.find((name) => name.id === id)!,
  );
const tree = buildViewTree(nodes);

describe('the numbers of a tree', () => {
  it('are columns, the steering verifier’s first', () => {
    expect(columns.map(({ id }) => id)).toEqual(['score Q', 'score reward', 'visits', 'meanValue', 'policy']);
    expect(columnsOf([node(0, null, 'a'), node(1, 0, 'b')], null, () => 'unbounded')).toEqual([]);
  });

  it('tint on the range of the tree, and probabilities from 0 to 1 on the scale of values', () => {
    const q = column('score Q');
    expect([q.low, q.high]).toEqual([-0.25, 1.01]);
    expect([-0.25, 1.01, 0.38].map((number) => tintOf(q, number))).toEqual(['r0 ink0', 'r20 ink4', 'r10 ink2']);
    expect([tintOf(q, undefined), tintOf(null, 0.5)]).toEqual(['', '']);
    const values = columnIn(nodes, columnsOf(nodes, 'Q', () => 'probability')[0]!);
    expect([values.low, values.high, tintOf(values, 0.5)]).toEqual([0, 1, 'v10 ink2']);
  });

  it('that are all the same stand in the middle', () => expect(shareOf(column('score reward'), 3)).toBe(0.5));

  it('of a step are those of its last token, its own, or the mean of its tokens', () => {
    const at = (id: string, step: number) => numberOf(column(id), tree.nodes.get(step)!);
    expect([at('score Q', 1), at('visits', 1), at('meanValue', 2), at('policy', 3)]).toEqual([-0.25, 12, 0.5, -0.3]);
    expect(numberOf(column('score Q'), tree.nodes.get(0)!)).toBeNull();
    expect(formatNumber(column('visits'), 12, 'en')).toBe('12');
  });
});

describe('finding steps', () => {
  const find = (query: Partial<typeof EVERY_NODE>) =>
    findNodes(tree, { ...EVERY_NODE, ...query }, column('score Q'), null).map(({ id }) => id);

  it('goes by text, number and status, and sorts', () => {
    expect(find({})).toEqual([0, 3, 1, 2]);
    expect(find({ text: ' FOUR ' })).toEqual([3, 1]);
    expect(find({ from: 0.4 })).toEqual([3, 2]);
    expect(find({ from: -1, to: 0 })).toEqual([1]);
    expect(find({ status: 'pruned' })).toEqual([2]);
    expect(find({ order: 'highest' })).toEqual([2, 3, 1]);
    expect(find({ order: 'lowest', text: 'f' })).toEqual([1, 3, 2]);
  });
});

describe('what became of a step', () => {
  it('is told in words that hold for searches that prune nothing', () => {
    const solutions = buildViewTree([
      node(0, null, 'P'),
      node(1, 0, 'a', { value: 0.1 }),
      node(2, 1, 'b', { status: 'pruned', place: { rank: 2, of: 2, reason: 'not-chosen' } }),
      node(3, 0, 'c', { status: 'pruned', place: { rank: 2, of: 2, reason: 'not-chosen' } }),
      node(4, 3, 'd', { status: 'finished' }),
      node(5, 0, 'e', { status: 'pruned', place: { rank: 3, of: 3, reason: 'score' } }),
      node(6, 5, 'f', { status: 'pruned', place: { rank: 3, of: 3, reason: 'lookahead' } }),
      node(7, 0, 'g'),
    ]);
    const told = [...solutions.nodes.values()].slice(1).map((item) => shownStatus(item, item.id === 4));
    expect(told).toEqual(['continued', 'not-chosen', 'continued', 'chosen', 'pruned', 'pruned', 'open']);
  });
});
