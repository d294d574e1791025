/**
 * AlphaMath's step beam search (arXiv:2405.03553 and its code) with two widths: B1 beams (`beam`), B2 candidates from
 * each (`samples / beam`). All candidates of a step are ordered by score and the best B1 go on; one that is finished
 * goes into a pool and leaves one beam fewer. The pool's highest score is the answer.
 *
 * It differs from `beam` in two ways: duplicates compete like any other candidate, and a finished path can no longer be
 * pruned.
 *
 * Deviations from AlphaMath's code: all B1·B2 candidates are sampled from the root in the first step, so that both
 * beams spend the same there; a finished path without an answer fills its place but cannot win.
 */
import { byScore, type Path } from './path';
import { bestAnswer, growEach, logSelection } from './selection';
import { defineStrategy } from './strategy';

export const twoWidthBeam = defineStrategy('two-width-beam', async function* (run, root) {
  const { samples, beam, maxSteps } = run.parameters;
  let beams: readonly Path[] = [root];
  let width = beam;
  const pool: Path[] = [];
  for (let step = 0; step < maxSteps && beams.length && width > 0; step++) {
    const growths = growEach(beams, step === 0 ? samples : samples / beam);
    const grown = run.shouldStop ? null : yield* run.grow(growths, step);
    if (!grown) {
      yield run.done(bestAnswer(pool), true);
      return;
    }
    const kept = yield* logSelection(run, [...grown].sort(byScore), width);
    pool.push(...kept.filter(({ state }) => state !== 'open'));
    beams = kept.filter(({ state }) => state === 'open');
    width = beams.length;
    run.retain(beams);
  }
  yield run.done(bestAnswer(pool), false);
});
