/** A tree in front of a class: its text as large as the room allows, since who sits at the back cannot come nearer. */
import { LARGE_DENSITIES } from './measure';
import { NARROW, planStage, type StagePlan, type StageRoom, type StageWishes } from './stage';
import type { ViewTree } from './view-tree';

/** Of the page's tree, in pixels, from which it is enlarged. */
const OWN_TEXT = 13;
/** Sizes of the text, in pixels: the first that has room is taken. */
const LEAST = 14;
const TEXTS = [18, 16, LEAST] as const;
/** Larger ones, where nothing more has to be folded for them. */
const LARGER = [27, 24, 21] as const;

/** The plan of a tree in a room of so many pixels on the screen, and how much larger than its own size it is drawn. */
export function planPresented(tree: ViewTree, room: StageRoom, wishes: StageWishes): StagePlan {
  const fitting = firstFitting(TEXTS, tree, room, wishes);
  // What has no room is scrolled to, at a size that can be read.
  if (!fitting) return planAt(LEAST, tree, room, wishes);
  const larger = firstFitting(LARGER, tree, room, wishes, fitting.level);
  return larger ?? fitting;
}

/** The first of these sizes at which the tree is a tree, fits, and is folded no further than `most`. */
function firstFitting(
  texts: readonly number[],
  tree: ViewTree,
  room: StageRoom,
  wishes: StageWishes,
  most = Infinity,
): StagePlan | null {
  for (const text of texts) {
    if (room.width >= NARROW && (room.width * OWN_TEXT) / text < NARROW) continue;
    const plan = planAt(text, tree, room, wishes);
    if (plan.level <= most && isWithin(plan, room)) return plan;
  }
  return null;
}

function planAt(text: number, tree: ViewTree, { width, height }: StageRoom, wishes: StageWishes): StagePlan {
  const scale = text / OWN_TEXT;
  const room = { width: width / scale, height: height / scale, densities: LARGE_DENSITIES };
  return { ...planStage(tree, room, wishes), scale };
}

const isWithin = ({ layout: { bounds }, scale = 1 }: StagePlan, { width, height }: StageRoom): boolean =>
  bounds.width * scale <= width + 1 && bounds.height * scale <= height + 1;
