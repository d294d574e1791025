/**
 * What is true of the steps of a tree, told by the exact checker of its problem, which no search sees; and where a
 * verifier's probability parts from it. What nobody can know is not said: a step that can still become right has no true
 * probability here, since that depends on who writes on.
 */
import type { TreeNode } from '../trace/reducer';

/**
 * Of a finished solution: right or wrong. Of a beginning: a right solution can still follow, none can although every step
 * keeps to the rules, or a rule is broken.
 */
export type Truth = 'right' | 'wrong' | 'open' | 'hopeless' | 'broken';

/** What is asked of a problem; every `solution` is the text after the prompt. */
export interface TruthTeller {
  readonly hasAnswer: boolean;
  /** Whether `oracle` knows of every beginning if a right solution can follow. */
  readonly isExact: boolean;
  answerOf(solution: string): string | null;
  judge(solution: string): { readonly correct: boolean };
  firstError(solution: string): { readonly offset: number } | null;
  oracle(solution: string, isComplete: boolean): number;
}

/** Of the step with which this text ends; null where nothing is known. */
export function truthOf(solution: string, isFinished: boolean, problem: TruthTeller): Truth | null {
  if (isFinished || problem.answerOf(solution) !== null) {
    if (!problem.hasAnswer) return problem.firstError(solution) ? 'broken' : null;
    return problem.judge(solution).correct ? 'right' : 'wrong';
  }
  if (problem.firstError(solution)) return 'broken';
  if (!problem.isExact) return null;
  return problem.oracle(solution, false) > 0 ? 'open' : 'hopeless';
}

/** A token at which a probability is certainly off. */
export interface Parting {
  /** Id of the trace node. */
  readonly node: number;
  readonly token: number;
  /** What the verifier said, in [0, 1]. */
  readonly value: number;
  /** The true probability, from here on whoever writes. */
  readonly truth: 0 | 1;
}

export const gapOf = ({ value, truth }: Parting): number => Math.abs(value - truth);

/**
 * The token of a step at which the verifier is furthest from what is certain: 0 from the token on after which no right
 * solution can follow, 1 at the end of a right one. Null where nothing is certain, or the verifier said nothing.
 * @param before the solution's text up to the step
 */
export function partingOf(
  { id, tokens }: Pick<TreeNode, 'id' | 'tokens'>,
  before: string,
  truth: Truth | null,
  verifier: string,
  problem: Pick<TruthTeller, 'isExact' | 'oracle'>,
): Parting | null {
  if (truth === null || truth === 'open') return null;
  const last = tokens.length - 1;
  let found: Parting | null = null;
  let text = before;
  for (const [token, { text: own, values }] of tokens.entries()) {
    text += own;
    const value = values?.[verifier];
    if (value === undefined) continue;
    const isCertain = token === last || (truth !== 'right' && problem.isExact && problem.oracle(text, false) === 0);
    if (!isCertain) continue;
    const parting: Parting = { node: id, token, value, truth: truth === 'right' ? 1 : 0 };
    if (!found || gapOf(parting) > gapOf(found)) found = parting;
  }
  return found;
}
