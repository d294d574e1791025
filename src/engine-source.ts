/** Where the engine's files are on a site. In `inkling.html` `engine-source.embedded.ts` takes its place. */
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import workerUrl from '../workers/engine.worker.ts?worker&url';
import type { EngineFiles } from './runtime/engine-files';
import { networkFiles } from './runtime/network-files';

// Not the address alone: an embedded page may stand at any address with any query.
const site = new URL(import.meta.env.BASE_URL, new URL('.', document.baseURI));
const address = (url: string): string => new URL(url, import.meta.url).href;
/** The path below the site, by which its files are known; an address for what lies elsewhere. */
const path = (url: string): string => address(url).replace(site.href, '');

export const engineFiles = (): EngineFiles => ({
  source: networkFiles(site),
  runtime: { path: path(runtimeUrl), sizeBytes: __RUNTIME_BYTES__ },
  worker: { path: path(workerUrl), url: address(workerUrl) },
});
