import { setFlagsFromString } from 'node:v8';

/**
 * V8 recompiles a WASM function with its slow, strong compiler once the function has run for this long. With V8's own
 * number it soon does that to some enormous functions of ONNX Runtime, and a minute of processor time is gone before
 * the first search. With this one only the matrix kernels get there, and a search is as fast.
 */
const TIERING_BUDGET = 100_000_000;

/** To be called before the runtime is loaded. */
export const delayWasmTiering = (): void => setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
