/** What of a tree is drawn in a given room, where, and how large: folded and set as far as it takes, never shrunk. */
import { foldTree, MOST_FOLDED, ONLY_PATH } from './fold';
import { EMPTY_LAYOUT, layoutOutline, layoutTree, type TreeLayout } from './layout';
import { chooseDensity, columnSizes, nodeSize, OUTLINE_DENSITY, type Density } from './measure';
import { EMPTY_TREE, type Fold, type ViewNode, type ViewTree } from './view-tree';

/** Narrower rooms show an outline, in which a step has the whole width. */
export const NARROW = 560;

export interface StageRoom {
  /** In pixels. */
  readonly width: number;
  /** What is higher is folded, as far as it goes. */
  readonly height: number;
  /** Those that may be taken, the roomiest first; the page's own where it is left out. */
  readonly densities?: readonly Density[];
}

export interface StageWishes {
  readonly keep: ReadonlySet<number>;
  /** Steps whose text is never cut: the chosen path's. */
  readonly uncut: ReadonlySet<number>;
  readonly opened: ReadonlySet<number>;
  readonly low: number | null;
  /** Folds at least so far: a tree that grows does not unfold on the way. */
  readonly level: number;
  /** In an outline that is too high, nothing but what is kept may be drawn: the search has ended, and its path is known. */
  readonly mayKeepOnlyPath: boolean;
}

export interface StagePlan {
  readonly tree: ViewTree;
  readonly layout: TreeLayout;
  readonly density: Density;
  readonly level: number;
  /** So many times its own size it is drawn: 1 where it is left out. */
  readonly scale?: number;
}

export const EMPTY_PLAN: StagePlan = { tree: EMPTY_TREE, layout: EMPTY_LAYOUT, density: OUTLINE_DENSITY, level: 0 };

/** The least folded tree that is no higher than the room, or else the most folded one. */
export function planStage(tree: ViewTree, room: StageRoom, wishes: StageWishes): StagePlan {
  let plan = EMPTY_PLAN;
  const most = wishes.mayKeepOnlyPath && room.width < NARROW ? ONLY_PATH : MOST_FOLDED;
  for (let level = wishes.level; level <= most; level++) {
    plan = planAt(tree, room, wishes, level);
    if (plan.layout.bounds.height <= room.height) break;
  }
  return plan;
}

function planAt(
  whole: ViewTree,
  { width, densities }: StageRoom,
  { keep, uncut, opened, low }: StageWishes,
  level: number,
): StagePlan {
  const tree = foldTree(whole, { level, keep, opened, low });
  if (width < NARROW) {
    const density = OUTLINE_DENSITY;
    const layout = layoutOutline(tree, width, (node, room) =>
      nodeSize(node, density, { room, isUncut: uncut.has(node.id) }),
    );
    return { tree, layout, density, level };
  }
  const density = chooseDensity(tree, width, densities);
  return { tree, layout: layoutTree(tree, columnSizes(tree, density, uncut), density.gap), density, level };
}

/**
 * The part of a plan that was there at a moment: the same rows in the same places, each as it was then. `view` is the
 * tree of the moment; one that equals the whole tree gives the plan's own tree.
 */
export function planAtMoment(plan: ViewTree, whole: ViewTree, view: ViewTree): ViewTree {
  if (view === whole) return plan;
  // A canvas without room has an empty plan, whatever there is to show.
  if (view.root === null || plan.root === null) return EMPTY_TREE;
  const nodes = new Map<number, ViewNode>();
  for (const planned of plan.nodes.values()) {
    if (planned.fold) {
      const row = rowAtMoment(planned, planned.fold, view);
      if (row) nodes.set(row.id, row);
      continue;
    }
    const then = view.nodes.get(planned.id);
    if (then) nodes.set(then.id, then);
  }
  for (const [id, node] of nodes) {
    const { children } = plan.nodes.get(id)!;
    nodes.set(id, { ...node, children: children.filter((child) => nodes.has(child)) });
  }
  return { root: view.root, nodes, shownAs: view.shownAs };
}

function rowAtMoment(row: ViewNode, fold: Fold, view: ViewTree): ViewNode | null {
  const there = fold.ids.flatMap((id) => view.nodes.get(id) ?? []);
  if (!there.length) return null;
  const values = there.flatMap(({ value }) => value ?? []);
  const best = values.length ? Math.max(...values) : null;
  const isPruned = there.every(({ status }) => status === 'pruned');
  const count = there.reduce((sum, { ids }) => sum + ids.length, 0);
  return { ...row, value: best, status: isPruned ? 'pruned' : 'open', fold: { ids: fold.ids, count, isPruned, best } };
}
