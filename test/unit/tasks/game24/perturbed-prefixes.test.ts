import { expect, it } from 'vitest';
import { createRng } from '../../../../src/core/rng';
import { gameOf, makePuzzle } from '../../../../src/tasks/game24/problem';
import { perturbedPrefix } from '../../../../src/tasks/game24/perturbed-prefixes';
import { firstError, isStillReachable } from './at-24';

it.each([
  [[4, 5, 6, 10], 1],
  [[1, 1, 4, 6], 2],
  [[4, 5, 5, 7], 3],
  [[3, 3, 8, 8], 1],
])(
  'the perturbed prefixes of %j at step %i: every line before is right and keeps 24 in reach, the last is wrong',
  (numbers, steps) => {
    const puzzle = makePuzzle(numbers);
    const rng = createRng(1);
    const texts = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const text = perturbedPrefix(gameOf(puzzle), steps, rng)!;
      texts.add(text);
      const lines = text.split('\n').slice(0, -1);
      expect(lines).toHaveLength(steps);
      const before = lines
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join('');
      expect(isStillReachable(puzzle, before)).toBe(true);
      expect(firstError(puzzle, text)?.step).toBe(steps - 1);
    }
    expect(texts.size).toBeGreaterThan(20);
  },
);

it('some perturbed prefixes claim a rest that makes 24: those are the ones that a value model may believe', () => {
  const rng = createRng(2);
  const puzzle = makePuzzle([4, 5, 5, 7]);
  const last = Array.from({ length: 100 }, () => perturbedPrefix(gameOf(puzzle), 3, rng)!.split('\n').at(-2)!);
  expect(last.some((line) => line.endsWith('(left: 24)'))).toBe(true);
});

it('a puzzle without a first step in reach has no perturbed prefix of two steps', () => {
  expect(perturbedPrefix(gameOf(makePuzzle([1, 1, 1, 1])), 2, createRng(3))).toBeNull();
});
