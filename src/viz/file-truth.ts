/**
 * What the file of another tool says is true of its tree: its own verdicts, or else its right answer beside those of the
 * solutions. Of a step before the end only one thing follows from that: what a right solution begins with can become right.
 */
import type { TreeNode } from '../trace/reducer';
import { isSameAnswer } from '../trace/same-answer';
import type { Truth } from './truth';
import type { ViewNode, ViewTree } from './view-tree';

export interface FileVerdict {
  /** The trace node whose path is the answer, and whether the file calls it right; null where it does not say. */
  readonly chosen: number | null;
  readonly isRight: boolean | null;
  /** The right answer; null where the file has none. */
  readonly expected: string | null;
}

function verdictOn({ id, correct, answer }: TreeNode, { chosen, isRight, expected }: FileVerdict): boolean | null {
  if (correct !== undefined) return correct;
  if (id === chosen && isRight !== null) return isRight;
  return expected !== null && answer != null ? isSameAnswer(answer, expected) : null;
}

/** By `ViewNode.id`; of what the file says nothing there is nothing. `nodes` are those of the whole search. */
export function fileTruths(
  tree: ViewTree,
  nodes: readonly TreeNode[],
  verdict: FileVerdict,
): ReadonlyMap<number, Exclude<Truth, 'hopeless' | 'broken'>> {
  const truths = new Map<number, Exclude<Truth, 'hopeless' | 'broken'>>();
  // From the ends, so that a beginning is known once what grew from it is.
  for (const item of [...tree.nodes.values()].reverse()) {
    if (item.depth === 0) continue;
    const own = ownVerdict(item, nodes, verdict);
    if (own !== null) truths.set(item.id, own ? 'right' : 'wrong');
    else if (item.children.some((child) => ['right', 'open'].includes(truths.get(child) ?? '')))
      truths.set(item.id, 'open');
  }
  return truths;
}

function ownVerdict(item: ViewNode, nodes: readonly TreeNode[], verdict: FileVerdict): boolean | null {
  for (const id of item.ids) {
    const said = nodes[id] ? verdictOn(nodes[id], verdict) : null;
    if (said !== null) return said;
  }
  return null;
}
