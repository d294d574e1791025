import { beforeAll, describe, expect, it, vi } from 'vitest';
import * as flavour from 'onnxruntime-web/wasm';
import { readPack, readRuntimeWasm } from '../../../src/cli/model-files';
import type { PackBytes } from '../../../src/protocol/engine';
import {
  DEFAULT_REQUEST,
  type TrainedRun,
  type TrainOrder,
  type TrainRequest,
  type TrainEvent,
  type UnfinishedNews,
} from '../../../src/protocol/train';
import type { UnfinishedTraining } from '../../../src/protocol/unfinished';
import { UnfinishedTrainings } from '../../../src/runtime/unfinished-trainings';
import { useOrt } from '../../../workers/ort';
import { PackEngine } from '../../../workers/pack-engine';
import { TrainEngine } from '../../../workers/train-engine';
import { DEFAULT_PARAMETERS } from '../../../src/tasks/registry';
import { memoryTable } from '../../fixtures/memory-table';
import { TINY_MODELS } from '../../fixtures/models';

const order: TrainOrder = {
  ...{ task: 'game24', teacher: 'checker', taken: [] },
  request: {
    ...DEFAULT_REQUEST,
    ...{ rules: ['tvm'], problems: 8, samples: 2, steps: 3, testProblems: 2, testSamples: 2, searchProblems: 2 },
    ...{ levels: null, testLevels: null, start: null },
  },
};
let runtimeWasm: Uint8Array;
let pack: PackBytes;

beforeAll(async () => {
  useOrt(flavour);
  runtimeWasm = await readRuntimeWasm();
  pack = await readPack(TINY_MODELS, 'game24', ['tvm']);
});

const requestOf = (changed: Partial<TrainOrder> = {}): TrainRequest => ({
  ...{ order: { ...order, ...changed }, runtimeWasm, pack },
});

describe('the engine of the workshop', () => {
  it('trains what was ordered, and its verifier scores a search of the engine of packs', async () => {
    const stages: string[] = [];
    const hear = (events: readonly TrainEvent[]): void => void stages.push(...events.map(({ stage }) => stage));
    const { runs, start, searched } = await new TrainEngine().train(requestOf(), hear);
    expect(start).toBe('policy');
    // All lines searched the same two problems, the trained verifier first; no line can beat one that sees the answer.
    expect(searched!.lines.map(({ id }) => id)).toEqual([runs[0]!.head.id, 'tvm', 'oracle', 'confidence', 'majority']);
    expect(searched!.lines.map(({ right }) => right.length)).toEqual([2, 2, 2, 2, 2]);
    expect([...new Set(stages)]).toEqual([
      'watch',
      'sample',
      'label',
      'features',
      'learn',
      'test-sample',
      'test',
      'made',
      'search',
    ]);
    const { head } = runs[0]!;
    expect(new TrainEngine().read(pack, head.file, head.bytes)).toEqual(head);

    const engine = new PackEngine();
    const about = { task: 'game24', runtimeWasm, backend: 'wasm' } as const;
    await engine.load({ ...about, pack: await readPack(TINY_MODELS, 'game24', []), verifiers: [] }, () => undefined);
    const heads = [{ file: head.file, bytes: head.bytes }];
    const { models } = await engine.load({ ...about, pack, verifiers: [], heads, joins: true }, () => undefined);
    expect(models.map(({ verifier }) => verifier ?? 'policy')).toEqual(['policy', head.id]);
    const values: number[] = [];
    await engine.run(
      {
        ...{ runId: 1, task: 'game24', problem: '4 5 6 10', strategy: 'beam', verifier: head.id },
        parameters: { ...DEFAULT_PARAMETERS.game24, samples: 4, beam: 2, maxSteps: 2, maxStepTokens: 6, seed: 1 },
      },
      (events) => {
        for (const event of events) if (event.type === 'token-values') values.push(...event.values);
      },
    );
    expect(values.length).toBeGreaterThan(0);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    // A file that is damaged is refused by both, and what was loaded stays.
    const damaged = head.bytes.slice(0, -3);
    const refusal = { code: 'file-damaged' };
    expect(() => new TrainEngine().read(pack, head.file, damaged)).toThrow(expect.objectContaining(refusal));
    const bad = [{ file: head.file, bytes: damaged }];
    const join = { ...about, pack, verifiers: [], heads: bad, joins: true };
    await expect(engine.load(join, () => undefined)).rejects.toMatchObject(refusal);
  });

  it('gives another name where the name is taken', async () => {
    const first = await new TrainEngine().train(requestOf(), () => undefined);
    const name = first.runs[0]!.head.id.slice('head:'.length);
    const next = await new TrainEngine().train(requestOf({ taken: [name] }), () => undefined);
    expect(next.runs[0]!.head).toMatchObject({ id: `head:${name}-2`, file: `${name}-2.inkling.safetensors` });
  });

  it('is held by a pause, and ends the stage that is at work', async () => {
    const engine = new TrainEngine();
    let seen = 0;
    let isHeld = false;
    const long = { ...order, request: { ...order.request, steps: 5000 } };
    const run = engine.train({ order: long, runtimeWasm, pack }, (events) => {
      seen += events.length;
      if (!isHeld && events.some(({ stage }) => stage === 'learn')) {
        isHeld = true;
        engine.pause();
      }
    });
    while (!isHeld) await new Promise(setImmediate);
    const before = seen;
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    expect(seen).toBe(before);
    // It goes on to its end: what it has learned by then, tested.
    engine.stop();
    const { runs } = await run;
    expect(runs[0]!.steps).toBeLessThan(5000);
    expect(runs[0]!.test.brier).not.toBeNull();
  });

  it('ends its searches with the problems that all lines have searched', async () => {
    const engine = new TrainEngine();
    const long = { ...order, request: { ...order.request, searchProblems: 60 } };
    const { searched } = await engine.train({ order: long, runtimeWasm, pack }, (events) => {
      if (events.some(({ stage }) => stage === 'search')) engine.stop();
    });
    const counts = new Set(searched!.lines.map(({ right }) => right.length));
    expect(counts.size).toBe(1);
    const [count] = counts;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(60);
  });

  it('opens no model for the searches of a test that was ended', async () => {
    const opened = vi.spyOn(flavour.InferenceSession, 'create');
    const engine = new TrainEngine();
    const { searched, runs } = await engine.train(requestOf(), (events) => {
      if (events.some(({ stage }) => stage === 'test-sample')) engine.stop();
    });
    expect(searched).toBeNull();
    expect(runs[0]!.test.auc).toBeNull();
    // The policy and its frozen layers, to learn.
    expect(opened).toHaveBeenCalledTimes(2);
    opened.mockRestore();
  });

  it('that is stopped before anything is learned gives nothing; it does one training', async () => {
    const engine = new TrainEngine();
    const run = engine.train(requestOf(), (events) => {
      if (events[0]!.stage === 'sample') engine.stop();
    });
    await expect(engine.train(requestOf(), () => undefined)).rejects.toMatchObject({ code: 'busy' });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });

  it('lets verifiers teach that were trained here, and tests the teacher at the same places and in the same searches', async () => {
    const first = await new TrainEngine().train(requestOf(), () => undefined);
    expect(first.teacher).toBeNull();
    const { head } = first.runs[0]!;
    const teacher = `tvm,${head.id}`;
    const taught = { teacher, heads: [head], taken: [head.id.slice('head:'.length)] };
    const { runs, teacher: tested, searched } = await new TrainEngine().train(requestOf(taught), () => undefined);
    const ids = [runs[0]!.head.id, teacher, 'tvm', 'oracle', 'confidence', 'majority'];
    expect(searched!.lines.map(({ id }) => id)).toEqual(ids);
    expect(searched!.lines.map(({ right }) => right.length)).toEqual(ids.map(() => 2));
    const outcomes = (places: TrainedRun['places']) => places.map((own) => own.map(({ isRight }) => isRight));
    expect(outcomes(tested!.places)).toEqual(outcomes(runs[0]!.places));
    expect(tested!.places).toHaveLength(2);
    expect(tested!.test.brier).not.toBeNull();
    expect(tested!.places).not.toEqual(runs[0]!.places);
    // The ceiling is tested at these places too.
    expect(outcomes(first.runs[0]!.places)).toEqual(outcomes(runs[0]!.places));
  });

  it('goes on with what the browser keeps of a training that was interrupted, to the same file', async () => {
    const { table, values } = memoryTable();
    const options = { table, modelsOf: async () => 'ab'.repeat(32), locks: undefined, site: '' };
    const trainings = new UnfinishedTrainings(options);
    const { task, teacher, request } = order;
    const keeper = (await trainings.begin({ task, teacher, request, heads: [] }))!;
    const kept: UnfinishedTraining[] = [];
    const news: UnfinishedNews[] = [];
    const whole = await new TrainEngine().train(
      requestOf(),
      () => undefined,
      (told) => void news.push(...told),
    );
    for (const one of news) {
      await keeper.keep(structuredClone(one));
      kept.push((await trainings.find('game24')) as UnfinishedTraining);
    }
    // What was written, and what was learned of it.
    expect(kept.map(({ learning }) => learning?.isOver ?? null)).toEqual([null, true]);
    expect(values.size).toBe(2);
    for (const unfinished of kept) {
      const stages = new Set<string>();
      const { runs, searched } = await new TrainEngine().train({ ...requestOf(), unfinished }, (events) =>
        events.forEach(({ stage }) => stages.add(stage)),
      );
      expect(runs[0]!.head).toEqual(whole.runs[0]!.head);
      expect(searched).toEqual(whole.searched);
      expect(stages.has('learn')).toBe(unfinished.learning === null);
    }
  });

  it('asks no verifier to teach that gives no probabilities', async () => {
    const withPrm = await readPack(TINY_MODELS, 'game24', ['tvm', 'implicit-prm']);
    const run = new TrainEngine().train(
      { order: { ...order, teacher: 'implicit-prm' }, runtimeWasm, pack: withPrm },
      () => undefined,
    );
    await expect(run).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('take another') });
  });
});
