/**
 * The event log as moments: what a reader steps through. A moment is a run of events that do the same, such as the
 * K candidates of a step being written, all of them being scored, or some being kept and the others pruned.
 */
import type { TreeNode } from '../trace/reducer';
import type { Trace } from '../trace/types';

type LogEvent = Trace['events'][number];

export type MomentKind = 'written' | 'scored' | 'selected' | 'backed-up' | 'done';

export interface Moment {
  readonly kind: MomentKind;
  /** How many events of the log are past once it is over. */
  readonly end: number;
  /** How many events it has of each kind that is counted. */
  readonly counts: Readonly<Record<'written' | 'scored' | 'finished' | 'kept' | 'pruned' | 'backedUp', number>>;
}

const NONE: Moment['counts'] = { written: 0, scored: 0, finished: 0, kept: 0, pruned: 0, backedUp: 0 };

/** What an event does, and how it is counted. A `budget` only tells what was spent: it goes with what comes before. */
const PLACE: Readonly<Record<LogEvent['type'], readonly [MomentKind | null, keyof Moment['counts'] | null]>> = {
  'node-added': ['written', 'written'],
  'token-values': ['scored', 'scored'],
  // A path is finished by what was just written, and told after it was scored.
  'finished-path': [null, 'finished'],
  budget: [null, null],
  backup: ['backed-up', 'backedUp'],
  kept: ['selected', 'kept'],
  pruned: ['selected', 'pruned'],
  done: ['done', null],
};

/** The moments of a log, those of its beginning given. The last of those may go on. */
export function extendMoments(moments: readonly Moment[], events: readonly LogEvent[]): readonly Moment[] {
  const from = moments.at(-1)?.end ?? 0;
  if (from >= events.length) return moments;
  const next = [...moments];
  for (const event of events.slice(from)) {
    const [kind, name] = PLACE[event.type];
    // Nobody wrote the prompt.
    const counted = event.type === 'node-added' && event.parent === null ? null : name;
    const last = next.at(-1);
    const joins = last !== undefined && (kind === null || last.kind === kind);
    const before = joins ? last.counts : NONE;
    const counts = counted === null ? before : { ...before, [counted]: before[counted] + 1 };
    const moment = { kind: joins ? last.kind : (kind ?? 'written'), end: event.seq + 1, counts };
    if (joins) next[next.length - 1] = moment;
    else next.push(moment);
  }
  return next;
}

/** The first moment after `index` in which something is pruned; null when there is none. */
export function nextPruning(moments: readonly Moment[], index: number): number | null {
  const found = moments.findIndex(({ counts }, i) => i > index && counts.pruned > 0);
  return found < 0 ? null : found;
}

/** The trace nodes that the events of one moment speak of. */
export function changedIn(events: readonly LogEvent[], moments: readonly Moment[], index: number): ReadonlySet<number> {
  const moment = moments[index];
  const changed = new Set<number>();
  if (!moment) return changed;
  for (const event of events.slice(moments[index - 1]?.end ?? 0, moment.end)) {
    if ('id' in event && event.id !== null) changed.add(event.id);
  }
  return changed;
}

/**
 * `next`, with every node that says the same as the one in `previous` replaced by that one. Both are states of one
 * log, so a node's tokens are the same when as many verifiers have scored them.
 */
export function keepNodes(previous: readonly TreeNode[], next: readonly TreeNode[]): readonly TreeNode[] {
  return next.map((node, i) => {
    const before = previous[i];
    return before && isSame(before, node) ? before : node;
  });
}

const isSame = (a: TreeNode, b: TreeNode): boolean =>
  a.status === b.status &&
  a.value === b.value &&
  a.visits === b.visits &&
  a.meanValue === b.meanValue &&
  a.answer === b.answer &&
  a.place?.rank === b.place?.rank &&
  a.place?.of === b.place?.of &&
  a.place?.reason === b.place?.reason &&
  a.place?.score === b.place?.score &&
  a.place?.allocation === b.place?.allocation &&
  scoredBy(a) === scoredBy(b);

const scoredBy = (node: TreeNode): number => Object.keys(node.tokens[0]?.values ?? {}).length;
