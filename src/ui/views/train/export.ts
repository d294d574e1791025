/** What trainings came to, as a file: one row for each verifier, as `npm run -s train -- --json` prints them. */
import type { Finished } from './workshop.svelte';

const range = (levels: readonly [number, number] | null): string | null => levels && levels.join('-');

/** The newest training first, with its curves and with how its verifiers differ. */
export function runsJson(finished: readonly Finished[]): string {
  const runs = finished.flatMap(({ choice, start, task, runs }) =>
    runs.map(({ rule, seconds, steps, tokens, test, head, points }) => ({
      ...{ labels: rule, problems: choice.problems, samples: choice.samples, levels: range(choice.levels) },
      ...{ testLevels: range(choice.testLevels), flip: choice.flip, wrongSteps: choice.wrongSteps },
      ...{ teacher: choice.teacher, start, seed: choice.seed, steps, seconds, tokens, test, file: head.file },
      ...{ task, points },
    })),
  );
  const differences = finished.flatMap(({ number, differences }) =>
    differences.map((difference) => ({ training: number, ...difference })),
  );
  return `${JSON.stringify({ format: 'inkling-training', version: 1, runs, differences }, null, 2)}\n`;
}
