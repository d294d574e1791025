/** Where the engine's files are on a site. In `inkling.html` `engine-source.embedded.ts` takes its place. */
import webgpuRuntimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmRuntimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import hashWorkerUrl from '../workers/hash.worker.ts?worker&url';
import hubWorkerUrl from '../workers/hub.worker.ts?worker&url';
import importWorkerUrl from '../workers/import.worker.ts?worker&url';
import trainWasmWorkerUrl from '../workers/train-wasm.worker.ts?worker&url';
import trainWorkerUrl from '../workers/train.worker.ts?worker&url';
import wasmWorkerUrl from '../workers/engine-wasm.worker.ts?worker&url';
import webgpuWorkerUrl from '../workers/engine.worker.ts?worker&url';
import type { EngineFiles, EngineFlavour } from './runtime/engine-files';
import { isPacked } from './protocol/packed';
import type { FileSource } from './runtime/file-source';
import { networkFiles } from './runtime/network-files';
import type { KeepingTrouble } from './runtime/network-files';

// Not the address alone: an embedded page may stand at any address with any query.
const site = new URL(import.meta.env.BASE_URL, new URL('.', document.baseURI));
const address = (url: string): string => new URL(url, import.meta.url).href;
/** The path below the site, by which its files are known; an address for what lies elsewhere. */
const path = (url: string): string => address(url).replace(site.href, '');

const flavour = (runtimeUrl: string, sizeBytes: number, workerUrl: string): EngineFlavour => ({
  runtime: { path: path(runtimeUrl), url: address(runtimeUrl), sizeBytes },
  worker: { path: path(workerUrl), url: address(workerUrl) },
});

/** The script that reads files of other tools; fetched when one is opened. */
export const importWorker = (): EngineFlavour['worker'] => ({
  path: path(importWorkerUrl),
  url: address(importWorkerUrl),
});

/** The script that runs hub models; fetched when the reader has agreed to one. */
export const hubWorker = (): EngineFlavour['worker'] => ({
  path: path(hubWorkerUrl),
  url: address(hubWorkerUrl),
});

/** The script that hashes the files of hub models; fetched as `hubWorker`. */
export const hashWorker = (): EngineFlavour['worker'] => ({
  path: path(hashWorkerUrl),
  url: address(hashWorkerUrl),
});

/** The runtimes, each with the script that trains verifiers on it; fetched when a reader trains one. */
export const trainFiles = ({ source, webgpu, wasm }: EngineFiles): EngineFiles => {
  const worker = (url: string): EngineFlavour['worker'] => ({ path: path(url), url: address(url) });
  return {
    source,
    webgpu: { ...webgpu, worker: worker(trainWorkerUrl) },
    ...(wasm ? { wasm: { ...wasm, worker: worker(trainWasmWorkerUrl) } } : {}),
  };
};

/** Questions with answers (`src/tasks/question-set.ts`): the site has compressed copies alone. */
export const questionFiles = (): FileSource | null => networkFiles(site, { isPacked: () => true });

/** The script that answers without a network, beside the page. */
export const serviceWorker = (): string | null => new URL('service-worker.js', site).href;

export const engineFiles = (onTrouble: (trouble: KeepingTrouble) => void): EngineFiles => ({
  // The development server has no compressed copies.
  source: networkFiles(site, { onTrouble, isPacked: (file) => import.meta.env.PROD && isPacked(file) }),
  webgpu: flavour(webgpuRuntimeUrl, __RUNTIME_BYTES__.webgpu, webgpuWorkerUrl),
  wasm: flavour(wasmRuntimeUrl, __RUNTIME_BYTES__.wasm, wasmWorkerUrl),
});
