/** Value heads on tiny hub models, from samples to a verifier out of a file. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { HubModels } from '../../workers/hub/hub-models';
import { modelHash } from '../../src/runtime/hub/model-hash';
import { HubEngine } from '../../workers/hub/hub-engine';
import { headBase, layersOf, openHead } from '../../workers/hub/hub-heads';
import { sharedStates, trainHeads, type HeadOrder, type TrainedHeads } from '../../workers/hub/hub-training';
import { passesSoFar } from '../../workers/passes';
import type { Problem } from '../../workers/problems';
import { readProblem } from '../../workers/problems';
import { headName } from '../../src/protocol/train';
import { batchOf, selections, sizeFor } from '../../src/workshop/batches';
import { headShapeOf } from '../../src/workshop/card';
import { DEFAULT_HEAD, headTrunk } from '../../src/workshop/head-trunk';
import { createLearner } from '../../src/workshop/learner';
import { DEFAULT_REQUEST } from '../../src/workshop/request';
import { readCard, readVerifier, renamed } from '../../src/workshop/verifier-file';
import { hubInNode, TINY_HUB_MODELS, tinyHubBytes } from '../fixtures/hub-models';

/** Judges by the length, so that there are right and wrong solutions whatever a tiny model writes. */
const problemOf = (prompt: string): Problem => ({
  ...readProblem('gsm8k', 'How many eggs are left of these? #### 9'),
  prompt,
  replyLead: () => ({ text: '\n', isMarkup: false }),
  answerOf: (solution) => String(solution.length % 3),
  judge: (solution) => ({ answer: null, correct: solution.length % 2 === 0, stepsLegal: true }),
  firstError: (solution) => (solution.length % 3 === 0 ? null : { step: 0, offset: 1 }),
});

const request = {
  ...DEFAULT_REQUEST,
  ...{ problems: 8, samples: 6, steps: 12, testProblems: 4, testSamples: 4 },
  ...{ levels: null, testLevels: null, start: 'policy' as const },
};

const order = (changed: Partial<HeadOrder> = {}): HeadOrder => ({
  ...{ task: 'gsm8k', teacher: 'checker', request: { ...request, rules: ['tvm' as const] }, head: DEFAULT_HEAD },
  training: Array.from({ length: 8 }, (_, i) => problemOf(`Problem ${i + 1}: how many`)),
  test: Array.from({ length: 4 }, (_, i) => problemOf(`Test ${i + 1}: how many`)),
  limits: { maxSteps: 4, maxStepTokens: 20 },
  ...changed,
});

const open = async (name: (typeof TINY_HUB_MODELS)[number]): Promise<{ models: HubModels; sha256: string }> => {
  const bytes = tinyHubBytes(name);
  const models = await hubInNode({ ...bytes, states: [1, 'last'] });
  // Random weights seldom end a text: with more tokens that do, there are solutions to judge.
  models.model.ends.push(...Array.from({ length: 20 }, (_, i) => 300 + i));
  return { models, sha256: await modelHash(bytes) };
};

describe.each(TINY_HUB_MODELS)('heads on %s', (name) => {
  let models: HubModels;
  let sha256: string;
  let trained: TrainedHeads;
  beforeAll(async () => {
    ({ models, sha256 } = await open(name));
    trained = await trainHeads(order(), models, sha256);
    return () => models.dispose();
  });

  it('learn on every layer that was asked for, from the same samples', () => {
    expect(trained.runs.map(({ layer }) => layer)).toEqual([1, 'last']);
    for (const { points, steps, test, id } of trained.runs) {
      expect(steps).toBe(12 * DEFAULT_HEAD.members);
      expect(points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
      expect(test.brier).toBeGreaterThan(0);
      expect(id).toMatch(/^head:gsm8k-tvm-8x6-mlp-L(1|last)-s1$/);
    }
    const { gauges } = trained;
    // These vocabularies are too small for yes and no.
    expect(gauges!.asked).toEqual({ why: 'no-words' });
    expect(gauges!.lines.map(({ id }) => id)).toEqual([
      ...trained.runs.map(({ id }) => id),
      ...['follow-up', 'polar', 'confidence', 'entropy', 'length'],
    ]);
    const [replies, polar] = gauges!.lines.slice(2);
    // Of whole solutions alone; only shares can weigh votes.
    expect([replies!.auc, replies!.vote, polar!.auc]).toEqual([null, null, null]);
    expect(polar!.vote!.mean).toBeGreaterThanOrEqual(0);
    expect(models.policy.openPrefixes).toBe(0);
    expect(gauges!.problems).toBe(4);
  });

  it('say out of their files, step by step, what they said to the learner', async () => {
    const [, run] = trained.runs;
    const { verifier, model } = openHead(models, sha256, { file: run!.file, bytes: run!.bytes });
    expect(verifier).toMatchObject({ id: run!.id, scale: 'probability' });
    expect(model).toMatchObject({ role: 'verifier', verifier: run!.id, scale: 'probability' });
    const base = headBase(models, sha256, 'last');
    const { card, weights } = readVerifier(run!.bytes, run!.file, (own) => headShapeOf(own, 32), [base]);
    const shape = headShapeOf(card, 32)!;
    const trunk = headTrunk(sharedStates(models)(1), base, DEFAULT_HEAD);
    expect(trunk.shape).toEqual(shape);
    const prompt = [12, 33, 47, 18];
    const solutions = [
      [7, 8, 9, 10, 11, 12, 13, 14, 15],
      [200, 14],
    ];
    const [group] = await trunk.features([{ prompt, solutions: [...solutions, solutions[1]!] }]);
    const rows = group!.solutions.slice(0, 2).map((features) => ({ features, weight: 1, labels: new Map() }));
    const lesson = { prompt: group!.prompt, rows };
    const size = sizeFor([lesson], 1, 2, 1);
    const learner = await createLearner({ shape, start: weights, device: 'wasm', weightDecay: 0, clip: 1 });
    const [selection] = selections([lesson], size);
    const { logits } = await learner.look(batchOf(selection!, shape, size, null));
    for (const [row, tokens] of solutions.entries()) {
      // In two parts: the second goes on from what the first left.
      const root = await verifier.open(prompt);
      const [first] = await verifier.score([{ prefix: root, tokens: tokens.slice(0, 1) }]);
      const [second] = await verifier.score([{ prefix: first!.prefix, tokens: tokens.slice(1) }]);
      [...first!.values, ...second!.values].forEach((value, t) => {
        const own = 1 / (1 + Math.exp(-logits[row * size.solutionTokens + t]!));
        // What is learned from is kept in half precision.
        expect(Math.abs(own - value)).toBeLessThan(2e-4);
      });
      for (const prefix of [root, first!.prefix, second!.prefix]) verifier.release(prefix);
    }
    expect(verifier.openPrefixes).toBe(0);
    learner.dispose();
  });

  it('read the states of all layers in the passes of the first', async () => {
    const sourceOf = sharedStates(models);
    const texts = [[7, 8, 9, 10], [200]];
    const [first] = await sourceOf(0).read([12, 33, 47], texts);
    const passes = passesSoFar();
    const [second] = await sourceOf(1).read([12, 33, 47], texts);
    expect(passesSoFar()).toBe(passes);
    expect(second).toHaveLength(first!.length);
    expect(second).not.toEqual(first);
    // Nothing is kept that was read by all.
    await sourceOf(1).read([12, 33, 47], texts);
    expect(passesSoFar()).toBeGreaterThan(passes);
  });
});

describe('a head in a file', () => {
  let models: HubModels;
  let sha256: string;
  let trained: TrainedHeads;
  beforeAll(async () => {
    ({ models, sha256 } = await open('llama3'));
    const searching = { ...request, rules: ['tvm' as const], searchProblems: 2 };
    const head = { ...DEFAULT_HEAD, head: 'linear' as const, window: 1 };
    trained = await trainHeads(order({ head, request: searching }), models, sha256);
    return () => models.dispose();
  });
  it('is searched with, beside what costs nothing, on the same problems', () => {
    const { samples, beam, lines } = trained.searched!;
    expect([samples, beam]).toEqual([8, 2]);
    expect(lines.map(({ id }) => id)).toEqual([...trained.runs.map(({ id }) => id), 'confidence', 'majority']);
    for (const { right, policyTokens } of lines) {
      expect(right).toHaveLength(2);
      expect(policyTokens).toBeGreaterThan(0);
    }
    expect(models.policy.openPrefixes).toBe(0);
  });
  const file = () => ({ file: 'mine.inkling.safetensors', bytes: trained.runs[0]!.bytes });

  it('is the same for the same training, byte for byte', async () => {
    const again = await trainHeads(order({ head: { ...DEFAULT_HEAD, head: 'linear', window: 1 } }), models, sha256);
    expect(again.runs.map(({ bytes }) => bytes)).toEqual(trained.runs.map(({ bytes }) => bytes));
  });

  it('names the states that it reads', () => {
    expect(layersOf(trained.runs)).toEqual([1, 'last']);
  });

  it('has a name of its own among the heads of its model, and is there once', async () => {
    const engine = new HubEngine();
    const loading = { runtimeWasm: new Uint8Array(0), backend: 'wasm', backendReason: '' } as const;
    await engine.load({ ...loading, policy: { ...tinyHubBytes('llama3'), sha256 } }, () => undefined);
    const [first, second] = trained.runs;
    const other = renamed(second!.bytes, second!.file, headName(first!.id));
    const names = [first!.bytes, other, first!.bytes].map((bytes) => {
      const { head, model } = engine.openHead('mine.inkling.safetensors', new Uint8Array(bytes));
      expect([model.verifier, readCard(head.bytes, head.file).name]).toEqual([head.id, headName(head.id)]);
      return head.id;
    });
    expect(names).toEqual([first!.id, `${first!.id}-2`, first!.id]);
  });

  it('is refused on another model, and where its layer was not asked for', async () => {
    const other = await open('qwen2');
    expect(() => openHead(other.models, other.sha256, file())).toThrow(
      'mine.inkling.safetensors is no verifier that can be used here: it stands on llama, which is not a model that is loaded here.'.replace(
        'llama',
        'tiny/llama3',
      ),
    );
    await other.models.dispose();
    expect(() => openHead(models, '0'.repeat(64), file())).toThrow('is no verifier that can be used here');
    const last = await hubInNode({ ...tinyHubBytes('llama3'), states: ['last'] });
    expect(() => openHead(last, sha256, file())).toThrow('is no verifier that can be used here');
    await last.dispose();
  });
});

it('heads are there before their test, and after it in place of that, each before the next layer is read', async () => {
  const { models, sha256 } = await open('qwen2');
  const heard: string[] = [];
  const made: { readonly id: string; readonly bytes: Uint8Array; readonly isTested: boolean }[] = [];
  const { runs } = await trainHeads(order(), models, sha256, {
    onEvent: ({ stage, ...event }) => {
      if ('layer' in event && (stage === 'label' || stage === 'test')) heard.push(`${stage} ${event.layer}`);
    },
    onMade: ({ id, bytes }, layer, isTested) => {
      heard.push(`${isTested ? 'tested' : 'made'} ${layer}`);
      made.push({ id, bytes, isTested });
    },
  });
  expect(heard).toEqual(
    [1, 'last'].flatMap((layer) => ['label', 'made', 'test', 'tested'].map((at) => `${at} ${layer}`)),
  );
  expect(made.filter(({ isTested }) => isTested).map(({ bytes }) => bytes)).toEqual(runs.map(({ bytes }) => bytes));
  // The same weights under the same name, of which nothing is known yet.
  const untested = made.filter(({ isTested }) => !isTested);
  for (const [i, { id, bytes }] of untested.entries()) {
    const { metrics, ...card } = readCard(bytes, 'a');
    const { metrics: known, ...tested } = readCard(runs[i]!.bytes, 'a');
    expect([id, card]).toEqual([runs[i]!.id, tested]);
    expect([metrics['auc'], typeof known['auc']]).toEqual([null, 'number']);
    expect(openHead(models, sha256, { file: 'a', bytes }).verifier.id).toBe(id);
  }
  await models.dispose();
});

it('learning that is stopped keeps what was learned, and goes on to no other layer', async () => {
  const { models, sha256 } = await open('qwen2');
  let isStopped = false;
  const { runs, gauges } = await trainHeads(order(), models, sha256, {
    shouldStop: () => isStopped,
    onEvent: (event) => {
      if (event.stage === 'learn' && event.step >= 3) isStopped = true;
    },
  });
  expect(runs.map(({ layer }) => layer)).toEqual([1]);
  expect(runs[0]!.steps).toBeGreaterThanOrEqual(3);
  expect(runs[0]!.steps).toBeLessThan(12);
  expect(gauges!.lines).toHaveLength(6);
  await models.dispose();
});

it('learning that is stopped before the second layer’s keeps the first layer’s head', async () => {
  const { models, sha256 } = await open('qwen2');
  let isStopped = false;
  const { runs } = await trainHeads(order(), models, sha256, {
    shouldStop: () => isStopped,
    onEvent: (event) => (isStopped ||= event.stage === 'features' && event.layer === 'last'),
  });
  expect(runs.map(({ layer }) => layer)).toEqual([1]);
  await models.dispose();
});

it('nothing is learned where no problem has right and wrong samples', async () => {
  const { models, sha256 } = await open('smollm2');
  const never = (problem: Problem): Problem => ({
    ...problem,
    judge: () => ({ answer: null, correct: false, stepsLegal: false }),
  });
  const { training, test, ...rest } = order();
  await expect(
    trainHeads({ ...rest, training: training.map(never), test: test.map(never) }, models, sha256),
  ).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('nothing to learn') as string });
  await models.dispose();
});

describe('the hash of a model', () => {
  const [graph, data] = [new Uint8Array([1, 2]), new Uint8Array([3])];
  const hash = (files: Readonly<Record<string, Uint8Array>>): Promise<string> =>
    modelHash({ id: 'a', files, dtype: 'fp32', dataFiles: 0, parameters: 0 });

  it('is that of its graph, with the weights beside it, and of nothing else', async () => {
    const alone = await hash({ 'onnx/model.onnx': graph });
    expect(alone).toBe('a12871fee210fb8619291eaea194581cbd2531e4b23759d225f6806923f63222');
    expect(await hash({ 'onnx/model.onnx': graph, 'config.json': data, 'onnx/model_q4.onnx': data })).toBe(alone);
    const beside = await hash({ 'onnx/model.onnx': graph, 'onnx/model.onnx_data': data });
    expect(beside).not.toBe(alone);
    expect(await hash({ 'onnx/model.onnx': graph, 'onnx/model.onnx.data': data })).toBe(beside);
    expect(
      await hash({ 'onnx/model.onnx': graph, 'onnx/model.onnx_data': data, 'onnx/model.onnx_data_1': data }),
    ).not.toBe(beside);
  });
});
