/** What of a tree is drawn in a given room, where, and how large: folded and set as far as it takes, never shrunk. */
import { foldTree, MOST_FOLDED, ONLY_PATH } from './fold';
import { EMPTY_LAYOUT, layoutOutline, layoutTree, LOW_OUTLINE, type Size, type TreeLayout } from './layout';
import { chooseDensity, columnSizes, INLINE_DENSITIES, nodeSize, OUTLINE_DENSITY, type Density } from './measure';
import { EMPTY_TREE, type Fold, type ViewNode, type ViewTree } from './view-tree';

/** Narrower rooms show an outline, in which a step has the whole width. */
export const NARROW = 560;
/** In wider ones columns that do not fit are looked at one after the other: most of them are in sight. */
const WIDE = 900;

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

/**
 * The least folded tree that is no higher than the room, or else the most folded one. Columns that are wider than the room
 * are scrolled to while a search goes on; once its path is known, a room of middling width shows all of that in an outline.
 */
export function planStage(tree: ViewTree, room: StageRoom, wishes: StageWishes): StagePlan {
  if (room.width < NARROW) return planOutline(tree, room, wishes);
  const plan = firstFitting(room, wishes, MOST_FOLDED, (level) => columnsAt(tree, room, wishes, level));
  const isCut = plan.layout.bounds.width > room.width && room.width < WIDE && Number.isFinite(room.height);
  return isCut && wishes.mayKeepOnlyPath && !room.densities ? planOutline(tree, room, wishes) : plan;
}

/** Where its path does not fit it is set closer, once it is known, and on the page only: a class needs its large text. */
function planOutline(tree: ViewTree, room: StageRoom, wishes: StageWishes): StagePlan {
  const most = wishes.mayKeepOnlyPath ? ONLY_PATH : MOST_FOLDED;
  const plan = firstFitting(room, wishes, most, (level) => outlineAt(tree, room, wishes, level));
  const hasPath = ({ layout }: StagePlan): boolean =>
    [...wishes.uncut].every((id) => {
      const box = layout.boxes.get(id);
      return !box || box.y + box.height <= room.height;
    });
  if (hasPath(plan) || !wishes.mayKeepOnlyPath || room.densities) return plan;
  const closer = INLINE_DENSITIES.map((density) => outlineAt(tree, room, wishes, plan.level, density));
  return closer.find(hasPath) ?? closer[0] ?? plan;
}

function firstFitting(
  { height }: StageRoom,
  wishes: StageWishes,
  most: number,
  planAt: (level: number) => StagePlan,
): StagePlan {
  let plan = EMPTY_PLAN;
  for (let level = wishes.level; level <= most; level++) {
    plan = planAt(level);
    if (plan.layout.bounds.height <= height) break;
  }
  return plan;
}

const foldedAt = (tree: ViewTree, { keep, opened, low }: StageWishes, level: number): ViewTree =>
  foldTree(tree, { level, keep, opened, low });

function columnsAt(whole: ViewTree, { width, densities }: StageRoom, wishes: StageWishes, level: number): StagePlan {
  const tree = foldedAt(whole, wishes, level);
  const density = chooseDensity(tree, width, densities);
  return { tree, layout: layoutTree(tree, columnSizes(tree, density, wishes.uncut), density.gap), density, level };
}

function outlineAt(
  whole: ViewTree,
  { width }: StageRoom,
  wishes: StageWishes,
  level: number,
  density = OUTLINE_DENSITY,
): StagePlan {
  const tree = foldedAt(whole, wishes, level);
  const sizeOf = (node: ViewNode, room: number): Size =>
    nodeSize(node, density, { room, isUncut: wishes.uncut.has(node.id) });
  return { tree, layout: layoutOutline(tree, width, sizeOf, density.isInline && LOW_OUTLINE), density, level };
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
