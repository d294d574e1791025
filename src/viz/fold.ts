/**
 * Folding: siblings that say little stand together in one row, so that a large tree fits its room without being made
 * smaller. What is folded is chosen by level, each of which hides more than the one before; a reader opens a row by
 * pressing it.
 */
import type { Fold, ViewNode, ViewTree } from './view-tree';

/** Level 0 folds nothing. */
export const MOST_FOLDED = 5;
/** One more level, for narrow screens once a search has ended: the kept path, and one row for all that left it at a step. */
export const ONLY_PATH = 6;

export interface FoldOptions {
  readonly level: number;
  /** Never folded: the chosen path, and where the reader is. */
  readonly keep: ReadonlySet<number>;
  /** Nodes whose children the reader wants to see, all of them. */
  readonly opened: ReadonlySet<number>;
  /** Branches whose best value is below this are folded from level 2 on; null where the scale has no such limit. */
  readonly low: number | null;
}

/** How many children that live are drawn of a node, by its depth; the last goes on. */
const MOST_CHILDREN: readonly (readonly number[])[] = [
  [Infinity],
  [Infinity],
  [Infinity],
  [6, 4, 3],
  [5, 3, 1],
  [4, 1],
  [0],
];

/** The id of the row under a node: no trace node has it. */
export const foldIdOf = (parent: number): number => -2 - parent;
export const parentOfFold = (id: number): number => -2 - id;

/** The tree with rows in place of what is folded. Nodes that did not change are the same objects. */
export function foldTree(tree: ViewTree, { level, keep, opened, low }: FoldOptions): ViewTree {
  if (level === 0 || tree.root === null) return tree;
  const bests = bestValues(tree);
  const limits = MOST_CHILDREN[Math.min(level, ONLY_PATH)]!;
  const nodes = new Map<number, ViewNode>();
  const shown = [tree.root];
  for (let id = shown.pop(); id !== undefined; id = shown.pop()) {
    const node = tree.nodes.get(id)!;
    const hidden: number[] = [];
    let room = limits[Math.min(node.depth, limits.length - 1)]!;
    const rest: number[] = [];
    for (const child of node.children) {
      const { status, children } = tree.nodes.get(child)!;
      const best = bests.get(child) ?? null;
      const isDead = status === 'pruned' && !children.length;
      const isLow = level >= 2 && low !== null && best !== null && best < low;
      const stays = opened.has(id) || keep.has(child) || (!isDead && !isLow && room > 0);
      if (stays && !isDead) room--;
      (stays ? rest : hidden).push(child);
    }
    // A row in place of one is no gain, unless much grew from it.
    const isGain =
      hidden.length > 1 || (level === ONLY_PATH && hidden.some((child) => tree.nodes.get(child)!.children.length));
    if (!isGain) {
      nodes.set(id, node);
      shown.push(...[...node.children].reverse());
      continue;
    }
    const row = foldIdOf(id);
    nodes.set(id, { ...node, children: [...rest, row] });
    nodes.set(row, rowOf(tree, node, row, hidden, bests));
    shown.push(...rest.reverse());
  }
  return { root: tree.root, nodes: parentsFirst(tree, nodes), shownAs: tree.shownAs };
}

/** In the order of the whole tree, each row after its parent. */
function parentsFirst(tree: ViewTree, nodes: ReadonlyMap<number, ViewNode>): Map<number, ViewNode> {
  const ordered = new Map<number, ViewNode>();
  for (const id of tree.nodes.keys()) {
    const node = nodes.get(id);
    if (!node) continue;
    ordered.set(id, node);
    const row = nodes.get(foldIdOf(id));
    if (row) ordered.set(row.id, row);
  }
  return ordered;
}

/** The greatest value of each node and of all that grew from it. */
function bestValues(tree: ViewTree): Map<number, number> {
  const bests = new Map<number, number>();
  for (const { id, value, parent } of [...tree.nodes.values()].reverse()) {
    const own = Math.max(bests.get(id) ?? -Infinity, value ?? -Infinity);
    if (own === -Infinity) continue;
    bests.set(id, own);
    if (parent !== null) bests.set(parent, Math.max(bests.get(parent) ?? -Infinity, own));
  }
  return bests;
}

function rowOf(
  tree: ViewTree,
  parent: ViewNode,
  id: number,
  hidden: readonly number[],
  bests: ReadonlyMap<number, number>,
): ViewNode {
  const members = hidden.map((child) => tree.nodes.get(child)!);
  const best = members.reduce((most, child) => Math.max(most, bests.get(child.id) ?? -Infinity), -Infinity);
  const isPruned = members.every(({ status, children }) => status === 'pruned' && !children.length);
  const fold: Fold = {
    ids: hidden,
    count: members.reduce((sum, { ids }) => sum + ids.length, 0),
    isPruned,
    best: best === -Infinity ? null : best,
  };
  const [first] = members;
  return {
    ...first!,
    id,
    ids: [id],
    parent: parent.id,
    value: fold.best,
    status: isPruned ? 'pruned' : 'open',
    place: undefined,
    children: [],
    fold,
  };
}
