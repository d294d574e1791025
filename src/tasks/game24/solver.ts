/** All step-wise solutions of a puzzle, in the one form that the policy is trained to write. */
import { equals, format, type Rational } from './rational';
import { ANSWER_PREFIX } from '../written';
import { canReach, formatMove, legalMoves, type Move, type State } from './moves';

/** Moves, one fewer than there are numbers, and the expression that they build. */
export interface Solution {
  readonly moves: readonly Move[];
  /** Plain ASCII, every inner result in brackets: `(13 - 9) * (10 - 4)`. */
  readonly expression: string;
}

/** What an answer ends with: ` = 24`. */
export const answerSuffix = (target: Rational): string => ` = ${format(target)}`;

/** The whole solution as the policy writes it: one step a line, no line end after the answer. */
export const formatSolution = (solution: Solution, target: Rational): string =>
  [...solution.moves.map(formatMove), `${ANSWER_PREFIX}${solution.expression}${answerSuffix(target)}`].join('\n');

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

interface Walk {
  readonly target: Rational;
  readonly wholeOnly: boolean;
  readonly path: Move[];
  readonly out: Solution[];
}

function walk(state: State, terms: readonly Term[], all: Walk): void {
  const { target, wholeOnly, path, out } = all;
  if (state.length === 1) {
    if (equals(state[0]!, target)) out.push({ moves: [...path], expression: terms[0]!.text.slice(1, -1) });
    return;
  }
  for (const move of legalMoves(state)) {
    if (!isCanonical(move) || (wholeOnly && !isWhole(move)) || !canReach(move.left, target)) continue;
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
    walk(move.left, rest, all);
    path.pop();
  }
}

/**
 * Every canonical solution, in a fixed order; fractions are used only by puzzles that need them. Where two equal
 * numbers are left, the one that came first is taken, so two solutions never have the same steps.
 */
export function enumerateSolutions(state: State, target: Rational): Solution[] {
  const terms = state.map((value) => ({ value: format(value), text: format(value) }));
  const out: Solution[] = [];
  walk(state, terms, { target, wholeOnly: true, path: [], out });
  if (!out.length) walk(state, terms, { target, wholeOnly: false, path: [], out });
  return out;
}
