/** What the command line says of a student beside its teacher and its ceiling. */
import type { GapRecovered, RuleGap } from '../measure/gap-recovered';

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

function lineOf(by: string, { problems, teacher, student, ceiling, gap, recovered }: GapRecovered): string {
  const said = ({ value, low, high }: typeof gap, write: (value: number) => string): string =>
    `${write(value)} (95% interval ${write(low)} to ${write(high)})`;
  const three = `teacher ${teacher.toFixed(3)}, student ${student.toFixed(3)}, ceiling ${ceiling.toFixed(3)}, ${problems} problems`;
  return recovered
    ? `recovers ${said(recovered, percent)} of the gap by ${by}: ${three}`
    : `no clear gap by ${by}, ${said(gap, (value) => value.toFixed(3))}: ${three}`;
}

/** A line for each rule and measure; one that says so where nothing can be told. */
export function printGaps(gaps: readonly RuleGap[]): string {
  const lines = gaps.flatMap(({ rule, auc, solved }) => [
    ...(auc ? [`${rule} ${lineOf('AUC', auc)}`] : []),
    ...(solved ? [`${rule} ${lineOf('what search solves', solved)}`] : []),
  ]);
  return lines.length ? `${lines.join('\n')}\n` : 'Nothing can be said of the gap: the tests have too few outcomes.\n';
}
