/** The training files of the Game of 24. */
import { createRng } from '../core/rng';
import { formatPuzzle, puzzleState, type Puzzle } from '../tasks/game24/problem';
import { slippedPrefix } from '../tasks/game24/slips';
import { enumerateSolutions, formatSolution } from '../tasks/game24/solver';
import { splitPuzzles, trainingHalves } from '../tasks/game24/splits';
import type { TrainingFiles } from './training-files';

/** The file's puzzles first, then the others shuffled: a run that samples fewer problems takes a fair choice. */
function sampledFirst(puzzles: readonly Puzzle[]): Puzzle[] {
  const rng = createRng(24, 18);
  const extras = puzzles.filter((puzzle) => puzzle[3] > 13).map((puzzle) => ({ puzzle, key: rng.uniform() }));
  extras.sort((a, b) => a.key - b.key);
  return [...puzzles.filter((puzzle) => puzzle[3] <= 13), ...extras.map(({ puzzle }) => puzzle)];
}

/** Slips at each step of each sampled puzzle: the beginnings from which the policy goes on. */
const SLIPS_PER_STEP = [14, 9, 5];

function slipsOf(puzzle: Puzzle, index: number): string[] {
  const rng = createRng(24, 5, index);
  const texts = SLIPS_PER_STEP.flatMap((count, i) =>
    Array.from({ length: count }, () => slippedPrefix(puzzle, i + 1, rng)),
  );
  return [...new Set(texts.filter((text) => text !== null))];
}

const promptOf = (puzzle: Puzzle): string => `${formatPuzzle(puzzle)}\n`;

export function game24Files(): TrainingFiles {
  const halves = trainingHalves();
  const sampled = sampledFirst(halves.value);
  const prompts = (puzzles: readonly Puzzle[]) =>
    puzzles.map((puzzle) => ({ prompt: promptOf(puzzle), largest: puzzle[3] }));
  return {
    'policy.jsonl': halves.policy.map((puzzle) => ({
      prompt: promptOf(puzzle),
      solutions: enumerateSolutions(puzzleState(puzzle)).map(formatSolution),
    })),
    'value.jsonl': prompts(sampled),
    'slips.jsonl': sampled.map((puzzle, i) => ({ prompt: promptOf(puzzle), prefixes: slipsOf(puzzle, i) })),
    'settings.jsonl': prompts(splitPuzzles('settings')),
  };
}
