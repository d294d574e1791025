import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, mergeConfig, type Plugin, type ResolvedConfig, type UserConfig } from 'vite';
import { isPacked, packedPath } from './src/protocol/packed';

export const RUNTIME_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm';
const SMALL_RUNTIME_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';
const bytesOf = (path: string): number => statSync(new URL(path, import.meta.url)).size;

/** What the site and `inkling.html` share. */
export const common: UserConfig = {
  // Relative addresses: the site works from any folder of any host.
  base: './',
  // Missing files are 404, never `index.html`: a page in place of a model would be kept by caches.
  appType: 'mpa',
  // Through a link (`scripts/build.mjs`): what it leads to has a name that the bundler cannot read.
  resolve: { preserveSymlinks: process.env['INKLING_LINKED'] === '1' },
  plugins: [svelte()],
  define: { __RUNTIME_BYTES__: JSON.stringify({ webgpu: bytesOf(RUNTIME_WASM), wasm: bytesOf(SMALL_RUNTIME_WASM) }) },
  build: { target: 'es2022', assetsInlineLimit: 0 },
  worker: {
    format: 'es',
    // One file, whole: where workers start from a `data:` address, nothing can be imported.
    rolldownOptions: { output: { codeSplitting: false } },
  },
};

/** Puts the compressed copy beside every weight. `src/engine-source.ts` has the page ask for it; other readers do not. */
function packWeights(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'inkling:pack-weights',
    apply: 'build',
    configResolved: (resolved) => void (config = resolved),
    closeBundle() {
      const folder = resolve(config.root, config.build.outDir, 'models');
      // A build that failed closes, too; what failed is said then.
      if (!existsSync(folder)) return;
      for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!isPacked(path)) continue;
        const file = join(folder, path);
        writeFileSync(packedPath(file), gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}

/**
 * Has the browser fetch the typefaces with the styles that name them, not when the first text wants them: text that
 * changes its typeface changes its height, and all below it moves.
 */
function preloadFaces(): Plugin {
  return {
    name: 'inkling:preload-faces',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => file.endsWith('.woff2'))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', href: `./${file}`, as: 'font', type: 'font/woff2', crossorigin: '' },
            injectTo: 'head' as const,
          })),
    },
  };
}

export default defineConfig(mergeConfig(common, { plugins: [packWeights(), preloadFaces()] }));
