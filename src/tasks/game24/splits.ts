/**
 * Which puzzle is used for what. The file is the 1,362 solvable puzzles of tree-of-thought-llm (MIT,
 * princeton-nlp), hardest last, in its order.
 */
import { createRng } from '../../core/rng';
import { allPuzzles, formatPuzzle, isSolvable, makePuzzle, type Puzzle } from './problem';
import puzzles from './puzzles.json' with { type: 'json' };

/** `test` is the published slice and `rest` the hardest puzzles, behind it: both are used only to report. */
export type Split = 'train' | 'settings' | 'test' | 'rest';

/** First index and the index after the last, in file order. */
export const SPLITS: Record<Split, readonly [number, number]> = {
  train: [0, 850],
  settings: [850, 900],
  test: [900, 1000],
  rest: [1000, 1362],
};

export const filePuzzles: readonly Puzzle[] = puzzles.map((text) => makePuzzle(text.split(' ').map(Number)));

export const splitPuzzles = (split: Split): readonly Puzzle[] => filePuzzles.slice(...SPLITS[split]);

/** Larger numbers than a reader may type: the more puzzles the policy reads, the more it solves of those it has not. */
export const LARGEST_READ = 30;
/** Value models learn from no puzzle with a larger number. */
export const LARGEST_SAMPLED = 18;

/** Solvable puzzles outside the file: at least one number is above 13. They are added to training. */
export function extraPuzzles(): Puzzle[] {
  const inFile = new Set(filePuzzles.map(formatPuzzle));
  return [...allPuzzles(LARGEST_READ)].filter(
    (puzzle) => puzzle[3] > 13 && !inFile.has(formatPuzzle(puzzle)) && isSolvable(puzzle),
  );
}

/** The puzzles of the file in the part that `trainingParts` samples the policy on. */
export function sampledPuzzles(): Puzzle[] {
  // The file's puzzles are drawn first, so the others need not be made.
  const rng = createRng(24, 850);
  return splitPuzzles('train').filter(() => rng.uniform() >= 0.5);
}

/**
 * Shares out the training puzzles: the policy learns from the solutions of one part, and is sampled on the other for
 * the value models, so that their labels describe a policy that has not memorised the puzzle. Of the puzzles that may be
 * sampled each has one half; the rest are the policy's.
 */
export function trainingParts(): { policy: Puzzle[]; value: Puzzle[] } {
  const parts: { policy: Puzzle[]; value: Puzzle[] } = { policy: [], value: [] };
  const rng = createRng(24, 850);
  for (const puzzle of [...splitPuzzles('train'), ...extraPuzzles()])
    parts[rng.uniform() < 0.5 || puzzle[3] > LARGEST_SAMPLED ? 'policy' : 'value'].push(puzzle);
  return parts;
}
