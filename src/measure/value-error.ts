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
export interface SearchCandidate extends Judged {
  readonly text: string;
}

/**
 * The share of pairs, one that ended right and one that did not, in which the right one has the larger number; ties
 * count half. Only candidates of one group are compared: those that a search would choose between. So what counts is
 * not whether a problem is easy, which is most of an AUC over all prefixes. Null where no group has both.
 */
export function concordance(groups: readonly (readonly SearchCandidate[])[]): number | null {
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

/** Groups of the expected calibration error, wherever it is reported. */
export const ECE_GROUPS = 15;

/** Groups of equal count, by rising prediction; fewer than asked for where there are fewer prefixes. */
export function calibrationBins(judged: readonly Judged[], count = ECE_GROUPS): CalibrationBin[] {
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

/** The mean distance of predicted and observed over the groups, by their counts. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { predicted, observed, count }) => sum + (Math.abs(predicted - observed) * count) / total,
    0,
  );
}

/** An expected calibration error, and over how many groups of equal count it was taken. */
export interface ExpectedCalibrationError {
  /** In [0, 1]. */
  readonly value: number;
  readonly groups: number;
}

/**
 * The expected calibration error (ECE; Naeini et al., AAAI 2015), over groups of equal count (Nguyen and O'Connor,
 * arXiv:1508.05154), since values crowd near 0 and 1: the one definition of the page, the report and the model cards.
 * Null of nothing.
 *
 * It has no interval. The distance of a group is an absolute value, so noise only adds to it: a calibrated verifier
 * has more than 0 on any finite set, and resampling adds the noise once more, so that the estimate lies near the low
 * end of a bootstrap's percentiles or outside of them (Kumar et al., arXiv:1909.10155, and Roelofs et al.,
 * arXiv:2012.08668, on this bias). Compare values on the same prefixes only.
 */
export function expectedCalibrationError(judged: readonly Judged[]): ExpectedCalibrationError | null {
  if (!judged.length) return null;
  const bins = calibrationBins(judged);
  return { value: calibrationError(bins), groups: bins.length };
}
