/**
 * The shape and the limits of a trace file, version 1. The published `schema/trace-1.json` is made from it
 * (`npm run schema`). Unknown fields are allowed and dropped, so that a later version 1 may add some.
 */
import * as v from 'valibot';
import { TRACE_FORMAT, TRACE_VERSION } from './types';

/** What an imported file may hold at most. The largest own search (1,024 samples, 10 steps) stays well below. */
export const TRACE_LIMITS = {
  /** Of the whole file. */
  characters: 128 * 1024 * 1024,
  nodes: 50_000,
  /** Steps from the root to a leaf. A deeper tree would hold up the page while it is laid out. */
  depth: 10_000,
  events: 400_000,
  models: 20,
  /** With scores in the events, listed as models or not. */
  verifiers: 50,
  /** Of the strategy. */
  parameters: 100,
  tokensPerNode: 4096,
  alternatives: 50,
  /** Of the text of a problem, a node or an answer. */
  text: 50_000,
  /** Of the text of one token. */
  tokenText: 2000,
  /** Of an identifier, such as a task's or a model's. */
  name: 200,
} as const;

const text = v.pipe(v.string(), v.maxLength(TRACE_LIMITS.text));
const tokenText = v.pipe(v.string(), v.maxLength(TRACE_LIMITS.tokenText));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(TRACE_LIMITS.name));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
/** JSON can say `1e999`, which is no number to draw. */
const finite = v.pipe(v.number(), v.finite());
const rank = v.pipe(count, v.minValue(1));
const list = <S extends v.GenericSchema>(item: S, most: number) => v.pipe(v.array(item), v.maxLength(most));

const alternatives = list(
  v.object({ text: tokenText, logprob: finite, value: v.optional(finite) }),
  TRACE_LIMITS.alternatives,
);

const token = v.object({
  text: tokenText,
  logprob: v.optional(finite),
  values: v.optional(v.record(name, finite)),
  alternatives: v.optional(alternatives),
});

const eventToken = v.object({
  text: tokenText,
  logprob: v.optional(finite),
  alternatives: v.optional(alternatives),
});

const node = v.object({
  id: count,
  parent: v.nullable(count),
  text,
  tokens: list(token, TRACE_LIMITS.tokensPerNode),
  value: v.nullable(finite),
  prior: v.optional(finite),
  visits: v.optional(count),
  meanValue: v.optional(finite),
  status: v.picklist(['open', 'kept', 'pruned', 'finished']),
  duplicateOf: v.optional(count),
  firstSeen: count,
});

const event = v.variant('type', [
  v.object({
    seq: count,
    type: v.literal('node-added'),
    id: count,
    parent: v.nullable(count),
    text,
    tokens: list(eventToken, TRACE_LIMITS.tokensPerNode),
    duplicateOf: v.optional(count),
    prior: v.optional(finite),
  }),
  v.object({
    seq: count,
    type: v.literal('token-values'),
    id: count,
    verifier: name,
    values: list(finite, TRACE_LIMITS.tokensPerNode),
    value: finite,
  }),
  v.object({ seq: count, type: v.literal('backup'), id: count, visits: count, meanValue: finite }),
  v.object({
    seq: count,
    type: v.literal('kept'),
    id: count,
    rank,
    of: rank,
    score: v.optional(finite),
    allocation: v.optional(count),
  }),
  v.object({
    seq: count,
    type: v.literal('pruned'),
    id: count,
    rank,
    of: rank,
    score: v.optional(finite),
    reason: v.picklist(['score', 'duplicate', 'not-chosen', 'threshold', 'lookahead']),
  }),
  v.object({
    seq: count,
    type: v.literal('finished-path'),
    id: count,
    answer: v.nullable(text),
    correct: v.optional(v.boolean()),
  }),
  v.object({ seq: count, type: v.literal('budget'), policyTokens: count, valueTokens: count }),
  v.object({
    seq: count,
    type: v.literal('done'),
    reason: v.picklist(['finished', 'stopped', 'no-answer']),
    id: v.nullable(count),
    answer: v.nullable(text),
  }),
]);

/** By name. What a search was asked is a number, a word, yes or no, or nothing; lists and objects are refused. */
const parameters = v.pipe(
  v.record(name, v.nullable(v.union([finite, v.boolean(), v.pipe(v.string(), v.maxLength(TRACE_LIMITS.tokenText))]))),
  v.maxEntries(TRACE_LIMITS.parameters),
);

const model = v.object({
  id: name,
  role: v.picklist(['policy', 'verifier']),
  verifier: v.optional(name),
  scale: v.optional(v.picklist(['probability', 'logprob', 'unbounded'])),
  parameters: count,
  options: v.optional(v.record(name, v.union([v.number(), list(name, TRACE_LIMITS.models)]))),
});

export const TraceSchema = v.object({
  format: v.literal(TRACE_FORMAT),
  version: v.literal(TRACE_VERSION),
  task: name,
  problem: v.object({ text, answer: v.optional(text) }),
  models: list(model, TRACE_LIMITS.models),
  backend: name,
  strategy: v.object({ id: name, parameters }),
  seed: count,
  nodes: v.pipe(v.array(node), v.minLength(1), v.maxLength(TRACE_LIMITS.nodes)),
  events: list(event, TRACE_LIMITS.events),
  result: v.object({
    answer: v.nullable(text),
    correct: v.boolean(),
    stepsLegal: v.optional(v.boolean()),
    budget: v.object({
      policyTokens: count,
      valueTokens: count,
      elapsedMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
    }),
  }),
  origin: v.optional(
    v.object({
      format: name,
      tree: v.picklist(['recorded', 'reconstructed']),
      scores: v.picklist(['token', 'step', 'solution', 'none']),
      judged: v.optional(v.boolean()),
    }),
  ),
});
