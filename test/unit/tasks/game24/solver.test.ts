import { describe, expect, it } from 'vitest';
import { makePuzzle, puzzleState, type Puzzle } from '../../../../src/tasks/game24/problem';
import { filePuzzles } from '../../../../src/tasks/game24/splits';
import { expressionsWorth24 } from './brute-force';
import { enumerateSolutions, formatSolution, isStillReachable, judge } from './at-24';

const solve = (puzzle: Puzzle): string[] => enumerateSolutions(puzzleState(puzzle)).map(formatSolution);

/**
 * The three operations of an expression, in no order and with the larger operand of sums and products first, and
 * whether none of them makes a negative or broken number. (Two expressions that swap equal numbers are one idea.)
 */
function ideaOf(expression: string): { key: string; isPlain: boolean } {
  const operations: string[] = [];
  let isPlain = true;
  let rest = `(${expression})`;
  while (rest.includes('(')) {
    rest = rest.replace(/\(([^\s()]+) ([-+*/]) ([^\s()]+)\)/, (_, a: string, op: string, b: string) => {
      const [x, y] = [Number(a), Number(b)];
      const value = op === '+' ? x + y : op === '-' ? x - y : op === '*' ? x * y : x / y;
      isPlain &&= Number.isInteger(value) && value >= 0;
      const [first, second] = op === '-' || op === '/' || x >= y ? [x, y] : [y, x];
      operations.push(`${first} ${op} ${second}`);
      return `${value}`;
    });
  }
  return { key: operations.sort().join(', '), isPlain };
}

/** Some of everything: easy ones, the hardest, those with equal numbers, and one that needs fractions. */
const PUZZLES: readonly Puzzle[] = [
  ...filePuzzles.filter((_, i) => i % 150 === 0),
  makePuzzle([4, 5, 6, 10]),
  makePuzzle([6, 6, 6, 6]),
  makePuzzle([3, 3, 8, 8]),
  makePuzzle([1, 5, 5, 5]),
  makePuzzle([1, 4, 17, 24]),
];

describe('enumerateSolutions', () => {
  it('writes the one format that the policy learns', () => {
    expect(solve(makePuzzle([3, 3, 8, 8]))).toEqual([
      '8 / 3 = 8/3 (left: 8/3 3 8)\n3 - 8/3 = 1/3 (left: 1/3 8)\n8 / 1/3 = 24 (left: 24)\nThe answer is 8 / (3 - (8 / 3)) = 24',
    ]);
    expect(solve(makePuzzle([4, 5, 6, 10]))).toContain(
      '5 * 4 = 20 (left: 6 10 20)\n10 - 6 = 4 (left: 4 20)\n20 + 4 = 24 (left: 24)\nThe answer is (5 * 4) + (10 - 6) = 24',
    );
  });

  it('solves every puzzle of the file and none that cannot be solved', () => {
    expect(filePuzzles.filter((puzzle) => enumerateSolutions(puzzleState(puzzle)).length === 0)).toEqual([]);
    expect(solve(makePuzzle([1, 1, 1, 1]))).toEqual([]);
    expect([...expressionsWorth24([1, 1, 1, 1])]).toEqual([]);
  });

  it.each(PUZZLES)('of %i %i %i %i: right, legal, distinct and reachable at every character', (...numbers) => {
    const puzzle = makePuzzle(numbers);
    const solutions = solve(puzzle);
    expect(solutions.length).toBeGreaterThan(0);
    const steps = solutions.map((text) => text.split('\n').slice(0, 3).join('\n'));
    expect(new Set(steps).size).toBe(steps.length);
    for (const text of solutions) {
      expect(judge(puzzle, text)).toEqual({
        answer: text.slice(text.lastIndexOf('is ') + 3, -5),
        correct: true,
        stepsLegal: true,
      });
      expect(text).toMatch(/^[ -~\n]+$/);
    }
    // Every character of every solution would take minutes for the largest, and shows no more.
    for (const text of solutions.filter((_, i) => i % Math.ceil(solutions.length / 3) === 0))
      for (let end = 0; end <= text.length; end++)
        expect([text.slice(0, end), isStillReachable(puzzle, text.slice(0, end))]).toEqual([text.slice(0, end), true]);
  });

  it.each(['4 5 6 10', '1 2 3 4', '2 4 8 11'])('of %s: every idea of whole numbers, each in one form', (text) => {
    const numbers = text.split(' ').map(Number);
    const found = solve(makePuzzle(numbers)).map((solution) => solution.slice(solution.lastIndexOf('is ') + 3, -5));
    const forced = [...expressionsWorth24(numbers)].filter((expression) => ideaOf(expression).isPlain);
    expect(new Set(found.map((expression) => ideaOf(expression).key))).toEqual(
      new Set(forced.map((expression) => ideaOf(expression).key)),
    );
    expect(found.every((expression) => ideaOf(expression).isPlain)).toBe(true);
  });
});
