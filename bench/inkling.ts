/** Inkling itself, as its command line and the page's worker without WebGPU run it: ONNX Runtime Web on one thread. */
import { loadNodeModels } from '../src/cli/node-models';
import type { Models } from './search';

export async function loadInkling(): Promise<Models> {
  const { policy, verifiers } = await loadNodeModels('game24', ['tvm']);
  return { policy, verifier: verifiers.get('tvm')! };
}
