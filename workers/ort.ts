/**
 * ONNX Runtime Web comes in flavours of one interface. Each entry of the engine brings its own: the page's worker for
 * readers with WebGPU `onnxruntime-web/webgpu`, which has both back ends; the worker for all others, and Node,
 * `onnxruntime-web/wasm`, which is half the size. (In Node's older V8 the first takes a minute or more to optimise.)
 */
import type * as OnnxRuntime from 'onnxruntime-web';
import { AppError } from '../src/core/errors';

export type Ort = Pick<typeof OnnxRuntime, 'env' | 'InferenceSession' | 'Tensor'>;
export type { InferenceSession, Tensor } from 'onnxruntime-web';

let given: Ort | null = null;

/** Called once by each entry, before anything is loaded. */
export function useOrt(flavour: Ort): void {
  given = flavour;
}

/** The flavour of this thread. */
export function ort(): Ort {
  if (!given) throw new AppError('internal', 'No ONNX Runtime was given to this thread.');
  return given;
}
