import { describe, expect, it, vi } from 'vitest';
import type { SearchEvent } from '../../../src/protocol/parameters';
import { beam } from '../../../src/search/beam';
import { bestOfN } from '../../../src/search/best-of-n';
import { buildViewTree } from '../../../src/viz/view-tree';
import { treeAt } from '../../../src/trace/reducer';
import { choicesOf } from '../../../src/ui/views/compare/choices';
import { measurementCsv, measurementJson } from '../../../src/ui/views/measure/export';
import { Duel } from '../../../src/ui/views/compare/duel.svelte';
import { Measure, type MeasureHost } from '../../../src/ui/views/measure/measure.svelte';
import { DEFAULT_STATE } from '../../../src/url/fields';
import { AppError } from '../../../src/core/errors';
import { collect, search } from '../../fixtures/run-search';

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
    const duel = new Duel({
      settings: { ...DEFAULT_STATE, parameters: { ...DEFAULT_STATE.parameters, options: { balance: 1 } } },
      offeredVerifiers: ['tvm', 'ovm'],
      together: async (subject, searches, onEvents) => {
        asked.push(subject, searches);
        onEvents(events.flatMap((event) => [0, 1].map((place) => ({ search: place, event }))));
        return [result, { ...result, correct: false }];
      },
      stopCheck: vi.fn(),
      tell: vi.fn(),
    });
    duel.change(1, { verifier: 'ovm' });
    await duel.run('4 5 6 10');
    expect(asked[0]).toMatchObject({ task: 'game24', problem: '4 5 6 10', verifiers: ['tvm', 'ovm'] });
    // Options are those of the search's own strategy.
    expect(JSON.stringify(asked[1])).not.toContain('balance');
    expect(duel.trees.map(({ seq }) => seq)).toEqual([events.length, events.length]);
    expect(duel.results?.map(({ correct }) => correct)).toEqual([true, false]);
  });

  it('take what there is where their verifier is not, as with a hub model', () => {
    const rest = { settings: DEFAULT_STATE, together: vi.fn(), stopCheck: vi.fn(), tell: vi.fn() };
    const duel = new Duel({ ...rest, offeredVerifiers: ['confidence', 'self-judgement'] });
    expect(duel.sides.map(({ verifier }) => verifier)).toEqual(['confidence', 'confidence']);
    duel.change(1, { verifier: 'self-judgement' });
    expect(duel.sides.map(({ verifier }) => verifier)).toEqual(['confidence', 'self-judgement']);
  });
});

describe('a measurement', () => {
  const host = (run: MeasureHost['engine']['run']): MeasureHost & { told: unknown[] } => {
    const told: unknown[] = [];
    const loaded = { backend: 'wasm', backendReason: 'x', models: [] } as const;
    return {
      settings: DEFAULT_STATE,
      backend: 'auto',
      engine: { loaded, ensure: async () => loaded, run, abort: vi.fn() },
      occupy: (work) => work(),
      nextRunId: () => 1,
      tell: (error) => void told.push(error),
      told,
    };
  };
  const samples = collect(search(bestOfN, { samples: 4 }));

  it('asks every line at every budget, and adds a problem when all of it is there', async () => {
    const asked: string[] = [];
    const events: readonly SearchEvent[] = await samples;
    const measure = new Measure(
      host(async ({ strategy, verifier, parameters, problem }, onEvents) => {
        asked.push(`${problem}: ${strategy} ${verifier} ${parameters.samples}/${parameters.beam}`);
        onEvents(events);
        return { answer: 'x', correct: strategy === 'beam', budget };
      }),
    );
    measure.most = 4;
    measure.problems = 2;
    await measure.start();
    expect(measure.status).toBe('done');
    expect(asked).toHaveLength(2 * 3 * 2);
    expect(asked.slice(0, 6).map((text) => text.split(': ')[1])).toEqual([
      ...['majority confidence 1/1', 'majority confidence 4/1'],
      ...['best-of-n tvm 1/1', 'best-of-n tvm 4/1', 'beam tvm 1/1', 'beam tvm 4/1'],
    ]);
    const { lines, ceiling, verifiers, problems } = measure.measurement!;
    expect(problems).toBe(2);
    expect(lines.map(({ points }) => points.at(-1)!.share)).toEqual([0, 0, 1]);
    expect(lines.map(({ points }) => points[0]!.valueTokens)).toEqual([0, 30, 30]);
    expect(ceiling.map(({ samples: k }) => k)).toEqual([1, 4]);
    expect(verifiers[0]!.calibration.count).toBeGreaterThan(0);
    expect(measurementCsv(measure.measurement!).trim().split('\n')).toHaveLength(1 + 3 * 2 + 2);
    expect(JSON.parse(measurementJson(measure.measurement!))).toMatchObject({
      format: 'inkling-measurement',
      problems: 2,
    });
  });

  it('that is paused forgets the problem under way, and goes on with it', async () => {
    const events = await samples;
    const asked: string[] = [];
    const page = host(async ({ problem, strategy }, onEvents) => {
      asked.push(problem);
      if (asked.length === 9) {
        measure.pause();
        throw new AppError('aborted', 'Aborted.');
      }
      onEvents(events);
      return { answer: 'x', correct: strategy === 'beam', budget };
    });
    const measure: Measure = new Measure(page);
    measure.most = 4;
    measure.problems = 3;
    await measure.start();
    expect([measure.status, measure.measurement?.problems]).toEqual(['paused', 1]);
    expect(page.told).toEqual([]);
    await measure.goOn();
    expect([measure.status, measure.measurement?.problems]).toEqual(['done', 3]);
    expect(measure.measurement!.lines[0]!.points[0]!.of).toBe(3);
  });
});
