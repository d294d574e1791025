/** A training whose verifiers are there. */
import type { Difference, LabellingReport, Searched, Start, TeacherTest, TrainedRun } from '../../../protocol/train';
import type { KeptTraining } from '../../../protocol/kept-training';
import type { OfferedTask } from '../../../url/fields';
import type { Choice } from './presets';
import type { Curve } from './progress';

export interface Finished {
  /** Counts the trainings of this page, from 1. */
  readonly number: number;
  readonly task: OfferedTask;
  readonly choice: Choice;
  readonly start: Start;
  readonly labels: LabellingReport;
  readonly runs: readonly TrainedRun[];
  readonly differences: readonly Difference[];
  readonly curves: readonly Curve[];
  /** Of a verifier that taught; null where none did, or it was not tested. */
  readonly teacher: TeacherTest | null;
  /** Null until searches have been made, and where none were asked for. */
  readonly searched: Searched | null;
}

/** Whether an AUC of some tested verifier cannot be told, because all solutions that it would compare ended alike. */
export const isAnyUntold = (runs: readonly Pick<TrainedRun, 'test'>[]): boolean =>
  runs.some(({ test: { auc, aucWithin, brier } }) => brier !== null && (auc === null || aucWithin === null));

export function finishedOf({ task, teacher, request, trained }: KeptTraining, number: number): Finished {
  const curves = trained.runs.map(({ rule, points }) => ({ rule, of: request.steps, points }));
  return { ...trained, number, task, choice: { ...request, teacher }, curves };
}
