/** All step-wise solutions of a puzzle, in the one form that the policy is trained to write. */
import { equals, format } from './rational';
import { ANSWER_PREFIX } from '../written';
import { canReach24, formatMove, legalMoves, TARGET, type Move, type State } from './moves';

/** Three moves and the expression they build. */
export interface Solution {
  readonly moves: readonly Move[];
  /** Plain ASCII, every inner result in brackets: `(13 - 9) * (10 - 4)`. */
  readonly expression: string;
}

export const ANSWER_SUFFIX = ' = 24';

/** The whole solution as the policy writes it: one step a line, no line end after the answer. */
export const formatSolution = (solution: Solution): string =>
  [...solution.moves.map(formatMove), `${ANSWER_PREFIX}${solution.expression}${ANSWER_SUFFIX}`].join('\n');

/**
 * One form per idea: the larger operand of a sum or product first, and no negative result (every solution has a
 * twin without one, since a difference can be taken the other way round).
 */
function isCanonical(move: Move): boolean {
  if (move.result.n < 0) return false;
  if (move.op === '-' || move.op === '/') return true;
  return move.a.n * move.b.d >= move.b.n * move.a.d;
}

interface Term {
  readonly value: string;
  readonly text: string;
}

const isWhole = (move: Move): boolean => move.result.d === 1;

function walk(state: State, terms: readonly Term[], wholeOnly: boolean, path: Move[], out: Solution[]): void {
  if (state.length === 1) {
    if (equals(state[0]!, TARGET)) out.push({ moves: [...path], expression: terms[0]!.text.slice(1, -1) });
    return;
  }
  for (const move of legalMoves(state)) {
    if (!isCanonical(move) || (wholeOnly && !isWhole(move)) || !canReach24(move.left)) continue;
    const rest = [...terms];
    const take = (value: string): string =>
      rest.splice(
        rest.findIndex((term) => term.value === value),
        1,
      )[0]!.text;
    const a = take(format(move.a));
    const b = take(format(move.b));
    rest.push({ value: format(move.result), text: `(${a} ${move.op} ${b})` });
    path.push(move);
    walk(move.left, rest, wholeOnly, path, out);
    path.pop();
  }
}

/**
 * Every canonical solution, in a fixed order; fractions are used only by puzzles that need them. Where two equal
 * numbers are left, the one that came first is taken, so two solutions never have the same steps.
 */
export function enumerateSolutions(state: State): Solution[] {
  const terms = state.map((value) => ({ value: format(value), text: format(value) }));
  const out: Solution[] = [];
  walk(state, terms, true, [], out);
  if (!out.length) walk(state, terms, false, [], out);
  return out;
}
