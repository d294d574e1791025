/** What selections share: how the log tells one, which answer is the best, and who grows next. */
import { byScore, decidedBy, type Growth, type Path, type SearchRun } from './run';
import type { PruneReason, SearchEvent } from './types';

const ROOT = 0;

export type Candidate = Pick<Path, 'id' | 'score' | 'value'>;

export interface SelectionWords<T> {
  /** Why a candidate is pruned; `score` where nothing else is said. */
  readonly reason?: (candidate: T) => PruneReason;
  /** How many samples each kept candidate gets, in the order of `ranked`, where they are shared out. */
  readonly allocations?: readonly number[];
}

/** Says of each candidate whether it was kept: of `ranked`, best first, the first `keep` are. */
export function* tellSelection<T extends Candidate>(
  run: SearchRun,
  ranked: readonly T[],
  keep: number,
  { reason = () => 'score', allocations }: SelectionWords<T> = {},
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

/** The choice at the end of a search: what is not kept was not bad, but is not the answer. */
export const tellChoice = <T extends Candidate>(
  run: SearchRun,
  ranked: readonly T[],
  keep: number,
): Generator<SearchEvent, readonly T[]> => tellSelection(run, ranked, keep, { reason: () => 'not-chosen' });

/** The path with an answer whose score is the highest, the first of equal ones; null when there is none. */
export const bestAnswer = (paths: readonly Path[]): Path | null =>
  paths.filter(({ answer }) => answer !== null).sort(byScore)[0] ?? null;

/** `count` candidates for every open path; a path's numbers depend on its place, ended ones counted. */
export const growEach = (paths: readonly Path[], count: number): Growth[] =>
  paths.flatMap((parent, i) =>
    parent.state === 'open' ? Array.from({ length: count }, (_, k) => ({ parent, index: i * count + k })) : [],
  );
