import { statSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';

export const RUNTIME_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm';

/** What the site and `inkling.html` share. */
export const common: UserConfig = {
  // Relative addresses: the site works from any folder of any host.
  base: './',
  // Missing files are 404, never `index.html`: a page in place of a model would be kept by caches.
  appType: 'mpa',
  plugins: [svelte()],
  define: { __RUNTIME_BYTES__: statSync(new URL(RUNTIME_WASM, import.meta.url)).size },
  build: { target: 'es2022', assetsInlineLimit: 0 },
  worker: {
    format: 'es',
    // One file, whole: where workers start from a `data:` address, nothing can be imported.
    rolldownOptions: { output: { codeSplitting: false } },
  },
};

export default defineConfig(common);
