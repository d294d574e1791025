/** How the numbers of a verifier are to be read, and what lies at their ends. */

/** Only `probability` is called a value and tinted on the value scale. On every scale more is better. */
export const SCALES = ['probability', 'logprob', 'unbounded'] as const;
export type Scale = (typeof SCALES)[number];

/** The least and the greatest number of each scale. */
export const SCALE_LIMITS: Readonly<Record<Scale, { readonly min: number; readonly max: number }>> = {
  probability: { min: 0, max: 1 },
  logprob: { min: -Infinity, max: 0 },
  unbounded: { min: -Infinity, max: Infinity },
};

/** Whether the numbers are probabilities of being right. Of no other may it be said, and no other is tinted. */
export const isProbability = (scale: Scale | null | undefined): scale is 'probability' => scale === 'probability';

/** Midway between the limits, where a number says neither right nor wrong; null on a scale that has no middle. */
export function middleOf(scale: Scale): number | null {
  const { min, max } = SCALE_LIMITS[scale];
  const middle = (min + max) / 2;
  return Number.isFinite(middle) ? middle : null;
}

export const logistic = (logit: number): number => 1 / (1 + Math.exp(-logit));

const TO_UNIT: Readonly<Record<Scale, (score: number) => number>> = {
  probability: (score) => score,
  logprob: Math.exp,
  unbounded: logistic,
};

/**
 * A score as a number in [0, 1] in the same order, for what adds, averages or exponentiates scores: exp of a
 * log-probability, the logistic function of an unbounded one (as Implicit PRM does, arXiv:2412.01981). It is a
 * probability of being right only where the scale is `probability`.
 */
export const toUnit = (scale: Scale, score: number): number => TO_UNIT[scale](score);
