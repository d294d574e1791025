/**
 * REBASE, reward-balanced search (arXiv:2408.00724, section 3, and its code): N first steps; in every later step each
 * open node gets a share of the budget by the softmax of its score, so good nodes branch more and poor ones die out.
 * B_i = B_{i-1} − (paths finished so far), W_j = share of B_i by softmax(R_j / T_b). Ends when the budget is used up.
 * The answer is chosen by weighted vote. T_b is `balance`: 0.1 in the paper, 0.2 in the code.
 *
 * Two roundings, both with shares that sum to the budget:
 * - `nearest`, for the paper's Round: every share is rounded down, and what is left over goes to the largest remainders.
 *   (Plain rounding need not sum to the budget.)
 * - `up`, the code's: best first, each share is rounded up, as long as there is budget; the best win ties.
 *
 * Deviations: R is in [0, 1] there, so a score of another scale is brought to it (`toUnit`) before the softmax, and T_b
 * means the same for all; duplicates of a prefix are one node in the paper's figure and several here, since each was drawn; each has
 * a share of its own.
 */
import { toUnit } from '../core/scale';
import { byScore, type Path } from './path';
import { logFinalChoice, logSelection } from './selection';
import { defineStrategy } from './strategy';
import { weighVotes } from './weighted-vote';

/**
 * Shares out `budget` samples: one whole number for each score, summing to `budget`.
 * @param scores [C], at least one, in any order; `temperature` above 0.
 */
export function allocate(
  scores: readonly number[],
  budget: number,
  temperature: number,
  rounding: 'nearest' | 'up',
): number[] {
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp((score - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => (budget * weight) / total);
  const order = (key: (i: number) => number): number[] =>
    [...scores.keys()].sort((a, b) => key(b) - key(a) || scores[b]! - scores[a]! || a - b);
  if (rounding === 'up') {
    const given = scores.map(() => 0);
    let left = budget;
    for (const i of order((at) => scores[at]!)) {
      given[i] = Math.min(left, Math.ceil(shares[i]!));
      left -= given[i];
    }
    return given;
  }
  const given = shares.map(Math.floor);
  let left = budget - given.reduce((sum, share) => sum + share, 0);
  for (const i of order((at) => shares[at]! - given[at]!)) {
    if (left-- <= 0) break;
    given[i]!++;
  }
  return given;
}

export const rebase = defineStrategy('rebase', async function* (run, root) {
  const { samples, maxSteps } = run.parameters;
  const rounding = run.option('rounding') === 'up' ? 'up' : 'nearest';
  let open: { readonly parent: Path; readonly width: number }[] = [{ parent: root, width: samples }];
  let budget = samples;
  const finished: Path[] = [];
  let isStopped = false;
  for (let step = 0; step < maxSteps && open.length; step++) {
    const parents = open.flatMap(({ parent, width }) => Array.from({ length: width }, () => parent));
    const growths = parents.map((parent, index) => ({ parent, index }));
    const grown = run.shouldStop ? null : yield* run.grow(growths, step);
    isStopped = !grown;
    if (!grown) break;
    const ended = grown.filter(({ state }) => state !== 'open');
    finished.push(...ended);
    budget -= ended.length;
    const ranked = grown.filter(({ state }) => state === 'open').sort(byScore);
    if (budget <= 0 || !ranked.length) break;
    const scores = ranked.map(({ score }) => toUnit(run.ports.verifier!.scale, score!));
    const widths = allocate(scores, budget, run.number('balance'), rounding);
    // No lower score gets more, so those that get something come first.
    const kept = yield* logSelection(run, ranked, widths.filter(Boolean).length, { allocations: widths });
    open = kept.map((parent, i) => ({ parent, width: widths[i]! }));
    run.retain(open.map(({ parent }) => parent));
  }
  const { ranked, winners } = weighVotes(run, finished);
  yield* logFinalChoice(run, ranked, winners);
  yield run.done(winners ? ranked[0]! : null, isStopped);
});
