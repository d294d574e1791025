/** 95% intervals by the percentile bootstrap. */
import { createRng } from './rng';
import type { Interval } from './shares';

const RESAMPLES = 10_000;
/** The interval is part of a report, so it is the same whenever the report is made. */
const SEED = 950;

/** A mean with its interval. */
export interface MeanInterval extends Interval {
  readonly mean: number;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The interval of a statistic of `values`, of which there must be at least one. */
export function bootstrap(
  values: readonly number[],
  statistic: (sample: readonly number[]) => number,
  resamples = RESAMPLES,
): Interval {
  const rng = createRng(SEED, values.length);
  const resampled = Float64Array.from({ length: resamples }, () =>
    statistic(values.map(() => values[rng.integer(0, values.length - 1)]!)),
  );
  return percentiles(resampled);
}

/** The middle 95% of a resampled statistic, which is put in order; at least one value. */
export function percentiles(resampled: Float64Array): Interval {
  resampled.sort();
  const at = (quantile: number): number => resampled[Math.round(quantile * (resampled.length - 1))]!;
  return { low: at(0.025), high: at(0.975) };
}

/** How often each of so many independent units was drawn, of one resampling after the other. */
export function* resampledCounts(units: number, resamples: number, seed: number): Generator<Uint32Array> {
  const rng = createRng(seed, units);
  for (let sample = 0; sample < resamples; sample++) {
    const counts = new Uint32Array(units);
    for (let i = 0; i < units; i++) counts[rng.integer(0, units - 1)]!++;
    yield counts;
  }
}

/**
 * `values` are one number for each independent unit: for an accuracy, the mean over the seeds of one problem, since
 * seeds on one problem are not independent. Needs at least one.
 */
export const bootstrapMean = (values: readonly number[], resamples = RESAMPLES): MeanInterval => ({
  mean: meanOf(values),
  ...bootstrap(values, meanOf, resamples),
});
