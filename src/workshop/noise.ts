/**
 * Spoils what is taught, in two ways that are told apart (arXiv:2410.20533): outcomes that are wrong, and steps that are
 * wrong under an outcome that is kept.
 */
import { createRng, pick, type Rng } from '../core/rng';

/** Keep these random numbers apart from others of the same seed. */
const FLIP = 0xf119;
const STEPS = 0x57e9;

/** Whether the outcome of a sample is to be turned over. The same samples are turned over at a larger share. */
export const isFlipped = (share: number, seed: number, problem: number, sample: number): boolean =>
  createRng(seed, FLIP, problem, sample).uniform() < share;

/** What draws the wrong step of a sample; null where it stays as it is. */
export function stepSpoiler(share: number, seed: number, problem: number, sample: number): Rng | null {
  const rng = createRng(seed, STEPS, problem, sample);
  return rng.uniform() < share ? rng : null;
}

/** How far a number is moved at most. */
const FAR = 9;

/**
 * A solution with another number at the end of one of its steps, its answer line left out; the text itself where it
 * has no step with a number. Later steps stay, so that they do not follow.
 */
export function spoilStep(solution: string, stepEnd: string, rng: Rng): string {
  const steps = solution.split(stepEnd);
  const able = steps.flatMap((step, i) => (i < steps.length - 1 && /\d/.test(step) ? [i] : []));
  if (!able.length) return solution;
  const at = pick(rng, able);
  const far = rng.integer(1, FAR);
  steps[at] = steps[at]!.replace(/(\d{1,9})(?!.*\d)/s, (number) => String(Number(number) + far));
  return steps.join(stepEnd);
}
