/** What `check --json` prints. */
import type { CheckResult } from '../checks/registry';
import type { TaskId } from '../core/ids';

export interface CheckReport {
  readonly format: 'inkling-check';
  readonly version: 1;
  readonly task: TaskId;
  readonly problem: string;
  readonly result: CheckResult;
}
