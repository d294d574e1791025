/**
 * Finding the first error by a verifier's numbers, against the step checker's truth. The score is ProcessBench's F1
 * (arXiv:2412.06559): the harmonic mean of the share of wrong solutions whose first error is named exactly and the
 * share of right ones in which none is named.
 *
 * Deviation: a verifier of values is asked by two rules, whichever is better on the validation problems, since a low
 * value says that the end is in doubt, and a fall says where it came to be.
 */

/** The numbers of one solution at some places in a row (its steps' ends, or its tokens). */
export interface Scored {
  readonly scores: readonly number[];
  /** Place of the first error; null where there is none. */
  readonly firstError: number | null;
}

/**
 * `level`: the first place below the threshold. `fall`: the first that lies further below the one before it; nothing is
 * before the first place, since verifiers score no prompt, so an error in it can be named by its level only.
 */
export type ErrorRule = 'level' | 'fall';

export interface ErrorFinder {
  readonly rule: ErrorRule;
  readonly threshold: number;
}

/** The place that is named, or null. */
export function findError(scores: readonly number[], { rule, threshold }: ErrorFinder): number | null {
  const at = scores.findIndex((score, i) =>
    rule === 'level' ? score < threshold : i > 0 && scores[i - 1]! - score > threshold,
  );
  return at < 0 ? null : at;
}

export interface Localisation {
  /** Harmonic mean of `exact` and `clean`; 0 where either is. */
  readonly f1: number;
  /** Of the wrong solutions, the share whose first error is named. */
  readonly exact: number;
  /** The same, where a place one, or up to two, away counts as well. */
  readonly withinOne: number;
  readonly withinTwo: number;
  /** Of the right solutions, the share in which no error is named. */
  readonly clean: number;
  readonly wrong: number;
  readonly right: number;
}

export function localise(solutions: readonly Scored[], finder: ErrorFinder): Localisation {
  let [right, clean, wrong] = [0, 0, 0];
  const within = [0, 0, 0];
  for (const { scores, firstError } of solutions) {
    const named = findError(scores, finder);
    if (firstError === null) {
      right++;
      if (named === null) clean++;
      continue;
    }
    wrong++;
    const distance = named === null ? Infinity : Math.abs(named - firstError);
    for (let most = 0; most < 3; most++) if (distance <= most) within[most]!++;
  }
  const [exact, withinOne, withinTwo] = within.map((count) => (wrong ? count / wrong : 0)) as [number, number, number];
  const cleanShare = right ? clean / right : 0;
  const f1 = exact + cleanShare > 0 ? (2 * exact * cleanShare) / (exact + cleanShare) : 0;
  return { f1, exact, withinOne, withinTwo, clean: cleanShare, wrong, right };
}

/** How many thresholds are tried for each rule. */
const TRIED = 100;

/** The rule and threshold of the highest F1; of equals the one that is tried first, level before fall. */
export function chooseFinder(validation: readonly Scored[]): ErrorFinder {
  let best: ErrorFinder = { rule: 'level', threshold: -Infinity };
  let most = -1;
  for (const rule of ['level', 'fall'] as const) {
    for (const threshold of thresholds(validation, rule)) {
      const { f1 } = localise(validation, { rule, threshold });
      if (f1 > most) [best, most] = [{ rule, threshold }, f1];
    }
  }
  return best;
}

/** Quantiles of what the rule compares. */
function thresholds(solutions: readonly Scored[], rule: ErrorRule): number[] {
  const seen = solutions
    .flatMap(({ scores }) => (rule === 'level' ? scores : scores.slice(1).map((score, i) => scores[i]! - score)))
    .sort((a, b) => a - b);
  const at = (i: number): number => seen[Math.round((i * (seen.length - 1)) / TRIED)]!;
  return seen.length ? [...new Set(Array.from({ length: TRIED + 1 }, (_, i) => at(i)))] : [];
}
