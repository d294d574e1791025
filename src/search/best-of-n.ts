/**
 * Best of N: K sampled paths, and the one whose last token the verifier values most (the plain reranking of OVM,
 * arXiv:2311.09724). Paths without an answer come last; equal values keep the order of the paths' numbers.
 */
import { byScore } from './path';
import { samplePaths } from './sampled-paths';
import { logFinalChoice } from './selection';
import { defineStrategy } from './strategy';

export const bestOfN = defineStrategy('best-of-n', async function* (run, root) {
  const { paths, isStopped } = yield* samplePaths(run, root, run.parameters.samples);
  const answered = paths.filter(({ answer }) => answer !== null).sort(byScore);
  const ranked = [...answered, ...paths.filter(({ answer }) => answer === null).sort(byScore)];
  yield* logFinalChoice(run, ranked, Math.min(answered.length, 1));
  yield run.done(answered[0] ?? null, isStopped);
});
