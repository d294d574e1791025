/** The machinery of a game of numbers, bound to the target 24. */
import * as checker from '../../../../src/tasks/game24/checker';
import { canComplete as canCompleteTo, type ExpressionToken } from '../../../../src/tasks/game24/expression';
import { canReach, type State } from '../../../../src/tasks/game24/moves';
import { gameOf, TARGET, type Puzzle } from '../../../../src/tasks/game24/problem';
import * as solver from '../../../../src/tasks/game24/solver';

export const judge = (puzzle: Puzzle, text: string) => checker.judge(gameOf(puzzle), text);
export const firstError = (puzzle: Puzzle, text: string) => checker.firstError(gameOf(puzzle), text);
export const isStillReachable = (puzzle: Puzzle, text: string): boolean =>
  checker.isStillReachable(gameOf(puzzle), text);
export const canReach24 = (state: State): boolean => canReach(state, TARGET);
export const enumerateSolutions = (state: State) => solver.enumerateSolutions(state, TARGET);
export const formatSolution = (solution: solver.Solution): string => solver.formatSolution(solution, TARGET);
export const canComplete = (tokens: readonly ExpressionToken[], numbers: readonly number[]): boolean =>
  canCompleteTo(tokens, numbers, TARGET);
