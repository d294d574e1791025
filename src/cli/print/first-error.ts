/** The check `first-error` as it is read in a terminal. */
import type { ErrorPlace, FirstErrorResult } from '../../checks/first-error';

const placeOf = (place: ErrorPlace | null): string =>
  place ? `step ${place.step + 1}, character ${place.offset + 1}` : 'nowhere';

export function printFirstError(result: FirstErrorResult): string[] {
  const { found, broken, hopeless, rolloutsSpent, rolloutsOfScan, budget } = result;
  return [
    `Rollouts stop to succeed at ${placeOf(found)}.`,
    `The step checker finds the first wrong step at ${placeOf(broken)}; the solution is lost at ${placeOf(hopeless)}.`,
    `${rolloutsSpent} rollouts, where a scan from the start would have taken ${rolloutsOfScan}`,
    `${budget.policyTokens} policy tokens`,
  ];
}
