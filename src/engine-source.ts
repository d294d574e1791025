/** Where the engine's files are on a site. In `inkling.html` `engine-source.embedded.ts` takes its place. */
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import workerUrl from '../workers/engine.worker.ts?worker&url';
import type { EngineFiles } from './runtime/engine-files';
import { networkFiles } from './runtime/network-files';

const address = (url: string): string => new URL(url, import.meta.url).href;

export const engineFiles = (): EngineFiles => ({
  // Not `document.baseURI`: an embedded page may stand at any address with any query.
  source: networkFiles(new URL(import.meta.env.BASE_URL, new URL('.', document.baseURI))),
  runtime: { path: address(runtimeUrl), sizeBytes: __RUNTIME_BYTES__ },
  worker: { path: address(workerUrl), url: address(workerUrl) },
});
