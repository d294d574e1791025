/**
 * Diverse verifier tree search (the search-and-learn project of Hugging Face): N/M independent trees, each of which
 * samples M candidates a step and goes on from its best one. Here N is `samples` and the number of trees is `beam`, so
 * M = samples / beam. When a tree's best candidate is finished, the tree ends, and all of its last M candidates are
 * among the answers to choose from.
 *
 * The final choice is the answered candidate with the highest score (the original's other choices are votes).
 * Deviation: a tree ends when its best candidate was cut at a token limit.
 */
import { byScore, decidedBy, type Path, type SearchRun } from './run';
import { defineStrategy } from './strategy';
import type { SearchEvent } from './types';

function* keepBest(run: SearchRun, candidates: readonly Path[]): Generator<SearchEvent, Path> {
  const ranked = [...candidates].sort(byScore);
  for (const [i, path] of ranked.entries()) {
    const place = { id: path.id, rank: i + 1, of: ranked.length, ...decidedBy(path) };
    if (i === 0) yield run.log.event({ type: 'kept', ...place });
    else yield run.log.event({ type: 'pruned', ...place, reason: 'score' });
  }
  return ranked[0]!;
}

export const dvts = defineStrategy('dvts', true, async function* (run, root) {
  const { samples, beam, maxSteps } = run.parameters;
  const each = samples / beam;
  const trees: Path[] = Array.from({ length: beam }, () => root);
  const answered: Path[] = [];
  let isStopped = false;
  for (let step = 0; step < maxSteps && trees.some(({ state }) => state === 'open'); step++) {
    isStopped = run.shouldStop;
    if (isStopped) break;
    const growing = [...trees.keys()].filter((tree) => trees[tree]!.state === 'open');
    const growths = growing.flatMap((tree) =>
      Array.from({ length: each }, (_, k) => ({ parent: trees[tree]!, index: tree * each + k })),
    );
    const grown = yield* run.grow(growths, step);
    for (const [i, tree] of growing.entries()) {
      const candidates = grown.slice(i * each, (i + 1) * each);
      const kept = yield* keepBest(run, candidates);
      trees[tree] = kept;
      if (kept.state !== 'open') answered.push(...candidates.filter(({ answer }) => answer !== null));
    }
    run.retain(trees);
  }
  yield run.done(answered.sort(byScore)[0] ?? null, isStopped);
});
