/** Searches with verifiers whose numbers are no probabilities. */
import { describe, expect, it } from 'vitest';
import { SCALE_LIMITS, SCALES, toUnit } from '../../../src/core/scale';
import { parameterProblem } from '../../../src/search/defaults';
import { hasMeaning, meaningful, scaleFault, STRATEGY_OPTIONS } from '../../../src/search/options';
import { bestOfN } from '../../../src/search/best-of-n';
import { mcts } from '../../../src/search/mcts';
import { rebase } from '../../../src/search/rebase';
import { STRATEGIES } from '../../../src/search/registry';
import { solutionText, treeAt } from '../../../src/trace/reducer';
import { EOS, FakePolicy, FakeVerifier } from '../../fixtures/fake-models';
import { collect, ofType, parameters, search } from '../../fixtures/run-search';

const CONFIDENCE = { id: 'confidence', scale: 'logprob' } as const;
const TVM = { id: 'tvm', scale: 'probability' } as const;

describe('a number in [0, 1]', () => {
  it.each(SCALES)('has the order of the %s and is 0 to 1 at its ends', (scale) => {
    const { min, max } = SCALE_LIMITS[scale];
    const numbers = [Math.max(min, -3), Math.max(min, -0.5), Math.min(max, 0.25), Math.min(max, 2)];
    const units = numbers.map((number) => toUnit(scale, number));
    expect(units).toEqual([...units].sort((a, b) => a - b));
    expect([toUnit(scale, min), toUnit(scale, max)]).toEqual([0, 1]);
  });
});

describe('mcts', () => {
  // Root → a or b, each one line; a is good, b ends without an answer.
  const policy = (): FakePolicy =>
    new FakePolicy({
      '0:': { a: 0.5, b: 0.5 },
      '1:': { 'The answer is ': 0.5, [EOS]: 0.5 },
      '*:The answer is ': { x: 1 },
      '*:The answer is x': { [EOS]: 1 },
      '*': { '\n': 1 },
    });

  it.each([
    ['logprob', -0.5],
    ['unbounded', -2],
  ] as const)('never takes a dead end for better than a good line, on the scale %s', async (scale, good) => {
    const verifier = new FakeVerifier(() => good, {}, scale);
    const options = { simulations: 12, expansions: 6 };
    const events = await collect(search(mcts, { seed: 3, options }, { policy: policy(), verifier }));
    const { nodes } = treeAt(events);
    const dead = nodes.filter(({ id, visits }) => visits && /^[ab]\n$/.test(solutionText(nodes, id)));
    expect(dead.length).toBeGreaterThan(0);
    // Mean of a node's own value and of those below it, none of which is better: a dead end can only lower it.
    const means = dead.map(({ meanValue }) => meanValue!);
    expect(Math.min(...means)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...means)).toBeLessThan(toUnit(scale, good) - 1e-3);
    expect(Math.max(...means)).toBeLessThanOrEqual(toUnit(scale, good) + 1e-6);
  });
});

describe('rebase', () => {
  it('shares the budget by the softmax of scores in [0, 1], whatever the scale', async () => {
    const policy = new FakePolicy({ '0:': { a: 0.5, b: 0.5 }, '*': { '\n': 1 } });
    // As they are, the log-probabilities of .6 and .5 would differ by .18, not by .1.
    const valueOf = (text: string): number => (text.startsWith('a') ? 0.6 : 0.5);
    const allocations = async (verifier: FakeVerifier): Promise<(number | undefined)[]> => {
      const events = await collect(search(rebase, { samples: 24, seed: 2, maxSteps: 2 }, { policy, verifier }));
      return ofType(events, 'kept').map(({ allocation }) => allocation);
    };
    const asLogprob = await allocations(new FakeVerifier((text) => Math.log(valueOf(text)), {}, 'logprob'));
    expect(asLogprob).toEqual(await allocations(new FakeVerifier(valueOf)));
  });
});

describe('what has no meaning on a scale', () => {
  it.each([
    [{ aggregation: 'product' }, 'The aggregation of step scores product'],
    [{ stopBelow: 0.2 }, 'The value below which a sample is given up (0: never) 0.2'],
  ])('is refused in one sentence: %j', async (options, what) => {
    const sentence = `${what} has no meaning for the verifier confidence, which gives log-probabilities.`;
    const given = parameters({ options });
    expect(parameterProblem('best-of-n', given, CONFIDENCE)).toBe(sentence);
    expect(parameterProblem('best-of-n', given, TVM)).toBeNull();
    // What says what is so by default is nothing that was asked for.
    expect(parameterProblem('best-of-n', parameters({ options: { stopBelow: 0 } }), CONFIDENCE)).toBeNull();
    const verifier = new FakeVerifier(() => -0.5, {}, 'logprob');
    const running = search(bestOfN, { options }, { policy: new FakePolicy(), verifier });
    await expect(running.next()).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('gives way, and the rest stays', () => {
    const options = { aggregation: 'product', stopBelow: 0.2, maxPolicyTokens: 900 };
    expect(meaningful('best-of-n', options, 'logprob')).toEqual({ maxPolicyTokens: 900 });
    expect(meaningful('best-of-n', options, 'probability')).toEqual(options);
  });

  it('is nothing for a strategy that needs no verifier, and no fallback anywhere', () => {
    expect(scaleFault('majority', { aggregation: 'product' }, CONFIDENCE)).toBeNull();
    for (const { id } of STRATEGIES)
      for (const option of STRATEGY_OPTIONS[id])
        for (const scale of SCALES) expect(hasMeaning(option, option.fallback, scale)).toBe(true);
  });
});
