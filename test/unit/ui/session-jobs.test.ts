/** What the page does while something is under way: Stop, Back, another chapter, another task, a hub model that goes. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { RunRequest } from '../../../src/protocol/engine';
import type { HubLoaded } from '../../../src/protocol/hub';
import type { ModelWork } from '../../../src/protocol/model-host';
import type { SearchEvent } from '../../../src/protocol/parameters';
import type { EnginePort, HubOffer, HubPort, LoadedEngine } from '../../../src/ui/shell/ports';
import { PageSession } from '../../../src/ui/shell/page-session.svelte';
import { parseUrl } from '../../../src/url/parse';
import { eventually } from '../../fixtures/eventually';

const log: SearchEvent[] = [
  { seq: 0, type: 'node-added', id: 0, parent: null, text: '4 5 6 10\n', tokens: [{ text: '4 5 6 10\n' }] },
  { seq: 1, type: 'node-added', id: 1, parent: 0, text: 'x', tokens: [{ text: 'x', logprob: -1 }] },
  { seq: 2, type: 'done', reason: 'stopped', id: null, answer: null },
];
const result = { answer: null, correct: false, budget: { policyTokens: 3, valueTokens: 3, elapsedMs: 5 } };
const CHECKED = {
  ...{ kind: 'value', predicted: null, scale: null, observed: { successes: 1, rollouts: 2, low: 0, high: 1 } },
  budget: { policyTokens: 1, valueTokens: 1 },
} as const;

/** Models that behave as a worker does: one thing at a time, which goes on until it is told to end. */
class FakeModels implements ModelWork {
  running: { readonly id: number; readonly end: () => void; readonly fail: (error: AppError) => void } | null = null;
  readonly asked: RunRequest[] = [];
  readonly stopped: number[] = [];

  run = async (request: RunRequest, onEvents: (events: readonly SearchEvent[]) => void) => {
    this.asked.push(request);
    onEvents(log);
    await this.#work(request.runId);
    return result;
  };
  together: ModelWork['together'] = async ({ runId }) => {
    await this.#work(runId);
    return [result, result];
  };
  check = (async ({ runId }: { runId: number }) => {
    await this.#work(runId);
    return CHECKED;
  }) as unknown as ModelWork['check'];
  #work(id: number): Promise<void> {
    if (this.running) return Promise.reject(new AppError('busy', 'A search is running.'));
    return new Promise<void>((end, fail) => (this.running = { id, end, fail })).finally(() => (this.running = null));
  }
  stop = (id: number): void => {
    this.stopped.push(id);
    if (this.running?.id === id) this.running.end();
  };
  abort = (id: number): void => {
    if (this.running?.id === id) this.running.fail(new AppError('aborted', 'Aborted.'));
  };
}

class FakePacks extends FakeModels implements EnginePort {
  readonly loads: Parameters<EnginePort['load']>[0][] = [];
  packOffer = async () => ({ tasks: ['game24', 'word-problems'] as const, verifiers: ['tvm', 'ovm'] as const });
  warm = (): void => undefined;
  addHead = (): void => undefined;
  load = async (source: Parameters<EnginePort['load']>[0]): Promise<LoadedEngine> => {
    if (this.running) throw new AppError('busy', 'A search is running.');
    this.loads.push(source);
    const { task } = source;
    return {
      ...{ backend: 'wasm', backendReason: 'x' },
      models: [{ id: `${task}-1/policy`, role: 'policy', parameters: 1 }],
    };
  };
  isLoaded = (): boolean => true;
  release = (): void => undefined;
}

const offer: HubOffer = {
  listing: {
    ...{ address: { host: 'https://x.example', id: 'a/b' }, name: 'a/b', revision: 'abc', license: 'mit' },
    ...{ parameters: 0, files: [] },
  },
  plans: [{ dtype: 'q8', files: [], totalBytes: 100, dataFiles: 0 }],
  ...{ backend: 'wasm', backendReason: 'WASM: a test', local: null, kept: new Map() },
};
const HUB_ADDRESS = 'https://x.example/a/b';
const hubLoaded: HubLoaded = {
  ...{ backend: 'wasm', backendReason: '', verifiers: ['confidence', 'rollouts'], contextTokens: 9 },
  ...{
    hasChatTemplate: true,
    family: 'other',
    stateLayers: [],
    models: [{ id: 'a/b', role: 'policy', parameters: 1 }],
  },
};
class FakeHub extends FakeModels implements HubPort {
  kept = async () => [];
  forget = async (): Promise<void> => undefined;
  describe = async (): Promise<HubOffer> => offer;
  describeKept = async (): Promise<HubOffer> => offer;
  describeFolder = async (): Promise<HubOffer> => offer;
  setFormat = (): void => undefined;
  trainHeads = (): never => {
    throw new AppError('not-loaded', 'No head is trained here.');
  };
  readHead = (): Promise<never> => Promise.reject(new AppError('not-loaded', 'No head is read here.'));
  openHead = (): Promise<never> => Promise.reject(new AppError('not-loaded', 'No head is opened here.'));
  load = async (): Promise<HubLoaded> => hubLoaded;
  isLoaded = (): boolean => true;
  release = (): void => this.running?.fail(new AppError('aborted', 'The model was closed.'));
}

let packs: FakePacks;
let hub: FakeHub;
beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback));
  [packs, hub] = [new FakePacks(), new FakeHub()];
});

async function open(query = ''): Promise<PageSession> {
  const session = new PageSession(packs, parseUrl(query), {}, { hub });
  await session.learnOffer();
  await session.preload();
  return session;
}
/** A session whose hub model writes. */
async function openHub(query = ''): Promise<PageSession> {
  const session = await open(query);
  session.hub.open(HUB_ADDRESS);
  await session.hub.lookUp();
  await session.hub.accept();
  return session;
}
const begun = (models: FakeModels): Promise<void> => eventually(() => expect(models.running).not.toBeNull());
/** Everything that can happen while the search goes on has happened. */
const allElse = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
/** Nothing that went wrong is told, and the models are there. */
function expectWell(session: PageSession): void {
  expect(session.engine.failure).toBeNull();
  expect(session.search.failure).toBeNull();
  expect(session.refusal).toBeNull();
  expect(session.engine.loaded).not.toBeNull();
  expect(session.state).not.toBe('error');
}

describe('Stop', () => {
  const subject = { task: 'game24', problem: '4 5 6 10', verifiers: ['tvm'] } as const;

  it.each(['value', 'error', 'labels', 'frozen'] as const)('ends the check %s with what it has', async (kind) => {
    const session = await open();
    const sampling = { temperature: 1, seed: 1, maxSteps: 1, maxStepTokens: 1 };
    const asked = { kind: 'value', prefix: [], verifier: null, rollouts: 2, sampling } as const;
    const check = session.ask(kind, subject, (host, about) =>
      host.check<'value'>({ ...about, ...asked }, () => undefined),
    );
    await begun(packs);
    expect(session.jobs.current).toMatchObject({ kind, isStopping: false });
    session.stop();
    expect(await check).toEqual(CHECKED);
    expect(session.isBusy).toBe(false);
    expectWell(session);
  });

  it('ends two strategies, and labels that are being sampled, from where they are shown and from the bar', async () => {
    const session = await open();
    const sideBySide = session.sideBySide.run('4 5 6 10');
    await begun(packs);
    session.stop();
    await sideBySide;
    expect(session.sideBySide.results).toHaveLength(2);
    const labels = session.labelSamples.draw();
    await begun(packs);
    session.labelSamples.stop();
    await labels;
    expect(session.labelSamples.isRunning).toBe(false);
    expectWell(session);
  });

  it('pauses a measurement', async () => {
    const session = await open();
    const measuring = session.measure.start();
    await begun(packs);
    session.stop();
    expect(session.measure.status).toBe('pausing');
    await measuring;
    expect(session.measure.status).toBe('paused');
    expectWell(session);
  });

  it('reaches the models that are at work, also when a hub model has come meanwhile', async () => {
    const session = await open();
    const run = session.run();
    await begun(packs);
    session.hub.open(HUB_ADDRESS);
    await session.hub.lookUp();
    await session.hub.accept();
    session.stop();
    await run;
    expect([packs.stopped.length, hub.stopped.length]).toEqual([1, 0]);
    expect(session.search.status).toBe('done');
  });
});

describe('Back, during a search', () => {
  it('to another task lets it end, and loads that task’s models then', async () => {
    const session = await open();
    const run = session.run();
    await begun(packs);
    session.restore(parseUrl('?task=word-problems'));
    expect(session.settings.task).toBe('word-problems');
    await allElse();
    expect(packs.loads.map(({ task }) => task)).toEqual(['game24']);
    session.stop();
    await run;
    await eventually(() => expect(packs.loads.map(({ task }) => task)).toEqual(['game24', 'word-problems']));
    await eventually(() => expect(session.engine.isLoading).toBe(false));
    expect(session.search.status).toBe('done');
    expectWell(session);
  });

  it('and forth again loads nothing', async () => {
    const session = await open();
    const run = session.run();
    await begun(packs);
    session.restore(parseUrl('?task=word-problems'));
    await allElse();
    session.restore(parseUrl('?task=game24'));
    await allElse();
    session.stop();
    await run;
    await session.preload();
    expect(packs.loads).toHaveLength(1);
    expectWell(session);
  });

  it('another task that is chosen waits as well', async () => {
    const session = await open();
    const run = session.run();
    await begun(packs);
    const chosen = session.chooseTask('word-problems');
    await allElse();
    session.stop();
    await Promise.all([run, chosen]);
    expect(packs.loads.map(({ task }) => task)).toEqual(['game24', 'word-problems']);
    expectWell(session);
  });

  it('a lesson’s next chapter ends a search, and a measurement', async () => {
    const session = await open();
    const run = session.run();
    await begun(packs);
    session.lessons.enter({ task: 'word-problems' });
    await run;
    await eventually(() => expect(packs.loads.map(({ task }) => task)).toEqual(['game24', 'word-problems']));
    await eventually(() => expect(session.engine.isLoading).toBe(false));
    const measuring = session.measure.start();
    await begun(packs);
    session.lessons.enter({ task: 'game24' });
    await measuring;
    await eventually(() => expect(packs.loads).toHaveLength(3));
    await eventually(() => expect(session.engine.isLoading).toBe(false));
    expectWell(session);
  });
});

describe('the model that writes', () => {
  it('is the one that the address names: Back to the site’s own leaves a hub model, and keeps the settings', async () => {
    const session = await openHub();
    expect(session.settings).toMatchObject({ policy: HUB_ADDRESS, verifier: 'confidence', task: 'gsm8k' });
    // The task that was chosen gave way, and the page says so.
    expect(session.refusal).toContain('Game of 24');
    session.restore(parseUrl('?verifier=ovm&seed=5'));
    await eventually(() => expect(session.hub.loaded).toBeNull());
    expect(session.settings).toMatchObject({ policy: null, verifier: 'ovm', task: 'game24' });
    expect(session.settings.parameters.seed).toBe(5);
    await eventually(() => expect(session.engine.isLoading).toBe(false));
    expect(session.urlProblems).toEqual([]);
    // Forth again, it is asked about, as by a link.
    session.restore(parseUrl(`?policy=${encodeURIComponent(HUB_ADDRESS)}`));
    await eventually(() => expect(session.hub.isOpen).toBe(true));
    expect(session.hub.address).toBe(HUB_ADDRESS);
    expectWell(session);
  });

  it('asks the site for no models while a hub model is there, whether its task gave way or not', async () => {
    for (const query of ['', '?task=word-problems']) {
      const offered = vi.spyOn(packs, 'packOffer');
      const session = await openHub(query);
      await allElse();
      // Once, before the hub model came.
      expect(offered).toHaveBeenCalledTimes(1);
      offered.mockRestore();
      session.hub.leave();
    }
  });

  it('is left on Back only once its search has ended', async () => {
    const session = await openHub();
    const run = session.run();
    await begun(hub);
    session.restore(parseUrl('?task=game24'));
    await run;
    expect(hub.stopped).toHaveLength(1);
    await eventually(() => expect(session.hub.loaded).toBeNull());
    expect(session.search.status).toBe('done');
    expectWell(session);
  });

  it('can be left in the middle of a search that no longer hears, and that is no failure', async () => {
    const session = await openHub();
    hub.stop = () => undefined;
    const run = session.run();
    await begun(hub);
    session.stop();
    session.hub.leave();
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    await eventually(() => expect(session.engine.isLoading).toBe(false));
    expect(session.isBusy).toBe(false);
    expect(session.state).not.toBe('error');
    expect(session.settings.task).toBe('game24');
  });

  it('is one whose verifiers are offered: what another address names gives way to one of them', async () => {
    const session = await openHub();
    const { policy } = session.settings;
    session.restore(parseUrl(`?policy=${encodeURIComponent(policy!)}&verifier=tvm`));
    expect(session.settings.verifier).toBe('confidence');
    expect(session.urlProblems).toMatchObject([{ code: 'not-offered', value: 'tvm' }]);
  });
});
