/** The machinery with other targets and other counts of numbers, as a task that gives a target with each problem needs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/core/rng';
import { answerOf, firstError, isStillReachable, judge, startOf } from '../../../../src/tasks/game24/checker';
import { canReach, legalMoves, type Game } from '../../../../src/tasks/game24/moves';
import { oracleValue } from '../../../../src/tasks/game24/oracle';
import { equals, rational } from '../../../../src/tasks/game24/rational';
import { perturbedPrefix } from '../../../../src/tasks/game24/perturbed-prefixes';
import { enumerateSolutions, formatSolution } from '../../../../src/tasks/game24/solver';

const game = (target: number, ...numbers: number[]): Game => ({ numbers, target: rational(target) });
const solutionsOf = ({ numbers, target }: Game): string[] =>
  enumerateSolutions(startOf({ numbers, target }), target).map((solution) => formatSolution(solution, target));

describe('a game with another target', () => {
  it('is solved, judged and answered by its own', () => {
    const seven = game(7, 1, 2, 3);
    const text = '2 * 3 = 6 (left: 1 6)\n6 + 1 = 7 (left: 7)\nThe answer is 2 * 3 + 1 = 7';
    expect(judge(seven, text)).toEqual({ answer: '2 * 3 + 1', correct: true, stepsLegal: true });
    expect(firstError(seven, text)).toBeNull();
    expect(oracleValue(seven)(text, true)).toBe(1);
    // The same text in a game of 8: the expression is worth 7, and its end is no answer's.
    const eight = game(8, 1, 2, 3);
    expect(judge(eight, text)).toMatchObject({ correct: false, stepsLegal: false });
    expect(answerOf(text, eight.target)).toBe('2 * 3 + 1 = 7');
    expect(firstError(eight, text)).not.toBeNull();
  });

  it('has solutions exactly where it can be reached, all right at every character', () => {
    const games = fc.record({
      numbers: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 4 }),
      target: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(games, ({ numbers, target }) => {
        const given = game(target, ...numbers.sort((a, b) => a - b));
        const solutions = solutionsOf(given);
        expect(solutions.length > 0).toBe(canReach(startOf(given), given.target));
        for (const text of solutions.slice(0, 3)) {
          expect(judge(given, text)).toMatchObject({ correct: true, stepsLegal: true });
          expect(firstError(given, text)).toBeNull();
          for (let end = 0; end <= text.length; end += 5)
            expect(isStillReachable(given, text.slice(0, end))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is not mixed up with another that has the same numbers', () => {
    const state = startOf(game(0, 3, 5));
    const reached = new Set(legalMoves(state).map(({ result }) => result));
    for (const target of [2, 8, 15, 9])
      expect(canReach(state, rational(target))).toBe([...reached].some((result) => equals(result, rational(target))));
  });

  it('has wrong steps for any count of numbers', () => {
    const five = game(50, 2, 3, 4, 5, 6);
    const text = perturbedPrefix(five, 4, createRng(1))!;
    expect(text.trimEnd().split('\n')).toHaveLength(4);
    expect(firstError(five, text)).toMatchObject({ step: 3 });
  });
});
