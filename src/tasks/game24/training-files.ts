/** The training files of the Game of 24. */
import { AppError } from '../../core/errors';
import { createRng } from '../../core/rng';
import type { TrainingFilesOf } from '../task';
import { formatPuzzle, gameOf, puzzleState, TARGET, type Puzzle } from './problem';
import { perturbedPrefix } from './perturbed-prefixes';
import { enumerateSolutions, formatSolution } from './solver';
import { splitPuzzles, trainingParts } from './splits';

/** The file's puzzles first, then the others shuffled: a run that samples fewer problems takes a fair choice. */
function sampledFirst(puzzles: readonly Puzzle[]): Puzzle[] {
  const rng = createRng(24, 18);
  const extras = puzzles.filter((puzzle) => puzzle[3] > 13).map((puzzle) => ({ puzzle, key: rng.uniform() }));
  extras.sort((a, b) => a.key - b.key);
  return [...puzzles.filter((puzzle) => puzzle[3] <= 13), ...extras.map(({ puzzle }) => puzzle)];
}

/** Perturbed prefixes at each step of each sampled puzzle: the beginnings from which the policy goes on. */
const PERTURBED_PER_STEP = [14, 9, 5];

function perturbedPrefixesOf(puzzle: Puzzle, index: number): string[] {
  const rng = createRng(24, 5, index);
  const texts = PERTURBED_PER_STEP.flatMap((count, i) =>
    Array.from({ length: count }, () => perturbedPrefix(gameOf(puzzle), i + 1, rng)),
  );
  return [...new Set(texts.filter((text) => text !== null))];
}

const promptOf = (puzzle: Puzzle): string => `${formatPuzzle(puzzle)}\n`;

export const trainingFiles: TrainingFilesOf = (counts) => {
  if (Object.values(counts).some((count) => count !== undefined))
    throw new AppError('bad-input', 'The puzzles of game24 are fixed: leave --count, --sampled and --levels out.');
  const parts = trainingParts();
  const sampled = sampledFirst(parts.value);
  const asked = (puzzle: Puzzle) => ({ prompt: promptOf(puzzle), largest: puzzle[3] });
  const solutions = (puzzle: Puzzle): string[] =>
    enumerateSolutions(puzzleState(puzzle), TARGET).map((solution) => formatSolution(solution, TARGET));
  return {
    'policy.jsonl': parts.policy.map((puzzle) => ({ prompt: promptOf(puzzle), solutions: solutions(puzzle) })),
    'value.jsonl': sampled.map(asked),
    'slips.jsonl': sampled.map((puzzle, i) => ({ prompt: promptOf(puzzle), prefixes: perturbedPrefixesOf(puzzle, i) })),
    // With the solutions, from which exact values come.
    'settings.jsonl': splitPuzzles('settings').map((puzzle) => ({ ...asked(puzzle), solutions: solutions(puzzle) })),
  };
};
