import type { Rng } from '../core/rng';

/** A number of the standard normal distribution (Box and Muller). */
export function normal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.uniform()));
  return radius * Math.cos(2 * Math.PI * rng.uniform());
}
