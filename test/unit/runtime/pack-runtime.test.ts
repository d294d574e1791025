/** The runtime that the worker compiles out of the browser's cache, and the bytes that stand in for it. */
import { describe, expect, it, vi } from 'vitest';
import type { LoadProgress } from '../../../src/runtime/pack-host';
import type { EngineFiles } from '../../../src/runtime/engine-files';
import { ignore, LOAD, start } from './fake-engine';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';

describe('the runtime that the worker compiles', () => {
  /** Files of which the runtime is kept as soon as it was read. */
  function keeping(isKept: boolean) {
    const files = fakeFiles(filesOf(TINY_PACK));
    const read: string[] = [];
    const source: EngineFiles['source'] = {
      read: async (path, options) => {
        const bytes = await files.source.read(path, options);
        read.push(path);
        isKept ||= path === 'runtime.wasm';
        return bytes;
      },
      isKept: async () => isKept,
    };
    return { files: { ...files, source }, read };
  }
  const FILE = { url: 'https://example.org/runtime.wasm', sizeBytes: 4 };

  it('is not read by the page where an earlier visit kept it', async () => {
    const { files, read } = keeping(true);
    const compileRuntime = vi.fn(async () => true);
    const { client, loads } = start({ compileRuntime }, files);
    const progress: LoadProgress[] = [];
    await client.load({ ...LOAD, onProgress: (step) => progress.push(step) });
    await client.load({ ...LOAD, ...ignore });
    expect(loads.map(({ runtimeWasm }) => runtimeWasm.length)).toEqual([0, 0]);
    expect(compileRuntime.mock.calls).toEqual([[FILE]]);
    expect(read).not.toContain('runtime.wasm');
    expect(progress.at(-1)!.loadedBytes).toBe(progress.at(-1)!.totalBytes);
  });

  it('is downloaded once by the page on a first visit, and compiled out of the cache after that', async () => {
    const { files, read } = keeping(false);
    const compileRuntime = vi.fn(async () => {
      expect(read).toContain('runtime.wasm');
      return true;
    });
    const { client, loads } = start({ compileRuntime }, files);
    client.warm('auto');
    await client.load({ ...LOAD, ...ignore });
    expect(loads.map(({ runtimeWasm }) => runtimeWasm.length)).toEqual([0]);
    expect(read.filter((path) => path === 'runtime.wasm')).toHaveLength(1);
    expect(compileRuntime).toHaveBeenCalledOnce();
  });

  it.each([true, false])('comes as bytes, read once, where the worker cannot compile it (kept: %s)', async (isKept) => {
    const { files, read } = keeping(isKept);
    const { client, loads } = start({}, files);
    await client.load({ ...LOAD, ...ignore });
    expect(loads.map(({ runtimeWasm }) => runtimeWasm.length)).toEqual([4]);
    expect(read.filter((path) => path === 'runtime.wasm')).toHaveLength(1);
  });

  it('comes as bytes where nothing is kept or it has no address, and the worker is not asked', async () => {
    const compileRuntime = vi.fn(async () => true);
    const denied = start({ compileRuntime });
    await denied.client.load({ ...LOAD, ...ignore });
    const { files } = keeping(true);
    const { webgpu } = files;
    const inPage = start(
      { compileRuntime },
      { ...files, webgpu: { ...webgpu, runtime: { ...webgpu.runtime, url: null } } },
    );
    inPage.client.warm('auto');
    await inPage.client.load({ ...LOAD, ...ignore });
    expect([denied, inPage].map(({ loads }) => loads[0]!.runtimeWasm.length)).toEqual([4, 4]);
    expect(compileRuntime).not.toHaveBeenCalled();
  });

  it('is compiled ahead of the load, by the worker that the load takes', async () => {
    const { files } = keeping(true);
    const compileRuntime = vi.fn(async () => true);
    const { client, workers } = start({ compileRuntime }, files);
    client.warm('auto');
    await expect.poll(() => compileRuntime).toHaveBeenCalledWith(FILE);
    await client.load({ ...LOAD, ...ignore });
    expect(compileRuntime).toHaveBeenCalledOnce();
    expect(workers).toHaveLength(1);
  });
});
