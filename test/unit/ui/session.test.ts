import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { SearchEvent } from '../../../src/protocol/parameters';
import type { Trace, TraceResult } from '../../../src/trace/types';
import type { EnginePort, LoadedEngine } from '../../../src/ui/shell/ports';
import { nameRule, namesInSentence, nameVerifier } from '../../../src/ui/shell/name-verifier';
import { PageSession } from '../../../src/ui/shell/page-session.svelte';
import { OFFERED_VERIFIERS } from '../../../src/url/fields';
import { parseUrl } from '../../../src/url/parse';
import { eventually } from '../../fixtures/eventually';

const result: TraceResult = {
  ...{ answer: '4 * 6', correct: true, stepsLegal: true },
  budget: { policyTokens: 3, valueTokens: 3, elapsedMs: 5 },
};
const token = (text: string) => ({ text, logprob: -0.5 });
const log: SearchEvent[] = [
  { seq: 0, type: 'node-added', id: 0, parent: null, text: '4 5 6 10\n', tokens: [{ text: '4 5 6 10\n' }] },
  { seq: 1, type: 'node-added', id: 1, parent: 0, text: 'The answer is 4 * 6 = 24', tokens: [token('x')] },
  { seq: 2, type: 'token-values', id: 1, verifier: 'tvm', values: [0.7], value: 0.7 },
  { seq: 3, type: 'finished-path', id: 1, answer: '4 * 6' },
  { seq: 4, type: 'budget', policyTokens: 3, valueTokens: 3 },
  { seq: 5, type: 'done', reason: 'finished', id: 1, answer: '4 * 6' },
];
const loaded: LoadedEngine = {
  backend: 'wasm',
  backendReason: 'WASM: no WebGPU here',
  models: [
    { id: 'p/policy', role: 'policy', parameters: 1 },
    { id: 'p/tvm', role: 'verifier', verifier: 'tvm', scale: 'probability', parameters: 1 },
  ],
};

let port: { [K in keyof EnginePort]: ReturnType<typeof vi.fn<EnginePort[K]>> };
beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback));
  port = {
    packOffer: vi.fn<EnginePort['packOffer']>(async () => ({
      tasks: ['game24', 'word-problems'],
      verifiers: ['tvm', 'ovm'],
    })),
    warm: vi.fn(),
    addHead: vi.fn(),
    load: vi.fn(async () => loaded),
    run: vi.fn<EnginePort['run']>(async (_, onEvents) => {
      onEvents(log);
      return result;
    }),
    together: vi.fn(async () => [result, result]),
    check: vi.fn() as never,
    stop: vi.fn(),
    abort: vi.fn(),
    isLoaded: vi.fn(() => true),
    release: vi.fn(),
  };
});
const open = (query = '', listener = {}): PageSession => new PageSession(port, parseUrl(query), listener);

describe('the engine', () => {
  it('starts ahead of the first load, but not on a visit that takes as little as it can', async () => {
    open('?backend=wasm').warm();
    expect(port.warm.mock.calls).toEqual([['wasm']]);
    const visits = { isLight: async () => true, setAtWork: vi.fn(), asUsual: vi.fn() };
    const light = new PageSession(port, parseUrl(''), {}, { visits });
    await light.visit.learn();
    light.warm();
    expect(port.warm).toHaveBeenCalledOnce();
  });
});

describe('a run', () => {
  it('loads, shows the search to its end, and keeps it as a trace', async () => {
    const onResult = vi.fn();
    const session = open('?seed=7', { onResult });
    expect(session.state).toBe('idle');
    await session.run();
    expect(port.load).toHaveBeenCalledWith(
      expect.objectContaining({ task: 'game24', verifiers: ['tvm'], backend: 'auto' }),
    );
    expect(port.run.mock.calls[0]![0]).toMatchObject({
      problem: '4 5 6 10',
      strategy: 'beam',
      parameters: { seed: 7 },
    });
    expect(session.state).toBe('done');
    // Its end is shown in its turn.
    expect(session.player.isWatching).toBe(true);
    session.player.skip();
    expect(session.search.chosenPath.map(({ id }) => id)).toEqual([0, 1]);
    expect(onResult).toHaveBeenCalledWith(result, false);
    expect(session.currentTrace()).toMatchObject({
      seed: 7,
      backend: 'wasm',
      result,
      events: log,
      models: loaded.models,
    });
  });

  it('loads once for many runs, and again for another verifier', async () => {
    const session = open();
    await Promise.all([session.preload(), session.preload()]);
    await session.run();
    await session.run();
    expect(port.load).toHaveBeenCalledTimes(1);
    session.change({ verifier: 'ovm' });
    await session.run();
    expect(port.load.mock.calls[1]![0].verifiers).toEqual(['tvm', 'ovm']);
    session.change({ verifier: 'oracle' });
    await session.run();
    expect(port.load).toHaveBeenCalledTimes(2);
  });

  it('is refused for a bad puzzle or bad numbers, and what was there stays', async () => {
    const session = open();
    await session.run();
    session.change({ problem: '4 5' });
    await expect(session.run()).rejects.toMatchObject({ code: 'bad-input' });
    session.change({ problem: '4 5 6 10' });
    session.changeParameter('beam', 7);
    expect(session.canRun).toBe(false);
    await expect(session.run()).rejects.toMatchObject({ code: 'bad-input' });
    expect(session.search.result).toEqual(result);
  });

  it('loads the models again where they went while nothing ran, and only then replaces the tree', async () => {
    const session = open();
    await session.run();
    port.isLoaded.mockReturnValueOnce(false);
    port.load.mockImplementationOnce(async () => {
      expect(session.search.result).toEqual(result);
      return loaded;
    });
    await session.run();
    expect(port.load).toHaveBeenCalledTimes(2);
    expect(session.state).toBe('done');
  });

  it('keeps the tree when the engine dies, and starts it again', async () => {
    const session = open();
    port.run.mockImplementationOnce(async (_, onEvents) => {
      onEvents(log.slice(0, 3));
      throw new AppError('worker-died', 'gone');
    });
    await session.tryRun();
    expect(session.state).toBe('error');
    expect(session.search.failure).toMatchObject({ code: 'worker-died' });
    await eventually(() => expect(session.search.view.nodes.size).toBe(2));
    await session.run();
    expect(port.load).toHaveBeenCalledTimes(2);
    expect(session.state).toBe('done');
  });

  it('stops: a running one gives its best, a waiting one does not begin', async () => {
    const session = open();
    let arrive: (engine: LoadedEngine) => void = () => undefined;
    port.load.mockImplementationOnce(() => new Promise((resolve) => (arrive = resolve)));
    const waiting = session.run();
    expect(session.jobs.current).toMatchObject({ kind: 'search', isWaiting: true });
    await expect.poll(() => port.load).toHaveBeenCalled();
    session.stop();
    expect(session.isBusy).toBe(false);
    arrive(loaded);
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    expect(port.run).not.toHaveBeenCalled();

    port.run.mockImplementationOnce(async (_, onEvents) => {
      onEvents(log);
      session.stop();
      expect(session.search.status).toBe('stopping');
      await expect(session.run()).rejects.toMatchObject({ code: 'busy' });
      return result;
    });
    await session.run();
    expect(port.stop).toHaveBeenCalledTimes(1);
  });
});

describe('the tasks', () => {
  it('are those that the site has models for; another one brings its problem and loads its models', async () => {
    const session = open();
    expect(session.offeredTasks).toEqual([]);
    await session.learnOffer();
    expect(session.offeredTasks).toEqual(['game24', 'word-problems']);
    await session.run();
    await session.chooseTask('word-problems');
    expect(port.load.mock.calls.at(-1)![0]).toMatchObject({ task: 'word-problems', verifiers: ['tvm'] });
    expect(session.problem).toMatchObject({ ok: true, problem: { level: 3 } });
    session.drawProblem(5);
    expect(session.problem).toMatchObject({ ok: true, problem: { level: 5 } });
    await session.chooseTask('game24');
    expect(session.settings.problem).toBe('4 5 6 10');
    session.drawProblem();
    expect(session.canRun).toBe(true);
  });
});

describe('the verifiers', () => {
  it('are those of the pack; another in the address is answered with a sentence, and the default is taken', async () => {
    port.packOffer.mockResolvedValueOnce({ tasks: ['game24'], verifiers: ['tvm'] });
    const session = open('?verifier=ovm');
    expect(session.offeredVerifiers).toEqual([...OFFERED_VERIFIERS]);
    await session.learnOffer();
    expect(session.offeredVerifiers).toEqual(['tvm', 'confidence', 'entropy', 'oracle', 'rollouts']);
    expect(session.settings.verifier).toBe('tvm');
    expect(session.urlProblems).toEqual([
      {
        code: 'not-offered',
        field: 'verifier',
        value: 'ovm',
        offered: ['tvm', 'confidence', 'entropy', 'oracle', 'rollouts'],
      },
    ]);
    expect(() => session.configure([['verifier', 'ovm']])).toThrow('verifier');
  });

  it('that give no probabilities leave no option in the address that means nothing on their scale', async () => {
    const session = open('?strategy=beam&verifier=confidence&p.aggregation=product');
    await session.learnOffer();
    expect(session.urlProblems).toEqual([
      { code: 'not-offered', field: 'p.aggregation', value: 'product', offered: ['last', 'min', 'mean'] },
    ]);
    expect(session.settings.parameters.options ?? {}).toEqual({});
    expect(session.canRun).toBe(true);
  });

  it('may be brought by the pack, with a scale of their own, and give way where they are missing from it', async () => {
    port.packOffer.mockResolvedValueOnce({
      ...{ tasks: ['game24'], verifiers: ['tvm', 'prm-made-up'] },
      scales: { 'prm-made-up': 'logprob' },
    });
    const session = open('?strategy=beam&verifier=prm-made-up');
    await session.learnOffer();
    expect(session.offeredVerifiers).toEqual(['tvm', 'confidence', 'entropy', 'oracle', 'rollouts', 'prm-made-up']);
    expect(session.offer.scaleOf('prm-made-up')).toBe('logprob');
    expect(session.settings.verifier).toBe('prm-made-up');
    await session.learnOffer();
    expect(session.settings.verifier).toBe('tvm');
  });

  it('are named with how much they have read where the pack says that it is more', async () => {
    port.packOffer.mockResolvedValueOnce({
      ...{ tasks: ['game24'], verifiers: ['tvm', 'tvm-equal'] },
      readings: { tvm: 'more', 'tvm-equal': 'equal' },
    });
    const session = open('?strategy=beam');
    await session.learnOffer();
    expect(nameVerifier('tvm', session)).toBe('TVM, more reading');
    expect(nameVerifier('tvm-equal', session)).toBe('TVM, equal reading');
    expect(nameRule('tvm', session)).toBe('TVM');
    expect(namesInSentence(session)).toMatchObject({
      tvm: 'the token-supervised model (TVM), more reading',
      'tvm-equal': 'the token-supervised model (TVM), equal reading',
      confidence: 'the policy’s confidence',
    });
  });

  it('that are made at run time are told what of, and an ensemble has its members loaded', async () => {
    port.packOffer.mockResolvedValueOnce({ tasks: ['game24'], verifiers: ['tvm', 'ovm', 'prm-soft'] });
    const session = open('?verifier=ensemble&p.members=tvm,prm-soft&p.lambda=2');
    await session.learnOffer();
    await session.run();
    expect(port.load.mock.calls[0]![0].verifiers).toEqual(['tvm', 'prm-soft']);
    const verifierOptions = { members: ['tvm', 'prm-soft'], lambda: 2 };
    expect(port.run.mock.calls[0]![0]).toMatchObject({ verifier: 'ensemble', verifierOptions });
    const judge = session.currentTrace()!.models.find(({ role }) => role === 'verifier');
    expect(judge).toMatchObject({ id: 'ensemble(tvm, prm-soft; lambda 2)', scale: 'probability' });
    session.change({ verifier: 'rollouts' });
    expect(session.settings.verifierOptions).toEqual({});
    session.changeVerifierOptions({ rollouts: 3 });
    await session.run();
    expect(port.load).toHaveBeenCalledTimes(1);
    expect(port.run.mock.calls[1]![0]).toMatchObject({ verifierOptions: { rollouts: 3 } });
    session.changeVerifierOptions({ rollouts: 8 });
    expect(session.settings.verifierOptions).toEqual({});
  });

  it('stay as they are when the list cannot be read: the load will say why', async () => {
    port.packOffer.mockRejectedValueOnce(new AppError('download-failed', 'x'));
    const session = open('?verifier=ovm');
    await session.learnOffer();
    expect(session.settings.verifier).toBe('ovm');
  });
});

describe('a tree of another model', () => {
  it('is known as such once a model is loaded here', async () => {
    const session = open();
    const trace = { ...(await traceOf(session)), models: [{ id: 'other-1/policy', role: 'policy', parameters: 1 }] };
    expect(session.otherModel).toBeNull();
    session.showTrace(trace);
    const here = loaded.models.find(({ role }) => role === 'policy')!.id;
    expect(session.otherModel).toEqual({ made: 'other-1/policy', here });
    await session.run();
    expect(session.otherModel).toBeNull();
  });

  async function traceOf(session: PageSession): Promise<Trace> {
    await session.run();
    return session.currentTrace()!;
  }
});

describe('a failed load', () => {
  it('is told, and can be tried again', async () => {
    const session = open();
    port.load.mockRejectedValueOnce(new AppError('download-failed', 'x'));
    await session.preload();
    expect(session.engine.failure).toMatchObject({ code: 'download-failed' });
    expect(session.state).toBe('error');
    await session.preload();
    expect(session.engine.failure).toBeNull();
    expect(session.state).toBe('idle');
  });
});

describe('a trace from elsewhere', () => {
  it('is shown; a broken one is refused and leaves the page as it was', async () => {
    const session = open();
    await session.run();
    const trace = session.currentTrace()!;
    expect(() => session.showTrace({ ...trace, version: 2 })).toThrow('version');
    expect(session.search.info?.backendReason).not.toBeNull();
    session.showTrace(structuredClone(trace));
    expect(session.search.info?.backendReason).toBeNull();
    expect(session.search.chosenPath.map(({ id }) => id)).toEqual([0, 1]);
    expect(session.currentTrace()).toEqual(trace);
    session.showTrace({ ...structuredClone(trace), events: [] });
    expect(session.search.chosenPath.map(({ id }) => id)).toEqual([0, 1]);
  });
});

describe('an embed’s configuration', () => {
  it('changes the settings, and says what it did not understand', () => {
    const session = open('?embed=1');
    session.configure([['seed', '9']]);
    expect(session.settings).toMatchObject({ embed: true, parameters: { seed: 9 } });
    expect(() => session.configure([['seed', 'x']])).toThrow('seed');
    expect(session.settings.parameters.seed).toBe(9);
  });
});
