/** One path of likeliest tokens. A verifier, when given, only tints it. */
import { samplePaths } from './sampled-paths';
import { defineStrategy } from './strategy';

export const greedy = defineStrategy('greedy', async function* (run, root) {
  const { paths, isStopped } = yield* samplePaths(run, root, 1, 0);
  yield run.done(paths[0]!, isStopped);
});
