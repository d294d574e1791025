/** How good a verifier's numbers are, on prefixes whose outcome is known. */

/** A verifier's number at a prefix, and whether the solution that went on from it ended right. */
export interface Judged {
  readonly score: number;
  readonly isRight: boolean;
}

/** One group of a calibration diagram. */
export interface CalibrationBin {
  /** Mean predicted probability. */
  readonly predicted: number;
  /** Share that ended right. */
  readonly observed: number;
  readonly count: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean squared distance of a probability from the outcome, in [0, 1]; an outcome is an unbiased draw of the value. */
export const brier = (judged: readonly Judged[]): number =>
  mean(judged.map(({ score, isRight }) => (score - (isRight ? 1 : 0)) ** 2));

/**
 * 1 minus the Brier score over that of the best constant; 0 is no better than it, and less is worse. Null where all
 * outcomes are the same, so that a constant makes no error.
 */
export function brierSkill(judged: readonly Judged[]): number | null {
  const rate = mean(judged.map(({ isRight }) => (isRight ? 1 : 0)));
  return rate === 0 || rate === 1 ? null : 1 - brier(judged) / (rate * (1 - rate));
}

/** Area under the ROC curve, ties counted half, for any scale; null where only one outcome occurs. */
export function auc(judged: readonly Judged[]): number | null {
  const sorted = [...judged].sort((a, b) => a.score - b.score);
  const right = sorted.filter(({ isRight }) => isRight).length;
  const wrong = sorted.length - right;
  if (right === 0 || wrong === 0) return null;
  let ranks = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]!.score === sorted[start]!.score) end++;
    for (let i = start; i < end; i++) if (sorted[i]!.isRight) ranks += (start + end + 1) / 2;
    start = end;
  }
  return (ranks - (right * (right + 1)) / 2) / (right * wrong);
}

/** A candidate of a search: what it says, so that one is not compared with itself. */
export interface Candidate extends Judged {
  readonly text: string;
}

/**
 * The share of pairs, one that ended right and one that did not, in which the right one has the larger number; ties
 * count half. Only candidates of one group are compared: those that a search would choose between. So what counts is
 * not whether a problem is easy, which is most of an AUC over all prefixes. Null where no group has both.
 */
export function concordance(groups: readonly (readonly Candidate[])[]): number | null {
  let pairs = 0;
  let won = 0;
  for (const group of groups)
    for (const right of group.filter(({ isRight }) => isRight))
      for (const wrong of group.filter(({ isRight, text }) => !isRight && text !== right.text)) {
        pairs++;
        won += right.score === wrong.score ? 0.5 : Number(right.score > wrong.score);
      }
  return pairs === 0 ? null : won / pairs;
}

/** Groups of equal count, by rising prediction; fewer than asked for where there are fewer prefixes. */
export function calibrationBins(judged: readonly Judged[], count = 15): CalibrationBin[] {
  const sorted = [...judged].sort((a, b) => a.score - b.score);
  return Array.from({ length: count }, (_, i) =>
    sorted.slice(Math.round((i * sorted.length) / count), Math.round(((i + 1) * sorted.length) / count)),
  )
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      predicted: mean(bin.map(({ score }) => score)),
      observed: mean(bin.map(({ isRight }) => (isRight ? 1 : 0))),
      count: bin.length,
    }));
}

/** Expected calibration error: the mean distance of predicted and observed over the groups, by their counts. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { predicted, observed, count }) => sum + (Math.abs(predicted - observed) * count) / total,
    0,
  );
}
