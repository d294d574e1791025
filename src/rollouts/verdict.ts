/** What a task's checker and its exact oracle say of a sampled solution: the truth that labels and reports are made of. */

/** The part of a task that a full verdict needs. */
export interface Checker {
  judge(solution: string): { readonly correct: boolean; readonly stepsLegal: boolean };
  firstError(solution: string): { readonly step: number; readonly offset: number } | null;
  /** 1 while the solution can still become right, else 0. */
  oracle(solution: string, isComplete: boolean): number;
}

export interface SolutionVerdict {
  readonly correct: boolean;
  readonly stepsLegal: boolean;
  /** Index of the first wrong step; null where every step is right. */
  readonly firstError: number | null;
  /** After each step that was ended by its delimiter, whether the right answer can still be reached. */
  readonly reachable: readonly boolean[];
}

export interface PathVerdict {
  readonly correct: boolean;
  readonly firstError: ReturnType<Checker['firstError']>;
}

/** Verdicts on solutions of one problem, which judges each text once. One that was cut off is no right one. */
export function rememberVerdicts(
  checker: Pick<Checker, 'judge' | 'firstError'>,
): (solution: string, isComplete: boolean) => PathVerdict {
  const known = new Map<string, PathVerdict>();
  return (solution, isComplete) => {
    const verdict = known.get(solution) ?? {
      correct: checker.judge(solution).correct,
      firstError: checker.firstError(solution),
    };
    known.set(solution, verdict);
    return { ...verdict, correct: isComplete && verdict.correct };
  };
}

/** `stepEnd`: the text that ends a step. The properties stand in the order in which files of verdicts have them. */
export function verdictOf(solution: string, checker: Checker, stepEnd: string): SolutionVerdict {
  const { correct, stepsLegal } = checker.judge(solution);
  const firstError = checker.firstError(solution)?.step ?? null;
  const reachable: boolean[] = [];
  for (let at = solution.indexOf(stepEnd); at >= 0; at = solution.indexOf(stepEnd, at + stepEnd.length))
    reachable.push(checker.oracle(solution.slice(0, at + stepEnd.length), false) === 1);
  return { correct, stepsLegal, firstError, reachable };
}
