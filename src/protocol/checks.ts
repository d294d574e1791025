/** What the page asks of the engine worker about a verifier or a finished search. Types only. */
import type { TaskId } from '../core/ids';
import type { CheckKind, Checks } from '../checks/registry';
import type { VerifierOptions } from '../verifiers/types';

export type * from '../checks/check';
export type * from '../checks/counterfactual';
export type * from '../checks/diversity';
export type * from '../checks/first-error';
export type * from '../checks/frozen';
export type * from '../checks/labels';
export type * from '../checks/registry';
export type * from '../checks/statistics';
export type * from '../checks/value';
export type * from '../rollouts/label-tree';
export type * from '../rollouts/types';

/** `problem` is as the reader typed it; the worker parses it again. One run or check at a time. */
export type CheckRequest<K extends CheckKind = CheckKind> = {
  [Kind in K]: {
    readonly runId: number;
    readonly task: TaskId;
    readonly problem: string;
    /** Those that the tree was made with, or that the reader chose; for the others there are defaults. */
    readonly verifierOptions?: VerifierOptions;
  } & Checks[Kind]['options'];
}[K];
