/**
 * From the event log to the tree at any moment. Applying events one by one, in batches or all at once gives the same.
 *
 * Nothing that was handed out is changed: a batch copies the list of nodes once and replaces the nodes that it
 * touches, so a view can tell by identity what is new, and an older state stays a true picture of its moment.
 */
import { AppError } from '../core/errors';
import type { DoneReason, PruneReason, SearchEvent } from '../search/types';
import type { TraceNode, TraceToken } from './types';

/** A node of a trace and what the log adds to it. */
export interface TreeNode extends TraceNode {
  /** Its place in the last selection that it was a candidate of; `rank` counts from 1. */
  readonly place?: {
    readonly rank: number;
    readonly of: number;
    readonly score?: number;
    readonly allocation?: number;
    readonly reason?: PruneReason;
  };
  /** Of a finished path, its answer; absent for any other. */
  readonly answer?: string | null;
  /** What the file of another tool says of this solution. */
  readonly correct?: boolean;
}

export interface SearchTree {
  /** A node's position is its id; parents come before children. */
  readonly nodes: readonly TreeNode[];
  /** How many events were applied, which is the `seq` of the next. */
  readonly seq: number;
  /** The first verifier that scored a node: the one whose numbers are the nodes' `value`. */
  readonly verifier: string | null;
  readonly policyTokens: number;
  readonly valueTokens: number;
  /** Null while the search runs. */
  readonly done: { readonly reason: DoneReason; readonly id: number | null; readonly answer: string | null } | null;
}

export const EMPTY_SEARCH: SearchTree = {
  nodes: [],
  seq: 0,
  verifier: null,
  policyTokens: 0,
  valueTokens: 0,
  done: null,
};

/** The tree after more events. Throws `bad-input` for an event that does not follow from those before it. */
export function applyEvents(tree: SearchTree, events: readonly SearchEvent[]): SearchTree {
  if (!events.length) return tree;
  const next = { ...tree, nodes: [...tree.nodes] };
  for (const event of events) {
    if (event.seq !== next.seq) throw broken(event, `the event with seq ${next.seq} should come here`);
    if (next.done) throw broken(event, 'the search is already done');
    applyEvent(next, event);
    next.seq++;
  }
  return next;
}

/** The tree after the first `count` events. */
export const treeAt = (events: readonly SearchEvent[], count = events.length): SearchTree =>
  applyEvents(EMPTY_SEARCH, events.slice(0, count));

type Draft = { -readonly [K in keyof SearchTree]: SearchTree[K] } & { nodes: TreeNode[] };

function applyEvent(tree: Draft, event: SearchEvent): void {
  switch (event.type) {
    case 'node-added':
      addNode(tree, event);
      return;
    case 'token-values':
      addValues(tree, event);
      return;
    case 'backup':
      update(tree, event, { visits: event.visits, meanValue: event.meanValue });
      return;
    case 'kept': {
      const { status } = nodeOf(tree, event);
      const { rank, of, score, allocation } = event;
      const place = { rank, of, ...given({ score, allocation }) };
      // A finished path that is kept is still, and above all, a finished path.
      update(tree, event, { place, status: status === 'finished' ? status : 'kept' });
      return;
    }
    case 'pruned': {
      const { rank, of, score, reason } = event;
      update(tree, event, { place: { rank, of, ...given({ score }), reason }, status: 'pruned' });
      return;
    }
    case 'finished-path':
      update(tree, event, { status: 'finished', answer: event.answer, ...given({ correct: event.correct }) });
      return;
    case 'budget':
      tree.policyTokens = event.policyTokens;
      tree.valueTokens = event.valueTokens;
      return;
    case 'done': {
      if (event.id !== null) nodeOf(tree, { ...event, id: event.id });
      tree.done = { reason: event.reason, id: event.id, answer: event.answer };
      return;
    }
  }
}

function addNode(tree: Draft, event: Extract<SearchEvent, { type: 'node-added' }>): void {
  const { id, parent, text, tokens, duplicateOf, prior, seq } = event;
  if (id !== tree.nodes.length) throw broken(event, `node ${tree.nodes.length} should be added here`);
  if ((parent === null) !== (id === 0)) throw broken(event, 'the root and only the root has no parent');
  if (parent !== null) nodeOf(tree, { ...event, id: parent });
  if (duplicateOf !== undefined) nodeOf(tree, { ...event, id: duplicateOf });
  tree.nodes.push({
    id,
    parent,
    text,
    tokens,
    value: null,
    ...(prior === undefined ? {} : { prior }),
    status: 'open',
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
    firstSeen: seq,
  });
}

function addValues(tree: Draft, event: Extract<SearchEvent, { type: 'token-values' }>): void {
  const { verifier, values, value } = event;
  const node = nodeOf(tree, event);
  if (values.length !== node.tokens.length) {
    throw broken(event, `node ${node.id} has ${node.tokens.length} tokens and gets ${values.length} values`);
  }
  const tokens = node.tokens.map((token, i) => withValue(token, verifier, values[i]!));
  tree.verifier ??= verifier;
  update(tree, event, verifier === tree.verifier ? { tokens, value } : { tokens });
}

/** Written field by field because this is the order in which a trace has them. */
const withValue = (
  { text, logprob, values, alternatives }: TraceToken,
  verifier: string,
  value: number,
): TraceToken => ({
  text,
  ...(logprob === undefined ? {} : { logprob }),
  values: { ...values, [verifier]: value },
  ...(alternatives === undefined ? {} : { alternatives }),
});

/** Without the fields that are not there. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

type NodeEvent = { readonly seq: number; readonly type: string; readonly id: number };

/** The node that an event speaks of. */
function nodeOf(tree: Draft, event: NodeEvent): TreeNode {
  const node = tree.nodes[event.id];
  if (!node) throw broken(event, `there is no node ${event.id} yet`);
  return node;
}

function update(tree: Draft, event: NodeEvent, change: Partial<TreeNode>): void {
  tree.nodes[event.id] = { ...nodeOf(tree, event), ...change };
}

const broken = ({ seq, type }: { seq: number; type: string }, why: string): AppError =>
  new AppError('bad-input', `The events do not fit together at seq ${seq} (${type}): ${why}.`, {
    seq,
    type,
    detail: why,
  });

/** The ids from the root to a node, both included. */
export function pathIds(nodes: readonly TraceNode[], id: number): number[] {
  const path: number[] = [];
  for (let at: number | null = id; at !== null; at = nodes[at]!.parent) path.push(at);
  return path.reverse();
}

/** The text of the path to a node, the prompt left out. */
export const solutionText = (nodes: readonly TraceNode[], id: number): string =>
  pathIds(nodes, id)
    .slice(1)
    .map((at) => nodes[at]!.text)
    .join('');
