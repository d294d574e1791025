import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePuzzle, puzzleState } from '../../../../src/tasks/game24/problem';
import { enumerateSolutions, firstError, formatSolution } from './at-24';

const puzzle = makePuzzle([4, 5, 6, 10]);
const SOLUTIONS = enumerateSolutions(puzzleState(puzzle)).map(formatSolution);
const LINES = [
  '5 * 4 = 20 (left: 6 10 20)',
  '10 - 6 = 4 (left: 4 20)',
  '20 + 4 = 24 (left: 24)',
  'The answer is (5 * 4) + (10 - 6) = 24',
] as const;

describe('firstError', () => {
  it('finds none in any beginning of a right solution', () => {
    for (const text of [LINES.join('\n'), `${LINES.join('\n')}\n`, SOLUTIONS[0]!, SOLUTIONS.at(-1)!])
      for (let end = 0; end <= text.length; end++)
        expect([text.slice(0, end), firstError(puzzle, text.slice(0, end))]).toEqual([text.slice(0, end), null]);
  });

  it('finds none where 24 went out of reach by legal steps', () => {
    expect(firstError(puzzle, '5 + 4 = 9 (left: 6 9 10)\n9 + 6 = 15 (left: 10 15)\n')).toBeNull();
  });

  // The line, what is wrong in it, and the part that is still the beginning of some legal line.
  const planted: [number, string, string, string][] = [
    [0, 'a wrong result', '5 * 4 = 21 (left: 6 10 21)', '5 * 4 = 2'],
    [0, 'a number that is not there', '5 * 7 = 35 (left: 6 10 35)', '5 * '],
    [0, 'a number that is not there, at the start', '7 * 5 = 35 (left: 6 10 35)', ''],
    [0, 'a wrong list', '5 * 4 = 20 (left: 6 11 20)', '5 * 4 = 20 (left: 6 1'],
    [0, 'a cut list', '5 * 4 = 20 (left: 6 10)', '5 * 4 = 20 (left: 6 10'],
    [0, 'a cut line', '5 * 4 = 20 (left: 6 10', '5 * 4 = 20 (left: 6 10'],
    [0, 'text behind the line', '5 * 4 = 20 (left: 6 10 20) ', '5 * 4 = 20 (left: 6 10 20)'],
    [0, 'an empty line', '', ''],
    [0, 'an answer too early', 'The answer is (5 * 4) + (10 - 6) = 24', ''],
    [1, 'a number that was used', '10 - 5 = 5 (left: 5 20)', '10 - '],
    [1, 'a wrong difference', '10 - 6 = 5 (left: 5 20)', '10 - 6 = '],
    [2, 'a wrong sum', '20 + 4 = 25 (left: 25)', '20 + 4 = 2'],
    [3, 'another step', '24 + 0 = 24 (left: 24)', ''],
    [3, 'a number twice', 'The answer is (5 * 5) + (10 - 6) = 24', 'The answer is (5 * '],
    [3, 'a wrong expression', 'The answer is (5 * 4) + (10 + 6) = 24', 'The answer is (5 * 4) + (10 '],
    [3, 'another value', 'The answer is (5 * 4) + (10 - 6) = 25', 'The answer is (5 * 4) + (10 - 6) = 2'],
    [3, 'an answer that ends too soon', 'The answer is (5 * 4) +', 'The answer is (5 * 4) +'],
    [3, 'an answer without its value', 'The answer is (5 * 4) + (10 - 6) =', 'The answer is (5 * 4) + (10 - 6) ='],
    [4, 'a line behind the answer', 'The answer is (5 * 4) + (10 - 6) = 24', ''],
    [4, 'an empty line behind the answer', '', ''],
  ];
  it.each(planted)('in line %i: %s', (step, _, line, right) => {
    const before = LINES.slice(0, step).map((text) => `${text}\n`);
    const offset = before.join('').length + right.length;
    expect(firstError(puzzle, `${before.join('')}${line}\n`)).toEqual({ step, offset });
  });

  it('finds an error in an unfinished line as soon as no legal line begins so', () => {
    expect(firstError(puzzle, '5 * 4 = 2')).toBeNull();
    expect(firstError(puzzle, '5 * 4 = 23')).toEqual({ step: 0, offset: 9 });
  });

  it('never changes its mind when more is written', () => {
    const character = fc.constantFrom(...'0123456789+-*/()= \nleft:');
    fc.assert(
      fc.property(
        fc.constantFrom(...SOLUTIONS),
        fc.nat(),
        fc.array(character, { maxLength: 12 }),
        (text, place, more) => {
          const wrong = text.slice(0, place % text.length) + more.join('');
          const full = firstError(puzzle, wrong);
          for (let end = 0; end <= wrong.length; end++) {
            const found = firstError(puzzle, wrong.slice(0, end));
            if (found) expect([wrong, found]).toEqual([wrong, full]);
            else if (full) expect(end).toBeLessThanOrEqual(full.offset + 1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
