/** The check `value` as it is read in a terminal. */
import { isProbability } from '../../core/scale';
import type { Observed } from '../../checks/statistics';
import type { ValueResult } from '../../checks/value';
import { share } from './text';

const ofRollouts = ({ successes, rollouts, low, high }: Observed): string =>
  `${successes} of ${rollouts} rollouts end correct: ${share(rollouts ? successes / rollouts : 0)} (${share(low)} to ${share(high)})`;

export function printValue({ predicted, scale, observed, budget }: ValueResult): string[] {
  const isInside = predicted !== null && predicted >= observed.low && predicted <= observed.high;
  const verdict = isProbability(scale) ? `, ${isInside ? 'inside' : 'outside'} the interval` : '';
  return [
    ofRollouts(observed),
    ...(predicted === null ? [] : [`The verifier says ${share(predicted)} (${scale})${verdict}.`]),
    `${budget.policyTokens} policy tokens, ${budget.valueTokens} value tokens`,
  ];
}
