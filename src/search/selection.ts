/** What strategies share: logging a selection, the best answer, and the next growths. */
import { byScore, decidedBy, type Growth, type Path } from './path';
import type { SearchRun } from './run';
import type { PruneReason, SearchEvent } from './types';

const ROOT = 0;

/** What the log of a selection needs of a candidate. */
export type RankedCandidate = Pick<Path, 'id' | 'score' | 'value'>;

export interface SelectionDetails<T> {
  /** Why a candidate is pruned; `score` by default. */
  readonly reason?: (candidate: T) => PruneReason;
  /** How many samples each kept candidate gets, in the order of `ranked`, where they are shared out. */
  readonly allocations?: readonly number[];
}

/** Logs `kept` for the first `keep` of `ranked`, best first, and `pruned` for the others; returns those that are kept. */
export function* logSelection<T extends RankedCandidate>(
  run: SearchRun,
  ranked: readonly T[],
  keep: number,
  { reason = () => 'score', allocations }: SelectionDetails<T> = {},
): Generator<SearchEvent, readonly T[]> {
  for (const [i, candidate] of ranked.entries()) {
    // A path that was stopped at the root has no node of its own.
    if (candidate.id === ROOT) continue;
    const place = { id: candidate.id, rank: i + 1, of: ranked.length, ...decidedBy(candidate) };
    const allocation = allocations?.[i];
    if (i >= keep) yield run.log.event({ type: 'pruned', ...place, reason: reason(candidate) });
    else yield run.log.event({ type: 'kept', ...place, ...(allocation === undefined ? {} : { allocation }) });
  }
  return ranked.slice(0, keep);
}

/** Logs the choice at the end of a search, where the others are pruned as `not-chosen`. */
export const logFinalChoice = <T extends RankedCandidate>(
  run: SearchRun,
  ranked: readonly T[],
  keep: number,
): Generator<SearchEvent, readonly T[]> => logSelection(run, ranked, keep, { reason: () => 'not-chosen' });

/** The path with an answer whose score is the highest, the first of equal ones; null when there is none. */
export const bestAnswer = (paths: readonly Path[]): Path | null =>
  paths.filter(({ answer }) => answer !== null).sort(byScore)[0] ?? null;

/** `count` candidates for every open path; a path's numbers depend on its place, ended ones counted. */
export const growEach = (paths: readonly Path[], count: number): Growth[] =>
  paths.flatMap((parent, i) =>
    parent.state === 'open' ? Array.from({ length: count }, (_, k) => ({ parent, index: i * count + k })) : [],
  );
