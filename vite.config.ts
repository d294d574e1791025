import { statSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';

export const RUNTIME_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm';
const SMALL_RUNTIME_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';
const bytesOf = (path: string): number => statSync(new URL(path, import.meta.url)).size;

/** What the site and `inkling.html` share. */
export const common: UserConfig = {
  // Relative addresses: the site works from any folder of any host.
  base: './',
  // Missing files are 404, never `index.html`: a page in place of a model would be kept by caches.
  appType: 'mpa',
  plugins: [svelte()],
  define: { __RUNTIME_BYTES__: JSON.stringify({ webgpu: bytesOf(RUNTIME_WASM), wasm: bytesOf(SMALL_RUNTIME_WASM) }) },
  build: { target: 'es2022', assetsInlineLimit: 0 },
  worker: {
    format: 'es',
    // One file, whole: where workers start from a `data:` address, nothing can be imported.
    rolldownOptions: { output: { codeSplitting: false } },
  },
};

export default defineConfig(common);
