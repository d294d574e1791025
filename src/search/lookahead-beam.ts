/**
 * Beam search with lookahead (Snell et al., arXiv:2408.03314, section 5): as `beam`, but a candidate is judged by the
 * value at the end of a rollout of k more steps at temperature 0 from it (less when it ends before). It costs k + 1
 * steps where `beam` pays for one. k is `lookahead`; with 0 it is `beam`.
 *
 * The steps looked ahead are nodes of the log, pruned as soon as they were valued; the judged candidate gets the value
 * as a backup. Deviations: duplicates of a candidate share one rollout, and distinct candidates come first, as in `beam`.
 */
import { stepBeam } from './beam';
import { decidedBy, type Path } from './path';
import type { SearchRun } from './run';
import { defineStrategy } from './strategy';
import type { SearchEvent } from './types';

/** Random numbers of the rollouts lie beyond those of the steps; at temperature 0 none of them matters. */
const AHEAD = 1000;

/** The candidates with what lies ahead of them as their scores; null where a stop interrupted it. */
async function* lookAhead(
  run: SearchRun,
  candidates: readonly Path[],
  step: number,
): AsyncGenerator<SearchEvent, Path[] | null, undefined> {
  const ahead = new Map<number, Path>();
  for (const path of candidates) if (path.duplicateOf === null) ahead.set(path.id, path);
  for (let k = 0; k < run.number('lookahead'); k++) {
    const open = [...ahead].filter(([, { state }]) => state === 'open');
    if (!open.length || run.shouldStop) break;
    const growths = open.map(([, parent], index) => ({ parent, index }));
    const grown = yield* run.grow(growths, AHEAD * (step + 1) + k, { temperature: 0, memoizeScores: true });
    if (!grown) return null;
    for (const [i, path] of grown.entries()) {
      ahead.set(open[i]![0], path);
      const place = { id: path.id, rank: 1, of: 1, ...decidedBy(path) };
      yield run.log.event({ type: 'pruned', ...place, reason: 'lookahead' });
    }
  }
  const judged: Path[] = [];
  for (const path of candidates) {
    const end = ahead.get(path.duplicateOf ?? path.id)!;
    if (end.key !== path.key) yield run.log.backup(path.id, 1, end.score!);
    judged.push({ ...path, score: end.score });
  }
  return judged;
}

export const lookaheadBeam = defineStrategy('lookahead-beam', (run, root) => stepBeam(run, root, { judge: lookAhead }));
