/**
 * Diverse verifier tree search (the search-and-learn project of Hugging Face): N/M independent trees, each of which
 * samples M candidates a step and goes on from its best one. Here N is `samples` and the number of trees is `beam`, so
 * M = samples / beam. When a tree's best candidate is finished, the tree ends, and all of its last M candidates are
 * among the answers to choose from.
 *
 * The final choice is the answered candidate with the highest score (the original's other choices are votes).
 * Deviation: a tree ends when its best candidate was cut at a token limit.
 */
import { byScore, type Path } from './path';
import { bestAnswer, growEach, logSelection } from './selection';
import { defineStrategy } from './strategy';

export const dvts = defineStrategy('dvts', async function* (run, root) {
  const { samples, beam, maxSteps } = run.parameters;
  const each = samples / beam;
  const trees: Path[] = Array.from({ length: beam }, () => root);
  const finalists: Path[] = [];
  let isStopped = false;
  for (let step = 0; step < maxSteps && trees.some(({ state }) => state === 'open'); step++) {
    const growing = [...trees.keys()].filter((tree) => trees[tree]!.state === 'open');
    const grown = run.shouldStop ? null : yield* run.grow(growEach(trees, each), step);
    isStopped = !grown;
    if (!grown) break;
    for (const [i, tree] of growing.entries()) {
      const candidates = grown.slice(i * each, (i + 1) * each);
      const [kept] = yield* logSelection(run, [...candidates].sort(byScore), 1);
      trees[tree] = kept!;
      if (kept!.state !== 'open') finalists.push(...candidates);
    }
    run.retain(trees);
  }
  yield run.done(bestAnswer(finalists), isStopped);
});
