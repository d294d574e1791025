import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedModels } from '../../workers/models';
import { FakePolicy, FakeVerifier, PROMPT } from '../fixtures/fake-models';
import { loadInNode, TINY_MODELS } from '../fixtures/models';
import { onnxSubject } from '../fixtures/onnx-subject';
import { CHECKS, sample, type Subject } from './model-contract';

function fakeSubject(): Subject {
  const made: { prefixes: { count: number } }[] = [];
  const keep = <T extends (typeof made)[number]>(model: T): T => (made.push(model), model);
  return {
    prompt: PROMPT,
    policy: () => keep(new FakePolicy()),
    verifier: () => keep(new FakeVerifier()),
    openCount: () => made.reduce((sum, { prefixes }) => sum + prefixes.count, 0),
  };
}

describe('the fakes of the unit tests', () => {
  it.each(CHECKS)('$name', async ({ run }) => {
    await expect(run(fakeSubject())).resolves.toBeUndefined();
  });
});

describe('ONNX models on WASM in Node', () => {
  let models: LoadedModels;
  beforeAll(async () => {
    models = await loadInNode(TINY_MODELS);
  });
  afterAll(() => models?.dispose());

  it.each(CHECKS)('$name', async ({ run }) => {
    await expect(run(onnxSubject(models))).resolves.toBeUndefined();
  });

  describe('an implicit process reward model', () => {
    it.each(CHECKS.filter(({ name }) => name.startsWith('verifier')))('$name', async ({ run }) => {
      await expect(run(onnxSubject(models, 'implicit-prm'))).resolves.toBeUndefined();
    });

    it('adds up the log-ratios of the tokens, and is zero against itself', async () => {
      const verifier = models.verifiers.get('implicit-prm')!;
      const prompt = models.policy.tokenizer.encode('4 5 6 10\n');
      const root = await verifier.open(prompt);
      const [once] = await verifier.score([{ prefix: root, tokens: [12, 9, 11], logprobs: [0, 0, 0] }]);
      // Beta is 0.1, so a tenth of the tuned model's own log-probabilities, summed.
      const own = [...once!.values].map((sum, i) => (sum - (once!.values[i - 1] ?? 0)) * 10);
      expect(own.every((logprob) => logprob < 0)).toBe(true);
      const [same] = await verifier.score([{ prefix: root, tokens: [12, 9, 11], logprobs: own }]);
      for (const value of same!.values) expect(value).toBeCloseTo(0, 5);
      for (const prefix of [root, once!.prefix, same!.prefix]) verifier.release(prefix);
    });

    it('says what is missing when no policy wrote the tokens', async () => {
      const verifier = models.verifiers.get('implicit-prm')!;
      const root = await verifier.open([25, 12]);
      await expect(verifier.score([{ prefix: root, tokens: [27] }])).rejects.toMatchObject({ code: 'internal' });
      verifier.release(root);
    });
  });

  it('scores the same text after the same prefix in one row', async () => {
    const verifier = models.verifiers.get('tvm')!;
    const root = await verifier.open([25, 12, 26]);
    const scored = await verifier.score([27, 28, 27].map((token) => ({ prefix: root, tokens: [token] })));
    expect(scored[2]!.values).toEqual(scored[0]!.values);
    expect(scored[1]!.values).not.toEqual(scored[0]!.values);
    expect(new Set(scored.map(({ prefix }) => prefix)).size).toBe(3);
    for (const prefix of [root, ...scored.map((step) => step.prefix)]) verifier.release(prefix);
    expect(verifier.openPrefixes).toBe(0);
  });

  it('repeats itself to the last bit', async () => {
    expect(await sample(onnxSubject(models))).toEqual(await sample(onnxSubject(models)));
  });

  it('refuses a prompt that is too long for the model, and stops a text at its end', async () => {
    const { policy } = models;
    await expect(policy.open(Array.from({ length: 97 }, () => 25))).rejects.toMatchObject({
      code: 'bad-input',
      data: { limit: 95 },
    });
    const root = await policy.open(Array.from({ length: 94 }, () => 25));
    const options = { temperature: 0, topK: 0, maxTokens: 20, alternatives: 0 };
    const rng = { uniform: () => 0, integer: () => 0 };
    const [step] = await policy.sampleSteps([{ prefix: root, rng }], options);
    expect(step).toMatchObject({ ended: 'limit' });
    expect(step!.tokens).toHaveLength(2);
    for (const prefix of [root, step!.prefix]) policy.release(prefix);
  });
});
