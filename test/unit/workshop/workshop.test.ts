import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { PackBytes } from '../../../src/protocol/engine';
import type { Manifest } from '../../../src/protocol/pack';
import { batchOf, selections, sizeFor } from '../../../src/workshop/batches';
import { cardOf } from '../../../src/workshop/card';
import { createLearner } from '../../../src/workshop/learner';
import { writeVerifier } from '../../../src/workshop/verifier-file';
import { runWorkshop, type WorkshopEvent, type WorkshopInputs } from '../../../src/workshop/workshop';
import { cutTo, readGraph } from '../../../workers/graph/onnx-graph';
import { storedWeights } from '../../../workers/graph/verifier-graph';
import type { LoadedModels } from '../../../workers/models';
import { openTrained } from '../../../workers/trained-verifier';
import { openTrunk, readWorkshopBase } from '../../../workers/trunk';
import { TINY_REQUEST as request, tinyWorkshop } from '../../fixtures/tiny-workshop';

const GROUPS = [
  {
    prompt: [3, 4, 5, 6, 7],
    solutions: [
      [5, 6, 7, 8, 9, 10],
      [5, 6, 4],
    ],
  },
  { prompt: [7, 6, 5, 4, 3, 5, 8, 9, 4], solutions: [[9, 8, 7]] },
];

let pack: PackBytes;
let manifest: Manifest;
let models: LoadedModels;
let inputs: WorkshopInputs;

beforeAll(async () => {
  ({ pack, manifest, models, inputs } = await tinyWorkshop());
});

describe('the layers that learn', () => {
  test('with the weights of a pack say what the engine says of them: what they read is right, and so is what they do', async () => {
    const base = readWorkshopBase(pack, manifest, 'policy');
    // The tiny verifier's lower layers are its own, so the frozen part is given as they are.
    const trunk = await openTrunk(pack, manifest, 'policy', 'wasm');
    const learner = await createLearner({
      ...{ shape: trunk.shape, start: storedWeights(base.graph, base.weights) },
      ...{ device: 'wasm', weightDecay: 0, clip: 1 },
    });
    const weights = await learner.weights();
    const card = cardOf({
      ...{ task: 'game24', teacher: 'checker', request, base: base.base },
      labels: { solutions: 1, kept: 1, flipped: 0, spoiled: 0 },
      run: { rule: 'tvm', steps: 0, tokens: 0, test: { auc: null, aucWithin: null, brier: null, ece: null } },
    });
    const file = { bytes: writeVerifier({ card, weights }, trunk.shape), file: 'a.inkling.safetensors' };
    const { verifier, release } = await openTrained(pack, manifest, file, 'wasm');
    const features = await trunk.features(GROUPS);
    const lessons = features.map(({ prompt, solutions }) => ({
      prompt,
      rows: solutions.map((own) => ({ features: own, weight: 1, labels: new Map() })),
    }));
    const size = sizeFor(lessons, 3, 5, 1);
    const [selection] = selections(lessons, size);
    const { logits } = await learner.look(batchOf(selection!, trunk.shape, size, null));
    let row = 0;
    for (const { prompt, solutions } of GROUPS) {
      const root = await verifier.open(prompt);
      for (const tokens of solutions) {
        const [scored] = await verifier.score([{ prefix: root, tokens }]);
        tokens.forEach((_, t) => {
          const own = 1 / (1 + Math.exp(-logits[row * size.solutionTokens + t]!));
          expect(Math.abs(own - scored!.values[t]!)).toBeLessThan(1e-5);
        });
        row++;
      }
    }
    learner.dispose();
    await release();
    await trunk.release();
  });
});

describe('what the frozen layers read', () => {
  test('is the same for a text among many as for it alone, in the order of the groups, and once for what is there twice', async () => {
    const trunk = await openTrunk(pack, manifest, 'policy', 'wasm');
    // More tokens than one pass takes, of all lengths; every second solution is there twice.
    const solution = (length: number, shift: number): number[] =>
      Array.from({ length }, (_, i) => 3 + ((i + shift) % 8));
    const groups = Array.from({ length: 40 }, (_, g) => {
      const own = [solution(1 + ((g * 7) % 23), g), solution(1 + ((g * 11) % 19), g + 1)];
      return { prompt: solution(3 + (g % 9), g), solutions: [...own, own[0]!.slice()] };
    });
    const shares: number[] = [];
    const together = await trunk.features(groups, undefined, async (share) => void shares.push(share));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
    for (const at of [0, 17, 39]) {
      const [alone] = await trunk.features([groups[at]!]);
      const { prompt, solutions } = together[at]!;
      expect(solutions[2]).toBe(solutions[0]);
      for (const [one, same] of [prompt, ...solutions].map((own, i) => [
        own,
        [alone!.prompt, ...alone!.solutions][i]!,
      ])) {
        expect(one!.tokens).toBe(same!.tokens);
        one!.seen.forEach((number, i) => expect(Math.abs(number - same!.seen[i]!)).toBeLessThan(1e-4));
      }
    }
    const giveUp = trunk.features(groups, undefined, () => Promise.reject(new AppError('aborted', 'Enough.')));
    await expect(giveUp).rejects.toMatchObject({ code: 'aborted' });
    await trunk.release();
  });

  test('is computed by a graph that holds nothing else', async () => {
    const base = readWorkshopBase(pack, manifest, 'policy');
    const { features } = base.graph.names;
    const cut = readGraph(cutTo(base.graph.bytes, [features, 'new']));
    const whole = base.graph.graph;
    expect(cut.nodes.length).toBeLessThan(whole.nodes.length);
    const made = cut.nodes.flatMap(({ outputs }) => outputs);
    expect(made).toEqual(expect.arrayContaining([features, 'new']));
    expect(made).not.toContain('value');
    // What nodes read is there: of the whole graph's nodes and weights none that they need is gone.
    const all = new Set([...whole.nodes.flatMap(({ outputs }) => outputs), ...whole.initializers.keys()]);
    const here = new Set([...made, ...cut.initializers.keys()]);
    for (const input of cut.nodes.flatMap(({ inputs }) => inputs))
      if (all.has(input)) expect(here.has(input)).toBe(true);
    expect([...cut.initializers.keys()].filter((name) => name.startsWith('value_head'))).toEqual([]);
  });
});

describe('a training', () => {
  test('goes through its stages, learns every rule from the same samples, and repeats itself byte for byte', async () => {
    const events: WorkshopEvent[] = [];
    // By labels and by contrast; of a contrast what is looked at is not what learns.
    const asked = { ...request, rules: ['tvm', 'goal'] as const, flip: 0.4 };
    const run = async (watched: WorkshopInputs['watched'] = []): Promise<Uint8Array[]> => {
      const result = await runWorkshop(asked, { ...inputs, watched }, { onEvent: (event) => events.push(event) });
      return result.runs.map((own) => {
        const about = { task: 'game24', teacher: 'checker', request: asked, base: result.trunk.base };
        const card = cardOf({ ...about, labels: result.labels, run: own });
        return writeVerifier({ card, weights: own.weights }, result.trunk.shape);
      });
    };
    const first = await run();
    const stages = events.map(({ stage }) => stage).filter((stage, i, all) => stage !== all[i - 1]);
    expect(stages).toEqual(['sample', 'label', 'features', 'learn', 'test-sample', 'test']);
    const sampled = events.filter((event) => event.stage === 'sample').at(-1);
    expect(sampled).toMatchObject({ problems: 8, of: 8, solutions: 24 });
    const learned = events.filter((event) => event.stage === 'learn');
    expect(learned.map(({ rule }) => rule)).toEqual([...Array(6).fill('tvm'), ...Array(6).fill('goal')]);
    expect(learned.find(({ step }) => step === 6)!.heldOut).not.toBeNull();
    const watched = inputs.test.map((problem, index) => ({ ...problem, text: problem.prompt.trim(), index }));
    expect(await run(watched)).toEqual(first);
    const looks = events.flatMap((event) => (event.stage === 'watch' && event.kind === 'checkpoint' ? [event] : []));
    const goal = looks.filter(({ rule }) => rule === 'goal');
    expect(goal.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // It says something from the first on: the mean goal state is there before anything is learned.
    expect(new Set(goal[0]!.values).size).toBeGreaterThan(1);
    expect(models.policy.openPrefixes).toBe(0);
  });

  test('that is aborted gives no result, and leaves nothing open', async () => {
    for (const stage of ['sample', 'features', 'learn'] as const) {
      const stop = new AbortController();
      const onEvent = (event: WorkshopEvent): void => {
        if (event.stage === stage) stop.abort();
      };
      const run = runWorkshop(request, inputs, { signal: stop.signal, onEvent });
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
      expect(models.policy.openPrefixes).toBe(0);
    }
  });

  test('that is stopped while it learns is tested with what it has learned by then', async () => {
    let steps = 0;
    const { runs } = await runWorkshop({ ...request, rules: ['tvm'] }, inputs, {
      shouldStop: () => steps >= 2,
      onEvent: ({ stage }) => void (stage === 'learn' && steps++),
    });
    expect(runs[0]).toMatchObject({ steps: 2, exploded: false });
    expect(runs[0]!.test.brier).not.toBeNull();
  });

  test('whose rules are stopped leaves out those that have learned nothing, and is nothing where none has', async () => {
    let steps = 0;
    const { runs } = await runWorkshop(request, inputs, {
      shouldStop: () => steps >= 6,
      onEvent: ({ stage }) => void (stage === 'learn' && steps++),
    });
    expect(runs.map(({ rule, steps }) => [rule, steps])).toEqual([['tvm', 6]]);
    await expect(runWorkshop(request, inputs, { shouldStop: () => true })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(models.policy.openPrefixes).toBe(0);
  });

  test('whose test is ended keeps what was learned, and says that it was not tested', async () => {
    const skip = new AbortController();
    const { runs, differences } = await runWorkshop(request, inputs, {
      skipTest: skip.signal,
      onEvent: ({ stage }) => void (stage === 'test-sample' && skip.abort()),
    });
    expect(runs.map(({ steps }) => steps)).toEqual([6, 6]);
    expect(runs.map(({ test }) => test.auc)).toEqual([null, null]);
    expect(differences).toEqual([]);
    expect(models.policy.openPrefixes).toBe(0);
  });

  test('that is paused does nothing until it goes on', async () => {
    let goOn: () => void = () => undefined;
    let held: Promise<void> | null = null;
    const seen: string[] = [];
    const run = runWorkshop({ ...request, rules: ['tvm'] }, inputs, {
      gate: () => held ?? Promise.resolve(),
      onEvent: (event) => {
        seen.push(event.stage);
        if (event.stage === 'learn' && event.step === 2)
          held = new Promise((resolve) => {
            goOn = resolve;
          });
      },
    });
    while (!held) await new Promise(setImmediate);
    const before = seen.length;
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(seen).toHaveLength(before);
    held = null;
    goOn();
    expect((await run).runs[0]!.steps).toBe(6);
  });

  test('by contrast is refused where no problem has a right and a wrong solution, before anything is learned', async () => {
    const asked = { ...request, rules: ['tvm', 'goal'] as const };
    const stages: string[] = [];
    const training = runWorkshop(asked, inputs, { onEvent: ({ stage }) => stages.push(stage) });
    await expect(training).rejects.toMatchObject({ code: 'bad-input', data: { fault: 'nothing' } });
    expect(stages).not.toContain('learn');
  });

  test('with a number outside of its limits is refused in a sentence that names them', async () => {
    await expect(runWorkshop({ ...request, flip: 2 }, inputs)).rejects.toMatchObject({
      message: 'The share of flipped outcomes must be a number from 0 to 1, and this is 2.',
    });
  });
});
