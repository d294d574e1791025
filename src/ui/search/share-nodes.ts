/** Keeps the identity of what did not change, so that a component is only touched when its node changed. */
import type { ViewNode, ViewTree } from '../../viz/view-tree';

/** `next`, with every node that equals the one in `previous` replaced by that one. */
export function shareNodes(previous: ViewTree, next: ViewTree): ViewTree {
  const nodes = new Map<number, ViewNode>();
  for (const [id, node] of next.nodes) {
    const before = previous.nodes.get(id);
    nodes.set(id, before && isSame(before, node) ? before : node);
  }
  return { ...next, nodes };
}

const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

const isSame = (a: ViewNode, b: ViewNode): boolean =>
  a.node === b.node &&
  a.status === b.status &&
  a.place === b.place &&
  a.parent === b.parent &&
  a.fold?.count === b.fold?.count &&
  a.fold?.best === b.fold?.best &&
  sameList(a.ids, b.ids) &&
  sameList(a.children, b.children);
