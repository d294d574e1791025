/**
 * States and moves of the Game of 24, and whether 24 can still be reached.
 *
 * A state is the multiset of numbers that are left; a move takes two of them and puts back one result.
 */
import { apply, compare, equals, format, OPERATORS, rational, type Operator, type Rational } from './rational';

export const TARGET = rational(24);

/** Numbers that are left, in ascending order. */
export type State = readonly Rational[];

export interface Move {
  readonly a: Rational;
  readonly op: Operator;
  readonly b: Rational;
  readonly result: Rational;
  /** The state after the move. */
  readonly left: State;
}

export const sortState = (numbers: readonly Rational[]): State => [...numbers].sort(compare);

export const stateKey = (state: State): string => state.map(format).join(' ');

/** `13 - 9 = 4 (left: 4 4 10)`, the text of a step without its line end. */
export const formatMove = (move: Move): string =>
  `${format(move.a)} ${move.op} ${format(move.b)} = ${format(move.result)} (left: ${stateKey(move.left)})`;

/** Every legal move from a state, both orders of the operands included; equal moves appear once. */
export function legalMoves(state: State): Move[] {
  const moves = new Map<string, Move>();
  for (let i = 0; i < state.length; i++) {
    for (let j = 0; j < state.length; j++) {
      if (i === j) continue;
      const rest = state.filter((_, k) => k !== i && k !== j);
      for (const op of OPERATORS) {
        const [a, b] = [state[i]!, state[j]!];
        const result = apply(op, a, b);
        if (!result) continue;
        const move = { a, op, b, result, left: sortState([...rest, result]) };
        moves.set(formatMove(move), move);
      }
    }
  }
  return [...moves.values()];
}

const reachable = new Map<string, boolean>();
/** The cache is dropped at this size: a reader can type any number of puzzles. */
const CACHE_LIMIT = 500_000;

/** Whether 24 can be made from all numbers of the state, by exact search over every legal move. */
export function canReach24(state: State): boolean {
  if (state.length <= 1) return state.length === 1 && equals(state[0]!, TARGET);
  const key = stateKey(state);
  const known = reachable.get(key);
  if (known !== undefined) return known;
  const answer = successors(state).some(canReach24);
  if (reachable.size >= CACHE_LIMIT) reachable.clear();
  reachable.set(key, answer);
  return answer;
}

/** The distinct states one move away. The faster half of `legalMoves`: no text is made. */
function successors(state: State): State[] {
  const states: State[] = [];
  for (let i = 0; i < state.length; i++) {
    for (let j = i + 1; j < state.length; j++) {
      const [a, b] = [state[i]!, state[j]!];
      const rest = state.filter((_, k) => k !== i && k !== j);
      const results = [apply('+', a, b), apply('*', a, b), apply('-', a, b), apply('-', b, a)];
      results.push(apply('/', a, b), apply('/', b, a));
      for (const result of results) if (result) states.push(sortState([...rest, result]));
    }
  }
  return states;
}
