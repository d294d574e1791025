/** What is known about a problem: whether the models were trained on it. */
import { formatPuzzle } from '../../tasks/game24/problem';
import { splitPuzzles, SPLITS } from '../../tasks/game24/splits';
import { TASKS } from '../../tasks/registry';
import type { TaskProblem } from '../../tasks/task';
import type { OfferedTask } from '../../url/fields';

export type Origin = 'training' | 'held-out' | 'unused';

let puzzles: Map<string, Origin> | null = null;

/** Of a puzzle. Null for one without a solution: none was in any set. */
function originOfPuzzle({ text, warning }: TaskProblem): Origin | null {
  if (warning !== null) return null;
  puzzles ??= new Map(
    (Object.keys(SPLITS) as (keyof typeof SPLITS)[]).flatMap((split) =>
      splitPuzzles(split).map(
        (known) =>
          [formatPuzzle(known), split === 'train' ? 'training' : split === 'test' ? 'held-out' : 'unused'] as const,
      ),
    ),
  );
  // Solvable puzzles outside the file (a number above 13) were added to training, as `extraPuzzles` says.
  return puzzles.get(text) ?? 'training';
}

/** Null where nothing is known: there are more stories than anybody could list. */
export function originOf(task: OfferedTask, problem: TaskProblem): Origin | null {
  if (task === 'game24') return originOfPuzzle(problem);
  if (task === 'gsm8k') return null;
  return TASKS[task].gallery.some(({ text }) => text === problem.text) ? 'held-out' : null;
}
