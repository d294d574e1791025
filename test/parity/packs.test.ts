/** The packs against their reference outputs, and against transformers.js, which reads the same files its own way. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng';
import { readPack } from '../../src/cli/model-files';
import { ManifestSchema, readJson } from '../../src/protocol/pack';
import { OnnxValueModel } from '../../workers/onnx-value-model';
import { checkKnownAnswers, largestDifference, toleranceOf } from '../../workers/known-answer';
import type { LoadedModels } from '../../workers/models';
import { loadInNode, SHIPPED_MODELS, TINY_MODELS, verifiersIn } from '../fixtures/models';
import { openDecoder } from '../fixtures/decoder';

const FOLDERS = [
  { name: 'the tiny pack', folder: TINY_MODELS, prompts: ['4 5 6 10\n', '1 1 3 9\n'] },
  { name: 'the shipped pack', folder: SHIPPED_MODELS, prompts: ['4 5 6 10\n', '3 3 8 8\n', '5 7 8 9\n'] },
];

describe.each(FOLDERS)('$name', ({ folder, prompts }) => {
  let models: LoadedModels;
  beforeAll(async () => {
    models = await loadInNode(folder);
  });
  afterAll(() => models?.dispose());

  it('has the size and hash of its manifest in every file', async () => {
    const { createHash } = await import('node:crypto');
    const pack = await readPack(folder, 'game24', await verifiersIn(folder));
    const { files } = readJson(ManifestSchema, pack.files['manifest.json']!, 'manifest.json');
    for (const { path, sizeBytes, sha256 } of files) {
      const bytes = pack.files[path];
      if (!bytes) continue;
      expect([path, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([path, sizeBytes, sha256]);
    }
    const onDisk = readdirSync(join(folder, pack.id), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'manifest.json')
      .map((entry) => entry.name);
    expect(files.map(({ path }) => path.split('/').at(-1)).sort()).toEqual(onDisk.sort());
  });

  it('reproduces the reference outputs of every model', async () => {
    for (const name of ['policy', ...(await verifiersIn(folder))]) {
      const { decoder, parity } = await openDecoder(folder, name);
      const limit = toleranceOf(decoder, parity);
      expect(await largestDifference(decoder, name, parity), name).toBeLessThanOrEqual(limit);
      await decoder.session.release();
    }
  });

  it('is refused when its numbers are wrong', async () => {
    const { decoder, parity } = await openDecoder(folder, 'tvm');
    const wrong = structuredClone(parity);
    wrong.cases[0]!.values['tvm']![0]! += 0.01;
    await expect(checkKnownAnswers(decoder, 'tvm', wrong)).rejects.toMatchObject({
      code: 'backend-wrong-numbers',
      data: { model: 'tvm', backend: 'wasm' },
    });
    await decoder.session.release();
  });

  it('refuses a step that would take more memory than it may', async () => {
    const { decoder } = await openDecoder(folder, 'tvm');
    const verifier = new OnnxValueModel('tvm', { id: 'x', parameters: 1 }, 'probability', decoder, 1);
    const prefix = await verifier.open([5]);
    await expect(verifier.score([{ prefix, tokens: [6] }])).rejects.toMatchObject({ code: 'out-of-memory' });
    await decoder.session.release();
  });

  it('writes with transformers.js what it writes here', async () => {
    const { AutoModelForCausalLM, AutoTokenizer, env } = await import('@huggingface/transformers');
    const { id } = await readPack(folder, 'game24', []);
    env.allowRemoteModels = false;
    // Its default is a CDN.
    env.backends.onnx.wasm!.wasmPaths = new URL('./', import.meta.resolve('onnxruntime-web/wasm')).href;
    env.localModelPath = join(folder, id);
    const model = await AutoModelForCausalLM.from_pretrained('policy', { dtype: 'fp32' });
    const tokenizer = await AutoTokenizer.from_pretrained('policy');
    const { policy } = models;
    for (const prompt of prompts) {
      const inputs = tokenizer(prompt, { add_special_tokens: false });
      expect([...inputs.input_ids.data].map(Number)).toEqual(policy.tokenizer.encode(prompt));
      const output = await model.generate({ ...inputs, max_new_tokens: 60, do_sample: false });
      const [theirs] = (output as { tolist(): bigint[][] }).tolist();
      const generated = theirs!.map(Number).slice(inputs.input_ids.dims[1]);
      const ours = await writeGreedily(models, prompt, 60);
      expect(ours).toEqual(generated);
      expect(policy.tokenizer.decode(ours)).toBe(tokenizer.decode(generated, { skip_special_tokens: true }));
    }
    await model.dispose();
  });
});

/** The likeliest tokens, step by step as a search writes them. */
async function writeGreedily({ policy }: LoadedModels, prompt: string, most: number): Promise<number[]> {
  const tokens: number[] = [];
  let prefix = await policy.open(policy.tokenizer.encode(prompt));
  for (;;) {
    const options = { temperature: 0, topK: 0, maxTokens: most - tokens.length, alternatives: 0 };
    const [step] = await policy.sampleSteps([{ prefix, rng: createRng(0) }], options);
    policy.release(prefix);
    prefix = step!.prefix;
    tokens.push(...step!.tokens.map(({ token }) => token));
    if (step!.ended !== 'step' || tokens.length >= most) break;
  }
  policy.release(prefix);
  return tokens;
}
