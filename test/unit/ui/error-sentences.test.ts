import { describe, expect, it } from 'vitest';
import type { Scale } from '../../../src/core/scale';
import { errorSentences } from '../../../src/ui/search/inspector/error-sentences';
import type { ViewNode } from '../../../src/viz/view-tree';
import { messagesFor } from '../../../src/words';
import { node } from '../viz/tree';

/** A path whose steps end with these values of one verifier. */
const path = (...values: number[]) =>
  values.map((value, i): ViewNode => {
    const traced = { ...node(i + 1, i, 'x'), tokens: [{ text: 'x', values: { steering: value } }] };
    const own = { id: i + 1, ids: [i + 1], parent: i, depth: i + 1, node: traced, value, status: 'kept' as const };
    return { ...own, place: undefined, children: [] };
  });
const result = {
  ...{ kind: 'first-error' as const, unit: 1, units: 3, found: { step: 1, offset: 3 }, broken: null, hopeless: null },
  ...{ rolloutsSpent: 8, rolloutsOfScan: 12, budget: { policyTokens: 1, valueTokens: 0 } },
};
const sentences = (scale: Scale, ...values: number[]): string => {
  const answer = { path: path(...values), verifier: 'steering', probes: [], result };
  const verifier = { id: 'steering', name: 'NAMED', scale };
  return errorSentences(answer, verifier, messagesFor('en')).sentences.join(' ');
};

describe('what is said of a first error', () => {
  it('tells at which step a probability falls below one half, or that it never does', () => {
    expect(sentences('probability', 0.9, 0.6, 0.4)).toMatch(/NAMED.*3/);
    expect(sentences('probability', 0.9, 0.6, 0.5)).not.toMatch(/NAMED.*3/);
    expect(sentences('probability', 0.9, 0.6, 0.5)).toContain('NAMED');
  });

  it.each(['logprob', 'unbounded'] as const)('says nothing of a fall on the scale %s, which has no middle', (scale) => {
    expect(sentences(scale, -0.1, -0.2, -3)).not.toContain('NAMED');
  });
});
