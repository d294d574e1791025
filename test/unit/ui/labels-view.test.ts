import { describe, expect, it } from 'vitest';
import { labelTexts } from '../../../src/protocol/labels';
import { segmentsOf } from '../../../src/ui/views/labels/segments';

const path = (index: number, text: string, correct: boolean) => ({
  ...{ index, tokens: [...text.split(/(?<=[a-z|])/), ''], answer: null, correct },
  // Steps end with a bar, not with a line.
  stepEnds: [...text].flatMap((sign, i) => (sign === '|' ? [i] : [])),
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

  it('parts the steps where the policy ended them, whatever they end with', () => {
    const { tokens } = labelTexts([path(0, 'ab|cd|x', true), path(1, 'ab|cd|y', false)]);
    expect(segmentsOf(tokens).map(({ text, step, depth }) => [text, step, depth])).toEqual([
      ['ab|', 0, 0],
      ['cd|', 1, 0],
      ['x', 2, 1],
      ['y', 2, 1],
    ]);
  });

  it('has the same mean by OVM and TVM on each, and only OVM contradicts itself', () => {
    for (const { labels: own } of rows) expect(own.ovm.mean).toBe(own.tvm.mean);
    expect(rows[0]!.labels.ovm.variance).toBeCloseTo(2 / 9);
    expect(rows[0]!.labels.tvm.variance).toBe(0);
    expect(labels.variance.tvm).toBe(0);
  });
});
