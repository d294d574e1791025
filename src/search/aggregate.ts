/** From the verifier's numbers at the ends of a path's steps to one score. */
import type { Aggregation } from './options';
import { round } from '../core/precision';

/**
 * `scores` [S], at least one. `last` (OVM, and the best with Monte-Carlo labels in 2501.07301), `min` (Math-Shepherd),
 * `mean`, and `product` for probabilities only (`scaleFault` refuses it for others).
 */
export function aggregate(how: Aggregation, scores: readonly number[]): number {
  switch (how) {
    case 'last':
      return scores.at(-1)!;
    case 'min':
      return Math.min(...scores);
    case 'mean':
      return round(scores.reduce((sum, score) => sum + score, 0) / scores.length);
    case 'product':
      return round(scores.reduce((product, score) => product * score, 1));
  }
}
