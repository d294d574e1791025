/** The size of ONNX Runtime's WASM, from `vite.config.ts`: no manifest tells it, and progress needs it. */
declare const __RUNTIME_BYTES__: { readonly webgpu: number; readonly wasm: number };
