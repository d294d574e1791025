/** What the trained models know of a puzzle. */
import type { Origin, TaskProblem } from '../task';
import { formatPuzzle } from './problem';
import { splitPuzzles, SPLITS, type Split } from './splits';

const ORIGINS: Readonly<Record<Split, Origin>> = {
  train: 'training',
  settings: 'unused',
  test: 'held-out',
  rest: 'unused',
};

let puzzles: ReadonlyMap<string, Origin> | null = null;

/** Null for a puzzle without a solution: none was in any set. */
export function originOf({ text, warning }: TaskProblem): Origin | null {
  if (warning !== null) return null;
  puzzles ??= new Map(
    (Object.keys(SPLITS) as Split[]).flatMap((split) =>
      splitPuzzles(split).map((known) => [formatPuzzle(known), ORIGINS[split]] as const),
    ),
  );
  // Solvable puzzles outside the file (a number above 13) were added to training, as `extraPuzzles` says.
  return puzzles.get(text) ?? 'training';
}
