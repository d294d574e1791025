import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/core/rng';
import { puzzleMessage } from '../../../../src/tasks/game24/messages';
import { words } from '../../../../src/tasks/game24/words.en';
import {
  allPuzzles,
  formatPuzzle,
  generatePuzzle,
  isSolvable,
  MAX_NUMBER,
  MAX_TEXT,
  parsePuzzle,
  type PuzzleProblem,
} from '../../../../src/tasks/game24/problem';
import { isSolvableByForce } from './brute-force';

const number = fc.integer({ min: 1, max: MAX_NUMBER });
const four = fc.tuple(number, number, number, number);

describe('parsePuzzle', () => {
  it.each([
    '4 5 6 10',
    '10 6 5 4',
    '4,5,6,10',
    '4, 5, 6, 10',
    '4;5;6;10',
    '4/5/6/10',
    '4 | 5 | 6 | 10',
    '4, 5, 6 and 10',
    '4, 5, 6, AND 10',
    '(4 5 6 10)',
    '[4, 5, 6, 10]',
    '{4 5 6 10}',
    '  4\t5\n6\r\n10  ',
    '4\u00a05\u20036\u300010',
    '４ ５ ６ １０',
    '4、5、6、10',
    '+4 05 6 10',
  ])('reads %j', (text) => {
    expect(parsePuzzle(text)).toEqual({ ok: true, puzzle: [4, 5, 6, 10], solvable: true });
  });

  it('reads any four numbers in any order with any separator as the same puzzle', () => {
    const separator = fc.constantFrom(' ', ',', ', ', ';', '/', '|', '\t', ' and ');
    fc.assert(
      fc.property(four, separator, separator, separator, (numbers, a, b, c) => {
        const [w, x, y, z] = numbers;
        const ascending = [...numbers].sort((m, n) => m - n);
        expect(parsePuzzle(`${w}${a}${x}${b}${y}${c}${z}`)).toMatchObject({ ok: true, puzzle: ascending });
      }),
    );
  });

  it('reads back what formatPuzzle writes', () => {
    const puzzles = [...allPuzzles(6)];
    expect(puzzles).toHaveLength(126);
    for (const puzzle of puzzles) expect(parsePuzzle(formatPuzzle(puzzle))).toMatchObject({ ok: true, puzzle });
  });

  it.each(['1 1 1 1', '13 13 13 13'])('takes %s, which cannot be solved, and says so', (text) => {
    expect(parsePuzzle(text)).toMatchObject({ ok: true, solvable: false });
  });

  const refused: [string, PuzzleProblem][] = [
    ['', { code: 'too-few-numbers', count: 0 }],
    [' , ', { code: 'too-few-numbers', count: 0 }],
    ['4 5 6', { code: 'too-few-numbers', count: 3 }],
    ['4 5 6 10 2', { code: 'too-many-numbers', count: 5 }],
    ['4 5 six 10', { code: 'not-a-number', word: 'six' }],
    ['4 5 6 1.5', { code: 'not-a-number', word: '1.5' }],
    ['4 5 6 1e1', { code: 'not-a-number', word: '1e1' }],
    ['4 5 6 0x8', { code: 'not-a-number', word: '0x8' }],
    ['4 5 6 NaN', { code: 'not-a-number', word: 'NaN' }],
    ['4 5 6 Infinity', { code: 'not-a-number', word: 'Infinity' }],
    ['4-5-6-10', { code: 'not-a-number', word: '4-5-6-10' }],
    ['4 5 6 ٣', { code: 'not-a-number', word: '٣' }],
    [`4 5 6 <img onerror="x">`, { code: 'not-a-number', word: '<img' }],
    ['4 5 6 sand', { code: 'not-a-number', word: 'sand' }],
    [`4 5 6 ${'x'.repeat(40)}`, { code: 'not-a-number', word: 'x'.repeat(20) }],
    ['4 5 6 0', { code: 'not-positive', word: '0' }],
    ['4 5 6 -0', { code: 'not-positive', word: '-0' }],
    ['4 5 6 -3', { code: 'not-positive', word: '-3' }],
    ['4 5 6 −3', { code: 'not-positive', word: '−3' }],
    ['4 5 6 25', { code: 'too-large', word: '25', limit: 24 }],
    [`4 5 6 ${'9'.repeat(60)}`, { code: 'too-large', word: '9'.repeat(20), limit: 24 }],
    ['4 '.repeat(101), { code: 'text-too-long', limit: MAX_TEXT }],
  ];
  it.each(refused)('refuses %j', (text, problem) => expect(parsePuzzle(text)).toEqual({ ok: false, problem }));

  it('has a sentence of its own for every refusal, and one for a puzzle without a solution', () => {
    const byCode = new Map(refused.map(([, problem]) => [problem.code, puzzleMessage(problem)]));
    const sentences = [...byCode.values(), words.warnings.unsolvable];
    expect(byCode.size).toBe(6);
    expect(new Set(sentences).size).toBe(7);
    for (const sentence of sentences) expect(sentence).toMatch(/^[^\n]{30,120}\.$/);
    expect(byCode.get('too-few-numbers')).toContain('has 3: add 1 more');
    expect(byCode.get('too-many-numbers')).toContain('has 5: take 1 away');
    expect(byCode.get('too-large')).toContain('24');
  });

  it('never throws, whatever is typed', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 250 }),
      fc.string({ unit: fc.constantFrom(...'0129 ,-/x') }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parsePuzzle(text);
        if (!parsed.ok) expect(puzzleMessage(parsed.problem)).toMatch(/\.$/);
        else expect(parsed.puzzle.every((n, i) => n >= (parsed.puzzle[i - 1] ?? 1) && n <= MAX_NUMBER)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('isSolvable', () => {
  it('agrees with brute force on every puzzle of the numbers up to 6', () => {
    for (const puzzle of allPuzzles(6))
      expect([puzzle, isSolvable(puzzle)]).toEqual([puzzle, isSolvableByForce(puzzle)]);
  });

  it('agrees with brute force on any puzzle', () => {
    fc.assert(
      fc.property(four, (numbers) => {
        const puzzle = [...numbers].sort((a, b) => a - b) as typeof numbers;
        expect(isSolvable(puzzle)).toBe(isSolvableByForce(puzzle));
      }),
      { numRuns: 60 },
    );
  });
});

describe('generatePuzzle', () => {
  it('draws solvable puzzles in range, the same for the same seed', () => {
    const draws = (seed: number): string[] => {
      const rng = createRng(seed);
      return Array.from({ length: 20 }, () => formatPuzzle(generatePuzzle(rng)));
    };
    expect(draws(3)).toEqual(draws(3));
    expect(draws(3)).not.toEqual(draws(4));
    for (const text of draws(3)) {
      const numbers = text.split(' ').map(Number);
      expect(isSolvableByForce(numbers)).toBe(true);
      expect(Math.max(...numbers)).toBeLessThanOrEqual(13);
    }
  });

  it('refuses a range without a solvable puzzle instead of looking for ever', () => {
    expect(() => generatePuzzle(createRng(1), 2)).toThrow(RangeError);
    expect(generatePuzzle(createRng(1), 3)).toHaveLength(4);
  });
});
