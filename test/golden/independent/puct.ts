/**
 * AlphaMath's tree search (arXiv:2405.03553) computed again from what the models gave, node by node: priors, the nodes
 * that PUCT may select, every visit count and mean value, and the answer.
 */
import type { LoggedNode } from './read-log';

export interface Backup {
  readonly id: number;
  readonly visits: number;
  readonly meanValue: number;
}

export interface Recomputed {
  /** Of every node but the root: (∏ p)^(1 / tokens). */
  readonly priors: ReadonlyMap<number, number>;
  readonly backups: readonly Backup[];
  /** For each expansion the nodes that have the highest Q + c·P·√N(parent) / (1 + N), level by level to the leaf. */
  readonly isSelectable: readonly boolean[];
  readonly answerId: number | null;
}

/** `expanded`: the nodes in the order in which the log gives them children. */
export function recomputePuct(
  nodes: readonly LoggedNode[],
  expanded: readonly number[],
  { exploration, maxSteps }: { readonly exploration: number; readonly maxSteps: number },
): Recomputed {
  const N = nodes.map(() => 0);
  const W = nodes.map(() => 0);
  const Q = (id: number): number => (N[id] === 0 ? 0 : W[id]! / N[id]!);
  const P = nodes.map(({ logprobs }) => logprobs.reduce((p, l) => p * Math.exp(l), 1) ** (1 / logprobs.length));
  const backups: Backup[] = [];
  const visit = (from: number, value: number): void => {
    for (let id: number | null = from; id !== null; id = nodes[id]!.parent) {
      N[id]!++;
      W[id]! += value;
      backups.push({ id, visits: N[id]!, meanValue: Q(id) });
    }
  };
  const childrenOf = (id: number, until: number): LoggedNode[] =>
    nodes.filter(({ parent, isDuplicate }) => parent === id && !isDuplicate && expanded.indexOf(id) < until);
  const isTerminal = ({ end, depth }: LoggedNode): boolean => end !== 'line' || depth >= maxSteps;
  /** Whether something below can still be expanded after the first `until` expansions. */
  const isOpen = (node: LoggedNode, until: number): boolean =>
    !isTerminal(node) &&
    (!expanded.slice(0, until).includes(node.id) || childrenOf(node.id, until).some((child) => isOpen(child, until)));

  const isSelectable = expanded.map((leaf, simulation) => {
    let isBest = true;
    // From the leaf up: each node on the way must be a best one among its open siblings.
    for (let at = nodes[leaf]!; at.parent !== null; at = nodes[at.parent]!) {
      const parent = at.parent;
      const score = ({ id }: LoggedNode): number =>
        Q(id) + (exploration * P[id]! * Math.sqrt(N[parent]!)) / (1 + N[id]!);
      const siblings = childrenOf(parent, simulation).filter((child) => isOpen(child, simulation));
      isBest &&= score(at) >= Math.max(...siblings.map(score)) - 1e-6;
    }
    visit(leaf, nodes[leaf]!.value ?? 0);
    for (const child of childrenOf(leaf, simulation + 1))
      if (isTerminal(child)) visit(child.id, child.answer === null ? 0 : child.value!);
    return isBest;
  });

  const answers = (node: LoggedNode): boolean =>
    node.answer !== null || childrenOf(node.id, expanded.length).some(answers);
  let at = nodes[0]!;
  while (at.answer === null && answers(at))
    at = childrenOf(at.id, expanded.length)
      .filter(answers)
      .reduce((best, child) => (Q(child.id) > Q(best.id) ? child : best));
  return {
    priors: new Map(nodes.slice(1).map(({ id }) => [id, P[id]!])),
    backups,
    isSelectable,
    answerId: at.answer === null ? null : at.id,
  };
}
