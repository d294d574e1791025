import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/viz/decision';
import type { ViewNode } from '../../../src/viz/view-tree';
import { explainStep } from '../../../src/ui/search/explain-step';
import { messagesFor } from '../../../src/words';
import { node } from '../viz/tree';

const messages = messagesFor('en');
const item = (more: Partial<ViewNode> = {}): ViewNode => {
  const traced = node(3, 0, 'x', { value: 0.41 });
  const own = { id: 3, ids: [3], parent: 0, depth: 1, node: traced, value: 0.41, status: 'pruned' as const };
  return { ...own, place: undefined, children: [], ...more };
};
const decision = (more: Partial<Decision>): Decision => ({
  ...{ verdict: 'pruned', rank: 9, of: 20, reason: 'score', score: 0.41 },
  ...{ kept: 4, lowestKept: 0.66, highestPruned: 0.41, allocation: null },
  ...more,
});

describe('the explanation of a step', () => {
  it('names the place, the score, and the other side of the cut', () => {
    expect(explainStep(item(), decision({}), 'TVM', 'probability', messages)).toEqual([
      'Pruned: place 9 of 20, with 0.41.',
      'Of the 20, 4 were kept; the lowest score among them was 0.66.',
      'That is the value TVM gives its last token.',
    ]);
    const kept = decision({ verdict: 'kept', reason: null, rank: 3, score: 0.7, highestPruned: 0.5 });
    expect(explainStep(item({ value: 0.7, status: 'kept' }), kept, 'TVM', 'probability', messages).slice(0, 2)).toEqual(
      ['Kept: place 3 of 20, with 0.70.', 'Of the 20, 4 were kept; the highest score among the others was 0.50.'],
    );
  });

  it.each([
    [0.3461, 0.3459, '0.3461', '0.3459'],
    [0.9991, 0.9989, '0.9991', '0.9989'],
    [0.5000001, 0.5, '0.500000', '0.500000'],
    [0.35, 0.35, '0.35', '0.35'],
  ])('tells %f from %f by as many digits as it takes', (score, highestPruned, own, other) => {
    const kept = decision({ verdict: 'kept', reason: null, rank: 4, score, highestPruned });
    const sentences = explainStep(item({ value: score, status: 'kept' }), kept, 'TVM', 'probability', messages);
    expect(sentences.slice(0, 2)).toEqual([
      `Kept: place 4 of 20, with ${own}.`,
      `Of the 20, 4 were kept; the highest score among the others was ${other}.`,
    ]);
  });

  it('tells a score that is not the value apart from it', () => {
    const sentences = explainStep(item(), decision({ score: 0.2, allocation: 3 }), 'TVM', 'probability', messages);
    expect(sentences).toContain('It gets 3 of the next samples.');
    expect(sentences.at(-1)).toBe(
      'The score that decided is 0.20, computed from the scores along the path; TVM gives the step’s own last token 0.41.',
    );
  });

  it.each(['duplicate', 'not-chosen', 'threshold', 'lookahead'] as const)('has no cut for %s', (reason) => {
    const sentences = explainStep(item(), decision({ reason }), 'TVM', 'probability', messages);
    expect(sentences[0]).not.toContain('{');
    expect(sentences.join(' ')).not.toContain('0.66');
  });

  it('says what a tree search backed up, and that nothing was decided where nothing was', () => {
    const visited = node(3, 0, 'x', { value: 0.41, visits: 12, meanValue: 0.5, prior: 0.25 });
    expect(explainStep(item({ node: visited, status: 'open' }), null, 'TVM', 'probability', messages)).toEqual([
      'Nothing has been decided about it.',
      'That is the value TVM gives its last token.',
      'Visited 12 times; mean value of the visits 0.50.',
      'The policy’s prior: 0.25.',
    ]);
  });

  it('writes the numbers of another scale as what they are', () => {
    const far = item({ value: 0.998, node: node(3, 0, 'x', { value: 0.998 }) });
    const sentences = (scale: 'unbounded' | 'probability') =>
      explainStep(far, decision({ score: 0.998 }), 'TVM', scale, messages);
    expect(sentences('probability')[0]).toContain('>0.99');
    expect(sentences('unbounded')[0]).toContain('1.00');
  });
});
