/**
 * States and moves of a game of numbers, and whether its target can still be reached. The Game of 24 is the one that
 * starts with four numbers and has the target 24 (`problem.ts`).
 *
 * A state is the multiset of numbers that are left; a move takes two of them and puts back one result.
 */
import { apply, compare, equals, format, OPERATORS, type Operator, type Rational } from './rational';

/** What is played: all of the numbers are to be used, once each, to make the target. */
export interface Game {
  readonly numbers: readonly number[];
  readonly target: Rational;
}

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

/** By target, then by state. */
const reachable = new Map<string, Map<string, boolean>>();
/** A target's cache is dropped at this size: a reader can type any number of puzzles. */
const CACHE_LIMIT = 500_000;

/** Whether the target can be made from all numbers of the state, by exact search over every legal move. */
export function canReach(state: State, target: Rational): boolean {
  const name = format(target);
  let known = reachable.get(name);
  if (!known) reachable.set(name, (known = new Map<string, boolean>()));
  return reaches(state, target, known);
}

function reaches(state: State, target: Rational, known: Map<string, boolean>): boolean {
  if (state.length <= 1) return state.length === 1 && equals(state[0]!, target);
  const key = stateKey(state);
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = successors(state).some((next) => reaches(next, target, known));
  if (known.size >= CACHE_LIMIT) known.clear();
  known.set(key, answer);
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
