/** Random trees for the tests of the drawing: parents before children, few texts, so that siblings repeat. */
import fc from 'fast-check';
import type { TreeNode } from '../../../src/trace/reducer';

const STATUSES = ['open', 'kept', 'pruned', 'finished'] as const;

export function node(id: number, parent: number | null, text: string, more: Partial<TreeNode> = {}): TreeNode {
  return { id, parent, text, tokens: [{ text }], value: null, status: 'open', firstSeen: id, ...more };
}

export const trees: fc.Arbitrary<TreeNode[]> = fc
  .array(
    fc.record({
      up: fc.nat(),
      text: fc.constantFrom('a', 'bb', 'ccc', 'dddddddddddddddddddddddd'),
      status: fc.constantFrom(...STATUSES),
      value: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { maxLength: 120 },
  )
  .map((drawn) => [
    node(0, null, '4 5 6 10'),
    ...drawn.map(({ up, text, status, value }, i) => node(i + 1, up % (i + 1), text, { status, value })),
  ]);
