/** Hub models, as transformers.js loads them, against the contract of all models. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng';
import type { HubModels } from '../../workers/hub/hub-models';
import { HUB_FOLDER, hubInNode, TINY_HUB_MODELS, tinyHubBytes } from '../fixtures/hub-models';
import { compareWithPyTorch, hubSubject, type Reference } from './hub-subject';
import { CHECKS } from './model-contract';

describe.each(TINY_HUB_MODELS)('the hub model %s on WASM in Node', (name) => {
  let models: HubModels;
  beforeAll(async () => {
    models = await hubInNode(tinyHubBytes(name), tinyHubBytes(name));
  });
  afterAll(() => models?.dispose());

  it.each(CHECKS)('$name', async ({ run }) => {
    await expect(run(hubSubject(models))).resolves.toBeUndefined();
  });

  it('computes what PyTorch computes', async () => {
    const file = new URL(`${name}/reference.json`, HUB_FOLDER);
    const compared = await compareWithPyTorch(models, JSON.parse(readFileSync(file, 'utf8')) as Reference);
    expect(compared).toMatchObject({ sameTokens: true, sameFirst: true });
    expect(compared.difference).toBeLessThan(5e-4);
  });

  it('writes a text in the texts of its tokens', () => {
    const { tokenizer } = models.policy;
    for (const text of ['The answer is 42.\n\n', ' 13 - 9 = 4 (left: 4 4 10)\n', '  two spaces'])
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(models.model.ends.map((end) => tokenizer.tokenText(end)).join('')).toBe('');
    expect(tokenizer.eosToken).toBe(models.model.ends[0]);
  });

  it('scores a model against itself with nothing', async () => {
    const judge = models.verifiers.get('implicit-prm')!;
    const { policy } = models;
    const prompt = policy.tokenizer.encode('Two dogs have 8 legs.\n');
    const [root, scoreRoot] = [await policy.open(prompt), await judge.open(prompt)];
    const rng = { uniform: () => 0.3, integer: () => 0 };
    const options = { temperature: 1, topK: 0, maxTokens: 5, alternatives: 0 };
    const [step] = await policy.sampleSteps([{ prefix: root, rng }], options);
    const tokens = step!.tokens.map(({ token }) => token);
    const logprobs = step!.tokens.map(({ logprob }) => logprob);
    const [scored] = await judge.score([{ prefix: scoreRoot, tokens, logprobs }]);
    for (const value of scored!.values) expect(Math.abs(value)).toBeLessThan(1e-3);
    for (const prefix of [root, step!.prefix]) policy.release(prefix);
    for (const prefix of [scoreRoot, scored!.prefix]) judge.release(prefix);
  });
});

describe('a hub model with int8 weights', () => {
  // Its activations are rounded by what else is in the pass, so of the contract only this can hold.
  it('is loaded by its name, computes about the same, and repeats itself', async () => {
    const [rounded, exact] = [await hubInNode(tinyHubBytes('qwen2', 'q8')), await hubInNode(tinyHubBytes('qwen2'))];
    const sampled = [];
    for (const { policy } of [rounded, rounded, exact]) {
      const root = await policy.open(policy.tokenizer.encode('Two dogs have 8 legs.\n'));
      const options = { temperature: 1, topK: 0, maxTokens: 6, alternatives: 5 };
      const requests = Array.from({ length: 4 }, (_, i) => ({ prefix: root, rng: createRng(1, i) }));
      const steps = await policy.sampleSteps(requests, options);
      sampled.push(steps.map(({ tokens }) => tokens));
      for (const { prefix } of steps) policy.release(prefix);
      policy.release(root);
    }
    expect(sampled[1]).toEqual(sampled[0]);
    const [first] = sampled[0]![0]!;
    const same = sampled[2]!.flat().find(({ token }) => token === first!.token)!;
    expect(Math.abs(first!.alternatives[0]!.logprob - same.alternatives[0]!.logprob)).toBeLessThan(0.5);
    expect(rounded.policy.openPrefixes).toBe(0);
    await Promise.all([rounded.dispose(), exact.dispose()]);
  });
});
