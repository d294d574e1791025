/**
 * Monte-Carlo tree search as AlphaMath runs it (arXiv:2405.03553, inference, and its code). A simulation:
 * - select: from the root, again and again the child with the highest Q + c·P·√N(parent) / (1 + N(child)). P is exp of
 *   the mean logprob of the child's tokens, Q the mean of what was backed up (0 before the first visit); ties are broken
 *   at random, from the seed. A finished child is never selected again.
 * - expand: the leaf that is reached gets `expansions` sampled children.
 * - evaluate and back up: the leaf's own value goes unchanged into every node from it to the root. A child that is
 *   finished is backed up at once with its value, since it will not be selected.
 * The answer: from the root down, by the highest Q, through nodes that lead to an answer.
 *
 * Deviations from AlphaMath: what is backed up is in [0, 1], where it has tanh in [−1, 1]. So a path that was cut at a
 * limit or has no answer is backed up with 0, not −1, and the Q of an unvisited child, 0 in both, is the worst possible
 * here (a pessimistic first-play urgency) where it is neutral there. A number of another scale is brought to [0, 1]
 * first (`toUnit`): as it is, 0 would be the best of all log-probabilities. Duplicates of a child are one child (the
 * first), since equal children would share every number; the tree is abandoned when nothing is left to expand.
 */
import { createRng } from '../core/rng';
import { toUnit } from '../core/scale';
import type { Path } from './path';
import type { SearchRun } from './run';
import { growEach, logFinalChoice } from './selection';
import { defineStrategy } from './strategy';
import type { SearchEvent } from './types';

/** A node of the search with its statistics. */
export interface Statistics {
  readonly prior: number;
  readonly visits: number;
  /** Sum of what was backed up, each in [0, 1]. */
  readonly total: number;
}

export const meanValue = ({ visits, total }: Statistics): number => (visits ? total / visits : 0);

/** AlphaMath's PUCT: Q + c·P·√N(parent) / (1 + N(child)). */
export const puct = (child: Statistics, parentVisits: number, exploration: number): number =>
  meanValue(child) + (exploration * child.prior * Math.sqrt(parentVisits)) / (1 + child.visits);

class Node implements Statistics {
  visits = 0;
  total = 0;
  readonly children: Node[] = [];
  isExpanded = false;
  /** Nothing below it can be expanded. */
  isExhausted = false;

  constructor(
    readonly path: Path,
    readonly parent: Node | null,
    readonly depth: number,
  ) {}

  get prior(): number {
    return this.path.prior;
  }
}

/** Streams of random numbers beside those of the candidates, which begin at (seed, simulation). */
const TIES = 0x71e5;

function select(root: Node, exploration: number, draw: () => number): Node {
  let node = root;
  while (node.isExpanded) {
    const open = node.children.filter(({ isExhausted }) => !isExhausted);
    const scores = open.map((child) => puct(child, node.visits, exploration));
    const best = Math.max(...scores);
    const ties = open.filter((_, i) => scores[i] === best);
    node = ties.length === 1 ? ties[0]! : ties[Math.floor(draw() * ties.length)]!;
  }
  return node;
}

/** A path's own value, in [0, 1]; 0 for the root. */
const unitValue = (run: SearchRun, { value }: Path): number =>
  value === null ? 0 : toUnit(run.ports.verifier!.scale, value);

function* backUp(run: SearchRun, from: Node, value: number): Generator<SearchEvent> {
  for (let node: Node | null = from; node; node = node.parent) {
    node.visits++;
    node.total += value;
    yield run.log.backup(node.path.id, node.visits, meanValue(node));
  }
}

/** Marks a node, and its parents as far as that exhausts them. */
function exhaust(node: Node): void {
  node.isExhausted = true;
  for (let at = node.parent; at?.isExpanded && at.children.every(({ isExhausted }) => isExhausted); at = at.parent)
    at.isExhausted = true;
}

/** False where a stop interrupted it. */
async function* expand(
  run: SearchRun,
  leaf: Node,
  simulation: number,
): AsyncGenerator<SearchEvent, boolean, undefined> {
  const count = run.number('expansions');
  const grown = yield* run.grow(growEach([leaf.path], count), simulation, { withPriors: true });
  if (!grown) return false;
  leaf.isExpanded = true;
  const distinct = grown.filter(({ duplicateOf }) => duplicateOf === null);
  for (const path of distinct) leaf.children.push(new Node(path, leaf, leaf.depth + 1));
  for (const path of grown) {
    if (path.duplicateOf !== null)
      yield run.log.event({ type: 'pruned', id: path.id, rank: grown.length, of: grown.length, reason: 'duplicate' });
  }
  yield* backUp(run, leaf, unitValue(run, leaf.path));
  for (const child of leaf.children) {
    const { state, answer } = child.path;
    const isTooDeep = child.depth >= run.parameters.maxSteps;
    if (state === 'open' && !isTooDeep) continue;
    exhaust(child);
    yield* backUp(run, child, answer === null ? 0 : unitValue(run, child.path));
  }
  return true;
}

function leadsToAnswer(node: Node): boolean {
  return node.path.answer !== null || node.children.some(leadsToAnswer);
}

function* choose(run: SearchRun, root: Node): Generator<SearchEvent, Path | null> {
  if (!leadsToAnswer(root)) return null;
  let node = root;
  while (node.path.answer === null) {
    const ranked = node.children.filter(leadsToAnswer).sort((a, b) => meanValue(b) - meanValue(a));
    yield* logFinalChoice(
      run,
      ranked.map(({ path }) => path),
      1,
    );
    node = ranked[0]!;
  }
  return node.path;
}

export const mcts = defineStrategy('mcts', async function* (run, rootPath) {
  const root = new Node(rootPath, null, 0);
  const ties = createRng(run.parameters.seed, TIES);
  let isStopped = false;
  for (let simulation = 0; simulation < run.number('simulations') && !root.isExhausted; simulation++) {
    isStopped = run.shouldStop;
    if (isStopped) break;
    const leaf = select(root, run.number('exploration'), () => ties.uniform());
    isStopped = !(yield* expand(run, leaf, simulation));
    if (isStopped) break;
  }
  yield run.done(yield* choose(run, root), isStopped);
});
