import { describe, expect, it } from 'vitest';
import type { RunRequest } from '../../../src/protocol/engine';
import { promptFormatFor, type HubLoaded } from '../../../src/protocol/hub';
import type { ModelWork } from '../../../src/protocol/model-host';
import type { SearchEvent } from '../../../src/protocol/parameters';
import type { LoadedEngine } from '../../../src/ui/shell/ports';
import { beam } from '../../../src/search/beam';
import { bestOfN } from '../../../src/search/best-of-n';
import { buildViewTree } from '../../../src/viz/view-tree';
import { treeAt } from '../../../src/trace/reducer';
import { choicesOf } from '../../../src/ui/views/compare/choices';
import { measurementCsv, measurementJson } from '../../../src/ui/views/measure/export';
import { SideBySide } from '../../../src/ui/views/compare/side-by-side.svelte';
import { Measure, type MeasureHost } from '../../../src/ui/views/measure/measure.svelte';
import { DEFAULT_STATE } from '../../../src/url/fields';
import { collect, search } from '../../fixtures/run-search';
import { TASKS } from '../../../src/tasks/registry';
import { fakeAsking } from './fake-asking';

const budget = { policyTokens: 40, valueTokens: 30, elapsedMs: 100 };

describe('the choices of several verifiers', () => {
  it('are rows of what anybody keeps, marked where they part, step by step', async () => {
    const tree = treeAt(await collect(search(beam, { samples: 6, beam: 2 })));
    const view = buildViewTree(tree.nodes);
    const [a, b, c] = [...view.nodes.values()].filter(({ depth }) => depth === 1).map(({ id }) => id);
    const decision = (verifier: 'tvm' | 'ovm', seq: number, wouldKeep: number[]) => ({
      ...{ verifier, seq, candidates: [a!, b!, c!], kept: [a!], wouldKeep, differs: wouldKeep[0] !== a },
      ...{ keptGood: 1, wouldKeepGood: 0 },
    });
    const told = [
      decision('tvm', 20, [a!]),
      decision('ovm', 20, [a!]),
      decision('tvm', 9, [a!]),
      decision('ovm', 9, [b!]),
    ];
    const choices = choicesOf(told, ['tvm', 'ovm'], view);
    expect(choices.map(({ seq, differs, others }) => [seq, differs, others])).toEqual([
      [9, true, 1],
      [20, false, 2],
    ]);
    expect(choices[0]).toMatchObject({ step: 1, of: 3, keeps: 1, goodOfSearch: 1, good: [0, 0] });
    expect(choices[0]!.rows).toEqual([
      { node: a, keptBySearch: true, kept: [true, false], differs: true },
      { node: b, keptBySearch: false, kept: [false, true], differs: true },
    ]);
  });
});

describe('two strategies', () => {
  it('grow side by side, each from its own events, with the settings of the page', async () => {
    const events = await collect(search(beam, { samples: 6, beam: 2 }));
    const asked: unknown[] = [];
    const result = { answer: 'x', correct: true, budget };
    const settings = { ...DEFAULT_STATE, parameters: { ...DEFAULT_STATE.parameters, options: { balance: 1 } } };
    const together: ModelWork['together'] = async (request, onEvents) => {
      asked.push(request);
      onEvents(events.flatMap((event) => [0, 1].map((place) => ({ search: place, event }))));
      return [result, { ...result, correct: false }];
    };
    const sideBySide = new SideBySide({ ...fakeAsking({ together }, settings), offeredVerifiers: ['tvm', 'ovm'] });
    sideBySide.change(1, { verifier: 'ovm' });
    await sideBySide.run('4 5 6 10');
    const searches = [{ verifier: 'tvm' }, { verifier: 'ovm' }];
    expect(asked[0]).toMatchObject({ task: 'game24', problem: '4 5 6 10', searches });
    // Options are those of the search's own strategy.
    expect(JSON.stringify(asked[0])).not.toContain('balance');
    expect(sideBySide.trees.map(({ seq }) => seq)).toEqual([events.length, events.length]);
    expect(sideBySide.results?.map(({ correct }) => correct)).toEqual([true, false]);
  });

  it('take what there is where their verifier is not, as with a hub model', () => {
    const sideBySide = new SideBySide({ ...fakeAsking({}), offeredVerifiers: ['confidence', 'self-judgement'] });
    expect(sideBySide.sides.map(({ verifier }) => verifier)).toEqual(['confidence', 'confidence']);
    sideBySide.change(1, { verifier: 'self-judgement' });
    expect(sideBySide.sides.map(({ verifier }) => verifier)).toEqual(['confidence', 'self-judgement']);
  });
});

describe('a measurement', () => {
  const noHub = {
    loaded: null,
    formatProblem: null,
    format: promptFormatFor(TASKS.gsm8k, { hasChatTemplate: true, contextTokens: 1024 }),
  };
  const host = (port: Partial<ModelWork>, changed: Partial<MeasureHost> = {}) => ({
    ...fakeAsking(port, changed.settings),
    ...{ hub: noHub, offeredVerifiers: ['tvm', 'ovm', 'confidence'] as const, learnedLevels: null },
    ...changed,
  });
  const samples = collect(search(bestOfN, { samples: 4 }));

  it('asks every line at every budget, and adds a problem when all of it is there', async () => {
    const asked: string[] = [];
    const events: readonly SearchEvent[] = await samples;
    const measure = new Measure(
      host({
        run: async ({ strategy, verifier, parameters, problem }, onEvents) => {
          asked.push(
            `${problem}: ${strategy} ${verifier} ${parameters.samples}/${parameters.beam}${parameters.temperature === 1 ? ' at 1' : ''}`,
          );
          onEvents(events);
          return { answer: 'x', correct: strategy === 'beam', budget };
        },
      }),
    );
    measure.most = 4;
    measure.problems = 2;
    await measure.start();
    expect(measure.status).toBe('done');
    expect(asked).toHaveLength(2 * (3 * 2 + 1));
    expect(asked.slice(0, 7).map((text) => text.split(': ')[1])).toEqual([
      ...['majority confidence 1/1', 'majority confidence 4/1'],
      ...['best-of-n tvm 1/1', 'best-of-n tvm 4/1', 'best-of-n tvm 4/1 at 1', 'beam tvm 1/1', 'beam tvm 4/1'],
    ]);
    const { lines, ceiling, verifiers, problems } = measure.measurement!;
    expect(problems).toBe(2);
    expect(lines.map(({ points }) => points.at(-1)!.share)).toEqual([0, 0, 1]);
    expect(lines.map(({ points }) => points[0]!.valueTokens)).toEqual([0, 30, 30]);
    expect(ceiling.map(({ samples: k }) => k)).toEqual([1, 4]);
    expect(verifiers[0]!.calibration.count).toBeGreaterThan(0);
    // At the temperature of the searches as well, apart from that.
    expect(verifiers[0]!.atSearch!.count).toBe(verifiers[0]!.calibration.count);
    expect(measurementCsv(measure.measurement!).trim().split('\n')).toHaveLength(1 + 3 * 2 + 2);
    expect(JSON.parse(measurementJson(measure.measurement!))).toMatchObject({
      format: 'inkling-measurement',
      problems: 2,
    });
  });

  it('takes problems of the levels that the models learned, and of others where the reader says so', async () => {
    const events = await samples;
    const asked = new Set<string>();
    const page = host(
      {
        run: async ({ problem }, onEvents) => {
          asked.add(problem);
          onEvents(events);
          return { answer: 'x', correct: true, budget };
        },
      },
      { settings: { ...DEFAULT_STATE, task: 'word-problems' }, learnedLevels: [1, 2] },
    );
    const measure = new Measure(page);
    expect(measure.levels).toEqual([1, 2]);
    [measure.most, measure.problems] = [4, 2];
    await measure.start();
    const task = TASKS['word-problems'];
    expect([...asked]).toEqual([0, 1].map((index) => task.splitProblem('test', index, [1, 2])));
    expect(JSON.parse(measurementJson(measure.measurement!))).toMatchObject({ levels: [1, 2] });
    asked.clear();
    measure.chooseLevels([3, 4]);
    await measure.start();
    expect([...asked]).toEqual([0, 1].map((index) => task.splitProblem('test', index, [3, 4])));
  });

  it('takes all levels where the pack declares none, and none of a task that has none', () => {
    const at = (task: 'word-problems' | 'game24', learnedLevels: readonly [number, number] | null) =>
      new Measure(host({}, { settings: { ...DEFAULT_STATE, task }, learnedLevels })).levels;
    expect(at('word-problems', null)).toEqual(TASKS['word-problems'].levels);
    expect(at('word-problems', [4, 99])).toEqual([4, TASKS['word-problems'].levels![1]]);
    expect(at('word-problems', [90, 99])).toEqual(TASKS['word-problems'].levels);
    expect(at('game24', [1, 2])).toBeNull();
  });

  it('of several seeds searches each problem at all of them, and counts problems', async () => {
    const events = await samples;
    const seeds: number[] = [];
    const measure = new Measure(
      host({
        run: async ({ strategy, parameters: { seed } }, onEvents) => {
          if (strategy === 'beam') seeds.push(seed);
          onEvents(events);
          return { answer: 'x', correct: strategy === 'beam' && seed === 2, budget };
        },
      }),
    );
    [measure.most, measure.problems, measure.seeds] = [1, 2, 3];
    await measure.start();
    expect(seeds).toEqual([1, 2, 3, 1, 2, 3]);
    const { lines, ceiling, seeds: told } = measure.measurement!;
    expect(told).toBe(3);
    expect(lines.at(-1)!.points[0]).toMatchObject({ share: 1 / 3, of: 2, rights: [1, 1] });
    expect(lines.at(-1)!.points[0]!.policyTokens).toBe(budget.policyTokens);
    expect(ceiling[0]!.of).toBe(2);
    // A file holds what a paired test needs.
    expect(measurementJson(measure.measurement!)).toContain('"rights":[1,1]');
  });

  it('that is paused forgets the problem under way, and goes on with it', async () => {
    const events = await samples;
    const asked: string[] = [];
    let end = (): void => undefined;
    const page = host({
      run: async ({ problem, strategy }, onEvents) => {
        asked.push(problem);
        if (asked.length === 9) {
          measure.pause();
          await new Promise<void>((resolve) => (end = resolve));
        }
        onEvents(events);
        return { answer: 'x', correct: strategy === 'beam', budget };
      },
      // With the best answer so far.
      stop: () => setTimeout(() => end()),
    });
    const measure: Measure = new Measure(page);
    measure.most = 4;
    measure.problems = 3;
    await measure.start();
    expect([measure.status, measure.measurement?.problems]).toEqual(['paused', 1]);
    expect(page.tell).not.toHaveBeenCalled();
    await measure.goOn();
    expect([measure.status, measure.measurement?.problems]).toEqual(['done', 3]);
    expect(measure.measurement!.lines[0]!.points[0]!.of).toBe(3);
  });

  it('is of the model that is loaded, with the options of the settings', async () => {
    const events = await samples;
    const asked: RunRequest[] = [];
    const run: ModelWork['run'] = async (request, onEvents) => {
      asked.push(request);
      onEvents(events);
      return { answer: 'x', correct: true, budget };
    };
    const own: HubLoaded = {
      ...{
        backend: 'wasm',
        backendReason: '',
        models: [],
        verifiers: ['confidence', 'rollouts'],
        contextTokens: 9,
        stateLayers: [],
      },
      ...{ hasChatTemplate: true, family: 'other' },
    };
    const settings = { ...DEFAULT_STATE, task: 'gsm8k', verifierOptions: { rollouts: 3 } } as const;
    const lacking = host({ run }, { settings });
    await new Measure(lacking).start();
    expect(asked).toEqual([]);
    expect(lacking.refuse).toHaveBeenLastCalledWith(expect.stringContaining('choose one first'));

    const page = host(
      { run },
      { settings, hub: { ...noHub, loaded: own }, offeredVerifiers: ['confidence', 'rollouts'] as const },
    );
    const measure = new Measure(page);
    // Its default is not there.
    expect(measure.verifiers).toEqual(['confidence']);
    measure.toggleVerifier('rollouts');
    measure.toggleVerifier('confidence');
    expect(measure.verifiers).toEqual(['rollouts']);
    measure.most = 4;
    measure.problems = 1;
    await measure.start();
    expect(measure.status).toBe('done');
    expect(measure.measurement).toMatchObject({ task: 'gsm8k', model: 'p/policy' });
    const scored = asked.filter(({ strategy }) => strategy !== 'majority');
    expect(scored.length).toBeGreaterThan(0);
    for (const request of scored)
      expect(request).toMatchObject({ task: 'gsm8k', verifier: 'rollouts', verifierOptions: { rollouts: 3 } });
  });

  it('that was begun with another model does not go on, and says so', async () => {
    const events = await samples;
    let policy = 'a/policy';
    let count = 0;
    const port: Partial<ModelWork> = {
      run: async (_, onEvents) => {
        if (++count === 8) measure.pause();
        onEvents(events);
        return { answer: 'x', correct: true, budget };
      },
    };
    const loaded = (): LoadedEngine => ({
      ...{ backend: 'wasm', backendReason: 'x' },
      models: [{ id: policy, role: 'policy', parameters: 1 }],
    });
    const asking = fakeAsking(port, DEFAULT_STATE, loaded);
    const measure = new Measure({ ...host(port), ...asking });
    measure.most = 4;
    measure.problems = 2;
    await measure.start();
    expect([measure.status, measure.measurement?.problems]).toEqual(['paused', 1]);
    policy = 'b/policy';
    await measure.goOn();
    expect([measure.status, measure.measurement?.problems]).toEqual(['paused', 1]);
    expect(asking.refuse.mock.lastCall?.[0]).toMatch(/a\/policy.*b\/policy/);
    policy = 'a/policy';
    await measure.goOn();
    expect([measure.status, measure.measurement?.problems]).toEqual(['done', 2]);
  });
});
