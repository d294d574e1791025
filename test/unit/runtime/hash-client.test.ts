/** Large files are hashed in a worker of their own: where there is none, here; and their bytes come back. */
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { HashApi } from '../../../src/protocol/hash';
import { hashAway } from '../../../src/runtime/hash-client';
import { hashModel, modelHash } from '../../../src/runtime/hub/model-hash';
import { LARGE } from '../../../src/runtime/sha256';
import { modelHash as nodeModelHash } from '../../../src/cli/model-hash';
import { wholeHash } from '../../../workers/whole-hash';
import { eventually } from '../../fixtures/eventually';
import { FakeWorker } from './fake-worker';

const large = (): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: LARGE + 5 }, (_, i) => i * 31);
const LARGE_HASH = createHash('sha256').update(large()).digest('hex');

/** The worker's own answers, or others. */
function start(api: Partial<HashApi> = {}) {
  const workers: FakeWorker[] = [];
  const hash = hashAway({
    source: { read: async () => new Uint8Array(4) },
    worker: { path: 'hash.js', url: null },
    createWorker: () => {
      const worker = new FakeWorker({
        ready: () => true,
        hash: async (bytes: Uint8Array<ArrayBuffer>) => ({ bytes, sha256: await wholeHash(bytes) }),
        ...api,
      });
      workers.push(worker);
      return worker as unknown as Worker;
    },
  });
  return { hash, workers };
}

describe('a large file', () => {
  it('goes to a worker, which is ended, and comes back whole', async () => {
    const { hash, workers } = start();
    const bytes = large();
    const hashed = await hash(bytes);
    expect([hashed.sha256, Buffer.compare(hashed.bytes, large())]).toEqual([LARGE_HASH, 0]);
    // It was handed over, not copied.
    expect(bytes.length).toBe(0);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });

  it('is hashed here where no worker starts, and a small one always', async () => {
    const { hash, workers } = start({ ready: () => new Promise<never>(() => undefined) as never });
    const small = new Uint8Array([1, 2, 3]);
    expect(await hash(small)).toEqual({ bytes: small, sha256: createHash('sha256').update(small).digest('hex') });
    expect(workers).toEqual([]);
    const bytes = large();
    const hashed = hash(bytes);
    await eventually(() => expect(workers.length).toBe(1));
    workers[0]!.die('The script could not be had.');
    expect((await hashed).sha256).toBe(LARGE_HASH);
    expect((await hashed).bytes).toBe(bytes);
  });

  it('is lost with a worker that dies at it, and given up when it is called off', async () => {
    const asked = vi.fn(() => new Promise<never>(() => undefined));
    const { hash, workers } = start({ hash: asked });
    const lost = hash(large());
    await eventually(() => expect(asked).toHaveBeenCalled());
    workers[0]!.die('Out of memory.');
    await expect(lost).rejects.toMatchObject({ code: 'worker-died' });
    const ends = new AbortController();
    const left = hash(large(), ends.signal);
    await eventually(() => expect(asked).toHaveBeenCalledTimes(2));
    ends.abort();
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true]);
  });
});

describe('what a worker hashes', () => {
  const bytes = new TextEncoder().encode('hello');
  const hex = createHash('sha256').update(bytes).digest('hex');

  it('is hashed by the browser’s own, unless it is none, has no memory, or the file is too large for a copy', async () => {
    const digest = vi.fn((name: AlgorithmIdentifier, data: BufferSource) => crypto.subtle.digest(name, data));
    expect(await wholeHash(bytes, { digest })).toBe(hex);
    expect(digest).toHaveBeenCalledOnce();
    expect(await wholeHash(bytes, { digest }, bytes.length - 1)).toBe(hex);
    expect(digest).toHaveBeenCalledOnce();
    const full = vi.fn(() => Promise.reject(new DOMException('', 'OperationError')));
    expect(await wholeHash(bytes, { digest: full })).toBe(hex);
    expect(full).toHaveBeenCalledOnce();
    vi.stubGlobal('crypto', {});
    expect(await wholeHash(bytes)).toBe(hex);
    vi.unstubAllGlobals();
  });
});

describe('the hash of a model', () => {
  const model = (files: Record<string, Uint8Array>) =>
    ({ id: 'a', files, dtype: 'fp32', dataFiles: 0, parameters: 0 }) as const;
  const files = (): Record<string, Uint8Array> => ({
    'config.json': new Uint8Array([9]),
    'onnx/model.onnx': large(),
    'onnx/model.onnx_data': new Uint8Array([2]),
  });

  it('is the same wherever it is computed, and the model is whole then', async () => {
    const { hash } = start();
    const given = files();
    const hashed = await hashModel(model(given), new Map(), hash);
    expect(given['onnx/model.onnx']!.length).toBe(0);
    expect(Object.keys(hashed.files)).toEqual(Object.keys(given));
    for (const [path, bytes] of Object.entries(files())) expect(Buffer.compare(hashed.files[path]!, bytes)).toBe(0);
    expect(hashed.sha256).toBe(await modelHash(model(files())));
    expect(hashed.sha256).toBe(await nodeModelHash(model(files())));
  });

  it('takes what is known of a file', async () => {
    const { hash, workers } = start();
    const known = new Map([['onnx/model.onnx', LARGE_HASH]]);
    expect((await hashModel(model(files()), known, hash)).sha256).toBe(await modelHash(model(files())));
    expect(workers).toEqual([]);
  });
});
