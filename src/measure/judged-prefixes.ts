/** The places of judged solutions at which a verifier is measured, the same ones for every verifier. */
import { createRng } from '../core/rng';
import type { Judged, SearchCandidate } from './value-error';

/** A solution with one verifier's numbers. */
export interface ScoredSolution {
  /** Tells problems apart. */
  readonly problem: number;
  readonly tokens: readonly number[];
  /** Last token of every step, the last token included. */
  readonly stepEnds: readonly number[];
  readonly correct: boolean;
  readonly firstError: { readonly token: number } | null;
  /** One a token. */
  readonly values: ArrayLike<number>;
}

export interface JudgedPrefix extends Judged {
  /** Whether no step so far is wrong. */
  readonly isValid: boolean;
}

/** Prefixes that are drawn of every solution: neighbours say nearly the same. */
const PREFIXES = 4;
const DRAW_SEED = 24;

/** Random places of the solution; `sample` is its number among those of its problem. */
export function drawPrefixes({ problem, values, correct, firstError }: ScoredSolution, sample: number): JudgedPrefix[] {
  const rng = createRng(DRAW_SEED, problem, sample);
  return Array.from({ length: PREFIXES }, () => {
    const at = rng.integer(0, values.length - 1);
    return { score: values[at]!, isRight: correct, isValid: firstError === null || at < firstError.token };
  });
}

/** By number of steps, what the solutions of one problem say until then: what a search chooses between. */
export function choicesOf(solutions: readonly ScoredSolution[]): SearchCandidate[][] {
  const most = Math.max(0, ...solutions.map(({ stepEnds }) => stepEnds.length));
  return Array.from({ length: most }, (_, step) =>
    solutions.flatMap(({ stepEnds, tokens, values, correct }) => {
      const end = stepEnds[step];
      if (end === undefined) return [];
      return [{ text: tokens.slice(0, end + 1).join(), score: values[end]!, isRight: correct }];
    }),
  );
}

/** The solutions by their problems, in the order in which those first appear. */
export function byProblem<T extends { readonly problem: number }>(solutions: readonly T[]): T[][] {
  const groups = new Map<number, T[]>();
  for (const solution of solutions) groups.set(solution.problem, [...(groups.get(solution.problem) ?? []), solution]);
  return [...groups.values()];
}
