/** Finding steps of a tree: by their text, by a number on a column, by what became of them; and in which order. */
import { numberOf, type Column } from './colouring';
import { shownStatus, type ShownStatus } from './status-sign';
import { readingOrder, type ViewNode, type ViewTree } from './view-tree';

export const NODE_ORDERS = ['tree', 'highest', 'lowest'] as const;
export type NodeOrder = (typeof NODE_ORDERS)[number];

export interface NodeQuery {
  /** A part of the step's text, whatever its case; empty for all. */
  readonly text: string;
  /** Null for all. */
  readonly status: ShownStatus | null;
  /** Bounds of the column's number, both included; null for none. A step without a number is in no range. */
  readonly from: number | null;
  readonly to: number | null;
  readonly order: NodeOrder;
}

export const EVERY_NODE: NodeQuery = { text: '', status: null, from: null, to: null, order: 'tree' };

/** `end` is the step that ends the answer's path, or null. Steps without a number come last when sorted by it. */
export function findNodes(tree: ViewTree, query: NodeQuery, column: Column | null, end: number | null): ViewNode[] {
  const { status, from, to, order } = query;
  const text = query.text.trim().toLowerCase();
  const all = readingOrder(tree).map((id) => tree.nodes.get(id)!);
  const found = all.filter((item) => {
    if (text && !item.node.text.toLowerCase().includes(text)) return false;
    if (status !== null && (item.depth === 0 || shownStatus(item, item.id === end) !== status)) return false;
    if (from === null && to === null) return true;
    const number = numberOf(column, item);
    return number !== null && number >= (from ?? -Infinity) && number <= (to ?? Infinity);
  });
  if (order === 'tree') return found;
  const sign = order === 'highest' ? -1 : 1;
  const numbers = new Map(found.map((item) => [item, numberOf(column, item)]));
  const steps = found.filter(({ depth }) => depth > 0);
  return steps.sort((a, b) => {
    const [x, y] = [numbers.get(a) ?? null, numbers.get(b) ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}
