import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TASKS } from '../../../src/tasks/registry';
import { AppError } from '../../../src/core/errors';
import type { RunRequest } from '../../../src/protocol/engine';
import type { HubApi, HubLoaded, HubLoadRequest } from '../../../src/protocol/hub';
import { promptFormatFor } from '../../../src/protocol/hub';
import { HubHost, type HubOffer, type HubSource } from '../../../src/runtime/hub/hub-host';
import { never, RESULT } from './fake-engine';
import { FakeWorker } from './fake-worker';

const LOADED: HubLoaded = {
  ...{ backend: 'wasm', backendReason: '', models: [], verifiers: ['confidence'], contextTokens: 9, stateLayers: [] },
  ...{ hasChatTemplate: true, family: 'other' },
};
const REQUEST = { runId: 7 } as RunRequest;
const noEvents = (): void => undefined;
const hosts: HubHost[] = [];
beforeEach(() => void vi.stubGlobal('navigator', {}));
afterEach(() => {
  vi.unstubAllGlobals();
  for (const host of hosts.splice(0)) host.release();
});

/** Files of a folder; to read one is told. */
function folder(onRead: () => void = noEvents): File[] {
  return ['config.json', 'tokenizer.json', 'onnx/model.onnx'].map((path) => {
    const file = new File([new Uint8Array(8)], path.split('/').at(-1)!);
    Object.defineProperty(file, 'webkitRelativePath', { value: `tiny/${path}` });
    file.arrayBuffer = async () => (onRead(), new ArrayBuffer(8));
    return file;
  });
}

function start(changed: Partial<HubApi> = {}, readScript: () => Promise<void> = async () => undefined) {
  const workers: FakeWorker[] = [];
  const loads: HubLoadRequest[] = [];
  const told: unknown[] = [];
  const api: HubApi = {
    holdLock: async () => false,
    passes: () => 0,
    load: async (request) => {
      loads.push(request);
      return LOADED;
    },
    setFormat: (format) => void told.push(format),
    run: async () => RESULT,
    together: never,
    check: never,
    stop: noEvents,
    abort: noEvents,
    trainHeads: never,
    pauseTraining: noEvents,
    goOnTraining: noEvents,
    stopTraining: noEvents,
    openHead: () => {
      throw new AppError('not-loaded', 'No model is loaded yet.');
    },
    ...changed,
  };
  const host = new HubHost({
    source: {
      // The worker's script has no address here: it is read.
      read: async (path) => {
        if (path === 'hub.js') await readScript();
        return new Uint8Array(4);
      },
    },
    runtime: { path: 'runtime.wasm', url: null, sizeBytes: 4 },
    worker: { path: 'hub.js', url: null },
    createWorker: () => {
      const worker = new FakeWorker(api);
      workers.push(worker);
      return worker as unknown as Worker;
    },
    hashing: {
      worker: { path: 'hash.js', url: null },
      createWorker: () => {
        throw new Error('Nothing here is large.');
      },
    },
  });
  hosts.push(host);
  return { host, workers, loads, told };
}

async function sourceOf(host: HubHost, signal = new AbortController().signal, onRead = noEvents): Promise<HubSource> {
  const offer: HubOffer = await host.describeFolder(folder(onRead), 'wasm');
  return { policy: { offer, plan: offer.plans[0]! }, signal, onProgress: noEvents };
}

describe('HubHost', () => {
  it('loads what it is given, runs it, and is asked in the words that were set', async () => {
    const { host, loads, told } = start();
    await expect(host.run(REQUEST, noEvents)).rejects.toMatchObject({ code: 'not-loaded' });
    expect(await host.load(await sourceOf(host))).toEqual(LOADED);
    expect(Object.keys(loads[0]!.policy.files)).toEqual(['config.json', 'tokenizer.json', 'onnx/model.onnx']);
    const format = promptFormatFor(TASKS.gsm8k, { hasChatTemplate: false, contextTokens: 1024 });
    host.setFormat(format);
    expect(await host.run(REQUEST, noEvents)).toEqual(RESULT);
    expect(told).toEqual([format]);
  });

  it.each([
    ['{"model_type":"qwen2","_name_or_path":"/home/reader/secret"}', 'qwen2'],
    ['{"model_type":"../secret folder"}', 'model'],
    ['no JSON', 'model'],
  ])('names a folder’s model by its architecture, not by the folder: %s', async (config, id) => {
    const { host, loads } = start();
    const files = folder();
    files[0]!.arrayBuffer = async () => new TextEncoder().encode(config).buffer;
    const offer = await host.describeFolder(files, 'wasm');
    expect(offer.listing.name).toBe('tiny');
    const signal = new AbortController().signal;
    await host.load({ policy: { offer, plan: offer.plans[0]! }, signal, onProgress: noEvents });
    expect(loads[0]!.policy.id).toBe(id);
  });

  it('reads a value head that lies beside a model when it is asked to', async () => {
    const { host } = start();
    const head = new File([new Uint8Array([7, 8])], 'a.inkling.safetensors');
    const path = 'inkling/a.inkling.safetensors';
    Object.defineProperty(head, 'webkitRelativePath', { value: `tiny/${path}` });
    const offer = await host.describeFolder([...folder(), head], 'wasm');
    const file = { path, sizeBytes: 2, sha256: null };
    const { signal } = new AbortController();
    const read = await host.readHead(offer, file, signal);
    expect([read.name, [...new Uint8Array(await read.arrayBuffer())]]).toEqual(['a.inkling.safetensors', [7, 8]]);
    await expect(host.readHead(offer, { ...file, path: 'inkling/b' }, signal)).rejects.toMatchObject({
      code: 'bad-input',
    });

    const fetched = vi.fn(async (_: string) => new Response(new Uint8Array([1, 2])));
    vi.stubGlobal('fetch', fetched);
    const address = { host: 'https://x.example', id: 'a/b' };
    const hosted = { ...offer, local: null, listing: { ...offer.listing, address, revision: 'abc' } };
    const downloaded = await host.readHead(hosted, file, signal);
    expect([...new Uint8Array(await downloaded.arrayBuffer())]).toEqual([1, 2]);
    expect(fetched.mock.calls.map(([url]) => url)).toEqual([`https://x.example/a/b/resolve/abc/${path}`]);
    const other = host.readHead(hosted, { ...file, sha256: 'ab'.repeat(32) }, signal);
    await expect(other).rejects.toMatchObject({ code: 'file-damaged' });
  });

  it('says of a folder that was changed meanwhile to choose it again', async () => {
    const { host } = start();
    const gone = (): void => {
      throw new DOMException('in the browser’s words', 'NotReadableError');
    };
    await expect(host.load(await sourceOf(host, undefined, gone))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'config.json cannot be read any more: choose the folder again.',
    });
  });

  it('puts the model that was there away before it reads another', async () => {
    const { host, workers } = start();
    await host.load(await sourceOf(host));
    const wasGone: boolean[] = [];
    const source = await sourceOf(host, undefined, () => wasGone.push(workers[0]!.isTerminated));
    await host.load(source);
    expect(wasGone).toEqual([true, true, true]);
    expect(workers[1]!.isTerminated).toBe(false);
    expect(host.isLoaded()).toBe(true);
  });

  it('keeps a model that is at work', async () => {
    let finish = noEvents;
    const { host, workers } = start({ run: () => new Promise((resolve) => (finish = () => resolve(RESULT))) });
    await host.load(await sourceOf(host));
    const run = host.run(REQUEST, noEvents);
    await expect(host.load(await sourceOf(host))).rejects.toMatchObject({ code: 'busy' });
    expect(workers).toHaveLength(1);
    await expect.poll(() => finish).not.toBe(noEvents);
    finish();
    expect(await run).toEqual(RESULT);
  });

  it('that is called off while its worker is started, or while the model is, leaves no worker', async () => {
    const early = new AbortController();
    const { host, workers, loads } = start({}, async () => early.abort());
    await expect(host.load(await sourceOf(host, early.signal))).rejects.toMatchObject({ code: 'aborted' });
    expect(loads).toEqual([]);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);

    const late = new AbortController();
    const other = start({
      load: () => {
        late.abort();
        return never();
      },
    });
    await expect(other.host.load(await sourceOf(other.host, late.signal))).rejects.toMatchObject({ code: 'aborted' });
    expect(other.workers[0]!.isTerminated).toBe(true);
    expect(other.host.isLoaded()).toBe(false);
  });

  it('has none after a load that failed, and starts another worker for the next', async () => {
    const { host, workers } = start({
      load: async () => {
        if (workers.length === 2) throw new AppError('out-of-memory', 'Too large.');
        return LOADED;
      },
    });
    await host.load(await sourceOf(host));
    await expect(host.load(await sourceOf(host))).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(host.isLoaded()).toBe(false);
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    await host.load(await sourceOf(host));
    expect(host.isLoaded()).toBe(true);
  });

  it.each(['internal', 'device-lost'] as const)('ends a model that failed with %s', async (code) => {
    const { host } = start({
      run: async () => {
        throw new AppError(code, 'No.');
      },
    });
    await host.load(await sourceOf(host));
    await expect(host.run(REQUEST, noEvents)).rejects.toMatchObject({ code });
    expect(host.isLoaded()).toBe(false);
  });

  it('can be left in the middle of a run', async () => {
    const asked = vi.fn(never);
    const { host, workers } = start({ run: asked });
    await host.load(await sourceOf(host));
    const run = host.run(REQUEST, noEvents);
    await expect.poll(() => asked).toHaveBeenCalled();
    host.release();
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect(workers[0]!.isTerminated).toBe(true);
  });
});
