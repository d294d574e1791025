import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, COLUMN_GAP, edgePath, EMPTY_LAYOUT, layoutTree, mixBoxes, type Box } from '../../../src/viz/layout';
import type { TraceToken } from '../../../src/trace/types';
import { columnSizes, nodeSize, PICTURE_DENSITY, shownLength } from '../../../src/viz/measure';
import { scoreColumn } from '../../../src/viz/colouring';
import { stripImage } from '../../../src/viz/strip';
import { buildViewTree, EMPTY_TREE } from '../../../src/viz/view-tree';
import { node, trees } from './tree';

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height - 1e-6 && b.y < a.y + a.height - 1e-6;

describe('the layout', () => {
  it('is empty for no tree', () =>
    expect(layoutTree(EMPTY_TREE, columnSizes(EMPTY_TREE, PICTURE_DENSITY))).toEqual(EMPTY_LAYOUT));

  it('places every node, in straight columns, without overlaps, inside its bounds', () => {
    fc.assert(
      fc.property(trees, (nodes) => {
        const tree = buildViewTree(nodes);
        const { boxes, bounds } = layoutTree(tree, columnSizes(tree, PICTURE_DENSITY));
        const placed = [...tree.nodes.values()].map((item) => ({ item, box: boxes.get(item.id)! }));
        for (const { item, box } of placed) {
          const parent = item.parent === null ? null : boxes.get(item.parent)!;
          if (parent) expect(box.x).toBeGreaterThanOrEqual(parent.x + parent.width + COLUMN_GAP - 1e-6);
          expect(box.x).toBe(placed.find((other) => other.item.depth === item.depth)!.box.x);
          for (const other of placed) if (other.item.id > item.id) expect(overlap(box, other.box)).toBe(false);
        }
        expect(boundsOf(placed.map(({ box }) => box))).toEqual(bounds);
      }),
      { numRuns: 40 },
    );
  });

  it('draws siblings in their order from the top', () => {
    fc.assert(
      fc.property(trees, (nodes) => {
        const tree = buildViewTree(nodes);
        const { boxes } = layoutTree(tree, columnSizes(tree, PICTURE_DENSITY));
        for (const { children } of tree.nodes.values()) {
          const tops = children.map((id) => boxes.get(id)!.y);
          expect(tops).toEqual([...tops].sort((a, b) => a - b));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('joins the middles of two boxes', () => {
    const [from, to] = [
      { x: 0, y: 0, width: 10, height: 10 },
      { x: 30, y: 20, width: 10, height: 20 },
    ];
    expect(edgePath(from, to)).toBe('M10,5C20,5 20,30 30,30');
    expect(mixBoxes(from, to, 0.5)).toEqual({ x: 15, y: 10, width: 10, height: 20 });
  });
});

describe('the size of a node', () => {
  it('follows from its text as it is shown', () => {
    const tree = buildViewTree([
      node(0, null, 'root'),
      node(1, 0, '13 - 9 = 4 (left: 4 4 10)\n', { status: 'kept' }),
      node(2, 0, '13 - 9 = 4 (left: 4 4 11)\n', { status: 'pruned' }),
    ]);
    const [kept, pruned] = [tree.nodes.get(1)!, tree.nodes.get(2)!];
    expect(shownLength(kept)).toBe(25);
    expect(nodeSize(kept, PICTURE_DENSITY).width).toBeGreaterThan(25 * 0.6 * 13);
    expect(nodeSize(pruned, PICTURE_DENSITY).height).toBeLessThan(nodeSize(kept, PICTURE_DENSITY).height / 1.5);
  });
});

describe('a step from afar', () => {
  it('is a strip with a tint for every token, as wide as its text', () => {
    const tokens: TraceToken[] = [
      { text: '12', values: { tvm: 0 } },
      { text: ' + ', values: { tvm: 1 } },
      { text: '4', values: {} },
    ];
    const tvm = { ...scoreColumn('tvm', 'probability', true), low: 0, high: 1 };
    expect(stripImage({ node: node(1, 0, '12 + 4', { tokens }) }, tvm)).toBe(
      'linear-gradient(90deg, var(--v0) 0% 33.3%, var(--v20) 33.3% 83.3%, transparent 83.3% 100%)',
    );
    expect(stripImage({ node: node(1, 0, '12 + 4', { tokens }) }, null)).toBeNull();
  });

  it('has one stop for neighbours of one tint', () => {
    const tokens: TraceToken[] = ['1', '2', '3', '4'].map((text, i) => ({ text, values: { tvm: i < 3 ? 0.5 : 0.9 } }));
    const tvm = { ...scoreColumn('tvm', 'probability', true), low: 0, high: 1 };
    expect(stripImage({ node: node(1, 0, '1234', { tokens }) }, tvm)).toBe(
      'linear-gradient(90deg, var(--v10) 0% 75%, var(--v18) 75% 100%)',
    );
  });
});
