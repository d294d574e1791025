/** The puzzles that are offered, and what is known about any puzzle: whether the models were trained on it. */
import { formatPuzzle, type Puzzle } from '../tasks/game24/problem';
import { splitPuzzles, SPLITS } from '../tasks/game24/splits';

export type Level = 'easy' | 'medium' | 'hard';
export type Origin = 'training' | 'held-out' | 'unused';

export interface GalleryPuzzle {
  readonly text: string;
  readonly origin: 'training' | 'held-out';
  readonly level: Level;
}

/** Indices in the file, which is sorted by how often people solve a puzzle: hardest last. */
const TRAINING: readonly [index: number, level: Level][] = [
  [27, 'easy'],
  [430, 'medium'],
  [812, 'hard'],
];
/** Indices in the published test slice, whose puzzles are all among the harder ones. */
const HELD_OUT = [0, 4, 24, 66, 99];

export const gallery: readonly GalleryPuzzle[] = [
  ...HELD_OUT.map((index) => puzzleAt('test', index, 'hard')),
  ...TRAINING.map(([index, level]) => puzzleAt('train', index, level)),
];

function puzzleAt(split: 'train' | 'test', index: number, level: Level): GalleryPuzzle {
  const text = formatPuzzle(splitPuzzles(split)[index]!);
  return { text, origin: split === 'test' ? 'held-out' : 'training', level };
}

let origins: Map<string, Origin> | null = null;

/** Whether the models were trained on a solvable puzzle. Null for a puzzle without a solution: none was in any set. */
export function originOf(puzzle: Puzzle, solvable: boolean): Origin | null {
  if (!solvable) return null;
  origins ??= new Map(
    (Object.keys(SPLITS) as (keyof typeof SPLITS)[]).flatMap((split) =>
      splitPuzzles(split).map(
        (known) =>
          [formatPuzzle(known), split === 'train' ? 'training' : split === 'test' ? 'held-out' : 'unused'] as const,
      ),
    ),
  );
  // Solvable puzzles outside the file (a number above 13) were added to training, as `extraPuzzles` says.
  return origins.get(formatPuzzle(puzzle)) ?? 'training';
}
