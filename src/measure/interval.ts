/** Intervals of shares. */
export interface Share {
  /** In [0, 1]. */
  readonly share: number;
  /** The 95% interval's ends. */
  readonly low: number;
  readonly high: number;
  /** How many independent units it is a share of. */
  readonly of: number;
}

const Z = 1.959964;

/**
 * Wilson's 95% interval (Wilson 1927). `share` may also be the mean of numbers in [0, 1], one for each of `of`
 * independent units: their variance is at most that of yes and no, so the interval is then a little too wide. Of
 * nothing, all of [0, 1].
 */
export function wilson(share: number, of: number): Share {
  if (of === 0) return { share: 0, low: 0, high: 1, of };
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return {
    share,
    low: Math.max(0, Math.min(share, middle - half)),
    high: Math.min(1, Math.max(share, middle + half)),
    of,
  };
}

/**
 * The chance that at least one of `k` samples is right, estimated without bias from `n` samples of which `right` are
 * (Chen et al., 2107.03374, section 2.1). `k` from 1 to `n`.
 */
export function passAtK(n: number, right: number, k: number): number {
  if (n - right < k) return 1;
  let missed = 1;
  for (let i = n - right + 1; i <= n; i++) missed *= 1 - k / i;
  return 1 - missed;
}
