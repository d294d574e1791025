/** What is measured of every verifier, on the same solutions: value, calibration, and the first error. */
import { isProbability } from '../core/scale';
import { bootstrap } from '../core/bootstrap';
import { byProblem, choicesOf, drawPrefixes, type ScoredSolution } from '../measure/judged-prefixes';
import { chooseFinder, localise, type ErrorFinder, type Localisation, type Scored } from '../measure/error-finder';
import {
  auc,
  brier,
  brierSkill,
  calibrationBins,
  concordance,
  expectedCalibrationError,
  type CalibrationBin,
  type ExpectedCalibrationError,
  type Judged,
} from '../measure/value-error';
import type { VerifierId } from '../core/ids';
import type { Interval } from '../core/shares';
import type { Scale } from '../model/types';
import { round } from '../core/precision';
import type { JudgedSolution } from './judged-solutions';

export interface Measured extends Interval {
  readonly value: number;
}

/** With the 95% interval of the F1, by bootstrap over the problems. */
export interface Found extends Localisation, Interval {
  /** Chosen on the validation problems. */
  readonly finder: ErrorFinder;
}

export interface VerifierReport {
  readonly verifier: VerifierId;
  readonly scale: Scale;
  /** Prefixes that were scored: some tokens of every solution, drawn at random. */
  readonly prefixes: number;
  /** Of "the solution that goes on from here ends right". */
  readonly auc: Measured | null;
  /** Of the same, between solutions of one problem after as many steps: what a search chooses between. */
  readonly choiceAuc: Measured | null;
  /** Of "no step so far is wrong": another question. */
  readonly validityAuc: number | null;
  /** For probabilities only. */
  readonly brier: Measured | null;
  readonly brierSkill: Measured | null;
  /** Without an interval, since a bootstrap of it is biased. */
  readonly ece: ExpectedCalibrationError | null;
  readonly bins: readonly CalibrationBin[];
  readonly firstErrorStep: Found;
  readonly firstErrorToken: Found;
}

const RESAMPLES = 1000;

export function measureVerifier(
  verifier: VerifierId,
  scale: Scale,
  validation: readonly JudgedSolution[],
  test: readonly JudgedSolution[],
): VerifierReport {
  const scored = byProblem(test).map((solutions) => solutions.map(scoredBy(verifier)));
  const groups = scored.map((solutions) => solutions.flatMap(drawPrefixes));
  const measured = (statistic: (judged: readonly Judged[]) => number | null) => measuredOver(groups, statistic);
  const choices = scored.map(choicesOf);
  const isShare = isProbability(scale);
  const bins = isShare ? calibrationBins(groups.flat()) : [];
  const ece = isShare ? expectedCalibrationError(groups.flat()) : null;
  const valid = groups.flat().map(({ score, isValid }) => ({ score, isRight: isValid }));
  const validity = auc(valid);
  return {
    verifier,
    scale,
    prefixes: groups.flat().length,
    auc: measured(auc),
    choiceAuc: measuredOver(choices, concordance),
    validityAuc: validity === null ? null : round(validity),
    brier: isShare ? measured(brier) : null,
    brierSkill: isShare ? measured(brierSkill) : null,
    ece: ece && { ...ece, value: round(ece.value) },
    bins: bins.map(({ predicted, observed, count }) => ({
      predicted: round(predicted),
      observed: round(observed),
      count,
    })),
    firstErrorStep: find(validation, test, (solution) => stepScores(solution, verifier)),
    firstErrorToken: find(validation, test, (solution) => tokenScores(solution, verifier)),
  };
}

/** A statistic of what all problems have, with its interval; null where it is of nothing. */
function measuredOver<T>(
  groups: readonly (readonly T[])[],
  statistic: (all: readonly T[]) => number | null,
): Measured | null {
  const value = statistic(groups.flat());
  if (value === null) return null;
  const { low, high } = overProblems(groups, (sample) => statistic(sample.flat()) ?? value);
  return { value: round(value), low: round(low), high: round(high) };
}

/** A solution with the numbers of one verifier. */
const scoredBy =
  (verifier: VerifierId) =>
  ({ values, ...solution }: JudgedSolution): ScoredSolution => ({ ...solution, values: values.get(verifier)! });

const overProblems = <T>(groups: readonly T[], statistic: (sample: readonly T[]) => number): Interval => {
  const indices = groups.map((_, i) => i);
  return bootstrap(indices, (sample) => statistic(sample.map((i) => groups[i]!)), RESAMPLES);
};

const stepScores = ({ values, stepEnds, firstError }: JudgedSolution, verifier: VerifierId): Scored => ({
  scores: stepEnds.map((end) => values.get(verifier)![end]!),
  firstError: firstError && Math.min(firstError.step, stepEnds.length - 1),
});

const tokenScores = ({ values, firstError }: JudgedSolution, verifier: VerifierId): Scored => ({
  scores: [...values.get(verifier)!],
  firstError: firstError && firstError.token,
});

function find(
  validation: readonly JudgedSolution[],
  test: readonly JudgedSolution[],
  scored: (solution: JudgedSolution) => Scored,
): Found {
  const finder = chooseFinder(validation.map(scored));
  const groups = byProblem(test).map((solutions) => solutions.map(scored));
  const found = localise(groups.flat(), finder);
  const { low, high } = overProblems(groups, (sample) => localise(sample.flat(), finder).f1);
  const { f1, exact, withinOne, withinTwo, clean, wrong, right } = found;
  return {
    finder: { rule: finder.rule, threshold: round(finder.threshold) },
    ...{ f1: round(f1), low: round(low), high: round(high), exact: round(exact) },
    ...{ withinOne: round(withinOne), withinTwo: round(withinTwo), clean: round(clean), wrong, right },
  };
}
