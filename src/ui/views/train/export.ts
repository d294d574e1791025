/** What trainings came to, as a file: one row for each verifier, as `npm run -s train -- --json` prints them. */
import type { TrainedRun } from '../../../protocol/train';
import { TABLE_FORMAT } from './table-format';
import type { Finished } from './finished';

const range = (levels: readonly [number, number] | null): string | null => levels && levels.join('-');

/** A row of the table, and of its file. */
export const rowOf = (
  { number, choice, start, task }: Pick<Finished, 'number' | 'choice' | 'start' | 'task'>,
  { rule, seconds, steps, tokens, test, head, points, exploded }: TrainedRun,
) => ({
  ...{ labels: rule, problems: choice.problems, samples: choice.samples, levels: range(choice.levels) },
  ...{
    testLevels: range(choice.testLevels),
    flip: choice.flip,
    wrongSteps: choice.wrongSteps,
    together: choice.together,
  },
  ...{ teacher: choice.teacher, start, seed: choice.seed, steps, seconds, tokens, test, file: head.file },
  ...{ task, training: number, exploded, points },
});

/** The newest training first, with its curves and with how its verifiers differ. */
export function runsJson(finished: readonly Finished[]): string {
  const runs = finished.flatMap((training) => training.runs.map((run) => rowOf(training, run)));
  const differences = finished.flatMap(({ number, differences }) =>
    differences.map((difference) => ({ training: number, ...difference })),
  );
  const searched = finished.flatMap(({ number, searched }) => (searched ? [{ training: number, ...searched }] : []));
  return `${JSON.stringify({ format: TABLE_FORMAT, version: 1, runs, differences, searched }, null, 2)}\n`;
}
