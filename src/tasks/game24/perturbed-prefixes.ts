/**
 * Perturbed prefixes, hard negatives for the value models' training: a right beginning whose last step is made wrong. A
 * search with many candidates finds whatever wrong step the value model believes, and a fair sample of the policy shows
 * each too rarely to be learned. The policy goes on from the wrong step by itself, and the checker judges the outcome as
 * it does any other.
 */
import { pick, type Rng } from '../../core/rng';
import { canReach, formatMove, legalMoves, sortState, type Game, type Move, type State } from './moves';
import { compare, equals, rational, type Rational } from './rational';
import { applyStep, startOf } from './checker';

/** How often a wrong step whose claimed rest could still make the target is tried for: those are the ones worth believing. */
const TEMPTING_TRIES = 12;

/** Whole, not negative, larger operand first: the only moves that the policy was taught. */
const isUsual = (move: Move): boolean =>
  move.result.d === 1 && move.result.n >= 0 && (move.op === '-' || move.op === '/' || compare(move.a, move.b) >= 0);

const usualMoves = (state: State): Move[] => legalMoves(state).filter(isUsual);

/** Another number than `r`: near it, from the state, or the one that everybody hopes for. */
function otherNumber(rng: Rng, r: Rational, state: State, target: Rational): Rational {
  const near = [-10, -2, -1, 1, 2, 10].map((by) => rational(r.n + by * r.d, r.d));
  const choices = [...near, ...state, target].filter((other) => !equals(other, r) && other.n >= 0);
  return pick(rng, choices);
}

/** A wrong result that is carried on; a number that is not there; a wrong copy of what is left. */
const KINDS: readonly ((rng: Rng, state: State, move: Move, target: Rational) => Move)[] = [
  (rng, state, move, target) => {
    const result = otherNumber(rng, move.result, state, target);
    const kept = [...move.left];
    kept.splice(
      kept.findIndex((r) => equals(r, move.result)),
      1,
      result,
    );
    return { ...move, result, left: sortState(kept) };
  },
  (rng, state, move, target) => {
    // A legal move of another state that differs in one number; what is left is claimed of the true one.
    const at = rng.integer(0, state.length - 1);
    const wrong = sortState(state.map((r, i) => (i === at ? otherNumber(rng, r, state, target) : r)));
    const moves = usualMoves(wrong);
    return moves.length ? pick(rng, moves) : move;
  },
  (rng, state, move, target) => {
    const left = [...move.left];
    left[rng.integer(0, left.length - 1)] = otherNumber(rng, move.result, state, target);
    return { ...move, left: sortState(left) };
  },
  (rng, _state, move) => {
    const left = [...move.left];
    left[rng.integer(0, left.length - 1)] = pick(rng, left);
    return { ...move, left: sortState(left) };
  },
];

function wrongStep(rng: Rng, state: State, target: Rational): string | null {
  const moves = usualMoves(state);
  if (!moves.length) return null;
  let line: string | null = null;
  for (let i = 0; i < TEMPTING_TRIES; i++) {
    const move = pick(rng, KINDS)(rng, state, pick(rng, moves), target);
    const text = formatMove(move);
    if (applyStep(state, text)) continue;
    line = text;
    if (canReach(move.left, target)) break;
  }
  return line;
}

/**
 * The beginning of a solution, every line ended, whose last line is wrong and whose other lines are legal and keep the
 * target within reach. `steps`, fewer than there are numbers, counts its lines. Null where the game allows none.
 */
export function perturbedPrefix(game: Game, steps: number, rng: Rng): string | null {
  const { target } = game;
  let state = startOf(game);
  let text = '';
  for (let step = 1; step < steps; step++) {
    const moves = usualMoves(state).filter((move) => canReach(move.left, target));
    if (!moves.length) return null;
    const move = pick(rng, moves);
    text += `${formatMove(move)}\n`;
    state = move.left;
  }
  const line = wrongStep(rng, state, target);
  return line && `${text}${line}\n`;
}
