/** What two trees of one problem are compared by. */
import type { SearchTree } from '../trace/reducer';
import { fileTruths, type FileVerdict } from './file-truth';
import { pathTo, type ViewTree } from './view-tree';

export interface TreeFacts {
  /** The prompt left out; the same prefix counts once. */
  readonly steps: number;
  readonly depth: number;
  readonly finished: number;
  /** Of those that are finished, how many are right, and of how many that is known. */
  readonly right: number;
  readonly judged: number;
}

/** `isRight` tells of a finished solution's text whether it is right, where the page can check it; else the file tells. */
export function factsOf(
  view: ViewTree,
  { nodes }: Pick<SearchTree, 'nodes'>,
  verdict: FileVerdict,
  isRight: ((solution: string) => boolean) | null,
): TreeFacts {
  const told = isRight ? null : fileTruths(view, nodes, verdict);
  const facts = { steps: 0, depth: 0, finished: 0, right: 0, judged: 0 };
  for (const item of view.nodes.values()) {
    if (item.depth === 0) continue;
    facts.steps++;
    facts.depth = Math.max(facts.depth, item.depth);
    const truth = told?.get(item.id);
    const isEnd = item.ids.some((id) => nodes[id]?.answer !== undefined) || item.status === 'finished';
    if (!isEnd) continue;
    facts.finished++;
    const solution = isRight ? solutionOf(view, item.id) : '';
    if (isRight || truth === 'right' || truth === 'wrong') facts.judged++;
    if (isRight ? isRight(solution) : truth === 'right') facts.right++;
  }
  return facts;
}

const solutionOf = (view: ViewTree, id: number): string =>
  pathTo(view, id)
    .slice(1)
    .map(({ node }) => node.text)
    .join('');

/** How many steps of the one tree the other has too: the same text after the same beginning. */
export function sharedSteps(a: ViewTree, b: ViewTree): number {
  if (a.root === null || b.root === null) return 0;
  let shared = 0;
  const stack: [number, number][] = [[a.root, b.root]];
  for (let pair = stack.pop(); pair; pair = stack.pop()) {
    const others = new Map(b.nodes.get(pair[1])!.children.map((id) => [b.nodes.get(id)!.node.text.trim(), id]));
    for (const child of a.nodes.get(pair[0])!.children) {
      const other = others.get(a.nodes.get(child)!.node.text.trim());
      if (other === undefined) continue;
      shared++;
      stack.push([child, other]);
    }
  }
  return shared;
}
