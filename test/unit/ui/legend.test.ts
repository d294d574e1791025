/** The legend says of the tints what they are, also before there is a tree. */
import { describe, expect, it } from 'vitest';
import { legendOf } from '../../../src/ui/search/legend';
import { asksOf } from '../../../src/verifiers/find';
import { scoreColumn } from '../../../src/viz/colouring';

const CONFIDENCE = { verifier: 'confidence', scale: 'logprob' } as const;

describe('the legend', () => {
  it('speaks of the chosen verifier while nothing tints', () => {
    expect(legendOf(null, CONFIDENCE)).toMatchObject({ ramp: 'r', name: { verifier: 'confidence' }, ends: null });
    expect(legendOf(null, { verifier: 'tvm', scale: 'probability' })).toMatchObject({ ramp: 'v', ends: null });
  });

  it('speaks of what tints, whatever is chosen for the next search', () => {
    const values = { ...scoreColumn('tvm', 'probability', true), low: 0, high: 1 };
    expect(legendOf(values, CONFIDENCE)).toEqual({ ramp: 'v', name: values, ends: [0, 1] });
    const scores = { ...scoreColumn('confidence', 'logprob', true), low: -2, high: -0.5 };
    expect(legendOf(scores, { verifier: 'tvm', scale: 'probability' })).toMatchObject({ ramp: 'r', ends: [-2, -0.5] });
  });

  it('says of what a probability is one', () => {
    expect(['tvm', 'ovm', 'prm-soft', 'mine', undefined].map(asksOf)).toEqual(Array.from({ length: 5 }, () => 'end'));
    expect(['prm-hard', 'prm-hard-equal', 'prm-valid', 'prm-valid-equal'].map(asksOf)).toEqual([
      'some-end',
      'some-end',
      'steps',
      'steps',
    ]);
  });

  it('tells no numbers of a tree that has none yet', () => {
    const none = { ...scoreColumn('confidence', 'logprob', true), low: 0, high: 0 };
    expect(legendOf(none, CONFIDENCE)).toMatchObject({ ramp: 'r', ends: null });
  });
});
