import { describe, expect, it } from 'vitest';
import { labelTree } from '../../../src/rollouts/label-tree';
import type { JudgedPath } from '../../../src/rollouts/types';
import { tokenizer } from '../../fixtures/fake-models';

const row = (tokens: readonly string[], correct: boolean): JudgedPath => ({
  path: { index: 0, tokens, stepEnds: [tokens.indexOf('\n')], answer: null, correct },
  ids: tokens.map((text) => (text ? tokenizer.encode(text)[0]! : tokenizer.eosToken)),
  logprobs: tokens.map(() => -1),
});

describe('labels worked out by hand', () => {
  it('are shares of the paths through a token, and of a step those at its end', () => {
    const right = ['a', '\n', 'x', ''];
    const { tokens } = labelTree([row(right, true), row(right, true), row(['a', '\n', 'y', ''], false)]);
    expect(tokens.map(({ parent, text, paths, correct }) => [parent, text, paths, correct])).toEqual([
      [null, 'a', 3, 2],
      [0, '\n', 3, 2],
      [1, 'x', 2, 2],
      [2, '', 2, 2],
      [1, 'y', 1, 0],
      [4, '', 1, 0],
    ]);
    expect(tokens[0]!.labels).toEqual({
      ovm: { mean: 0.666667, variance: 0.222222 },
      tvm: { mean: 0.666667, variance: 0 },
      'prm-soft': { mean: 0.666667, variance: 0 },
      'prm-hard': { mean: 1, variance: 0 },
    });
    expect(tokens[4]!.labels['prm-hard']).toEqual({ mean: 0, variance: 0 });
  });

  it('of steps contradict each other on a token that two steps share', () => {
    // The two paths share "a"; at the ends of their steps the shares are 1 and 0.
    const { tokens, variance } = labelTree([row(['a', '\n', 'x', ''], true), row(['a', 'd', '\n', 'y', ''], false)]);
    expect(tokens[0]!.labels['prm-soft']).toEqual({ mean: 0.5, variance: 0.25 });
    expect(tokens[0]!.labels['prm-hard']).toEqual({ mean: 0.5, variance: 0.25 });
    // Only "a", which is 2 of the 9 tokens of all rows, has rows that differ.
    expect(variance).toEqual({ ovm: 0.0555556, tvm: 0, 'prm-soft': 0.0555556, 'prm-hard': 0.0555556 });
  });

  it('has no tokens and no variance where no path was sampled', () => {
    expect(labelTree([])).toEqual({ tokens: [], variance: { ovm: 0, tvm: 0, 'prm-soft': 0, 'prm-hard': 0 } });
  });
});
