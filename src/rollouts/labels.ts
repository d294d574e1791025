/**
 * What value models learn on the tokens of sampled solutions: a label for each token of each row, all from the same
 * rollouts of a problem and its checker's verdicts. `training/labels.py` makes the same for the shipped models.
 *
 * - `ovm` (arXiv:2311.09724): the row's own outcome, on every token.
 * - `tvm` (arXiv:2407.12863): of the samples that begin with the tokens so far, the share that ends correct.
 * - `prm-soft` (Math-Shepherd, arXiv:2312.08935): on all tokens of a step, the share at the step's last token.
 * - `prm-hard`: the same, as 1 where any of them is correct.
 * - `prm-valid`: 1 until the step of the first error begins, be a step of use or not.
 *
 * Deviation from Math-Shepherd: it samples fresh completions of every step and labels its last token; here the step
 * labels come from the same rollouts as all others, on all of the step's tokens.
 */
import { prefixTree, type CountedPath, type PrefixTree } from './prefix-tree';
import { withLast } from './steps';

export const LABEL_RULES = ['tvm', 'ovm', 'prm-soft', 'prm-hard', 'prm-valid'] as const;
export type LabelRule = (typeof LABEL_RULES)[number];

export interface LabelRow extends CountedPath {
  /** Indices of the tokens that end a step. */
  readonly stepEnds: readonly number[];
  /** Index of the first wrong step; null where none is. Only `prm-valid` asks. */
  readonly firstError: number | null;
}

/**
 * The labels of all rows of one problem, [S] each for a row of S tokens, in [0, 1]. NaN, for the rules of shares, on
 * tokens before a row's `from` that no other row is evidence for: nothing may be learned there.
 */
export function labelRows(rows: readonly LabelRow[], rule: LabelRule): Float64Array[] {
  if (rule === 'ovm') return rows.map(({ tokens, correct }) => new Float64Array(tokens.length).fill(Number(correct)));
  if (rule === 'prm-valid') return rows.map(validLabels);
  const tree = prefixTree(rows);
  const shares = rows.map((_, row) => pathShares(tree, row));
  if (rule === 'tvm') return shares;
  return rows.map(({ stepEnds }, row) => {
    const soft = stepLabels(shares[row]!, stepEnds);
    return rule === 'prm-soft' ? soft : soft.map((share) => Number(share > 0));
  });
}

/** Of a row's tokens, the share of samples with the same beginning that end correct. */
export const pathShares = ({ nodes, trails }: PrefixTree, row: number): Float64Array =>
  Float64Array.from(trails[row]!, (at) => nodes[at]!.correct / nodes[at]!.paths);

/** [S] -> [S]: on all tokens of a step what its last token has. */
export function stepLabels(shares: Float64Array, ends: readonly number[]): Float64Array {
  const labels = new Float64Array(shares.length);
  let start = 0;
  for (const end of withLast(ends, shares.length)) {
    labels.fill(shares[end]!, start, end + 1);
    start = end + 1;
  }
  return labels;
}

function validLabels({ tokens, stepEnds, firstError }: LabelRow): Float64Array {
  const before = firstError === null ? tokens.length : firstError === 0 ? 0 : stepEnds[firstError - 1]! + 1;
  return Float64Array.from(tokens, (_, i) => Number(i < before));
}
