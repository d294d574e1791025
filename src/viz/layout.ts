/**
 * Where the nodes of a tree are drawn: the root on the left, one column for each step, and subtrees packed as closely
 * as their outlines allow, each below the one before it (after Reingold and Tilford, "Tidier Drawings of Trees", 1981).
 *
 * Since columns are straight, an outline is two numbers for each column. So this is linear in the nodes, and several
 * times faster than a layout for any shapes: it runs on every frame in which a search grows.
 */
import { unionOf, type Box } from './box';
import { readingOrder, type ViewNode, type ViewTree } from './view-tree';

export type { Box } from './box';

export interface TreeLayout {
  /** By `ViewNode.id`. */
  readonly boxes: ReadonlyMap<number, Box>;
  /** Smallest box round all nodes; its x and y may be negative. */
  readonly bounds: Box;
  /** `columns`: a column for each step; `outline`: one node below the other, indented by its depth. */
  readonly shape: LayoutShape;
}

export type LayoutShape = 'columns' | 'outline';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between columns, unless another is asked for. */
export const COLUMN_GAP = 32;
/** Of an outline, for each step of depth. */
export const INDENT = 16;
const ROW_GAP = 3;
/** Of an outline, in pixels: for each step of depth, and between rows. */
export interface OutlineSpacing {
  readonly indent: number;
  readonly gap: number;
}
const OUTLINE: OutlineSpacing = { indent: INDENT, gap: 6 };
/** Of one that has to be low. */
export const LOW_OUTLINE: OutlineSpacing = { indent: 10, gap: 4 };
/** Extra room between nodes that are not siblings. */
const COUSIN_GAP = 10;

export const EMPTY_LAYOUT: TreeLayout = {
  boxes: new Map(),
  bounds: { x: 0, y: 0, width: 0, height: 0 },
  shape: 'columns',
};

/** Lays out a tree. `sizeOf` gives a node's size in pixels; every column is as wide as its widest node. */
export function layoutTree(tree: ViewTree, sizeOf: (node: ViewNode) => Size, gap = COLUMN_GAP): TreeLayout {
  if (tree.root === null) return EMPTY_LAYOUT;
  const sizes = new Map<number, Size>();
  const columnWidths: number[] = [];
  for (const node of tree.nodes.values()) {
    const size = sizeOf(node);
    sizes.set(node.id, size);
    columnWidths[node.depth] = Math.max(columnWidths[node.depth] ?? 0, size.width);
  }
  let right = 0;
  const lefts = columnWidths.map((width) => {
    const left = right;
    right += width + gap;
    return left;
  });

  const middles = middlesOf(tree, sizes);
  const boxes = new Map<number, Box>();
  for (const { id, depth } of tree.nodes.values()) {
    const { width, height } = sizes.get(id)!;
    boxes.set(id, { x: lefts[depth]!, y: middles.get(id)! - height / 2, width, height });
  }
  return { boxes, bounds: boundsOf([...boxes.values()]), shape: 'columns' };
}

/**
 * Lays a tree out as an outline for a narrow screen: depth first, each node on a row of its own, indented by its depth.
 * `sizeOf` receives how much room a node has in the given width, in pixels.
 */
export function layoutOutline(
  tree: ViewTree,
  width: number,
  sizeOf: (node: ViewNode, room: number) => Size,
  { indent, gap }: OutlineSpacing = OUTLINE,
): TreeLayout {
  if (tree.root === null) return EMPTY_LAYOUT;
  const boxes = new Map<number, Box>();
  let y = 0;
  for (const id of readingOrder(tree)) {
    const node = tree.nodes.get(id)!;
    // A chain of many steps does not leave the screen: from some depth on it is indented no further.
    const x = Math.min(node.depth * indent, width / 3);
    const size = sizeOf(node, width - x);
    boxes.set(id, { x, y, ...size });
    y += size.height + gap;
  }
  return { boxes, bounds: boundsOf([...boxes.values()]), shape: 'outline' };
}

/**
 * The outline of a subtree, from its deepest column to that of its root, so that a parent's can be added at the end:
 * the top and the bottom of each column, in pixels from `middle`, which is where the middle of the root is. So an outline
 * is moved without a look at its columns, and a chain of any depth takes time in proportion to it.
 */
interface Outline {
  readonly tops: number[];
  readonly bottoms: number[];
  middle: number;
}

/** The vertical middle of every node; the root's is 0. */
function middlesOf(tree: ViewTree, sizes: ReadonlyMap<number, Size>): Map<number, number> {
  const outlines = new Map<number, Outline>();
  /** From the middle of the parent. */
  const offsets = new Map<number, number>();
  // Parents come before children, so backwards every child is there before its parent.
  for (const { id, children } of [...tree.nodes.values()].reverse()) {
    const outline = pack(children, outlines, offsets);
    const half = sizes.get(id)!.height / 2;
    outline.tops.push(outline.middle - half);
    outline.bottoms.push(outline.middle + half);
    outlines.set(id, outline);
  }
  const middles = new Map<number, number>();
  for (const { id, parent } of tree.nodes.values())
    middles.set(id, parent === null ? 0 : middles.get(parent)! + offsets.get(id)!);
  return middles;
}

/** Puts siblings below each other, sets their offsets, and returns the outline of them all. Uses up their outlines. */
function pack(children: readonly number[], outlines: Map<number, Outline>, offsets: Map<number, number>): Outline {
  const [first, ...others] = children;
  if (first === undefined) return { tops: [], bottoms: [], middle: 0 };
  let all = outlines.get(first)!;
  const places = [0];
  for (const id of others) {
    const next = outlines.get(id)!;
    const at = below(all, next);
    places.push(at);
    all = joined(all, next, at);
  }
  const middle = places.at(-1)! / 2;
  children.forEach((id, i) => {
    offsets.set(id, places[i]! - middle);
    outlines.delete(id);
  });
  all.middle += middle;
  return all;
}

/** How far down an outline has to go to lie below another whose root is in the same column. */
function below(above: Outline, next: Outline): number {
  const [a, n] = [above.bottoms.length, next.tops.length];
  let apart = above.bottoms[a - 1]! + ROW_GAP - next.tops[n - 1]!;
  for (let column = 2; column <= Math.min(a, n); column++)
    apart = Math.max(apart, above.bottoms[a - column]! + COUSIN_GAP - next.tops[n - column]!);
  return apart - above.middle + next.middle;
}

/** The outline of two, the second `at` pixels down. Changes the longer one. */
function joined(above: Outline, next: Outline, at: number): Outline {
  const [a, n] = [above.tops.length, next.tops.length];
  // From the numbers of the second to those of the first.
  const moved = at + above.middle - next.middle;
  if (a >= n) {
    for (let column = 1; column <= n; column++) above.bottoms[a - column] = next.bottoms[n - column]! + moved;
    return above;
  }
  for (let column = 1; column <= a; column++) next.tops[n - column] = above.tops[a - column]! - moved;
  next.middle -= at;
  return next;
}

/** The smallest box round some boxes, at least one. */
export const boundsOf = (boxes: readonly Box[]): Box => boxes.reduce(unionOf);

/**
 * An edge as SVG path data: from the middle of a box's right side to the middle of another's left side, or, in an
 * outline, from under the first down to the second.
 */
export function edgePath(from: Box, to: Box, shape: LayoutShape = 'columns'): string {
  if (shape === 'outline') {
    const x = Math.min(from.x + INDENT / 2, to.x);
    return `M${round(x)},${round(from.y + from.height)}V${round(to.y + to.height / 2)}H${round(to.x)}`;
  }
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
