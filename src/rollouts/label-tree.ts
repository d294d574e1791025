/**
 * How far labels contradict each other: n sampled solutions of a problem as a tree of their shared beginnings, and on
 * every token the labels that its rows of training data get, each sampled path being a row.
 *
 * `ovm`, `tvm` and `prm-soft` have the same mean on every token, since each averages the same outcomes; what differs is
 * how far the rows that a model cannot tell apart contradict each other.
 */
import { round } from '../core/precision';
import { labelRows, type LabelRow } from './labels';
import { prefixTree } from './prefix-tree';
import type { SampledPath } from './types';

export const LABEL_KINDS = ['ovm', 'tvm', 'prm-soft', 'prm-hard'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/** Over the sampled paths through a token, each of which is a row of training data: the labels the token gets. */
export interface LabelSpread {
  readonly mean: number;
  /** 0 where every row says the same. */
  readonly variance: number;
}

/** A token of the prefix tree. */
export interface LabelledToken {
  /** Position in the list of the token before; null for a first token. Parents come first. */
  readonly parent: number | null;
  readonly text: string;
  /** Sampled paths through it, and those of them that end correct. */
  readonly paths: number;
  readonly correct: number;
  /** Whether the policy ends a step with it. */
  readonly endsStep: boolean;
  readonly labels: Readonly<Record<LabelKind, LabelSpread>>;
}

export interface LabelTree {
  readonly tokens: readonly LabelledToken[];
  /** Mean over all rows and tokens of the variance of a label among the rows that share its prefix. */
  readonly variance: Readonly<Record<LabelKind, number>>;
}

interface Sum {
  total: number;
  squares: number;
}

const spreadOf = ({ total, squares }: Sum, rows: number): LabelSpread => {
  const mean = total / rows;
  // Rounding can make a difference of equal numbers negative.
  return { mean: round(mean), variance: round(Math.max(0, squares / rows - mean * mean)) };
};

/** `ids`: the tokens by numbers; equal ones at a place are one token. */
export function labelTree(
  paths: readonly { readonly path: SampledPath; readonly ids: readonly number[] }[],
): LabelTree {
  const rows = paths.map(({ path: { correct, stepEnds }, ids }): LabelRow => {
    return { tokens: ids, correct, stepEnds, firstError: null };
  });
  const { nodes, trails } = prefixTree(rows);
  const texts: string[] = [];
  const ends = new Set<number>();
  for (const [row, { path }] of paths.entries()) {
    for (const [i, at] of trails[row]!.entries()) texts[at] ??= path.tokens[i]!;
    for (const end of path.stepEnds) ends.add(trails[row]![end]!);
  }
  const sumsOf = (rule: LabelKind): Sum[] => {
    const sums = nodes.map(() => ({ total: 0, squares: 0 }));
    for (const [row, labels] of labelRows(rows, rule).entries())
      for (const [i, at] of trails[row]!.entries()) {
        sums[at]!.total += labels[i]!;
        sums[at]!.squares += labels[i]! ** 2;
      }
    return sums;
  };
  const [soft, hard] = [sumsOf('prm-soft'), sumsOf('prm-hard')];
  const tokens = nodes.map(({ parent, paths: count, correct }, at): LabelledToken => {
    const share = correct / count;
    const labels = {
      ovm: { mean: round(share), variance: round(share * (1 - share)) },
      tvm: { mean: round(share), variance: 0 },
      'prm-soft': spreadOf(soft[at]!, count),
      'prm-hard': spreadOf(hard[at]!, count),
    };
    return { parent, text: texts[at]!, paths: count, correct, endsStep: ends.has(at), labels };
  });
  const weight = tokens.reduce((sum, token) => sum + token.paths, 0);
  const meanOf = (kind: LabelKind): number =>
    weight ? round(tokens.reduce((sum, token) => sum + token.paths * token.labels[kind].variance, 0) / weight) : 0;
  const variance = Object.fromEntries(LABEL_KINDS.map((kind) => [kind, meanOf(kind)])) as Record<LabelKind, number>;
  return { tokens, variance };
}
