/** A check's report as it is read in a terminal. */
import {
  LABEL_KINDS,
  type DiversityResult,
  type ErrorPlace,
  type FirstErrorResult,
  type LabelledToken,
  type LabelsResult,
  type Observed,
  type ValueResult,
} from '../checks/types';
import type { CheckReport } from './check';

const share = (value: number): string => value.toFixed(3);

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

const ofRollouts = ({ successes, rollouts, low, high }: Observed): string =>
  `${successes} of ${rollouts} rollouts end correct: ${share(rollouts ? successes / rollouts : 0)} (${share(low)} to ${share(high)})`;

function printValue({ predicted, scale, observed, budget }: ValueResult): string[] {
  const isInside = predicted !== null && predicted >= observed.low && predicted <= observed.high;
  const verdict = scale === 'probability' ? `, ${isInside ? 'inside' : 'outside'} the interval` : '';
  return [
    ofRollouts(observed),
    ...(predicted === null ? [] : [`The verifier says ${share(predicted)} (${scale})${verdict}.`]),
    `${budget.policyTokens} policy tokens, ${budget.valueTokens} value tokens`,
  ];
}

/** The tokens that most paths go through, so that the tree's top can be read. */
const LABELS_SHOWN = 40;

function printLabels({ tokens, variance, paths, correct, budget }: LabelsResult): string[] {
  const depths: number[] = [];
  for (const { parent } of tokens) depths.push(parent === null ? 0 : depths[parent]! + 1);
  const row = ({ text, paths: count, labels }: LabelledToken, i: number): string[] => [
    `${' '.repeat(depths[i]!)}${JSON.stringify(text)}`,
    `${count}`,
    ...LABEL_KINDS.map((kind) => `${share(labels[kind].mean)} ±${share(Math.sqrt(labels[kind].variance))}`),
  ];
  const shown = [...tokens.entries()].filter(([, token]) => token.paths > 1).slice(0, LABELS_SHOWN);
  return [
    `${paths} paths, ${correct} correct, ${tokens.length} different beginnings`,
    ...table([['token', 'paths', ...LABEL_KINDS], ...shown.map(([i, token]) => row(token, i))]),
    `mean variance of a label: ${LABEL_KINDS.map((kind) => `${kind} ${variance[kind]}`).join(', ')}`,
    `${budget.policyTokens} policy tokens`,
  ];
}

function printDiversity({ samples, correct, rows, picks, budget }: DiversityResult): string[] {
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

const placeOf = (place: ErrorPlace | null): string =>
  place ? `step ${place.step + 1}, character ${place.offset + 1}` : 'nowhere';

function printFirstError(result: FirstErrorResult): string[] {
  const { found, broken, hopeless, rolloutsSpent, rolloutsOfScan, budget } = result;
  return [
    `Rollouts stop to succeed at ${placeOf(found)}.`,
    `The step checker finds the first wrong step at ${placeOf(broken)}; the solution is lost at ${placeOf(hopeless)}.`,
    `${rolloutsSpent} rollouts, where a scan from the start would have taken ${rolloutsOfScan}`,
    `${budget.policyTokens} policy tokens`,
  ];
}

export function printCheck({ task, problem, result }: CheckReport): string {
  const lines = (): string[] => {
    switch (result.kind) {
      case 'value':
        return printValue(result);
      case 'labels':
        return printLabels(result);
      case 'diversity':
        return printDiversity(result);
      case 'first-error':
        return printFirstError(result);
      default:
        return [JSON.stringify(result)];
    }
  };
  return `${[`${task}: ${problem}`, ...lines()].join('\n')}\n`;
}
