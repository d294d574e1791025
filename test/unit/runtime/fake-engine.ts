/** An engine's client on fake workers and fake files; what is not named answers at once. */
import { afterEach } from 'vitest';
import type { LoadRequest } from '../../../src/protocol/engine';
import type { PackApi } from '../../../src/protocol/pack-api';
import { backendMemory } from '../../../src/runtime/backend-memory';
import { PackHost } from '../../../src/runtime/pack-host';
import type { EngineFiles } from '../../../src/runtime/engine-files';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';
import { FakeWorker } from './fake-worker';

export const RESULT = { answer: null, correct: false, budget: { policyTokens: 0, valueTokens: 0, elapsedMs: 0 } };
export const LOAD = { task: 'game24', verifiers: ['tvm'], backend: 'auto' } as const;

export function start(
  changed: Partial<PackApi> = {},
  files: EngineFiles = fakeFiles(filesOf(TINY_PACK)),
  storage = new Map<string, string>(),
) {
  const workers: FakeWorker[] = [];
  const loads: LoadRequest[] = [];
  const api: PackApi = {
    holdLock: async () => false,
    passes: () => 0,
    compileRuntime: async () => false,
    load: async (request) => {
      loads.push(request);
      return { backend: 'wasm', backendReason: 'why not', models: [] };
    },
    run: async () => RESULT,
    together: async () => [],
    check: () => never(),
    stop: () => undefined,
    abort: () => undefined,
    ...changed,
  };
  const client = new PackHost({
    files,
    memory: backendMemory('a browser', () => ({
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
    })),
    createWorker: () => {
      const worker = new FakeWorker(api);
      workers.push(worker);
      return worker as unknown as Worker;
    },
  });
  open.push(client);
  return { client, workers, loads, storage };
}

const open: PackHost[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.dispose();
});
export const never = () => new Promise<never>(() => undefined);
export const ignore = { onProgress: () => undefined };
