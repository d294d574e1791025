/** An engine's client on fake workers and fake files; what is not named answers at once. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter';
import { afterEach } from 'vitest';
import type { EngineApi, LoadRequest } from '../../../src/protocol/engine';
import { backendMemory } from '../../../src/runtime/backend-memory';
import { EngineClient } from '../../../src/runtime/engine-client';
import type { EngineFiles } from '../../../src/runtime/engine-files';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';

/** A worker in this thread that can be made to die. */
class FakeWorker extends EventTarget {
  readonly #port: MessagePort;
  readonly #inside: MessagePort;
  isTerminated = false;
  constructor(api: EngineApi) {
    super();
    const { port1, port2 } = new MessageChannel();
    [this.#port, this.#inside] = [port1, port2];
    expose(api, nodeEndpoint(port2));
    port1.on('message', (data) => this.dispatchEvent(new MessageEvent('message', { data })));
  }
  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#port.postMessage(message, transfer as never);
  }
  start(): void {}
  terminate(): void {
    this.isTerminated = true;
    this.#port.close();
    this.#inside.close();
  }
  die(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}

export const RESULT = { answer: null, correct: false, budget: { policyTokens: 0, valueTokens: 0, elapsedMs: 0 } };
export const LOAD = { task: 'game24', verifiers: ['tvm'], backend: 'auto' } as const;

export function start(
  changed: Partial<EngineApi> = {},
  files: EngineFiles = fakeFiles(filesOf(TINY_PACK)),
  storage = new Map<string, string>(),
) {
  const workers: FakeWorker[] = [];
  const loads: LoadRequest[] = [];
  const api: EngineApi = {
    holdLock: async () => false,
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
  const client = new EngineClient({
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

const open: EngineClient[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.dispose();
});
export const never = () => new Promise<never>(() => undefined);
export const ignore = { onProgress: () => undefined };
