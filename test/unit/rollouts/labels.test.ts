import { describe, expect, it } from 'vitest';
import { examplesOf, holdOut, mergeRows } from '../../../src/rollouts/data-set';
import { LABEL_RULES, labelRows, type LabelRow } from '../../../src/rollouts/labels';

/** 9 ends a step. */
const row = (tokens: readonly number[], correct: boolean, rest: Partial<LabelRow> = {}): LabelRow => ({
  ...{ tokens, correct, firstError: null },
  stepEnds: [...tokens.keys()].filter((i) => tokens[i] === 9),
  ...rest,
});

const labelsOf = (rows: readonly LabelRow[], rule: (typeof LABEL_RULES)[number]): number[][] =>
  labelRows(rows, rule).map((labels) => [...labels]);

describe('labels of rows, worked out by hand', () => {
  // Three samples begin with 1 9, of which the first, drawn twice, ends right.
  const rows = [row([1, 9, 2, 0], true, { count: 2 }), row([1, 9, 3, 0], false, { firstError: 1 })];

  it.each([
    [
      'ovm',
      [
        [1, 1, 1, 1],
        [0, 0, 0, 0],
      ],
    ],
    [
      'tvm',
      [
        [2 / 3, 2 / 3, 1, 1],
        [2 / 3, 2 / 3, 0, 0],
      ],
    ],
    [
      'prm-soft',
      [
        [2 / 3, 2 / 3, 1, 1],
        [2 / 3, 2 / 3, 0, 0],
      ],
    ],
    [
      'prm-hard',
      [
        [1, 1, 1, 1],
        [1, 1, 0, 0],
      ],
    ],
    [
      'prm-valid',
      [
        [1, 1, 1, 1],
        [1, 1, 0, 0],
      ],
    ],
  ] as const)('%s', (rule, expected) => {
    expect(labelsOf(rows, rule)).toEqual(expected);
  });

  it('of a step are those of its last token, of which others know nothing', () => {
    const steps = [row([1, 9, 2, 0], true), row([1, 4, 9, 2, 0], false)];
    expect(labelsOf(steps, 'tvm')[1]!.slice(0, 2)).toEqual([0.5, 0]);
    expect(labelsOf(steps, 'prm-soft')[1]).toEqual([0, 0, 0, 0, 0]);
    expect(labelsOf(steps, 'prm-soft')[0]!.slice(0, 2)).toEqual([1, 1]);
  });

  it('an error in the first step leaves nothing valid, one in the third the two before it', () => {
    const tokens = [1, 9, 2, 9, 3, 9, 4, 0];
    expect(labelsOf([row(tokens, false, { firstError: 0 })], 'prm-valid')[0]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(labelsOf([row(tokens, false, { firstError: 2 })], 'prm-valid')[0]).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it('count a path from its first sampled token on: what was given to it is no evidence', () => {
    const given = [row([1, 9, 2, 0], true), row([1, 9, 3, 0], false, { from: 2 })];
    expect(labelsOf(given, 'tvm')).toEqual([
      [1, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
    const alone = labelsOf([row([1, 9, 3, 0], false, { from: 2 })], 'tvm')[0]!;
    expect(alone.map((label) => (Number.isNaN(label) ? 'none' : label))).toEqual(['none', 'none', 0, 0]);
  });
});

describe('a data set', () => {
  const rows = [row([1, 9, 2, 0], true), row([1, 9, 3, 0], false), row([1, 9, 2, 0], true)];

  it('merges what is the same, and keeps its weight and its labels', () => {
    expect(mergeRows(rows).map(({ tokens, count }) => [tokens[2], count])).toEqual([
      [2, 2],
      [3, 1],
    ]);
    // The same tokens, of which the first two were given, are other evidence.
    expect(mergeRows([...rows, row([1, 9, 2, 0], true, { from: 2 })])).toHaveLength(3);
    for (const rule of LABEL_RULES) {
      const examples = examplesOf([{ prompt: [7], rows }], rule);
      const single = labelRows(rows, rule);
      expect(examples.map(({ labels }) => labels)).toEqual([single[0], single[1]]);
      expect(examples.map(({ weight, problem, prompt }) => [weight, problem, ...prompt])).toEqual([
        [2, 0, 7],
        [1, 0, 7],
      ]);
    }
  });

  it('holds out whole problems, the same for a seed, and never all or none of a share', () => {
    const { learned, heldOut } = holdOut(50, 0.2, 1);
    expect([learned.length, heldOut.length]).toEqual([40, 10]);
    expect([...learned, ...heldOut].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(holdOut(50, 0.2, 1)).toEqual({ learned, heldOut });
    expect(holdOut(50, 0.2, 2).heldOut).not.toEqual(heldOut);
    expect(holdOut(3, 0.01, 1).heldOut).toHaveLength(1);
    expect(holdOut(3, 0, 1).heldOut).toEqual([]);
    expect(holdOut(1, 0.5, 1)).toEqual({ learned: [0], heldOut: [] });
  });
});
