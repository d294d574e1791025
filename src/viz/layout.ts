/// <reference path="./flextree.d.ts" />
/**
 * Where the nodes of a tree are drawn: the root on the left, one column for each step, and subtrees packed as
 * closely as their outlines allow (van der Ploeg's algorithm, as d3-flextree implements it).
 */
import { flextree } from 'd3-flextree';
import { unionOf, type Box } from './box';
import type { ViewNode, ViewTree } from './view-tree';

export type { Box } from './box';

export interface TreeLayout {
  /** By `ViewNode.id`. */
  readonly boxes: ReadonlyMap<number, Box>;
  /** Smallest box round all nodes; its x and y may be negative. */
  readonly bounds: Box;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const COLUMN_GAP = 40;
const ROW_GAP = 3;
/** Extra room between nodes that are not siblings. */
const COUSIN_GAP = 10;

export const EMPTY_LAYOUT: TreeLayout = { boxes: new Map(), bounds: { x: 0, y: 0, width: 0, height: 0 } };

/** Lays out a tree. `sizeOf` gives a node's size in pixels; every column is as wide as its widest node. */
export function layoutTree(tree: ViewTree, sizeOf: (node: ViewNode) => Size): TreeLayout {
  if (tree.root === null) return EMPTY_LAYOUT;
  const sizes = new Map<number, Size>();
  const columnWidths: number[] = [];
  for (const node of tree.nodes.values()) {
    const size = sizeOf(node);
    sizes.set(node.id, size);
    columnWidths[node.depth] = Math.max(columnWidths[node.depth] ?? 0, size.width);
  }
  const lefts = columnWidths.map((_, depth) =>
    columnWidths.slice(0, depth).reduce((left, width) => left + width + COLUMN_GAP, 0),
  );

  const flex = flextree<ViewNode>({
    children: (node) => node.children.map((id) => tree.nodes.get(id)!),
    // Our x is its y. Every node of a column claims the column's width, so that columns stay straight.
    nodeSize: ({ data }) => [sizes.get(data.id)!.height, columnWidths[data.depth]! + COLUMN_GAP],
    spacing: (a, b) => (a.parent === b.parent ? ROW_GAP : COUSIN_GAP),
  });
  const boxes = new Map<number, Box>();
  for (const { data, x } of flex(flex.hierarchy(tree.nodes.get(tree.root)!)).nodes) {
    const { width, height } = sizes.get(data.id)!;
    boxes.set(data.id, { x: lefts[data.depth]!, y: x - height / 2, width, height });
  }
  return { boxes, bounds: boundsOf([...boxes.values()]) };
}

/** The smallest box round some boxes, at least one. */
export const boundsOf = (boxes: readonly Box[]): Box => boxes.reduce(unionOf);

/** An edge from the middle of a box's right side to the middle of another's left side, as SVG path data. */
export function edgePath(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = (x2 - x1) / 2;
  return `M${round(x1)},${round(y1)}C${round(x1 + bend)},${round(y1)} ${round(x2 - bend)},${round(y2)} ${round(x2)},${round(y2)}`;
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** `t` from 0 to 1 of the way from one box to another. */
export const mixBoxes = (from: Box, to: Box, t: number): Box => ({
  x: from.x + (to.x - from.x) * t,
  y: from.y + (to.y - from.y) * t,
  width: to.width,
  height: to.height,
});
