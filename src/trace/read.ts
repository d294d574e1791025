/**
 * Reads a trace that somebody else may have made. A file that is not as it should be is an expected outcome: it gives
 * a sentence, not an error.
 */
import { isProbability } from '../core/scale';
import * as v from 'valibot';
import { errorCode, type AppError } from '../core/errors';
import { fill } from '../core/fill';
import { jsonExcess } from '../core/json-size';
import type { EventToken, SearchEvent } from '../search/types';
import { traceNodes } from './codec';
import { treeAt } from './reducer';
import { TRACE_LIMITS, TraceSchema } from './schema';
import { TRACE_FORMAT, TRACE_VERSION, type Trace, type TraceNode } from './types';

export type ReadTrace =
  | { readonly ok: true; readonly trace: Trace }
  /** One English sentence: what is wrong, and where in the file. `code` and `data` make it in other languages. */
  | {
      readonly ok: false;
      readonly code: TraceFault;
      readonly data: Readonly<Record<string, string | number>>;
      readonly message: string;
    };

/** With slots for the data. Another language has the same codes and slots. */
export const TRACE_SENTENCES = {
  'too-large': 'This trace is too large: at most {limit} million characters are read.',
  'not-json': 'This file is not JSON, so it is not a trace.',
  'not-a-trace': 'This file is not an Inkling trace.',
  version: 'This trace has version {version}, and only version {known} can be read.',
  field: 'This trace is not as expected at {path}: {detail}.',
  /** Its parts do not fit each other. */
  order: 'Node {node} stands at place {place}: nodes are numbered from 0 in the order of the list.',
  root: 'Node {node}: the first node and no other is the root, without a parent.',
  parent: 'Node {node} has the parent {parent}, which does not come before it.',
  depth: 'Node {node} is deeper than {limit} steps, and no deeper tree can be shown.',
  repeats: 'Node {node} repeats node {other}, which does not come before it.',
  'some-values': 'Node {node} has values for some of its tokens only.',
  'not-probability': 'Node {node} has a value of {verifier} outside 0 to 1, although its scale is probability.',
  'node-count': 'The events add {told} {told|node|nodes}, and the trace lists {listed}.',
  'other-node': 'Node {node} is not what the events make of it.',
  verifiers: 'The events have scores of more than {limit} verifiers.',
  'event-scale':
    'The events have a value of {verifier} outside 0 to 1 at seq {seq}, although its scale is probability.',
  /** `detail` stays English: it names an event as the file does. */
  events: 'The events do not fit together at seq {seq} ({type}): {detail}.',
} as const;
export type TraceFault = keyof typeof TRACE_SENTENCES;

/** A refusal and its English sentence. */
export const refuseTrace = (code: TraceFault, data: Readonly<Record<string, string | number>> = {}): ReadTrace => ({
  ok: false,
  code,
  data,
  message: fill(TRACE_SENTENCES[code], data),
});

/** Reads the text of a `*.inkling.json` file. */
export function readTrace(text: string): ReadTrace {
  if (text.length > TRACE_LIMITS.characters) {
    return refuseTrace('too-large', { limit: TRACE_LIMITS.characters / 1024 / 1024 });
  }
  // No trace nests like that or holds so much: a parser would take all memory for it.
  if (jsonExcess(text)) return refuseTrace('not-a-trace');
  try {
    return checkTrace(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return refuseTrace('not-json');
    throw error;
  }
}

/** Characters of a schema's own word, which may quote the file. */
const MOST_DETAIL = 300;

/** Checks a trace that is already parsed. What is returned shares nothing with what was given. */
export function checkTrace(value: unknown): ReadTrace {
  const { format, version } = Object(value) as { format?: unknown; version?: unknown };
  if (format !== TRACE_FORMAT) return refuseTrace('not-a-trace');
  if (version !== TRACE_VERSION) {
    const named = typeof version === 'number' || typeof version === 'string' ? JSON.stringify(version) : typeof version;
    return refuseTrace('version', { version: named.slice(0, 40), known: TRACE_VERSION });
  }
  const parsed = v.safeParse(TraceSchema, value, { abortEarly: true });
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return refuseTrace('field', {
      path: v.getDotPath(issue) ?? 'the top',
      detail: issue.message.slice(0, MOST_DETAIL),
    });
  }
  const trace: Trace = parsed.output;
  return treeProblem(trace) ?? scaleProblem(trace) ?? eventProblem(trace) ?? { ok: true, trace };
}

/** Why the nodes are no tree, or null. */
function treeProblem({ nodes }: Trace): ReadTrace | null {
  const depths = new Uint32Array(nodes.length);
  for (const [i, { id, parent, duplicateOf, tokens }] of nodes.entries()) {
    if (id !== i) return refuseTrace('order', { node: id, place: i });
    if ((parent === null) !== (i === 0)) return refuseTrace('root', { node: id });
    if (parent !== null && parent >= id) return refuseTrace('parent', { node: id, parent });
    if (parent !== null) depths[i] = depths[parent]! + 1;
    if (depths[i]! > TRACE_LIMITS.depth) return refuseTrace('depth', { node: id, limit: TRACE_LIMITS.depth });
    if (duplicateOf !== undefined && duplicateOf >= id) return refuseTrace('repeats', { node: id, other: duplicateOf });
    if (i > 0 && tokens.some(({ values }) => values === undefined) && tokens.some(({ values }) => values)) {
      return refuseTrace('some-values', { node: id });
    }
  }
  return null;
}

const isNoProbability = (value: number | null | undefined): boolean => value != null && (value < 0 || value > 1);

/**
 * Why a number cannot be a probability although its verifier says so, or null. A node's own numbers are of the verifier
 * that steered.
 */
function scaleProblem({ models, nodes, events, strategy }: Trace): ReadTrace | null {
  const probabilities = models.flatMap(({ verifier, scale }) => (verifier && isProbability(scale) ? verifier : []));
  const named = strategy.parameters['verifier'];
  const steering = steeringVerifier(events) ?? (typeof named === 'string' ? named : '');
  const isSteered = probabilities.includes(steering);
  for (const { id, tokens, value, meanValue } of nodes) {
    for (const verifier of probabilities) {
      const isWrong = tokens.some(
        ({ values }) => values && Object.hasOwn(values, verifier) && isNoProbability(values[verifier]),
      );
      if (isWrong) return refuseTrace('not-probability', { node: id, verifier });
    }
    if (isSteered && (isNoProbability(value) || isNoProbability(meanValue) || hasWrongAlternative(tokens)))
      return refuseTrace('not-probability', { node: id, verifier: steering });
  }
  for (const event of events) {
    const verifier = event.type === 'token-values' ? event.verifier : steering;
    if (probabilities.includes(verifier) && hasWrongValue(event))
      return refuseTrace('event-scale', { seq: event.seq, verifier });
  }
  return null;
}

const hasWrongAlternative = (tokens: readonly EventToken[]): boolean =>
  tokens.some(({ alternatives }) => alternatives?.some(({ value }) => isNoProbability(value)));

/** Whether an event has a value that is no probability, of the verifier that its values are of. */
function hasWrongValue(event: SearchEvent): boolean {
  if (event.type === 'token-values') return isNoProbability(event.value) || event.values.some(isNoProbability);
  if (event.type === 'backup') return isNoProbability(event.meanValue);
  return event.type === 'node-added' && hasWrongAlternative(event.tokens);
}

/** The first that scored a node: the one whose numbers are the nodes' own (`reducer.ts`). */
function steeringVerifier(events: readonly SearchEvent[]): string | null {
  const first = events.find((event) => event.type === 'token-values');
  return first ? first.verifier : null;
}

/** Why the events do not lead to the nodes, or null. A trace without events is a tree without a history. */
function eventProblem({ events, nodes }: Trace): ReadTrace | null {
  if (!events.length) return null;
  const verifiers = new Set(events.flatMap((event) => (event.type === 'token-values' ? event.verifier : [])));
  if (verifiers.size > TRACE_LIMITS.verifiers) return refuseTrace('verifiers', { limit: TRACE_LIMITS.verifiers });
  try {
    const told = traceNodes(treeAt(events));
    if (told.length !== nodes.length) return refuseTrace('node-count', { told: told.length, listed: nodes.length });
    const differing = told.findIndex((node, i) => !isSameNode(node, nodes[i]!));
    return differing < 0 ? null : refuseTrace('other-node', { node: differing });
  } catch (error) {
    if (errorCode(error) === 'bad-input') return refuseTrace('events', (error as AppError).data);
    throw error;
  }
}

const isSameNode = (a: TraceNode, b: TraceNode): boolean =>
  a.parent === b.parent && a.text === b.text && a.status === b.status && a.value === b.value;
