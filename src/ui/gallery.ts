/** The puzzles that are offered, and what is known about any puzzle: whether the models were trained on it. */
import { gallery as puzzles } from '../tasks/game24/gallery';
import { formatPuzzle, type Puzzle } from '../tasks/game24/problem';
import { splitPuzzles, SPLITS } from '../tasks/game24/splits';

export type Level = 'easy' | 'medium' | 'hard';
export type Origin = 'training' | 'held-out' | 'unused';

export interface GalleryPuzzle {
  readonly text: string;
  readonly origin: 'training' | 'held-out';
  readonly level: Level;
}

/** By `GalleryProblem.level`, from 1. */
const LEVELS: readonly Level[] = ['easy', 'medium', 'hard'];

export const gallery: readonly GalleryPuzzle[] = puzzles.map(({ text, origin, level }) => ({
  text,
  origin,
  level: LEVELS[level - 1]!,
}));

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
