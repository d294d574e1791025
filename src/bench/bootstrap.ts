/** The mean of a sample and a 95% interval of it, by the percentile bootstrap. */
import { createRng } from '../core/rng';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 10_000;
/** The interval is part of a report, so it is the same whenever the report is made. */
const SEED = 950;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * `values` are one number for each independent unit: for an accuracy, the mean over the seeds of one problem, since
 * seeds on one problem are not independent. Needs at least one.
 */
export function bootstrapMean(values: readonly number[]): Interval {
  const rng = createRng(SEED, values.length);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[rng.integer(0, values.length - 1)]!;
    return sum / values.length;
  }).sort();
  const at = (quantile: number): number => means[Math.round(quantile * (RESAMPLES - 1))]!;
  return { mean: meanOf(values), low: at(0.025), high: at(0.975) };
}
