/** How much faster one thing is than another, from rounds that were run in turn. */
import type { Interval } from '../core/shares';
import { bootstrap } from '../core/bootstrap';

/** With the interval of its median over the rounds. */
export interface Ratio extends Interval {
  /** Median over the rounds; above 1 where the first is faster. */
  readonly ratio: number;
}

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
  return { ratio: median(ratios), ...bootstrap(ratios, median) };
}
