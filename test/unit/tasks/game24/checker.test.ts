import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyStep } from '../../../../src/tasks/game24/checker';
import { stateKey } from '../../../../src/tasks/game24/moves';
import { formatPuzzle, makePuzzle, puzzleState, type Puzzle } from '../../../../src/tasks/game24/problem';
import { filePuzzles } from '../../../../src/tasks/game24/splits';
import { expressionsWorth24 } from './brute-force';
import { canReach24, enumerateSolutions, formatSolution, isStillReachable, judge } from './at-24';

const puzzle = makePuzzle([4, 5, 6, 10]);
const STEPS = '5 * 4 = 20 (left: 6 10 20)\n10 - 6 = 4 (left: 4 20)\n20 + 4 = 24 (left: 24)\n';
const answer = (expression: string): string => `The answer is ${expression} = 24`;

describe('judge', () => {
  it('accepts a right solution, with or without a last line end', () => {
    const verdict = { answer: '(5 * 4) + (10 - 6)', correct: true, stepsLegal: true };
    expect(judge(puzzle, STEPS + answer('(5 * 4) + (10 - 6)'))).toEqual(verdict);
    expect(judge(puzzle, `${STEPS}${answer('(5 * 4) + (10 - 6)')}\n`)).toEqual(verdict);
  });

  it.each([
    ['a number used twice', '(5 * 4) + (4 - 10 + 10)'],
    ['a number left out', '6 * 4'],
    ['a number that is not in the puzzle', '(5 * 4) + (10 - 6) * 1'],
    ['the target itself', '24'],
    ['23', '10 + 4 + 5 + 4'],
    ['another value from the right numbers', '10 + 6 + 5 + 4'],
    ['a division by zero', '10 / (6 - 5 - 1 * 4)'],
    ['a division by an exact zero of the right numbers', '5 / (10 - 6 - 4)'],
    ['huge digits', '(5 * 4) + (10 - 6) + 99999999999999999999'],
    ['a number with leading zeros', '(05 * 4) + (10 - 6)'],
    ['numbers written together', '(54) + (10 - 6)'],
    ['a sign before a number', '(5 * 4) + (10 + -6)'],
    ['multiplication signs beyond ASCII', '(5 × 4) + (10 - 6)'],
    ['digits beyond ASCII', '(٥ * 4) + (10 - 6)'],
    ['spaces beyond ASCII', '(5\u00a0* 4) + (10 - 6)'],
    ['a bracket too many', '((5 * 4) + (10 - 6)'],
    ['words', 'twenty-four'],
    ['code', 'alert(1)'],
    ['nothing', ''],
  ])('refuses %s', (_, expression) => {
    expect(judge(puzzle, STEPS + answer(expression))).toEqual({ answer: expression, correct: false, stepsLegal: true });
  });

  it('refuses a right expression that claims another value', () => {
    expect(judge(puzzle, `${STEPS}The answer is (5 * 4) + (10 - 6) = 23`).correct).toBe(false);
    expect(judge(puzzle, `${STEPS}The answer is (5 * 4) + (10 - 6) = 24 = 24`).correct).toBe(false);
  });

  it.each(['', '\n', STEPS, 'hello', `${answer('(5 * 4) + (10 - 6)')}\nand more`])('finds no answer in %j', (text) => {
    expect(judge(puzzle, text)).toEqual({ answer: null, correct: false, stepsLegal: false });
  });

  it('separates a right answer from wrong steps', () => {
    const right = answer('(5 * 4) + (10 - 6)');
    for (const steps of [
      '',
      '5 * 4 = 20 (left: 6 10 20)\n',
      STEPS.replace('= 20 ', '= 21 '),
      STEPS.replace('6 10 20', '6 10 21'),
      STEPS.replace('5 * 4', '5 * 7'),
      `\n${STEPS}`,
      STEPS.replace('\n', '\n\n'),
      '5 + 4 = 9 (left: 6 9 10)\n9 + 6 = 15 (left: 10 15)\n15 + 10 = 25 (left: 25)\n',
    ])
      expect([steps, judge(puzzle, steps + right)]).toMatchObject([steps, { correct: true, stepsLegal: false }]);
  });

  it('accepts whatever brute force finds, and nothing else from the same numbers', () => {
    for (const expression of expressionsWorth24([4, 5, 6, 10]))
      expect(judge(puzzle, answer(expression)).correct).toBe(true);
    const impossible = makePuzzle([1, 1, 1, 1]);
    fc.assert(
      fc.property(fc.stringMatching(/^\(?1 [-+*/] \(?1 [-+*/] \(?1 [-+*/] 1\)?\)?\)?$/), (expression) => {
        expect(judge(impossible, answer(expression)).correct).toBe(false);
      }),
    );
  });

  it('never throws on any text', () => {
    const piece = fc.constantFrom(
      'The answer is ',
      '5',
      '4',
      ' * ',
      '(',
      ')',
      '\n',
      ' = 24',
      ' (left: ',
      '/',
      '0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { correct } = judge(puzzle, text);
        const reachable = isStillReachable(puzzle, text);
        expect([typeof correct, typeof reachable]).toEqual(['boolean', 'boolean']);
      }),
    );
  });
});

describe('applyStep', () => {
  const state = puzzleState(puzzle);
  it.each([
    ['5 * 4 = 20 (left: 6 10 20)', '6 10 20'],
    ['4 * 5 = 20 (left: 20 10 6)', '6 10 20'],
    ['4 - 10 = -6 (left: -6 5 6)', '-6 5 6'],
    ['4 / 6 = 2/3 (left: 2/3 5 10)', '2/3 5 10'],
  ])('%s leaves %s', (line, left) => expect(stateKey(applyStep(state, line)!)).toBe(left));

  it.each([
    ['a wrong result', '5 * 4 = 21 (left: 6 10 21)'],
    ['a number that is not left', '5 * 7 = 35 (left: 6 10 35)'],
    ['a number used twice', '5 * 5 = 25 (left: 6 10 25)'],
    ['a forgotten number', '5 * 4 = 20 (left: 10 20)'],
    ['a number too many', '5 * 4 = 20 (left: 6 10 10 20)'],
    ['an unreduced fraction', '4 / 6 = 4/6 (left: 4/6 5 10)'],
    ['a leading zero', '05 * 4 = 20 (left: 6 10 20)'],
    ['two spaces', '5  * 4 = 20 (left: 6 10 20)'],
    ['text behind it', '5 * 4 = 20 (left: 6 10 20) '],
    ['no list of what is left', '5 * 4 = 20'],
    ['nothing left', '5 * 4 = 20 (left: )'],
    ['another operator', '5 ^ 4 = 625 (left: 6 10 625)'],
    ['huge digits', '5 * 4 = 20000000000000000000 (left: 6 10 20)'],
  ])('refuses %s', (_, line) => expect(applyStep(state, line)).toBeNull());

  it('refuses a division by zero', () => {
    expect(applyStep(puzzleState(makePuzzle([4, 5, 6, 6])), '6 - 6 = 0 (left: 0 4 5)')).not.toBeNull();
    const withZero = applyStep(puzzleState(makePuzzle([4, 5, 6, 6])), '6 - 6 = 0 (left: 0 4 5)')!;
    expect(applyStep(withZero, '4 / 0 = 0 (left: 0 5)')).toBeNull();
    expect(applyStep(withZero, '0 / 4 = 0 (left: 0 5)')).not.toBeNull();
  });
});

describe('isStillReachable', () => {
  it('is lost with the step after which 24 cannot be made, and stays lost', () => {
    // 5 * (5 - 1 / 5) is the only way, so everything but 1 / 5 loses it.
    const hard = makePuzzle([1, 5, 5, 5]);
    expect(canReach24(applyStep(puzzleState(hard), '5 + 5 = 10 (left: 1 5 10)')!)).toBe(false);
    const lost = '5 + 5 = 10 (left: 1 5 10)\n';
    expect(isStillReachable(hard, '1 / ')).toBe(true);
    expect(isStillReachable(hard, '1 *')).toBe(false);
    expect(isStillReachable(hard, '5')).toBe(false);
    for (const more of ['', '1', '10 * 5 = 50 (left: 1 50)\n', answer('5 * (5 - 1 / 5)')])
      expect(isStillReachable(hard, lost + more)).toBe(false);
  });

  it('agrees with the states at every end of a step', () => {
    const random = fc.array(fc.nat(), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...filePuzzles), random, (chosen, picks) => {
        let state = puzzleState(chosen);
        let text = '';
        let canBe = true;
        for (const pick of picks) {
          const numbers = stateKey(state).split(' ');
          const pairs = numbers.flatMap((a, i) => numbers.flatMap((b, j) => (i === j ? [] : [[a, b, i, j] as const])));
          const [a, b, i, j] = pairs[pick % pairs.length]!;
          if (a.includes('/') || b.includes('/')) return;
          const sum = Number(a) + Number(b);
          const left = [...numbers.filter((_, k) => k !== i && k !== j), `${sum}`].toSorted(
            (x, y) => Number(x) - Number(y),
          );
          const line = `${a} + ${b} = ${sum} (left: ${left.join(' ')})`;
          text += `${line}\n`;
          state = applyStep(state, line)!;
          canBe &&= canReach24(state);
          expect([text, isStillReachable(chosen, text)]).toEqual([text, canBe]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('can only be lost along a text, never won back, and at its end is the verdict', () => {
    const solutions = new Map<string, string[]>();
    const solve = (chosen: Puzzle): string[] => {
      const key = formatPuzzle(chosen);
      if (!solutions.has(key)) solutions.set(key, enumerateSolutions(puzzleState(chosen)).map(formatSolution));
      return solutions.get(key)!;
    };
    const CHARACTERS = [...'0123456789+-*/()= \nT'];
    fc.assert(
      fc.property(
        fc.constantFrom(...filePuzzles.slice(0, 200)),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('replace', 'insert', 'delete'),
        fc.constantFrom(...CHARACTERS),
        (chosen, pick, place, edit, character) => {
          const texts = solve(chosen);
          const original = texts[pick % texts.length]!;
          const at = place % original.length;
          const text =
            original.slice(0, at) +
            (edit === 'delete' ? '' : character) +
            original.slice(edit === 'insert' ? at : at + 1);
          const reachable = Array.from({ length: text.length + 1 }, (_, end) =>
            isStillReachable(chosen, text.slice(0, end)),
          );
          const lostAt = reachable.indexOf(false);
          if (lostAt >= 0) expect([text, reachable.lastIndexOf(true)]).toEqual([text, lostAt - 1]);
          const { correct, stepsLegal } = judge(chosen, text);
          expect([text, isStillReachable(chosen, `${text}\n`)]).toEqual([text, correct && stepsLegal]);
          if (correct && stepsLegal) expect([text, lostAt]).toEqual([text, -1]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is never true of a puzzle without a solution', () => {
    expect(isStillReachable(makePuzzle([1, 1, 1, 1]), '')).toBe(false);
  });

  it.each([
    ['The answer is ', true],
    ['The answer is 1', true],
    ['The answer is 10', true],
    ['The answer is 2', false],
    ['The answer is 0', false],
    ['The answer is (5 * 4', true],
    ['The answer is (5 * 4 ', true],
    ['The answer is (5 * 4) * ', false],
    ['The answer is (5 * 4) + (10 - 6)', true],
    ['The answer is (5 * 4) + (10 - 6) ', true],
    ['The answer is (5 * 4) + (10 - 6) =', true],
    ['The answer is (5 * 4) + (10 - 6)=', false],
    ['The answer is (5 * 4) + (10 - 6) = 2', true],
    ['The answer is (5 * 4) + (10 - 6) = 3', false],
    ['The answer is (5 * 4) + (10 - 6) = 240', false],
    ['The answers', false],
  ])('after the steps, %j is %s', (text, expected) => {
    expect(isStillReachable(puzzle, STEPS + text)).toBe(expected);
  });
});
