/** The check `diversity` as it is read in a terminal. */
import type { DiversityResult } from '../../checks/diversity';
import { share, table } from './text';

export function printDiversity({ samples, correct, rows, picks, budget }: DiversityResult): string[] {
  const cells = rows.map((row) => [
    `${row.samples}`,
    share(row.passAtK),
    row.bestOfK === null ? '-' : share(row.bestOfK),
    row.distinctSolutions.toFixed(2),
    row.distinctAnswers.toFixed(2),
  ]);
  return [
    `${correct} of ${samples} samples are correct`,
    ...table([['samples', 'pass@k', 'best of k', 'different solutions', 'different answers'], ...cells]),
    ...(picks ? [`Of ${picks.picked} valued at ${picks.threshold} or more, ${picks.precision ?? '-'} are right.`] : []),
    `${budget.policyTokens} policy tokens, ${budget.valueTokens} value tokens`,
  ];
}
