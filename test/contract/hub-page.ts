/** Runs the contract on hub models inside a browser; `hub-browser.test.ts` builds, serves and drives this page. */
import * as flavour from 'onnxruntime-web/webgpu';
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { BackendId } from '../../src/core/ids';
import type { HubModelBytes } from '../../src/protocol/hub';
import { openHubModels, type HubModels } from '../../workers/hub/hub-models';
import { prepareLibrary } from '../../workers/hub/hub-model';
import { useOrt } from '../../workers/ort';
import { compareWithPyTorch, hubSubject, numbersOf, type Reference } from './hub-subject';
import { CHECKS, type Sample } from './model-contract';

export interface HubContractPage {
  /** A model of the fixtures, and the same again as the one that was tuned from it. Tells where it runs. */
  load(name: string, backend: BackendId): Promise<BackendId>;
  /** Throws what the check throws. */
  run(name: string): Promise<void>;
  numbersOf(drawn: Sample['tokens']): ReturnType<typeof numbersOf>;
  compareWithPyTorch(): ReturnType<typeof compareWithPyTorch>;
  dispose(): Promise<void>;
}

const PATHS = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];

useOrt(flavour);

let isPrepared = false;
let models: HubModels | null = null;
let reference: Reference | null = null;

async function bytesAt(url: string | URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${String(url)}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function read(name: string): Promise<HubModelBytes> {
  const files: Record<string, Uint8Array> = {};
  for (const path of PATHS) files[path] = await bytesAt(`hub/${name}/${path}`);
  return { id: `tiny/${name}`, files, dtype: 'fp32', dataFiles: 0, parameters: 0 };
}

const contract: HubContractPage = {
  async load(name, backend) {
    if (!isPrepared) prepareLibrary(await bytesAt(new URL(runtimeUrl, import.meta.url)));
    isPrepared = true;
    models = await openHubModels({ policy: await read(name), tuned: await read(name), backend });
    reference = JSON.parse(new TextDecoder().decode(await bytesAt(`hub/${name}/reference.json`))) as Reference;
    return models.model.backend;
  },
  run: (name) => CHECKS.find((check) => check.name === name)!.run(hubSubject(models!)),
  numbersOf: (drawn) => numbersOf(models!, drawn),
  compareWithPyTorch: () => compareWithPyTorch(models!, reference!),
  dispose: () => models!.dispose(),
};

Object.assign(globalThis, { contract });
