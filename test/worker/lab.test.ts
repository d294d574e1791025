/** The page's views on the real engine with the tiny random pack: what crosses from the engine fits what they show. */
import * as flavour from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readPack, readRuntimeWasm } from '../../src/cli/model-files';
import type { TogetherEvent } from '../../src/protocol/engine';
import { DEFAULT_PARAMETERS } from '../../src/tasks/registry';
import type { SearchEvent } from '../../src/search/types';
import { checkTrace } from '../../src/trace/read';
import type { EnginePort } from '../../src/ui/shell/ports';
import { PageSession } from '../../src/ui/shell/page-session.svelte';
import { choicesOf } from '../../src/ui/views/compare/choices';
import { parseUrl } from '../../src/url/parse';
import { PackEngine } from '../../workers/pack-engine';
import { useOrt } from '../../workers/ort';
import { TINY_MODELS } from '../fixtures/models';

useOrt(flavour);

const PARAMETERS = { ...DEFAULT_PARAMETERS.game24, samples: 8, beam: 2, maxSteps: 3, maxStepTokens: 12 };
const engine = new PackEngine();
let session: PageSession;

beforeAll(async () => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback));
  const verifiers = ['tvm', 'ovm'] as const;
  const [runtimeWasm, pack] = await Promise.all([readRuntimeWasm(), readPack(TINY_MODELS, 'game24', [...verifiers])]);
  const loaded = await engine.load({ task: 'game24', runtimeWasm, pack, verifiers, backend: 'wasm' }, () => undefined);
  const port = {
    packOffer: async () => ({ tasks: ['game24'], verifiers }),
    warm: () => undefined,
    addHead: () => undefined,
    load: async () => loaded,
    run: (request, onEvents) => engine.run(request, onEvents),
    together: (request, onEvents) => engine.together(request, onEvents),
    check: (request, onEvents) => engine.check(request, onEvents),
    stop: () => undefined,
    isLoaded: () => true,
    release: () => undefined,
    abort: () => undefined,
  } as EnginePort;
  session = new PageSession(port, parseUrl('?samples=8&beam=2&p.maxSteps=3&p.maxStepTokens=12&temperature=1'));
  await session.learnOffer();
});

describe('Engine.together', () => {
  const subject = { runId: 1, task: 'game24', problem: '4 5 6 10' } as const;

  it.each([['tvm', 'tvm'] as const, ['tvm', 'ovm'] as const])(
    'gives each search what it gets alone, with %s and %s',
    async (first, second) => {
      const searches = [
        { strategy: 'beam', verifier: first, parameters: PARAMETERS },
        { strategy: 'best-of-n', verifier: second, parameters: PARAMETERS },
      ] as const;
      const told: TogetherEvent[] = [];
      const results = await engine.together({ ...subject, searches }, (events) => void told.push(...events));
      for (const [place, wanted] of searches.entries()) {
        const alone: SearchEvent[] = [];
        const result = await engine.run({ ...subject, ...wanted }, (events) => void alone.push(...events));
        expect(told.flatMap(({ search, event }) => (search === place ? [event] : []))).toEqual(alone);
        const { budget: _, ...verdict } = result;
        expect(results[place]).toMatchObject(verdict);
      }
    },
  );
});

describe('the views', () => {
  it('a search is judged by two verifiers, each choice of it a row', async () => {
    await session.run();
    await session.rescoring.judge();
    const { rescoring, search } = session;
    expect(session.refusal).toBeNull();
    expect(rescoring.result?.verifiers.map(({ verifier }) => verifier)).toEqual(['tvm', 'ovm']);
    const choices = choicesOf(rescoring.decisions, rescoring.asked, search.view);
    expect(choices.length).toBeGreaterThan(0);
    // The verifier that steered would have done the same.
    for (const { rows } of choices) for (const { keptBySearch, kept } of rows) expect(kept[0]).toBe(keptBySearch);
    expect(rescoring.valuesOf('ovm', 1)).toHaveLength(search.head.nodes[1]!.tokens.length);
  });

  it('a token is replaced: both branches stay, and the trace of both can be opened again', async () => {
    const { search, inspector, selection } = session;
    // What is looked at is the end, and not the moment that is played.
    session.player.skip();
    const nodes = search.head.nodes.length;
    const first = search.view.nodes.get(0)!.children[0]!;
    selection.select(first, 0);
    const place = inspector.place!;
    const other = place.item.node.tokens[0]!.alternatives!.find(
      ({ text }) => text !== place.item.node.tokens[0]!.text,
    )!;
    await inspector.changeToken(place, other.text);
    expect(session.refusal).toBeNull();
    expect(inspector.change?.after).not.toBeNull();
    expect(search.head.nodes.length).toBeGreaterThan(nodes);
    expect(checkTrace(JSON.parse(JSON.stringify(search.trace())))).toMatchObject({ ok: true });
    // What was judged is another tree now.
    expect(session.rescoring.result).toBeNull();
  });

  it('labels are made of the samples that the engine tells, for any number of the first of them', async () => {
    const { labelSamples } = session;
    await labelSamples.draw();
    expect(session.refusal).toBeNull();
    expect(labelSamples.drawn).toBe(256);
    labelSamples.place = 3;
    expect(
      labelSamples.labels.tokens.filter(({ parent }) => parent === null).reduce((n, { paths }) => n + paths, 0),
    ).toBe(8);
    expect(labelSamples.curve.map(({ count }) => count)).toEqual([2, 4, 8, 16, 32, 64, 128, 256]);
  });

  it('a measurement of two held-out problems', async () => {
    const { measure } = session;
    measure.most = 4;
    measure.problems = 2;
    await measure.start();
    expect(session.refusal).toBeNull();
    expect([measure.status, measure.measurement?.problems]).toEqual(['done', 2]);
    expect(measure.measurement!.verifiers[0]!.calibration.count).toBeGreaterThan(0);
  });
});
