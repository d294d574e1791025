/**
 * ONNX Runtime, from bytes. Only this file, `ort.ts` and `decode-batch.ts` know it. Its glue code is inside the bundle
 * and its WASM is handed over, so nothing is ever fetched.
 */
import { ort, type InferenceSession } from './ort';
import type { BackendId } from '../src/core/ids';
import { AppError } from '../src/core/errors';
import type { ModelConfig } from '../src/protocol/pack';
import { standInFor } from './compiled-runtime';
import type { CacheShape } from './kv-cache';
import { notePass } from './passes';

/** Gives the runtime its WASM, compiled or not. It starts once a thread: later calls change nothing. */
export function provideRuntime(wasm: Uint8Array | WebAssembly.Module, threads = 1): void {
  const { env } = ort();
  const isModule = wasm instanceof WebAssembly.Module;
  if (env.wasm.wasmBinary || (!isModule && !wasm.length)) return;
  env.wasm.wasmBinary = isModule ? standInFor(wasm) : wasm;
  env.wasm.numThreads = threads;
  env.logLevel = 'error';
}

let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs one call of the runtime after the other. On WebGPU a call is suspended inside the WASM while it waits for the
 * GPU, and a second one that enters meanwhile, of whichever session, never ends.
 */
export function oneAtATime<T>(call: () => Promise<T>): Promise<T> {
  const result = queue.then(call);
  queue = result.then(notePass, notePass);
  return result;
}

/** A loaded decoder graph, with the names and shapes of its cache. */
export interface OnnxDecoder {
  readonly session: InferenceSession;
  readonly backend: BackendId;
  readonly shape: CacheShape;
  /** The output that is not a cache: `logits` [T, B, V] or `value` [T, B]; null for a part of a graph, which has neither. */
  readonly output: 'logits' | 'value' | null;
  /** Numbers for each token in that output: V or 1. */
  readonly outputWidth: number;
  /** Longest sequence, in tokens. */
  readonly contextTokens: number;
  readonly padToken: number;
  /** The parts of the cache: `0.key`, `0.value`, `1.key`, and so on. */
  readonly cacheNames: readonly string[];
}

/** The engine's graph, and the model file inside which its weights are. */
export interface ModelBytes {
  readonly graph: Uint8Array;
  readonly weights: Uint8Array;
}

/** Under this name the graph asks for its weights. */
const WEIGHTS_NAME = 'model.onnx';
/** The small inputs of the graph; `training/export/step_graph.py` says what they hold. */
const INPUTS = ['input_ids', 'position_ids', 'group_tokens', 'token_place', 'group_bias', 'own_bias', 'own'];

/**
 * Loads a decoder; `decoder.session.release()` frees it.
 * @throws AppError `backend-unavailable` when this back end cannot run it, `file-damaged` when it is no such graph.
 */
export async function createDecoder(
  model: ModelBytes,
  config: ModelConfig,
  output: OnnxDecoder['output'],
  contextTokens: number,
  backend: BackendId,
): Promise<OnnxDecoder> {
  const layers = config.num_hidden_layers;
  const cacheNames = Array.from({ length: layers }, (_, i) => [`${i}.key`, `${i}.value`]).flat();
  const session = await openSession(model, backend);
  const missing = [...INPUTS, ...cacheNames.map((name) => `group.${name}`)]
    .filter((name) => !session.inputNames.includes(name))
    .concat([...(output ? [output] : []), 'new'].filter((name) => !session.outputNames.includes(name)));
  if (missing.length) {
    await session.release();
    throw new AppError('file-damaged', `The model lacks ${missing[0]}.`, { missing: missing.join(' ') });
  }
  return {
    session,
    backend,
    shape: { layers, heads: config.num_key_value_heads, headDim: config.head_dim },
    output,
    outputWidth: output === 'logits' ? config.vocab_size : 1,
    contextTokens,
    padToken: config.pad_token_id,
    cacheNames,
  };
}

async function openSession({ graph, weights }: ModelBytes, backend: BackendId): Promise<InferenceSession> {
  try {
    const options = { executionProviders: [backend], externalData: [{ path: WEIGHTS_NAME, data: weights }] };
    return await oneAtATime(() => ort().InferenceSession.create(graph, options));
  } catch (cause) {
    throw loadError(cause, backend);
  }
}

/** The runtime's own words are for those who look for the cause: they quote its source, and a reader can do nothing with them. */
function loadError(cause: unknown, backend: BackendId): AppError {
  const said = String(cause);
  if (/bad_alloc|out of memory|allocation failed|RangeError/i.test(said))
    return new AppError('out-of-memory', 'The model is too large for this device.', {}, { cause });
  // WASM computes every graph that is one: what it refuses is damaged.
  if (backend === 'wasm' && /ERROR_CODE|ONNXRuntimeError|protobuf/i.test(said))
    return new AppError('file-damaged', 'The model is damaged: its graph and its weights do not fit.', {}, { cause });
  return new AppError('backend-unavailable', `${backend} could not load the model.`, { backend }, { cause });
}
