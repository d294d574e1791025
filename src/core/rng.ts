/** Seeded randomness. Nothing in Inkling draws from `Math.random`, so a seed repeats a run exactly. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Rng {
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** A number in [0, 1). */
  uniform(): number;
}

/** One of the items, each as likely; there must be one. */
export const pick = <T>(rng: Rng, items: readonly T[]): T => items[rng.integer(0, items.length - 1)]!;

/** 32-bit mixing of whole numbers (the finaliser of MurmurHash3 over each part in turn). */
function mix(parts: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    h = (h ^ part) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h;
}

/**
 * A generator of its own for every path of whole numbers, such as (seed, node, candidate): what one candidate draws
 * never depends on how many others were sampled beside it.
 */
export function createRng(...path: readonly number[]): Rng {
  const generator = xoroshiro128plus(mix(path));
  return {
    integer: (low, high) => uniformInt(generator, low, high),
    uniform: () => uniformFloat64(generator),
  };
}
