/**
 * REBASE (arXiv:2408.00724) computed again from what the models gave: the budget of each step, every node's width and
 * the weighted vote. With the paper's rounding a width is the nearest whole number, moved by as little as possible so
 * that the widths sum to the budget (Hamilton's rule); with the code's, widths are rounded up, best first, while there
 * is budget.
 */
import type { LoggedNode } from './read-log';

export interface Settings {
  readonly samples: number;
  readonly balance: number;
  readonly rounding: 'nearest' | 'up';
  readonly maxSteps: number;
  /** What a path is scored by, from the values at the ends of its steps. */
  readonly score: (values: readonly number[]) => number;
}

export interface Recomputed {
  /** By node: how many samples it gets in the next step. Nodes that get none have 0. */
  readonly widths: ReadonlyMap<number, number>;
  readonly answer: string | null;
}

function shareOut(scores: readonly number[], budget: number, { balance, rounding }: Settings): number[] {
  const total = scores.reduce((sum, score) => sum + Math.exp(score / balance), 0);
  const exact = scores.map((score) => (budget * Math.exp(score / balance)) / total);
  const ranked = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const widths = exact.map(() => 0);
  if (rounding === 'up') {
    for (const i of ranked) {
      const spent = widths.reduce((a, b) => a + b);
      widths[i] = Math.min(Math.ceil(exact[i]!), budget - spent);
    }
    return widths;
  }
  // Hamilton's rule, one sample at a time: to whoever is owed the most.
  for (const i of widths.keys()) widths[i] = Math.floor(exact[i]!);
  while (widths.reduce((a, b) => a + b) < budget) {
    const owed = ranked.filter((i) => widths[i]! < exact[i]!);
    const next = owed.reduce((most, i) => (exact[i]! - widths[i]! > exact[most]! - widths[most]! ? i : most));
    widths[next]!++;
  }
  return widths;
}

export function recomputeRebase(nodes: readonly LoggedNode[], settings: Settings): Recomputed {
  const scoreOf = (node: LoggedNode): number => {
    const values: number[] = [];
    for (let at = node; at.parent !== null; at = nodes[at.parent]!) values.unshift(at.value!);
    return settings.score(values);
  };
  const widths = new Map<number, number>();
  let budget = settings.samples;
  for (let depth = 1; depth < settings.maxSteps; depth++) {
    const level = nodes.filter((node) => node.depth === depth);
    const open = level.filter(({ end }) => end === 'line');
    budget -= level.length - open.length;
    if (budget <= 0 || !open.length) break;
    shareOut(open.map(scoreOf), budget, settings).forEach((width, i) => widths.set(open[i]!.id, width));
  }
  const votes = new Map<string, number>();
  for (const node of nodes)
    if (node.answer !== null) votes.set(node.answer, (votes.get(node.answer) ?? 0) + scoreOf(node));
  const [winner] = [...votes].reduce<[string | null, number]>(
    (best, vote) => (vote[1] > best[1] ? vote : best),
    [null, 0],
  );
  return { widths, answer: winner };
}
