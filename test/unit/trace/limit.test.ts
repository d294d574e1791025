import { describe, expect, it } from 'vitest';
import { reachedLimit } from '../../../src/trace/limit';
import type { NodeStatus } from '../../../src/trace/types';

const node = (parent: number | null, tokens: number, status: NodeStatus = 'kept') => ({
  ...{ parent, status },
  tokens: Array.from({ length: tokens }, () => ({ text: 'a' })),
});
const LIMITS = { maxSteps: 3, maxStepTokens: 12, contextTokens: 40 };

describe('the limit that solutions ran into', () => {
  it.each([
    ['tokens of a step', [node(null, 5), node(0, 12), node(0, 12, 'pruned'), node(0, 4, 'pruned')], 'tokens', 12],
    ['steps of a solution', [node(null, 5), node(0, 4), node(1, 4), node(2, 4), node(2, 9, 'pruned')], 'steps', 3],
    ['the model’s context', [node(null, 30), node(0, 4), node(1, 6)], 'context', 40],
    ['most of them', [node(null, 5), node(0, 12), node(0, 4), node(2, 4), node(3, 4), node(3, 5)], 'steps', 3],
  ] as const)('%s', (_, nodes, kind, limit) => {
    expect(reachedLimit(nodes, LIMITS)).toEqual({ kind, limit });
  });
  it.each([
    ['a solution was finished', [node(null, 5), node(0, 12), node(0, 4, 'finished')], LIMITS],
    ['none reached one', [node(null, 5), node(0, 4)], LIMITS],
    ['nothing was written', [node(null, 5)], LIMITS],
    ['nobody says what they were', [node(null, 5), node(0, 12)], {}],
    ['they are no numbers', [node(null, 5), node(0, 12)], { maxSteps: 'x', maxStepTokens: null }],
  ] as const)('is none where %s', (_, nodes, limits) => {
    expect(reachedLimit(nodes, limits)).toBeNull();
  });
});
