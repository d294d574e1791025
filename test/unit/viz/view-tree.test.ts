import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildViewTree, EMPTY_TREE, neighbour, pathTo, readingOrder, type Direction } from '../../../src/viz/view-tree';
import { node, trees } from './tree';

describe('the tree that is drawn', () => {
  it('is empty without nodes', () => expect(buildViewTree([])).toEqual(EMPTY_TREE));

  it('draws equal siblings once, with what the best of them became, and joins their children', () => {
    const kept = { rank: 1, of: 3 };
    const tree = buildViewTree([
      node(0, null, 'root'),
      node(1, 0, 'a', { status: 'pruned', value: 0.4, place: { rank: 3, of: 3, reason: 'duplicate' } }),
      node(2, 0, 'a', { status: 'kept', value: 0.4, place: kept }),
      node(3, 1, 'x'),
      node(4, 2, 'y'),
      node(5, 0, 'b'),
    ]);
    expect(tree.nodes.get(1)).toMatchObject({ ids: [1, 2], status: 'kept', place: kept, children: [3, 4] });
    expect(tree.shownAs.get(2)).toBe(1);
    expect(tree.nodes.get(4)!.parent).toBe(1);
  });

  it('shows the question at the root in place of a whole prompt, as the same node each time', () => {
    const nodes = [node(0, null, '<|im_start|>user\nWorked examples.\nHow many eggs?<|im_end|>'), node(1, 0, 'a')];
    const tree = buildViewTree(nodes, 'How many eggs?');
    expect(tree.nodes.get(0)!.node).toEqual({ ...nodes[0], text: 'How many eggs?' });
    expect(buildViewTree(nodes, 'How many eggs?').nodes.get(0)!.node).toBe(tree.nodes.get(0)!.node);
    expect(buildViewTree(nodes).nodes.get(0)!.node).toBe(nodes[0]);
    expect(tree.nodes.get(1)!.node).toBe(nodes[1]);
  });

  it('puts what lives on above what was pruned, and each by value', () => {
    const tree = buildViewTree([
      node(0, null, 'root'),
      node(1, 0, 'a', { status: 'pruned', value: 0.9 }),
      node(2, 0, 'b', { status: 'kept', value: 0.2 }),
      node(3, 0, 'c', { status: 'pruned', value: 0.1 }),
      node(4, 0, 'd', { status: 'finished', value: 0.8 }),
      node(5, 0, 'e', { value: null }),
    ]);
    expect(tree.nodes.get(0)!.children).toEqual([4, 2, 5, 1, 3]);
  });

  it('shows every node exactly once, under its parent, and no sibling twice', () => {
    fc.assert(
      fc.property(trees, (nodes) => {
        const tree = buildViewTree(nodes);
        expect([...tree.nodes.values()].flatMap(({ ids }) => ids).sort((a, b) => a - b)).toEqual(
          nodes.map(({ id }) => id),
        );
        for (const { parent, children, depth } of tree.nodes.values()) {
          if (parent !== null) expect(depth).toBe(tree.nodes.get(parent)!.depth + 1);
          const texts = children.map((id) => tree.nodes.get(id)!.node.text);
          expect(new Set(texts).size).toBe(texts.length);
        }
        expect([...readingOrder(tree)].sort((a, b) => a - b)).toEqual([...tree.nodes.keys()].sort((a, b) => a - b));
      }),
    );
  });

  it('has a path from the root to every node', () => {
    fc.assert(
      fc.property(trees, (nodes) => {
        const tree = buildViewTree(nodes);
        for (const id of tree.nodes.keys()) {
          const path = pathTo(tree, id);
          expect(path[0]!.id).toBe(tree.root);
          expect(path.map(({ depth }) => depth)).toEqual(path.map((_, i) => i));
          expect(path.at(-1)!.id).toBe(id);
        }
      }),
    );
    expect(pathTo(EMPTY_TREE, 3)).toEqual([]);
  });
});

describe('the arrow keys', () => {
  const tree = buildViewTree([
    node(0, null, 'root'),
    node(1, 0, 'a', { value: 0.9 }),
    node(2, 0, 'b', { value: 0.5 }),
    node(3, 1, 'c', { value: 0.7 }),
    node(4, 2, 'd', { value: 0.6 }),
    node(5, 2, 'e', { value: 0.1 }),
  ]);
  it.each([
    [0, 'child', 1],
    [1, 'next', 2],
    [2, 'previous', 1],
    [1, 'previous', null],
    [3, 'next', 4],
    [4, 'previous', 3],
    [5, 'next', null],
    [5, 'parent', 2],
    [0, 'parent', null],
    [5, 'child', null],
    [4, 'first', 0],
    [0, 'last', 3],
    [9, 'next', null],
  ] as [number, Direction, number | null][])('from %i to the %s: %s', (id, direction, to) => {
    expect(neighbour(tree, id, direction)).toBe(to);
  });

  it('reach every node from the root', () => {
    fc.assert(
      fc.property(trees, (nodes) => {
        const any = buildViewTree(nodes);
        const seen = new Set<number>();
        const open = [any.root!];
        for (let id = open.pop(); id !== undefined; id = open.pop()) {
          if (seen.has(id)) continue;
          seen.add(id);
          for (const direction of ['child', 'next', 'previous'] as const) {
            const to = neighbour(any, id, direction);
            if (to !== null) open.push(to);
          }
        }
        expect(seen.size).toBe(any.nodes.size);
      }),
      { numRuns: 30 },
    );
  });
});
