import { describe, expect, it } from 'vitest';
import { confidenceVerifier } from '../../../src/verifiers/confidence';

describe('confidence', () => {
  it('is the mean log-probability of all tokens of the path so far', async () => {
    const verifier = confidenceVerifier();
    const root = await verifier.open([1, 2, 3]);
    const [first] = await verifier.score([{ prefix: root, tokens: [4, 5], logprobs: [-1, -3] }]);
    expect([...first!.values]).toEqual([-1, -2]);
    const [right, wrong] = await verifier.score([
      { prefix: first!.prefix, tokens: [6], logprobs: [-0.5] },
      { prefix: first!.prefix, tokens: [7, 8], logprobs: [-2, -6] },
    ]);
    expect([...right!.values]).toEqual([-1.5]);
    expect([...wrong!.values]).toEqual([-2, -3]);
    expect(verifier.scale).toBe('logprob');
  });

  it('says so where nobody knows how likely the tokens were, and ends with its run', async () => {
    const verifier = confidenceVerifier();
    const prefix = await verifier.open([1]);
    await expect(verifier.score([{ prefix, tokens: [2] }])).rejects.toMatchObject({ code: 'internal' });
    const signal = AbortSignal.abort();
    await expect(verifier.score([], signal)).rejects.toMatchObject({ code: 'aborted' });
  });
});
