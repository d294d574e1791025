/** Inkling in Chromium as the page runs it there without WebGPU: the search and its models in one worker. */
import { expose } from 'comlink';
import * as flavour from 'onnxruntime-web/wasm';
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { loadModels } from '../../workers/models';
import { useOrt } from '../../workers/ort';
import { greedySolution, runRound, type Models, type RoundRequest } from '../search';
import { bytesOf, readServedPack } from './files';

let models: Models;

const peer = {
  async load(): Promise<void> {
    useOrt(flavour);
    const [runtimeWasm, pack] = await Promise.all([bytesOf(runtimeUrl), readServedPack()]);
    const loaded = await loadModels({ runtimeWasm, pack, verifiers: ['tvm'], backend: 'wasm' });
    models = { policy: loaded.policy, verifier: loaded.verifiers.get('tvm')! };
  },
  run: (request: RoundRequest) => runRound(models, request),
  solve: (problem: string) => greedySolution(models, problem),
};
export type BrowserPeer = typeof peer;

expose(peer);
