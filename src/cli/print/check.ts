/** A check's report as it is read in a terminal: what each kind prints is a file of its own. */
import type { CheckKind, CheckResult, Checks } from '../../checks/registry';
import type { CheckReport } from '../check-report';
import { printCounterfactual } from './counterfactual';
import { printDiversity } from './diversity';
import { printFirstError } from './first-error';
import { printFrozen } from './frozen';
import { printLabels } from './labels';
import { printValue } from './value';

const PRINT: { readonly [Kind in CheckKind]: (result: Checks[Kind]['result']) => string[] } = {
  value: printValue,
  counterfactual: printCounterfactual,
  frozen: printFrozen,
  labels: printLabels,
  'first-error': printFirstError,
  diversity: printDiversity,
};

export function printCheck({ task, problem, result }: CheckReport): string {
  // Found by the result's own kind.
  const lines = (PRINT[result.kind] as (result: CheckResult) => string[])(result);
  return `${[`${task}: ${problem}`, ...lines].join('\n')}\n`;
}
