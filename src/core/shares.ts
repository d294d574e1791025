/** Shares of independent tries, with their intervals, and what is expected of fewer tries. */

/** The ends of an interval, both within it. Of a measurement it is the 95% interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Share extends Interval {
  /** In [0, 1]. */
  readonly share: number;
  /** How many independent units it is a share of. */
  readonly of: number;
}

/** The normal distribution's 97.5% quantile. */
const Z = 1.959963984540054;

/**
 * Wilson's 95% score interval (Wilson 1927, without a continuity correction): it stays inside [0, 1] and is of use at 0
 * and 1 too. `share` may also be the mean of numbers in [0, 1], one for each of `of` independent units: their variance
 * is at most that of yes and no, so the interval is then a little too wide. Of nothing, all of [0, 1].
 */
export function wilson(share: number, of: number): Share {
  if (of === 0) return { share: 0, low: 0, high: 1, of };
  const spread = (Z * Z) / of;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share) + spread / 4) / of);
  // At its ends the formula gives 0 and 1 but for rounding.
  return {
    share,
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
    of,
  };
}

/** Probability that none of `marked` of n is among k drawn without putting back. */
export function noneOf(n: number, marked: number, k: number): number {
  let share = 1;
  for (let i = 0; i < k; i++) share *= Math.max(0, n - marked - i) / (n - i);
  return share;
}

/**
 * The chance that at least one of `k` samples is right, estimated without bias from `n` samples of which `right` are
 * (Chen et al., 2107.03374, section 2.1). `k` from 1 to `n`.
 */
export const passAtK = (n: number, right: number, k: number): number => 1 - noneOf(n, right, k);
