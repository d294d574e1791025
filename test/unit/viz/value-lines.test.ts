import { describe, expect, it } from 'vitest';
import { linePath, pathTokens, valueLines } from '../../../src/viz/value-lines';
import { buildViewTree, pathTo } from '../../../src/viz/view-tree';
import { node } from './tree';

const token = (text: string, values: Record<string, number>) => ({ text, logprob: -1, values });
const tree = buildViewTree([
  node(0, null, '4 5 6 10'),
  node(1, 0, 'ab', { tokens: [token('a', { tvm: 0, implicit: -4 }), token('b', { tvm: 0.5, implicit: 2 })] }),
  node(2, 1, 'c', { tokens: [token('c', { tvm: 1 })] }),
]);
const tokens = pathTokens(pathTo(tree, 2));

describe('the plot of a path', () => {
  it('has every token but the prompt', () => {
    expect(tokens.map(({ node: id, token: i }) => [id, i])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
    ]);
  });

  it('has a line for each verifier, probabilities from 0 to 1 and others on their own range', () => {
    expect(valueLines(tokens, (verifier) => verifier === 'tvm')).toEqual([
      { verifier: 'tvm', values: [0, 0.5, 1], low: 0, high: 1 },
      { verifier: 'implicit', values: [-4, 2, null], low: -4, high: 2 },
    ]);
  });

  it('draws a value in the middle of its token, and leaves gaps', () => {
    const line = { verifier: 'tvm', low: 0, high: 1 };
    expect(linePath({ ...line, values: [0, 0.5, 1] }, 300, 60)).toBe('M50,60L150,30L250,0');
    expect(linePath({ ...line, values: [1, null, 0] }, 300, 60)).toBe('M50,0M250,60');
    expect(linePath({ ...line, values: [0.5], low: 0.5, high: 0.5 }, 100, 60)).toBe('M50,60');
  });
});
