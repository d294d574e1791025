/**
 * Self-consistency (arXiv:2203.11171): K sampled paths, and the answer that most of them give. Answers are compared
 * as text; of equally frequent ones the answer of the path with the lowest number wins. A verifier, when given, only
 * tints the tree.
 */
import type { Path } from './path';
import { samplePaths } from './sampled-paths';
import { logFinalChoice } from './selection';
import { defineStrategy } from './strategy';

/** Paths by the votes for their answer, most first; those without an answer last. The sort keeps equal ones in order. */
function rankByVotes(paths: readonly Path[]): { ranked: Path[]; winners: number } {
  const groups = new Map<string, Path[]>();
  for (const path of paths) {
    if (path.answer === null) continue;
    const group = groups.get(path.answer);
    if (group) group.push(path);
    else groups.set(path.answer, [path]);
  }
  const byVotes = [...groups.values()].sort((a, b) => b.length - a.length);
  const without = paths.filter(({ answer }) => answer === null);
  return { ranked: [...byVotes.flat(), ...without], winners: byVotes[0]?.length ?? 0 };
}

export const majority = defineStrategy('majority', async function* (run, root) {
  const { paths, isStopped } = yield* samplePaths(run, root, run.parameters.samples);
  const { ranked, winners } = rankByVotes(paths);
  yield* logFinalChoice(run, ranked, winners);
  yield run.done(winners ? ranked[0]! : null, isStopped);
});
