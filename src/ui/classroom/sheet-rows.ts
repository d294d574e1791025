/** The steps of a search as the rows of a worksheet: numbered like paragraphs, as many as two pages hold. */
import type { TaskProblem } from '../../tasks/task';
import { truthOf } from '../../viz/truth';
import type { ViewNode, ViewTree } from '../../viz/view-tree';

export interface SheetRow {
  /** `2.1`: the first step after the second first step. */
  readonly number: string;
  /** From 1. */
  readonly depth: number;
  readonly text: string;
  readonly isFinished: boolean;
  readonly value: number | null;
  readonly isKept: boolean;
  /** Of a finished solution, where somebody can tell; else null. */
  readonly isRight: boolean | null;
}

export interface SheetRows {
  readonly rows: readonly SheetRow[];
  /** Steps of the search that are left out. */
  readonly left: number;
}

const MOST_ROWS = 44;
/** Of the steps after one. */
const MOST_SIBLINGS = 8;

/**
 * The rows of a tree, each step before what follows it. Where there are too many, each step is followed by fewer: the
 * best, and what is in `wanted`.
 * @param wanted the chosen path, by `ViewNode.id`
 */
export function sheetRows(tree: ViewTree, wanted: ReadonlySet<number>, problem: TaskProblem | null): SheetRows {
  let rows: SheetRow[] = [];
  for (let siblings = MOST_SIBLINGS; siblings >= 1; siblings--) {
    rows = rowsOf(tree, wanted, problem, siblings);
    if (rows.length <= MOST_ROWS) break;
  }
  // A chain of steps can be long all the same.
  rows = rows.slice(0, MOST_ROWS);
  return { rows, left: Math.max(0, tree.nodes.size - 1 - rows.length) };
}

interface Place {
  readonly item: ViewNode;
  readonly number: string;
  /** The solution up to the step, which is part of it. */
  readonly solution: string;
}

function rowsOf(
  tree: ViewTree,
  wanted: ReadonlySet<number>,
  problem: TaskProblem | null,
  siblings: number,
): SheetRow[] {
  const rows: SheetRow[] = [];
  const root = tree.root === null ? undefined : tree.nodes.get(tree.root);
  /** Not by calls of itself: a tree can be deep. The next one last. */
  const open: Place[] = root ? [{ item: root, number: '', solution: '' }] : [];
  while (open.length && rows.length <= MOST_ROWS) {
    const { item, number, solution } = open.pop()!;
    if (item.depth > 0) rows.push(rowOf(item, number, solution, problem));
    // The chosen one may not be among the first.
    const children = item.children.filter((id, i) => i < siblings || wanted.has(id));
    const places = children.map((id, i): Place => {
      const child = tree.nodes.get(id)!;
      return { item: child, number: number ? `${number}.${i + 1}` : `${i + 1}`, solution: solution + child.node.text };
    });
    open.push(...places.reverse());
  }
  return rows;
}

function rowOf(item: ViewNode, number: string, solution: string, problem: TaskProblem | null): SheetRow {
  const isFinished = item.status === 'finished';
  const truth = isFinished && problem ? truthOf(solution, true, problem) : null;
  return {
    ...{ number, depth: item.depth, text: item.node.text.trim(), isFinished, value: item.value },
    isKept: item.status !== 'pruned',
    isRight: truth === 'right' ? true : truth === 'wrong' ? false : null,
  };
}
