/** From judged rollouts to what a verifier learns from: distinct rows with their weights, labelled, parted by problem. */
import { createRng } from '../core/rng';
import { labelRows, type LabelRow, type LabelRule } from './labels';

/** The rollouts of one problem. */
export interface ProblemRows {
  /** [P] tokens of the prompt. */
  readonly prompt: readonly number[];
  readonly rows: readonly LabelRow[];
}

/** One row of training data. */
export interface Example {
  /** Position of its problem. */
  readonly problem: number;
  /** [P] */
  readonly prompt: readonly number[];
  /** [S] of the solution, its end included. */
  readonly tokens: readonly number[];
  /** How often it was sampled. */
  readonly weight: number;
  /** Index of the first token that has a label. */
  readonly from: number;
  /** [S], in [0, 1] from `from` on. */
  readonly labels: Float64Array;
}

/**
 * Rows that are the same path with the same first sampled token become one that counts for all of them, in the order of
 * their first appearance. Labels of the merged rows are those of the single ones.
 */
export function mergeRows(rows: readonly LabelRow[]): LabelRow[] {
  const merged = new Map<string, LabelRow>();
  for (const row of rows) {
    const { tokens, count = 1, from = 0 } = row;
    const key = `${from}:${tokens.join()}`;
    const known = merged.get(key);
    merged.set(key, { ...(known ?? row), count: (known?.count ?? 0) + count });
  }
  return [...merged.values()];
}

/** The examples of all problems, by one rule; repeats are merged after their labels' shares know of them. */
export function examplesOf(problems: readonly ProblemRows[], rule: LabelRule): Example[] {
  return problems.flatMap(({ prompt, rows }, problem) => {
    const distinct = mergeRows(rows);
    const labels = labelRows(distinct, rule);
    return distinct.map(({ tokens, count = 1, from = 0 }, i) => {
      return { problem, prompt, tokens, weight: count, from, labels: labels[i]! };
    });
  });
}

/**
 * Parts numbers of problems, not rows: rows of one problem know of one another, so a problem is learned from or
 * measured on. The same seed parts the same way. At least one is held out where `share` is above 0 and there are two.
 * @param share of the problems that is held out, in [0, 1)
 */
export function holdOut(problems: number, share: number, seed: number): { learned: number[]; heldOut: number[] } {
  const rng = createRng(seed, HOLD_OUT);
  const order = Array.from({ length: problems }, (_, problem) => ({ problem, key: rng.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ problem }) => problem);
  const count = share > 0 && problems > 1 ? Math.max(1, Math.round(share * problems)) : 0;
  const inOrder = (all: readonly number[]): number[] => [...all].sort((a, b) => a - b);
  return { learned: inOrder(order.slice(count)), heldOut: inOrder(order.slice(0, count)) };
}

/** Keeps these random numbers apart from those of the sampling with the same seed. */
const HOLD_OUT = 0x7e57;
