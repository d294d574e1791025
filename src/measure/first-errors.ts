/**
 * How well a verifier finds the first wrong step of a wrong solution. Its pick is the first step whose last value lies
 * below one half, as ProcessBench (2412.06559) reads process reward models; the truth is the task's step checker.
 */
import { wilson, type Share } from '../core/shares';
import { findError } from './error-finder';
import type { SampledSolution } from './sampled';

export const THRESHOLD = 0.5;

export interface FirstErrorSummary {
  /** Of the solutions with a wrong step: the pick is that step, an earlier one, a later one, or there is none. */
  readonly exact: Share;
  readonly early: Share;
  readonly late: Share;
  readonly none: Share;
  /** What picking any of its steps, each as likely, would find. */
  readonly chance: number;
  /** Of the right solutions: no step lies below the threshold. */
  readonly cleared: Share;
}

/** Index of the first step that the verifier calls wrong, or null. A step that it did not score is none. */
export const pickedStep = (values: SampledSolution['values']): number | null =>
  findError(
    values.map((step) => step.at(-1) ?? Infinity),
    { rule: 'level', threshold: THRESHOLD },
  );

/** Adds up solutions, one after the other. Duplicates of one problem's solution should be added once. */
export class FirstErrors {
  readonly #counts = { exact: 0, early: 0, late: 0, none: 0 };
  #chance = 0;
  #right = 0;
  #cleared = 0;

  add({ correct, firstError, values }: SampledSolution): void {
    const picked = pickedStep(values);
    if (firstError === null) {
      // A wrong answer without a wrong step has nothing to be found.
      if (!correct) return;
      this.#right++;
      if (picked === null) this.#cleared++;
      return;
    }
    const place = picked === null ? 'none' : picked === firstError ? 'exact' : picked < firstError ? 'early' : 'late';
    this.#counts[place]++;
    this.#chance += 1 / Math.max(1, values.length);
  }

  summary(): FirstErrorSummary {
    const { exact, early, late, none } = this.#counts;
    const of = exact + early + late + none;
    const share = (count: number): Share => wilson(of ? count / of : 0, of);
    return {
      exact: share(exact),
      early: share(early),
      late: share(late),
      none: share(none),
      chance: of ? this.#chance / of : 0,
      cleared: wilson(this.#right ? this.#cleared / this.#right : 0, this.#right),
    };
  }
}
