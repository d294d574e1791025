/** Where the engine's files are in `inkling.html`: in the page itself. */
import { embeddedFiles } from './runtime/embedded-files';
import type { FileSource } from './runtime/file-source';
import type { EngineFiles, EngineFlavour } from './runtime/engine-files';

export const importWorker = (): EngineFlavour['worker'] => ({ path: 'import.worker.js', url: null });

export const hubWorker = (): EngineFlavour['worker'] => ({ path: 'hub.worker.js', url: null });

export const hashWorker = (): EngineFlavour['worker'] => ({ path: 'hash.worker.js', url: null });

export const trainFiles = ({ source, webgpu }: EngineFiles): EngineFiles => ({
  source,
  webgpu: { ...webgpu, worker: { path: 'train.worker.js', url: null } },
});

/** They are not in the page. */
export const questionFiles = (): FileSource | null => null;

/** Nothing to keep: everything is in the page. */
export const serviceWorker = (): string | null => null;

export const engineFiles = (): EngineFiles => ({
  source: embeddedFiles(document),
  webgpu: {
    runtime: { path: 'runtime.wasm', url: null, sizeBytes: __RUNTIME_BYTES__.webgpu },
    worker: { path: 'engine.worker.js', url: null },
  },
});
