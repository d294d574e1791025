import { describe, expect, it } from 'vitest';
import { labelTexts } from '../../../src/protocol/labels';
import { segmentsOf } from '../../../src/ui/views/labels/segments';

const path = (index: number, text: string, correct: boolean) => ({
  ...{ index, tokens: [...text.split(/(?<=[a-z|])/), ''], answer: null, correct },
});

describe('a labelled prefix tree as rows', () => {
  const labels = labelTexts([path(0, 'abc', true), path(1, 'abd', false), path(2, 'abd', true), path(3, 'x', false)]);
  const rows = segmentsOf(labels.tokens);

  it('joins what does not branch, sets in what does, and puts the more often sampled first', () => {
    expect(rows.map(({ text, depth, paths, correct }) => [text, depth, paths, correct])).toEqual([
      ['ab', 0, 3, 2],
      ['d', 1, 2, 1],
      ['c', 1, 1, 1],
      ['x', 0, 1, 0],
    ]);
  });

  it('has the same mean by OVM and TVM on each, and only OVM contradicts itself', () => {
    for (const { labels: own } of rows) expect(own.ovm.mean).toBe(own.tvm.mean);
    expect(rows[0]!.labels.ovm.variance).toBeCloseTo(2 / 9);
    expect(rows[0]!.labels.tvm.variance).toBe(0);
    expect(labels.variance.tvm).toBe(0);
  });
});
