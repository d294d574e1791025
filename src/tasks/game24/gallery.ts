/** The puzzles that are offered to begin with. */
import type { GalleryProblem } from '../task';
import { formatPuzzle } from './problem';
import { splitPuzzles } from './splits';

/** Indices in the published test slice, whose puzzles are all among the harder ones. */
const HELD_OUT = [0, 4, 24, 66, 99];
/** Indices in the file, which is sorted by how often people solve a puzzle: hardest last. */
const TRAINING = [
  [27, 'easy'],
  [430, 'medium'],
  [812, 'hard'],
] as const;

export const gallery: readonly GalleryProblem[] = [
  ...HELD_OUT.map((index) => ({
    text: formatPuzzle(splitPuzzles('test')[index]!),
    origin: 'held-out' as const,
    level: 3,
  })),
  ...TRAINING.map(([index, difficulty], i) => ({
    text: formatPuzzle(splitPuzzles('train')[index]!),
    origin: 'training' as const,
    level: i + 1,
    difficulty,
  })),
];
