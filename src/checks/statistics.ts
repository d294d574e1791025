/** Intervals and tests of shares. */
import { wilson, type Interval } from '../core/shares';
import { round } from '../core/precision';

/** Successes in some rollouts, and Wilson's 95% interval of the probability. */
export interface Observed extends Interval {
  readonly successes: number;
  readonly rollouts: number;
}

/** Successes of independent tries with Wilson's 95% interval of their probability, rounded as in a log. */
export function observed(successes: number, rollouts: number): Observed {
  const { low, high } = wilson(rollouts ? successes / rollouts : 0, rollouts);
  return { successes, rollouts, low: round(low), high: round(high) };
}

/** Natural logs of the probabilities of 0 to n successes in n tries. */
function logBinomial(n: number, p: number): Float64Array {
  const logs = new Float64Array(n + 1);
  logs[0] = n * Math.log1p(-p);
  const odds = Math.log(p) - Math.log1p(-p);
  for (let k = 1; k <= n; k++) logs[k] = logs[k - 1]! + Math.log((n - k + 1) / k) + odds;
  return logs;
}

/** Two-sided exact binomial test: the probability of all counts that are no likelier than this one. `p` in (0, 1). */
export function binomialTest(successes: number, tries: number, p: number): number {
  const logs = logBinomial(tries, p);
  // As R's binom.test: counts that are as likely but for rounding belong to it.
  const limit = logs[successes]! + 1e-7;
  return Math.min(
    1,
    logs.reduce((sum, log) => (log <= limit ? sum + Math.exp(log) : sum), 0),
  );
}

/** How often Wilson's interval of n tries holds the true probability `p` in (0, 1), exactly. */
export function exactCoverage(p: number, n: number): number {
  const logs = logBinomial(n, p);
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const { low, high } = observed(k, n);
    if (p >= low && p <= high) sum += Math.exp(logs[k]!);
  }
  return sum;
}
