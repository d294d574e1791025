/** Why a node was kept or pruned: the selection that decided it, with the numbers on both sides of the cut. */
import { extentOf } from '../core/extent';
import type { TreeNode } from '../trace/reducer';
import type { Trace } from '../trace/types';

type LogEvent = Trace['events'][number];
type Selecting = Extract<LogEvent, { type: 'kept' | 'pruned' }>;

export interface Decision {
  readonly verdict: 'kept' | 'pruned';
  /** From 1, among the `of` candidates of the selection. */
  readonly rank: number;
  readonly of: number;
  readonly reason: Extract<LogEvent, { type: 'pruned' }>['reason'] | null;
  /** What decided: the node's own value, unless the search said otherwise; null where nothing scored. */
  readonly score: number | null;
  /** How many of the selection were kept; null where the log does not list the whole selection. */
  readonly kept: number | null;
  /** The lowest score that was kept, and the highest that was pruned as such, duplicates left out. */
  readonly lowestKept: number | null;
  readonly highestPruned: number | null;
  /** How many samples it gets, where they are shared out. */
  readonly allocation: number | null;
}

/**
 * The last decision on a node, or null when there was none. `events` are those up to the moment that is looked at,
 * `nodes` the state at that moment.
 */
export function decisionOn(events: readonly LogEvent[], nodes: readonly TreeNode[], id: number): Decision | null {
  const index = events.findLastIndex((event) => isSelecting(event) && event.id === id);
  const event = events[index];
  if (!event || !isSelecting(event)) return null;
  const scoreOf = ({ id: candidate, score }: Selecting): number | null => score ?? nodes[candidate]?.value ?? null;
  const selection = selectionAround(events, index);
  const scores = (wanted: (candidate: Selecting) => boolean): number[] =>
    (selection ?? []).filter(wanted).flatMap((candidate) => scoreOf(candidate) ?? []);
  const kept = scores(({ type }) => type === 'kept');
  const pruned = scores((candidate) => candidate.type === 'pruned' && candidate.reason !== 'duplicate');
  return {
    verdict: event.type,
    rank: event.rank,
    of: event.of,
    reason: event.type === 'pruned' ? event.reason : null,
    score: scoreOf(event),
    kept: selection ? selection.filter(({ type }) => type === 'kept').length : null,
    lowestKept: kept.length ? extentOf(kept)[0] : null,
    highestPruned: pruned.length ? extentOf(pruned)[1] : null,
    allocation: event.type === 'kept' ? (event.allocation ?? null) : null,
  };
}

const isSelecting = (event: LogEvent): event is Selecting => event.type === 'kept' || event.type === 'pruned';

/**
 * All candidates of the selection that the event at `index` belongs to, or null where the log does not list them all.
 * Selections may follow one another directly, as when every tree of a forest has one: each lists `of` candidates.
 */
function selectionAround(events: readonly LogEvent[], index: number): Selecting[] | null {
  let start = index;
  while (start > 0 && isSelecting(events[start - 1]!)) start--;
  while (start <= index) {
    const { of } = events[start] as Selecting;
    const group = events.slice(start, start + of).filter(isSelecting);
    if (new Set(group.map(({ rank }) => rank)).size !== of || group.some((event) => event.of !== of)) return null;
    if (index < start + of) return group;
    start += of;
  }
  return null;
}
