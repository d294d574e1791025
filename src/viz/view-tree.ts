/**
 * From the nodes of a trace to the nodes that are drawn.
 *
 * Siblings with the same text are the same prefix, sampled more than once: they are drawn once, with a count, and
 * their children come together. So a hundred sampled paths become the prefix tree that they are.
 */
import type { TreeNode } from '../trace/reducer';
import type { NodeStatus } from '../trace/types';

export interface ViewNode {
  /** The id of the first trace node that is drawn here. */
  readonly id: number;
  /** Every trace node that is drawn here, in the order of their appearance. */
  readonly ids: readonly number[];
  /** The `ViewNode.id` of the parent; null for the root. */
  readonly parent: number | null;
  /** 0 for the root. */
  readonly depth: number;
  /** The trace node whose tokens are shown: the first, since its duplicates leave their alternatives out. */
  readonly node: TreeNode;
  readonly value: number | null;
  /** The best of the duplicates' statuses: one that is kept keeps the prefix alive. */
  readonly status: NodeStatus;
  /** The place in its selection of the duplicate that gave the status. */
  readonly place: TreeNode['place'];
  /** In the order in which they are drawn, from the top. */
  readonly children: readonly number[];
  /** Of the one row that stands for several siblings which are not drawn (`fold.ts`). */
  readonly fold?: Fold;
}

/** Siblings that are not drawn, and all that grew from them. */
export interface Fold {
  /** The siblings, by their `ViewNode.id`, best first. */
  readonly ids: readonly number[];
  /** Candidates among the siblings, copies counted. */
  readonly count: number;
  /** None of them lives. */
  readonly isPruned: boolean;
  /** The greatest value in what is not drawn; null where nothing was scored. */
  readonly best: number | null;
}

export interface ViewTree {
  readonly root: number | null;
  /** By `ViewNode.id`, parents before children. */
  readonly nodes: ReadonlyMap<number, ViewNode>;
  /** From every trace node to the `ViewNode.id` that shows it. */
  readonly shownAs: ReadonlyMap<number, number>;
}

interface Draft {
  id: number;
  ids: number[];
  parent: number | null;
  depth: number;
  node: TreeNode;
  value: number | null;
  status: NodeStatus;
  place: TreeNode['place'];
  children: number[];
}

const STATUS_ORDER: Record<NodeStatus, number> = { finished: 0, kept: 1, open: 2, pruned: 3 };

export const EMPTY_TREE: ViewTree = { root: null, nodes: new Map(), shownAs: new Map() };

/** By the root of a trace, so that the same root is the same node as long as it does not change. */
const asked = new WeakMap<TreeNode, TreeNode>();

/** The root as it is drawn: a language model's prompt begins with instructions and worked examples. */
function questionOf(root: TreeNode, question: string): TreeNode {
  if (question.trim() === '' || root.text.trim() === question.trim()) return root;
  const known = asked.get(root);
  if (known?.text === question) return known;
  const drawn = { ...root, text: question };
  asked.set(root, drawn);
  return drawn;
}

/**
 * Builds the tree that is drawn. `nodes` come in the order of their appearance, parents first; a node whose parent
 * is unknown is left out. @param question the problem's text, which the root shows in place of the whole prompt
 */
export function buildViewTree(nodes: readonly TreeNode[], question = ''): ViewTree {
  const drafts = new Map<number, Draft>();
  const shownAs = new Map<number, number>();
  const byText = new Map<string, Draft>();
  let root: number | null = null;
  for (const node of nodes) {
    const parent = node.parent === null ? null : shownAs.get(node.parent);
    if (parent === undefined || (parent === null && root !== null)) continue;
    const key = `${parent} ${node.text}`;
    const known = byText.get(key);
    if (known) {
      known.ids.push(node.id);
      known.value ??= node.value;
      if (STATUS_ORDER[node.status] < STATUS_ORDER[known.status]) {
        known.status = node.status;
        known.place = node.place;
      }
      shownAs.set(node.id, known.id);
      continue;
    }
    const above = parent === null ? null : drafts.get(parent)!;
    const { id, value, status, place } = node;
    const depth = above ? above.depth + 1 : 0;
    const shown = above ? node : questionOf(node, question);
    const draft: Draft = { id, ids: [id], parent, depth, node: shown, value, status, place, children: [] };
    above?.children.push(id);
    root ??= id;
    byText.set(key, draft);
    drafts.set(id, draft);
    shownAs.set(id, id);
  }
  liveOn(drafts);
  for (const draft of drafts.values()) draft.children.sort((a, b) => compare(drafts.get(a)!, drafts.get(b)!));
  return { root, nodes: drafts, shownAs };
}

/**
 * A step that was left only when the answer was chosen is not dead where something that grew from it still stands: of
 * `mcts` whole subtrees would be drawn as cut off.
 */
function liveOn(drafts: ReadonlyMap<number, Draft>): void {
  for (const draft of [...drafts.values()].reverse())
    if (
      draft.status === 'pruned' &&
      draft.place?.reason === 'not-chosen' &&
      draft.children.some((child) => drafts.get(child)!.status !== 'pruned')
    )
      draft.status = 'open';
}

/** What lives on first, then by value, then by appearance. */
function compare(a: Draft, b: Draft): number {
  const pruned = Number(a.status === 'pruned') - Number(b.status === 'pruned');
  return pruned || (b.value ?? -Infinity) - (a.value ?? -Infinity) || a.id - b.id;
}

/** The drawn nodes from the root to `id`, both included; empty when `id` is not drawn. */
export function pathTo(tree: ViewTree, id: number | null): ViewNode[] {
  const path: ViewNode[] = [];
  let at = id === null ? undefined : tree.nodes.get(id);
  while (at) {
    path.push(at);
    at = at.parent === null ? undefined : tree.nodes.get(at.parent);
  }
  return path.reverse();
}

export type Direction = 'parent' | 'child' | 'previous' | 'next' | 'first' | 'last';

/**
 * The node that an arrow key leads to, or null at an edge. `previous` and `next` go through the siblings and on to
 * the cousins of the same depth, since that is what lies above and below on the screen.
 */
export function neighbour(tree: ViewTree, id: number, direction: Direction): number | null {
  const node = tree.nodes.get(id);
  if (!node) return null;
  switch (direction) {
    case 'parent':
      return node.parent;
    case 'child':
      return node.children[0] ?? null;
    case 'previous':
    case 'next': {
      const column = columnOf(tree, node.depth);
      return column[column.indexOf(id) + (direction === 'next' ? 1 : -1)] ?? null;
    }
    case 'first':
      return tree.root;
    case 'last': {
      let at = node;
      while (at.children.length) at = tree.nodes.get(at.children[0]!)!;
      return at.id;
    }
  }
}

/** The nodes of one depth, from the top to the bottom. */
function columnOf(tree: ViewTree, depth: number): number[] {
  return readingOrder(tree).filter((id) => tree.nodes.get(id)!.depth === depth);
}

/** Depth-first, as a screen reader should meet the nodes. */
export function readingOrder(tree: ViewTree): number[] {
  const order: number[] = [];
  const stack = tree.root === null ? [] : [tree.root];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    order.push(id);
    const { children } = tree.nodes.get(id)!;
    // One by one: a node may have more children than a call can have arguments.
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]!);
  }
  return order;
}
