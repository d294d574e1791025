/**
 * All checks. A new one is a file of its own and a line here: its kind, options, events and result are derived from it,
 * and what the page and the command line still lack for it the types say.
 */
import type { Check } from './check';
import { counterfactualCheck } from './counterfactual';
import { diversityCheck } from './diversity';
import { firstErrorCheck } from './first-error';
import { frozenCheck } from './frozen';
import { labelsCheck } from './labels';
import { valueCheck } from './value';

export const CHECKS = {
  value: valueCheck,
  counterfactual: counterfactualCheck,
  frozen: frozenCheck,
  labels: labelsCheck,
  'first-error': firstErrorCheck,
  diversity: diversityCheck,
} as const;

export type CheckKind = keyof typeof CHECKS;

type Described = {
  readonly [Kind in CheckKind]: (typeof CHECKS)[Kind] extends Check<infer Options, infer Event, infer Result>
    ? { readonly options: Options; readonly event: Event; readonly result: Result }
    : never;
};

/**
 * By kind, what a check is asked, what it emits while it runs, and what comes out. An interface, since its members are
 * worked out here and not anew for every kind that is still open where it is used.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Checks extends Described {}

export type CheckOptions = Checks[CheckKind]['options'];
export type CheckEvent = Checks[CheckKind]['event'];
export type CheckResult = Checks[CheckKind]['result'];
