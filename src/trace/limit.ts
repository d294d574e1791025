/** Why a search ended without a whole solution: which of its limits its solutions ran into. */
import type { TraceNode } from './types';

export interface Limits {
  /** Steps of a solution; undefined where a trace does not say. */
  readonly maxSteps?: unknown;
  /** Tokens of a step. */
  readonly maxStepTokens?: unknown;
  /** Tokens of prompt and solution together. */
  readonly contextTokens?: unknown;
}

/** `tokens`: of a step; `steps`: of a solution; `context`: tokens of prompt and solution together. */
export interface ReachedLimit {
  readonly kind: 'tokens' | 'steps' | 'context';
  readonly limit: number;
}

const KINDS = ['context', 'tokens', 'steps'] as const satisfies readonly ReachedLimit['kind'][];

/** The limit that most solutions ended at; null where one was finished, or where none reached a limit. */
export function reachedLimit(
  nodes: readonly Pick<TraceNode, 'parent' | 'tokens' | 'status'>[],
  { maxSteps, maxStepTokens, contextTokens }: Limits,
): ReachedLimit | null {
  if (nodes.some(({ status }) => status === 'finished')) return null;
  const steps: number[] = [];
  const tokens: number[] = [];
  const parents = new Set(nodes.map(({ parent }) => parent));
  const read = (limit: unknown): number => (typeof limit === 'number' ? limit : Infinity);
  const limits = { context: read(contextTokens), tokens: read(maxStepTokens), steps: read(maxSteps) };
  const counts = { tokens: 0, steps: 0, context: 0 };
  for (const [id, { parent, tokens: own }] of nodes.entries()) {
    steps[id] = parent === null ? 0 : steps[parent]! + 1;
    tokens[id] = own.length + (parent === null ? 0 : tokens[parent]!);
    if (parent === null || parents.has(id)) continue;
    const numbers = { context: tokens[id], tokens: own.length, steps: steps[id] };
    const reached = KINDS.find((kind) => numbers[kind] >= limits[kind]);
    if (reached) counts[reached]++;
  }
  const kind = KINDS.reduce((most, other) => (counts[other] > counts[most] ? other : most));
  return counts[kind] > 0 ? { kind, limit: limits[kind] } : null;
}
