/** How much faster one thing is than another, from rounds that were run in turn. */
import { createRng } from '../core/rng';

export interface Ratio {
  /** Median over the rounds; above 1 where the first is faster. */
  readonly ratio: number;
  /** 95% interval of that median, by the percentile bootstrap over rounds. */
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;
/** The interval is part of a report, so the same rounds give the same one. */
const SEED = 503;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * `own` and `other` are the seconds of the same rounds, at least one, in the order in which they were run, so that what
 * slows the machine for a while slows both.
 */
export function ratioOf(own: readonly number[], other: readonly number[]): Ratio {
  const ratios = own.map((seconds, round) => other[round]! / seconds);
  const rng = createRng(SEED, ratios.length);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(ratios.map(() => ratios[rng.integer(0, ratios.length - 1)]!)),
  ).sort((a, b) => a - b);
  const at = (quantile: number): number => medians[Math.round(quantile * (RESAMPLES - 1))]!;
  return { ratio: median(ratios), low: at(0.025), high: at(0.975) };
}
