/**
 * What the highest-scored of n solutions is worth, for every n at once: the exact expectation over all subsets of many
 * sampled solutions, so that one sampling serves the whole curve and no subset has to be drawn.
 */
import { noneOf } from '../core/shares';

export interface ScoredSolution {
  /** The verifier's number for the whole solution. */
  readonly score: number;
  readonly correct: boolean;
}

export interface BestOfN {
  /** Probability that the chosen one is right, in [0, 1]. */
  readonly right: number;
  /** Mean score of the chosen one. */
  readonly score: number;
}

/**
 * @param solutions at least one, of one problem
 * @param n from 1 to their number: how many are drawn without putting back. Of equal scores each is chosen as often.
 */
export function bestOf(solutions: readonly ScoredSolution[], n: number): BestOfN {
  const ranked = [...solutions].sort((a, b) => b.score - a.score);
  let right = 0;
  let score = 0;
  let before = 1;
  for (let from = 0; from < ranked.length && before > 0;) {
    let to = from;
    let rightOnes = 0;
    for (; to < ranked.length && ranked[to]!.score === ranked[from]!.score; to++)
      rightOnes += Number(ranked[to]!.correct);
    // None of those ranked so far is drawn.
    const none = noneOf(ranked.length, to, n);
    right += ((before - none) * rightOnes) / (to - from);
    score += (before - none) * ranked[from]!.score;
    before = none;
    from = to;
  }
  return { right, score };
}
