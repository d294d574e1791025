/** Whether two lines that were measured on the same problems and seeds differ by more than the problems explain. */
import { bootstrapMean } from '../core/bootstrap';
import type { Interval } from '../core/shares';

/** Right answers of one line at each problem: how many of its seeds were right. */
export type RightCounts = readonly number[];

export interface PairedDifference extends Interval {
  /** Mean over problems of the share that the line solves, less that of the baseline; in [-1, 1]. */
  readonly difference: number;
  /** Of the sign-flip test, two-sided, as it is; `holm` corrects several. */
  readonly p: number;
}

/** Few enough to be drawn again whenever a problem has been measured. */
const RESAMPLES = 1000;

/**
 * The interval is the paired bootstrap's over problems: seeds of one problem are not independent, so they are averaged
 * first. The p-value is exact under "either line could have had either result on a problem"; with one seed it is
 * McNemar's exact test.
 * @param seeds how many each count is of; both lists have one entry for every problem, at least one
 */
export function pairedDifference(line: RightCounts, baseline: RightCounts, seeds: number): PairedDifference {
  const differences = line.map((right, problem) => right - baseline[problem]!);
  const { mean, low, high } = bootstrapMean(
    differences.map((difference) => difference / seeds),
    RESAMPLES,
  );
  return { difference: mean, low, high, p: signFlipTest(differences) };
}

/**
 * The exact two-sided randomisation test for paired data (Fisher 1935, The Design of Experiments, section 21): the
 * share of all choices of signs whose sum lies as far from 0 as what was seen.
 * @param differences whole numbers
 */
export function signFlipTest(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs).filter((size) => size > 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const seen = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  // How likely each sum is, from -total to total.
  let chances = new Float64Array(2 * total + 1);
  chances[total] = 1;
  for (const size of sizes) {
    const next = new Float64Array(chances.length);
    for (const [at, chance] of chances.entries()) {
      if (!chance) continue;
      next[at - size]! += chance / 2;
      next[at + size]! += chance / 2;
    }
    chances = next;
  }
  const far = chances.reduce((sum, chance, at) => (Math.abs(at - total) >= seen ? sum + chance : sum), 0);
  return Math.min(1, far);
}

/**
 * p-values of several comparisons, so corrected that the chance of one false finding among them is at most what a
 * single one's would be (Holm 1979).
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const corrected: number[] = [];
  let least = 0;
  for (const [rank, at] of order.entries()) {
    least = Math.max(least, Math.min(1, values[at]! * (values.length - rank)));
    corrected[at] = least;
  }
  return corrected;
}
