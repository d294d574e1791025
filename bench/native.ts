/**
 * `onnxruntime-node`: Inkling's own engine on native kernels, with as many threads as ONNX Runtime takes by itself. It
 * shows what WASM costs. The native runtime reads weights that lie outside the graph from the disk only, so each graph
 * is loaded by its path.
 */
import * as native from 'onnxruntime-node';
import { join } from 'node:path';
import { loadModels } from '../workers/models';
import { useOrt, type Ort } from '../workers/ort';
import { MODELS_FOLDER, readPack } from '../src/cli/model-files';
import { GRAPH_FILE } from '../src/protocol/pack';
import type { Models } from './search';

export async function loadNative(): Promise<Models> {
  const pack = await readPack(MODELS_FOLDER, 'game24', ['tvm']);
  const pathOf = (graph: Uint8Array): string => {
    const file = Object.entries(pack.files).find(([path, bytes]) => path.endsWith(GRAPH_FILE) && bytes === graph);
    if (!file) throw new Error('A graph that is not in the pack was asked for.');
    return join(MODELS_FOLDER, pack.id, file[0]);
  };
  const create = (graph: Uint8Array) => native.InferenceSession.create(pathOf(graph), { logSeverityLevel: 3 });
  const env = { ...native.env, wasm: {} };
  useOrt({ env, Tensor: native.Tensor, InferenceSession: { create } } as unknown as Ort);
  const models = await loadModels({ runtimeWasm: new Uint8Array(0), pack, verifiers: ['tvm'], backend: 'wasm' });
  return { policy: models.policy, verifier: models.verifiers.get('tvm')! };
}
