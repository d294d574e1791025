/**
 * AlphaMath's step beam search (arXiv:2405.03553 and its code) with two widths: B1 beams (`beam`), B2 candidates from
 * each (`samples / beam`). All candidates of a step are ordered by score and the best B1 go on; one that is finished
 * goes into a pool and leaves one beam fewer. The pool's highest score is the answer.
 *
 * It differs from `beam` in two ways: copies compete like any other candidate, and a finished path can no longer be
 * pruned.
 *
 * Deviations from AlphaMath's code: all B1·B2 candidates are sampled from the root in the first step, so that both
 * beams spend the same there; a finished path without an answer fills its place but cannot win.
 */
import { byScore, decidedBy, type Path } from './run';
import { defineStrategy } from './strategy';

const best = (pool: readonly Path[]): Path | null =>
  pool.filter(({ answer }) => answer !== null).sort(byScore)[0] ?? null;

export const twoWidthBeam = defineStrategy('two-width-beam', true, async function* (run, root) {
  const { samples, beam, maxSteps } = run.parameters;
  const each = samples / beam;
  let beams: readonly Path[] = [root];
  let width = beam;
  const pool: Path[] = [];
  for (let step = 0; step < maxSteps && beams.length && width > 0; step++) {
    if (run.shouldStop) {
      yield run.done(best(pool), true);
      return;
    }
    const count = step === 0 ? samples : each;
    const growths = beams.flatMap((parent, i) =>
      Array.from({ length: count }, (_, k) => ({ parent, index: i * count + k })),
    );
    const ranked = [...(yield* run.grow(growths, step))].sort(byScore);
    for (const [i, path] of ranked.entries()) {
      const place = { id: path.id, rank: i + 1, of: ranked.length, ...decidedBy(path) };
      if (i < width) yield run.log.event({ type: 'kept', ...place });
      else yield run.log.event({ type: 'pruned', ...place, reason: 'score' });
    }
    const kept = ranked.slice(0, width);
    pool.push(...kept.filter(({ state }) => state !== 'open'));
    beams = kept.filter(({ state }) => state === 'open');
    width = beams.length;
    run.retain(beams);
  }
  yield run.done(best(pool), false);
});
