/** What a verifier can be told: the label rules, and how what it is told can be spoiled. */
import { LABEL_RULES, labelRows, type LabelRow } from '../rollouts/labels';
import { withLast } from '../rollouts/steps';

/** What a value is told by a contrast between right and wrong solutions of a problem, not by labels (`goal.ts`). */
export const GOAL = 'goal';

export const WORKSHOP_RULES = [...LABEL_RULES, GOAL] as const;
export type WorkshopRule = (typeof WORKSHOP_RULES)[number];

/** The rules of labels alone, which a head on hidden states can learn: it makes no states of its own to contrast. */
export { LABEL_RULES as HEAD_RULES };

/** A sampled solution with what a teacher says of it. */
export interface TaughtRow extends LabelRow {
  readonly stepEnds: readonly number[];
}

/**
 * The first step from which no sample that begins so ends correct, as Monte Carlo sees it; null where there is none.
 * @param hard the row's labels by `prm-hard`
 */
export function sampledError(hard: Float64Array, stepEnds: readonly number[]): number | null {
  const step = withLast(stepEnds, hard.length).findIndex((end) => hard[end] === 0);
  return step < 0 ? null : step;
}

/**
 * The rows of one problem on whose first error Monte Carlo and the checker agree (arXiv:2501.07301, which asks a
 * language model in the checker's place). The rest is thrown away.
 */
export function consensus<Row extends LabelRow>(rows: readonly Row[]): Row[] {
  const hard = labelRows(rows, 'prm-hard');
  return rows.filter(({ stepEnds, firstError }, row) => sampledError(hard[row]!, stepEnds) === firstError);
}
