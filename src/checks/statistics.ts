/** Intervals and tests of shares. */
import { round } from '../search/precision';
import type { Observed } from './types';

/** The normal distribution's 97.5% quantile. */
const Z = 1.959963984540054;

/**
 * Successes of independent tries with Wilson's 95% score interval of their probability (Wilson 1927, without a
 * continuity correction): it stays inside [0, 1] and is of use at 0 and at all successes too. No tries: [0, 1].
 */
export function observed(successes: number, rollouts: number): Observed {
  if (rollouts === 0) return { successes, rollouts, low: 0, high: 1 };
  const share = successes / rollouts;
  const spread = (Z * Z) / rollouts;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share) + spread / 4) / rollouts);
  // At the ends the formula gives 0 and 1 but for rounding.
  const low = successes === 0 ? 0 : Math.max(0, middle - half);
  const high = successes === rollouts ? 1 : Math.min(1, middle + half);
  return { successes, rollouts, low: round(low), high: round(high) };
}
