/** A check's report as it is read in a terminal. */
import type { Observed, ValueResult } from '../checks/types';
import type { CheckReport } from './check';

const share = (value: number): string => value.toFixed(3);

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

export function printCheck({ task, problem, result }: CheckReport): string {
  const lines = (): string[] => {
    switch (result.kind) {
      case 'value':
        return printValue(result);
      default:
        return [JSON.stringify(result)];
    }
  };
  return `${[`${task}: ${problem}`, ...lines()].join('\n')}\n`;
}
