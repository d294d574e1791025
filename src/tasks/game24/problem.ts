/** Puzzles: reading what a person types, and drawing new ones. */
import type { Rng } from '../../core/rng';
import { canReach, type Game, type State } from './moves';
import { rational } from './rational';

/** Four whole numbers in ascending order: the same numbers in another order are the same puzzle. */
export type Puzzle = readonly [number, number, number, number];

export const TARGET = rational(24);

/** The numbers that a puzzle may have. */
export const MIN_NUMBER = 1;
export const MAX_NUMBER = 24;

/** Longest text that is read as a puzzle. */
export const MAX_TEXT = 200;

export type PuzzleProblem =
  | { readonly code: 'text-too-long'; readonly limit: number }
  | { readonly code: 'not-a-number'; readonly word: string }
  | { readonly code: 'too-few-numbers'; readonly count: number }
  | { readonly code: 'too-many-numbers'; readonly count: number }
  | { readonly code: 'not-positive'; readonly word: string }
  | { readonly code: 'too-large'; readonly word: string; readonly limit: number };

export type ParsedPuzzle =
  | { readonly ok: true; readonly puzzle: Puzzle; readonly solvable: boolean }
  | { readonly ok: false; readonly problem: PuzzleProblem };

export const gameOf = (puzzle: Puzzle): Game => ({ numbers: puzzle, target: TARGET });

export const puzzleState = (puzzle: Puzzle): State => puzzle.map((n) => rational(n));

/** The prompt of a puzzle, without its line end: `4 5 6 10`. */
export const formatPuzzle = (puzzle: Puzzle): string => puzzle.join(' ');

export const isSolvable = (puzzle: Puzzle): boolean => canReach(puzzleState(puzzle), TARGET);

/** Puts four numbers into a puzzle's order. */
export const makePuzzle = (numbers: readonly number[]): Puzzle =>
  [...numbers].sort((a, b) => a - b) as unknown as Puzzle;

/**
 * Reads a typed puzzle: four whole numbers in any order, separated by spaces, commas, semicolons, slashes, bars or
 * the word "and", with or without brackets around them. An unsolvable puzzle is a puzzle: it may still be run.
 */
export function parsePuzzle(text: string): ParsedPuzzle {
  const fail = (problem: PuzzleProblem): ParsedPuzzle => ({ ok: false, problem });
  if (text.length > MAX_TEXT) return fail({ code: 'text-too-long', limit: MAX_TEXT });
  const words = text
    .normalize('NFKC')
    .replace(/\band\b/gi, ' ')
    .split(/[\s,;/|、()[\]{}]+/)
    .filter(Boolean);
  const numbers: number[] = [];
  for (const word of words) {
    if (!/^[-−+]?\d+$/.test(word)) return fail({ code: 'not-a-number', word: word.slice(0, 20) });
    const value = Number(word.replace('−', '-'));
    if (value < MIN_NUMBER) return fail({ code: 'not-positive', word: word.slice(0, 20) });
    if (value > MAX_NUMBER) return fail({ code: 'too-large', word: word.slice(0, 20), limit: MAX_NUMBER });
    numbers.push(value);
  }
  if (numbers.length < 4) return fail({ code: 'too-few-numbers', count: numbers.length });
  if (numbers.length > 4) return fail({ code: 'too-many-numbers', count: numbers.length });
  const puzzle = makePuzzle(numbers);
  return { ok: true, puzzle, solvable: isSolvable(puzzle) };
}

/** A solvable puzzle with numbers from `MIN_NUMBER` to `max`, which is at least 3: below, none is solvable. */
export function generatePuzzle(rng: Rng, max = 13): Puzzle {
  if (!(max >= 3)) throw new RangeError(`no puzzle with numbers up to ${max} is solvable`);
  for (;;) {
    const puzzle = makePuzzle(Array.from({ length: 4 }, () => rng.integer(MIN_NUMBER, max)));
    if (isSolvable(puzzle)) return puzzle;
  }
}

/** Every puzzle with numbers up to `max`, in lexicographic order. */
export function* allPuzzles(max: number): Generator<Puzzle> {
  for (let a = MIN_NUMBER; a <= max; a++)
    for (let b = a; b <= max; b++) for (let c = b; c <= max; c++) for (let d = c; d <= max; d++) yield [a, b, c, d];
}
