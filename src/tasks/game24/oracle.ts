/** The exact oracle of the Game of 24: no model, no error. Whoever uses it must say so beside the result. */
import { isStillReachable, judge } from './checker';
import type { Game } from './moves';

/**
 * 1 when some continuation of the text is a correct solution with legal steps, else 0; of a text that has come to its
 * end, 1 when it is such a solution.
 */
export function oracleValue(game: Game): (text: string, isComplete: boolean) => number {
  return (text, isComplete) => {
    if (!isComplete) return isStillReachable(game, text) ? 1 : 0;
    const verdict = judge(game, text);
    return verdict.correct && verdict.stepsLegal ? 1 : 0;
  };
}
