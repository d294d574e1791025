import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OfflineClient, type Workers } from '../../../src/runtime/offline';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';

const listener = { onKept: vi.fn(), onUpdate: vi.fn<(use: () => void) => void>(), onTrouble: vi.fn() };
const reload = vi.fn();
beforeEach(() => vi.clearAllMocks());

/** A service worker that can be led through its states. */
class FakeWorker extends EventTarget {
  state = 'installing';
  postMessage = vi.fn();
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

function start(registration: FakeRegistration, controller: object | null = null) {
  const container = Object.assign(new EventTarget(), { controller, register: vi.fn(async () => registration) });
  const files = fakeFiles(filesOf(TINY_PACK));
  const workers = (): Workers => container as unknown as Workers;
  const client = new OfflineClient({ script: 'https://x/sw.js', workers, reload, files, verifiers: ['tvm'] });
  return { client, container, files };
}

describe('OfflineClient', () => {
  it('tells that the page is kept once the first service worker serves', async () => {
    const registration = new FakeRegistration();
    const first = (registration.installing = new FakeWorker());
    const { client } = start(registration);
    await client.start(listener);
    expect(listener.onKept).not.toHaveBeenCalled();
    registration.active = first;
    first.become('activated');
    expect(listener.onKept).toHaveBeenCalled();
    expect(listener.onUpdate).not.toHaveBeenCalled();
  });

  it('announces a newer build, and loads it only when it is asked to', async () => {
    const registration = new FakeRegistration();
    registration.active = new FakeWorker();
    const { client, container } = start(registration, {});
    await client.start(listener);
    const next = (registration.installing = new FakeWorker());
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = next;
    next.become('installed');
    expect(listener.onUpdate).toHaveBeenCalledTimes(1);
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).not.toHaveBeenCalled();
    listener.onUpdate.mock.calls[0]![0]();
    expect(next.postMessage).toHaveBeenCalledWith({ type: 'use-now' });
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('goes on where service workers are refused, and tells what could not be kept', async () => {
    const { client, container, files } = start(new FakeRegistration());
    container.register.mockRejectedValue(new Error('SecurityError'));
    client.report('denied');
    await client.start(listener);
    expect(listener.onTrouble).toHaveBeenCalledWith('denied');
    files.source.keep = vi.fn();
    expect(await client.keepModels()).toBe(false);
  });

  it('keeps the policy and the default verifier of each task, and no other', async () => {
    const { client, files } = start(new FakeRegistration());
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
