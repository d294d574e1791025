/**
 * Value-guided step beam search as in OVM (arXiv:2311.09724 and its code): K candidates a step in all, K/b sampled
 * from each of b beams (all K from the root); a candidate's score is the verifier's value at its last token; the best
 * b of all go on. Until every beam has ended or after `maxSteps` steps; the best beam then gives the answer.
 *
 * As in OVM's Game of 24, distinct candidates come first: its code adds 100 to the score of the first of each
 * sequence. So a duplicate is kept only where fewer than b candidates are distinct, and then draws its K/b samples.
 *
 * An ended beam stays among the candidates with its value and can still be pruned.
 *
 * Deviations from OVM's code:
 * - An ended beam stands among the candidates once, not K/b times, so a step with e ended beams has (b - e)·K/b + e
 *   candidates. (There its duplicates are padding; they could only fill places that distinct candidates left over.)
 * - `torch.topk` leaves ties open; here the earlier candidate wins: by its beam's rank, then in sampling order.
 * - A step that is cut at a token limit ends its path, without an answer; there it would go on in the next step.
 * - The final choice is among the beams that have an answer; there an unfinished beam can win, and is wrong.
 * - Duplicates are recognised by their tokens. They share one scoring, since one model gives one prefix one value.
 *
 * When stopped, the answer is the best of the beams that have one, else of all paths that ever had one.
 */
import { byScore, type Path } from './path';
import type { SearchRun } from './run';
import { bestAnswer, growEach, logSelection } from './selection';
import { defineStrategy } from './strategy';
import type { SearchEvent } from './types';

/**
 * Another judgement of a step's candidates than their own values: the same paths, in order, with other scores; null
 * where a stop interrupted it.
 */
export type Judge = (
  run: SearchRun,
  candidates: readonly Path[],
  step: number,
) => AsyncGenerator<SearchEvent, Path[] | null, undefined>;

/** A step's candidates, `count` from every open beam, in their order; null where a stop interrupted it. */
export type Grow = (
  run: SearchRun,
  beams: readonly Path[],
  count: number,
  step: number,
) => AsyncGenerator<SearchEvent, Path[] | null, undefined>;

const growIndependent: Grow = (run, beams, count, step) => run.grow(growEach(beams, count), step);

/** The beam search of this module, or one with another judgement of its candidates, or with others. */
export async function* stepBeam(
  run: SearchRun,
  root: Path,
  { judge, grow = growIndependent }: { readonly judge?: Judge; readonly grow?: Grow } = {},
): AsyncGenerator<SearchEvent, void, undefined> {
  const { samples, beam: width, maxSteps } = run.parameters;
  let beams: readonly Path[] = [root];
  const finished: Path[] = [];
  for (let step = 0; step < maxSteps && beams.some(({ state }) => state === 'open'); step++) {
    const each = step === 0 ? samples : samples / width;
    const sampled = run.shouldStop ? null : yield* grow(run, beams, each, step);
    const grown = judge && sampled ? yield* judge(run, sampled, step) : sampled;
    if (!grown) {
      yield run.done(bestAnswer(beams) ?? bestAnswer(finished), true);
      return;
    }
    finished.push(...grown.filter(({ answer }) => answer !== null));
    beams = yield* select(run, inBeamOrder(beams, grown), width);
    run.retain(beams);
  }
  yield run.done(bestAnswer(beams), false);
}

export const beam = defineStrategy('beam', (run, root) => stepBeam(run, root));

/** The candidates of a selection: every open beam gives its new paths, every ended one itself. */
const inBeamOrder = (beams: readonly Path[], grown: readonly Path[]): Path[] =>
  beams.flatMap((beam) => (beam.state === 'open' ? grown.filter(({ parent }) => parent === beam.id) : beam));

/** Keeps the best `width` candidates, distinct ones first, and logs the selection. */
function select(run: SearchRun, candidates: readonly Path[], width: number): Generator<SearchEvent, readonly Path[]> {
  const ranked = [...candidates].sort((a, b) => Number(isDuplicate(a)) - Number(isDuplicate(b)) || byScore(a, b));
  return logSelection(run, ranked, width, { reason: (path) => (isDuplicate(path) ? 'duplicate' : 'score') });
}

const isDuplicate = ({ duplicateOf }: Path): boolean => duplicateOf !== null;
