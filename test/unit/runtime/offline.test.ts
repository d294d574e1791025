import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerMessage } from '../../../src/protocol/service-worker';
import { OfflineClient, type Workers } from '../../../src/runtime/offline';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';

const listen = () => ({ onKept: vi.fn(), onUpdate: vi.fn<(use: () => void) => void>(), onTrouble: vi.fn() });
let listener: ReturnType<typeof listen>;
let reload: () => void;
beforeEach(() => {
  [listener, reload] = [listen(), vi.fn()];
});

const PAGE = 'https://x/assets/index-1.js';
const OTHER = 'https://x/assets/index-2.js';

/** A service worker of a build that can be led through its states. */
class FakeWorker extends EventTarget {
  state = 'installing';
  readonly told: string[] = [];

  constructor(readonly build: string) {
    super();
  }
  postMessage(message: WorkerMessage, [port]: readonly MessagePort[] = []): void {
    this.told.push(message.type);
    if (message.type === 'holds') port!.postMessage(message.url === this.build);
  }
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}
class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;
}
class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null;
  readonly register: (script: string) => Promise<FakeRegistration>;

  constructor(readonly registration: FakeRegistration) {
    super();
    this.register = vi.fn(async () => registration);
  }
  becomeControlledBy(worker: FakeWorker): void {
    this.controller = worker;
    this.dispatchEvent(new Event('controllerchange'));
  }
}

function start(registration = new FakeRegistration(), controller: FakeWorker | null = null) {
  const container = new FakeContainer(registration);
  container.controller = controller;
  const files = fakeFiles(filesOf(TINY_PACK));
  const workers = (): Workers => container as unknown as Workers;
  const options = { script: 'https://x/sw.js', page: PAGE, workers, reload, files, verifiers: ['tvm'] } as const;
  return { client: new OfflineClient(options), container, files };
}

describe('OfflineClient', () => {
  it('tells that the page is kept only once the worker answers for this tab, which it is asked to do', async () => {
    const registration = new FakeRegistration();
    const first = (registration.installing = new FakeWorker(PAGE));
    const { client, container } = start(registration);
    await client.start(listener);
    registration.active = first;
    first.become('activated');
    await expect.poll(() => first.told).toContain('claim');
    expect(listener.onKept).not.toHaveBeenCalled();
    container.becomeControlledBy(first);
    await expect.poll(() => listener.onKept).toHaveBeenCalled();
    expect(listener.onUpdate).not.toHaveBeenCalled();
  });

  it('does not say so of a tab of another build than the worker’s', async () => {
    const registration = new FakeRegistration();
    const active = (registration.active = new FakeWorker(OTHER));
    const { client, container } = start(registration);
    await client.start(listener);
    await expect.poll(() => active.told).toEqual(['holds']);
    container.becomeControlledBy(active);
    // It is announced instead.
    await expect.poll(() => listener.onUpdate).toHaveBeenCalled();
    expect(listener.onKept).not.toHaveBeenCalled();
  });

  it('announces a newer build, and loads it only when it is asked to', async () => {
    const registration = new FakeRegistration();
    const active = (registration.active = new FakeWorker(PAGE));
    const { client, container } = start(registration, active);
    await client.start(listener);
    const next = (registration.installing = new FakeWorker(OTHER));
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = next;
    next.become('installed');
    await expect.poll(() => listener.onUpdate).toHaveBeenCalledTimes(1);
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).not.toHaveBeenCalled();
    expect(next.told).not.toContain('use-now');
    listener.onUpdate.mock.calls[0]![0]();
    expect(next.told).toContain('use-now');
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('lets the build of this tab take over at once where the worker is of an older one', async () => {
    const registration = new FakeRegistration();
    registration.active = new FakeWorker(OTHER);
    const next = (registration.waiting = new FakeWorker(PAGE));
    const { client } = start(registration);
    await client.start(listener);
    await expect.poll(() => next.told).toContain('use-now');
    expect(listener.onUpdate).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });

  it('announces the build that another tab has let take over', async () => {
    const registration = new FakeRegistration();
    const active = (registration.active = new FakeWorker(OTHER));
    const { client } = start(registration, active);
    await client.start(listener);
    await expect.poll(() => listener.onUpdate).toHaveBeenCalled();
    expect(listener.onKept).not.toHaveBeenCalled();
    listener.onUpdate.mock.calls[0]![0]();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('goes on where service workers are refused, and tells what could not be kept', async () => {
    const { client, container, files } = start();
    vi.mocked(container.register).mockRejectedValue(new Error('SecurityError'));
    client.report('denied');
    await client.start(listener);
    expect(listener.onTrouble).toHaveBeenCalledWith('denied');
    files.source.keep = vi.fn();
    expect(await client.keepModels()).toBe(false);
  });

  it('keeps the policy and the default verifier of each task, and no other', async () => {
    const { client, files } = start();
    const kept: string[] = [];
    files.source.keep = async (path) => void kept.push(path);
    expect(await client.keepModels()).toBe(true);
    expect(kept).toContain(`models/${TINY_PACK}/tvm/onnx/model.onnx`);
    expect(kept).toContain(`models/${TINY_PACK}/policy/tokenizer.json`);
    expect(kept.filter((path) => path.includes('/ovm/'))).toEqual([]);
    files.source.keep = async () => Promise.reject(new Error('gone'));
    expect(await client.keepModels()).toBe(false);
  });
});
