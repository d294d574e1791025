/**
 * Weighted vote (Easy-to-Hard Generalization, arXiv:2403.09472; also the final choice of REBASE): K sampled paths; every
 * answer gets the sum of the scores of the paths that give it, and the largest sum wins. Equal sums are won by the
 * answer that was found first; of its paths the one with the highest score is the answer's.
 *
 * A score that is no probability is made a weight first (`toUnit`).
 */
import { toUnit } from '../core/scale';
import { byScore, type Path } from './path';
import type { SearchRun } from './run';
import { samplePaths } from './sampled-paths';
import { logFinalChoice } from './selection';
import { defineStrategy } from './strategy';

export interface Vote {
  /** The paths of the winning answer first, best first in each; those without an answer last. */
  readonly ranked: readonly Path[];
  /** How many paths gave the winning answer. */
  readonly winners: number;
}

/** Counts the weighted votes of finished paths. */
export function weighVotes(run: SearchRun, paths: readonly Path[]): Vote {
  const { scale } = run.ports.verifier!;
  const groups = new Map<string, { paths: Path[]; weight: number }>();
  for (const path of paths) {
    if (path.answer === null) continue;
    const group = groups.get(path.answer) ?? { paths: [], weight: 0 };
    group.paths.push(path);
    group.weight += toUnit(scale, path.score!);
    groups.set(path.answer, group);
  }
  const byWeight = [...groups.values()].sort((a, b) => b.weight - a.weight);
  const without = paths.filter(({ answer }) => answer === null).sort(byScore);
  return {
    ranked: [...byWeight.flatMap((group) => group.paths.sort(byScore)), ...without],
    winners: byWeight[0]?.paths.length ?? 0,
  };
}

export const weightedVote = defineStrategy('weighted-vote', async function* (run, root) {
  const { paths, isStopped } = yield* samplePaths(run, root, run.parameters.samples);
  const { ranked, winners } = weighVotes(run, paths);
  yield* logFinalChoice(run, ranked, winners);
  yield run.done(winners ? ranked[0]! : null, isStopped);
});
