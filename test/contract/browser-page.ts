/** Runs the contract inside a browser; `browser.test.ts` builds, serves and drives this page. */
import * as flavour from 'onnxruntime-web/webgpu';
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { BackendId } from '../../src/core/ids';
import { findPack, readEngineFiles } from '../../src/runtime/engine-files';
import { networkFiles } from '../../src/runtime/network-files';
import { loadModels, type LoadedModels } from '../../workers/models';
import { useOrt } from '../../workers/ort';
import { onnxSubject } from '../fixtures/onnx-subject';
import { CHECKS, sample, type Sample } from './model-contract';

export interface ContractPage {
  load(backend: BackendId | 'auto'): Promise<{ backend: BackendId; backendReason: string }>;
  /** Throws what the check throws. */
  run(name: string): Promise<void>;
  sample(): Promise<Sample>;
  dispose(): Promise<void>;
}

useOrt(flavour);

let models: LoadedModels | null = null;

const WANTED = { runtime: true, policy: true, verifiers: ['tvm'] } as const;

async function load(backend: BackendId | 'auto'): Promise<LoadedModels> {
  const url = new URL(runtimeUrl, import.meta.url).href;
  const sizeBytes = (await (await fetch(url)).arrayBuffer()).byteLength;
  const files = {
    source: networkFiles(new URL('.', document.baseURI)),
    webgpu: { runtime: { path: url, url: null, sizeBytes }, worker: { path: '', url: null } },
  };
  const bytes = await readEngineFiles(files, files.webgpu, await findPack(files, 'game24'), WANTED, () => undefined);
  return loadModels({ ...bytes, verifiers: ['tvm'], backend });
}

const contract: ContractPage = {
  async load(backend) {
    models = await load(backend);
    return { backend: models.backend, backendReason: models.backendReason };
  },
  run: (name) => CHECKS.find((check) => check.name === name)!.run(onnxSubject(models!)),
  sample: () => sample(onnxSubject(models!)),
  dispose: () => models!.dispose(),
};

Object.assign(globalThis, { contract });
