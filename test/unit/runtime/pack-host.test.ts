import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { CheckRequest, ValueResult } from '../../../src/protocol/checks';
import type { LoadRequest, RunRequest } from '../../../src/protocol/engine';
import type { SearchEvent } from '../../../src/protocol/parameters';
import type { LoadProgress } from '../../../src/runtime/pack-host';
import { chooseFlavour, type EngineFiles } from '../../../src/runtime/engine-files';
import { ignore, LOAD, never, RESULT, start } from './fake-engine';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';

const VALUE: ValueResult = {
  kind: 'value',
  predicted: 0.5,
  scale: 'probability',
  observed: { successes: 1, rollouts: 2, low: 0.09, high: 0.91 },
  budget: { policyTokens: 2, valueTokens: 1 },
};
const REQUEST = { runId: 7, task: 'game24', problem: '4 5 6 10' } as RunRequest;

describe('PackHost', () => {
  it('hands the checked files over and reports progress in bytes up to their sum', async () => {
    const { client, loads } = start();
    const progress: LoadProgress[] = [];
    expect(await client.load({ ...LOAD, onProgress: (step) => progress.push(step) })).toMatchObject({
      backend: 'wasm',
    });
    const paths = Object.keys(loads[0]!.pack.files).sort();
    expect(paths).toContain('policy/onnx/model.onnx');
    expect(paths).toContain('tvm/onnx/model.onnx');
    expect(paths).not.toContain('ovm/onnx/model.onnx');
    const { loadedBytes, totalBytes } = progress.at(-1)!;
    expect(loadedBytes).toBe(totalBytes);
    expect(totalBytes).toBeGreaterThan(50_000);
    expect(progress.map((step) => step.loadedBytes)).toEqual(
      progress.map((step) => step.loadedBytes).sort((a, b) => a - b),
    );
  });

  it('asks the site once for what the pack holds, also when the verifiers were asked for before', async () => {
    const files = fakeFiles(filesOf(TINY_PACK));
    const read: string[] = [];
    const source = {
      ...files.source,
      read: (...args: Parameters<typeof files.source.read>) => (read.push(args[0]), files.source.read(...args)),
    };
    const { client } = start({}, { ...files, source });
    expect(await client.packOffer('game24')).toEqual({
      tasks: ['game24'],
      verifiers: ['tvm', 'ovm', 'implicit-prm'],
      scales: { tvm: 'probability', ovm: 'probability', 'implicit-prm': 'unbounded' },
      readings: {},
      levels: null,
    });
    await client.load({ ...LOAD, ...ignore });
    expect(read.filter((path, i) => read.indexOf(path) !== i)).toEqual([]);
    // What was found counts for one load: the next one looks again.
    await client.load({ ...LOAD, ...ignore });
    expect(read.filter((path) => path === 'models/index.json')).toHaveLength(2);
  });

  it('knows whether what was loaded is still there', async () => {
    const { client, workers } = start();
    expect(client.isLoaded()).toBe(false);
    await client.load({ ...LOAD, ...ignore });
    expect(client.isLoaded()).toBe(true);
    workers[0]!.die('gone');
    expect(client.isLoaded()).toBe(false);
    await client.load({ ...LOAD, ...ignore });
    expect(client.isLoaded()).toBe(true);
  });

  it('sends the runtime once a worker', async () => {
    const { client, loads } = start();
    await client.load({ ...LOAD, ...ignore });
    await client.load({ ...LOAD, ...ignore });
    expect(loads.map(({ runtimeWasm }) => runtimeWasm.length)).toEqual([4, 0]);
  });

  it('reads and sends only what is missing when another verifier is wanted', async () => {
    const { client, loads } = start();
    await client.load({ ...LOAD, ...ignore });
    await client.load({ ...LOAD, verifiers: ['tvm', 'ovm'], ...ignore });
    expect(loads[1]).toMatchObject({ joins: true, verifiers: ['ovm'] });
    const paths = Object.keys(loads[1]!.pack.files);
    expect(paths).toContain('ovm/onnx/model.onnx');
    expect(paths.filter((path) => /^(policy|tvm)/.test(path))).toEqual([]);

    await client.load({ ...LOAD, backend: 'wasm', ...ignore });
    expect(loads[2]!.joins).toBeUndefined();
    expect(Object.keys(loads[2]!.pack.files)).toContain('policy/onnx/model.onnx');
  });

  it('sends everything again after a load that failed', async () => {
    const seen: LoadRequest[] = [];
    const { client } = start({
      load: async (request) => {
        seen.push(request);
        if (seen.length === 2) throw new AppError('internal', 'no');
        return { backend: 'wasm', backendReason: 'why not', models: [] };
      },
    });
    await client.load({ ...LOAD, ...ignore });
    await expect(client.load({ ...LOAD, verifiers: ['ovm'], ...ignore })).rejects.toMatchObject({ code: 'internal' });
    await client.load({ ...LOAD, verifiers: ['ovm'], ...ignore });
    expect(seen.map(({ joins }) => joins ?? false)).toEqual([false, true, false]);
  });

  it('passes events on and resolves with the result', async () => {
    const event: SearchEvent = { seq: 0, type: 'budget', policyTokens: 1, valueTokens: 2 };
    const { client } = start({
      run: async (_request, onEvents) => {
        await (onEvents([event]) as unknown as Promise<void>);
        return RESULT;
      },
    });
    await client.load({ ...LOAD, ...ignore });
    const seen: SearchEvent[] = [];
    expect(await client.run(REQUEST, (events) => seen.push(...events))).toEqual(RESULT);
    expect(seen).toEqual([event]);
  });

  it('rejects every pending call when the worker dies, and starts another one for the next load', async () => {
    const asked = vi.fn(never);
    const { client, workers } = start({ run: asked });
    await client.load({ ...LOAD, ...ignore });
    const run = client.run(REQUEST, () => undefined);
    await expect.poll(() => asked).toHaveBeenCalled();
    workers[0]!.die('out of memory');
    await expect(run).rejects.toMatchObject({ code: 'worker-died', message: expect.stringContaining('out of memory') });
    expect(workers[0]!.isTerminated).toBe(true);
    await expect(client.run(REQUEST, () => undefined)).rejects.toMatchObject({ code: 'not-loaded' });
    await client.load({ ...LOAD, ...ignore });
    expect(workers).toHaveLength(2);
  });

  it('starts another worker after the device was lost', async () => {
    const { client, workers, loads } = start({
      run: async () => {
        throw new AppError('device-lost', 'The webgpu back end failed during a run.');
      },
    });
    await client.load({ ...LOAD, ...ignore });
    await expect(client.run(REQUEST, () => undefined)).rejects.toMatchObject({
      code: 'device-lost',
      message: 'The webgpu back end failed during a run.',
    });
    expect(workers[0]!.isTerminated).toBe(true);
    await client.load({ ...LOAD, ...ignore });
    expect(loads.map(({ runtimeWasm }) => runtimeWasm.length)).toEqual([4, 4]);
  });

  it('rejects a load whose worker never started', async () => {
    const asked = vi.fn(never);
    const { client, workers } = start({ load: asked });
    const load = client.load({ ...LOAD, ...ignore });
    await expect.poll(() => asked).toHaveBeenCalled();
    workers[0]!.die('');
    await expect(load).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('sends stop and abort to the run that is going on, and refuses a second one', async () => {
    const told: string[] = [];
    let finish = (): void => undefined;
    const asked = vi.fn(() => new Promise<typeof RESULT>((resolve) => (finish = () => resolve(RESULT))));
    const { client } = start({
      run: asked,
      stop: (runId) => void told.push(`stop ${runId}`),
      abort: (runId) => {
        told.push(`abort ${runId}`);
        finish();
      },
    });
    await client.load({ ...LOAD, ...ignore });
    client.stop(7);
    const run = client.run(REQUEST, () => undefined);
    await expect(client.run(REQUEST, () => undefined)).rejects.toMatchObject({ code: 'busy' });
    await expect.poll(() => asked).toHaveBeenCalled();
    client.stop(7);
    client.abort(7);
    await run;
    expect(told).toEqual(['stop 7', 'abort 7']);
  });

  it('passes a check on, one at a time with runs, and aborts it by its number', async () => {
    const told: number[] = [];
    let fail = (_: unknown): void => undefined;
    const { client } = start({
      check: async ({ runId }, onEvents) => {
        const aborted = new Promise<never>((_, reject) => (fail = reject));
        aborted.catch(() => undefined);
        // Across threads the answer is a promise.
        await Promise.resolve(onEvents([{ type: 'predicted', value: 0.5, scale: 'probability' }]));
        if (runId === 8) return VALUE;
        return aborted;
      },
      abort: (runId) => {
        told.push(runId);
        fail(new AppError('aborted', 'The check was aborted.'));
      },
    });
    await client.load({ ...LOAD, ...ignore });
    const { task, problem } = REQUEST;
    const request = { task, problem, kind: 'value' } as CheckRequest<'value'>;
    const heard: unknown[] = [];
    expect(await client.check({ ...request, runId: 8 }, (events) => void heard.push(...events))).toEqual(VALUE);
    expect(heard).toEqual([{ type: 'predicted', value: 0.5, scale: 'probability' }]);

    const check = client.check({ ...request, runId: 9 }, () => {
      client.abort(8);
      client.abort(9);
    });
    await expect(client.run(REQUEST, () => undefined)).rejects.toMatchObject({ code: 'busy' });
    await expect(check).rejects.toMatchObject({ code: 'aborted' });
    expect(told).toEqual([9]);
  });

  it('stops a run that was told to end before its worker knew of it', async () => {
    const told: string[] = [];
    let finish = (): void => undefined;
    const { client } = start({
      run: () => new Promise((resolve) => (finish = () => resolve(RESULT))),
      stop: (runId) => {
        told.push(`stop ${runId}`);
        finish();
      },
    });
    await client.load({ ...LOAD, ...ignore });
    const run = client.run(REQUEST, () => undefined);
    client.stop(7);
    expect(await run).toEqual(RESULT);
    expect(told).toEqual(['stop 7']);
  });

  it('refuses to load while a search runs, and forgets nothing', async () => {
    let finish = (): void => undefined;
    const { client, loads, workers } = start({
      run: () => new Promise((resolve) => (finish = () => resolve(RESULT))),
    });
    await client.load({ ...LOAD, ...ignore });
    const run = client.run(REQUEST, () => undefined);
    await expect(client.load({ ...LOAD, verifiers: ['ovm'], ...ignore })).rejects.toMatchObject({ code: 'busy' });
    await expect(client.load({ ...LOAD, backend: 'wasm', ...ignore })).rejects.toMatchObject({ code: 'busy' });
    expect(client.isLoaded()).toBe(true);
    finish();
    await run;
    expect(loads).toHaveLength(1);
    expect(workers[0]!.isTerminated).toBe(false);
  });

  it('can load again where the runtime failed to start: it fails for ever in its worker', async () => {
    const { client, workers } = start({
      load: async () => {
        if (workers.length === 1) throw new AppError('backend-unavailable', 'wasm could not load the model');
        return { backend: 'wasm', backendReason: 'why not', models: [] };
      },
    });
    await expect(client.load({ ...LOAD, ...ignore })).rejects.toMatchObject({ code: 'backend-unavailable' });
    expect(workers[0]!.isTerminated).toBe(true);
    expect(await client.load({ ...LOAD, ...ignore })).toMatchObject({ backend: 'wasm' });
  });

  it('keeps the code of what the engine throws', async () => {
    const { client } = start({
      load: async () => {
        throw new AppError('backend-unavailable', 'WebGPU: no adapter.', { backend: 'webgpu' });
      },
    });
    const load = client.load({ ...LOAD, backend: 'webgpu', ...ignore });
    await expect(load).rejects.toMatchObject({ code: 'backend-unavailable', data: { backend: 'webgpu' } });
  });
});

describe('the flavour of the engine', () => {
  const all = filesOf(TINY_PACK);
  const files: EngineFiles = {
    ...fakeFiles({ ...all, 'small.wasm': new Uint8Array(3) }),
    wasm: { runtime: { path: 'small.wasm', url: null, sizeBytes: 3 }, worker: { path: 'small.js', url: 'small.js' } },
  };
  const adapter = (info: object | null) => ({ gpu: { requestAdapter: async () => info && { info } } });

  it.each([
    ['without WebGPU', {}, 'auto', 'wasm'],
    ['without an adapter', adapter(null), 'auto', 'wasm'],
    ['with a software adapter', adapter({ isFallbackAdapter: true }), 'auto', 'wasm'],
    ['with a GPU', adapter({ vendor: 'x' }), 'auto', 'webgpu'],
    ['with a GPU where WASM is asked for', adapter({ vendor: 'x' }), 'wasm', 'wasm'],
    ['where WebGPU is asked for', {}, 'webgpu', 'webgpu'],
  ] as const)('is the smallest that serves, %s', async (_, navigator, backend, expected) => {
    vi.stubGlobal('navigator', navigator);
    expect(await chooseFlavour(files, backend)).toBe(files[expected]);
    vi.unstubAllGlobals();
  });

  it('is exchanged with its worker when the back end asks for the other', async () => {
    const { client, workers, loads } = start({}, files);
    await client.load({ ...LOAD, backend: 'wasm', ...ignore });
    await client.load({ ...LOAD, backend: 'webgpu', ...ignore });
    expect(workers).toHaveLength(2);
    expect(loads.map(({ runtimeWasm }) => runtimeWasm.length)).toEqual([3, 4]);
    expect(Object.keys(loads[1]!.pack.files)).toContain('policy/onnx/model.onnx');
  });
});

describe('files that are not right', () => {
  const changed = (path: string, bytes: Uint8Array<ArrayBuffer> | null): EngineFiles =>
    fakeFiles({ ...filesOf(TINY_PACK), [path]: bytes });
  const model = `models/${TINY_PACK}/tvm/onnx/model.onnx`;
  const manifest = `models/${TINY_PACK}/manifest.json`;
  const good = filesOf(TINY_PACK);
  const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
  const flipped = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
    bytes.map((b, i) => (i === 99 ? b ^ 1 : b));
  const edited = (change: (manifest: { files: { path: string }[]; id: string }) => void): Uint8Array<ArrayBuffer> => {
    const parsed = JSON.parse(new TextDecoder().decode(good[manifest]));
    change(parsed);
    return text(JSON.stringify(parsed));
  };

  it.each([
    ['a missing index', 'models/index.json', null, 'file-missing'],
    ['an index that is a page', 'models/index.json', text('<!doctype html>'), 'file-damaged'],
    ['an index of another format', 'models/index.json', text('{"format":"x"}'), 'file-damaged'],
    [
      'a pack for no such task',
      'models/index.json',
      text('{"format":"inkling-pack-index","version":1,"packs":{}}'),
      'file-missing',
    ],
    ['a manifest of another pack', manifest, edited((m) => (m.id = 'other-1')), 'file-damaged'],
    ['a manifest that leads out of its folder', manifest, edited((m) => (m.files[0]!.path = '../x')), 'file-damaged'],
    ['a missing model', model, null, 'file-missing'],
    ['a model that is cut short', model, good[model]!.slice(0, 1000), 'file-damaged'],
    ['a model with one flipped bit', model, flipped(good[model]!), 'file-damaged'],
  ] as const)('%s', async (_name, path, bytes, code) => {
    const { client } = start({}, changed(path, bytes));
    await expect(client.load({ ...LOAD, ...ignore })).rejects.toMatchObject({ name: 'AppError', code });
  });
});

describe('an engine that was closed', () => {
  it('starts no worker for a load that was under way', async () => {
    const { client, workers } = start();
    const load = client.load({ ...LOAD, ...ignore });
    client.dispose();
    await expect(load).rejects.toMatchObject({ code: 'aborted' });
    expect(workers).toEqual([]);
  });
});
