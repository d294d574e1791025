/** The fourth stage: how a verifier's values come true on problems that it has not seen. */
import { byProblem, choicesOf, drawPrefixes, type JudgedPrefix, type ScoredSolution } from '../measure/judged-prefixes';
import type { RankedPlace } from '../measure/weighted-auc';
import { auc, brier, concordance, expectedCalibrationError } from '../measure/value-error';
import { round } from '../core/precision';

/** Null where nothing can be said, as where all samples end alike. */
export interface TestResult {
  /** Of "the solution that goes on from here ends right", over places of all problems. */
  readonly auc: number | null;
  /** Of the same, between solutions of one problem after as many steps. */
  readonly aucWithin: number | null;
  readonly brier: number | null;
  readonly ece: number | null;
}

/** Of a verifier whose test was ended before it was reached. */
export const UNTESTED: TestResult = { auc: null, aucWithin: null, brier: null, ece: null };

/** By problem, the places at which a verifier is tested: the same for every verifier of the same samples. */
export type Places = readonly (readonly JudgedPrefix[])[];

/** What a verifier says at them: enough to compare it with others that were tested there. */
export type TestPlaces = readonly (readonly RankedPlace[])[];

/** The same without what only the test needs. */
export const toldAt = (places: Places): TestPlaces =>
  places.map((own) => own.map(({ score, isRight }) => ({ score, isRight })));

export const placesOf = (solutions: readonly ScoredSolution[]): Places =>
  byProblem(solutions).map((own) => own.flatMap(drawPrefixes));

export function testResult(solutions: readonly ScoredSolution[]): TestResult {
  const groups = byProblem(solutions);
  const places = placesOf(solutions).flat();
  const rounded = (value: number | null | undefined): number | null => (value == null ? null : round(value));
  return {
    auc: rounded(auc(places)),
    aucWithin: rounded(concordance(groups.flatMap(choicesOf))),
    brier: places.length ? round(brier(places)) : null,
    ece: rounded(expectedCalibrationError(places)?.value),
  };
}
