/** What a visit remembers of back ends, and what the next makes of it. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { LoadRequest, RunRequest } from '../../../src/protocol/engine';
import { backendMemory } from '../../../src/runtime/backend-memory';
import { ignore, LOAD, start } from './fake-engine';

const REQUEST = { runId: 7, task: 'game24', problem: '4 5 6 10' } as RunRequest;

describe('what an earlier visit found', () => {
  const POLICY = { id: 'tiny/policy', role: 'policy', parameters: 1 } as const;
  const found = (backend: 'wasm' | 'webgpu') => ({
    load: async () => ({ backend, backendReason: `${backend}: faster`, models: [POLICY] }),
  });

  it('is handed to the engine of the next visit, and only where the reader leaves the choice', async () => {
    const storage = new Map<string, string>();
    await start(found('wasm'), undefined, storage).client.load({ ...LOAD, ...ignore });
    const { client, loads } = start({}, undefined, storage);
    await client.load({ ...LOAD, ...ignore });
    expect(loads[0]!.known).toEqual({ backend: 'wasm', reason: 'wasm: faster', checked: ['tiny/policy'] });
    await client.load({ ...LOAD, backend: 'wasm', ...ignore });
    expect(loads[1]!.known).toBeUndefined();
  });

  it('counts no model as checked by a GPU', async () => {
    const storage = new Map<string, string>();
    await start(found('webgpu'), undefined, storage).client.load({ ...LOAD, ...ignore });
    const { client, loads } = start({}, undefined, storage);
    await client.load({ ...LOAD, ...ignore });
    expect(loads[0]!.known).toEqual({ backend: 'webgpu', reason: 'webgpu: faster', checked: [] });
  });

  it('is WASM after WebGPU lost its device in a load, which goes on there, or in a run', async () => {
    const lost = async () => {
      throw new AppError('device-lost', 'gone');
    };
    const seen: LoadRequest[] = [];
    const { client } = start({
      load: async (request) => {
        seen.push(request);
        if (seen.length === 1) await lost();
        return { backend: request.known?.backend ?? 'webgpu', backendReason: 'why', models: [] };
      },
    });
    expect(await client.load({ ...LOAD, ...ignore })).toMatchObject({ backend: 'wasm' });

    const other = start({ ...found('webgpu'), run: lost });
    await other.client.load({ ...LOAD, ...ignore });
    await expect(other.client.run(REQUEST, () => undefined)).rejects.toMatchObject({
      code: 'device-lost',
    });
    expect(other.storage.get('inkling-backend-1')).toContain('"backend":"wasm"');
  });

  it('is nothing where the storage is denied, holds something else, or belongs to another browser', () => {
    const denied = backendMemory('b', () => {
      throw new Error('denied');
    });
    expect(denied.recall()).toBeNull();
    denied.remember({ backend: 'wasm', reason: 'r', checked: [] });
    expect(denied.recall()).toEqual({ backend: 'wasm', reason: 'r', checked: [] });
    for (const kept of [
      '',
      '{',
      '{"backend":"cuda"}',
      '{"browser":"other","backend":"wasm","reason":"r","checked":[]}',
    ])
      expect(backendMemory('b', () => ({ getItem: () => kept, setItem: () => undefined })).recall()).toBeNull();
  });
});
