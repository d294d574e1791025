/** Builds `dist/service-worker.js`, which keeps what lies in `dist`: so this is the last step of a build. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The page asks for the picture only where it cannot run, and articles for what they embed. Of the recorded searches only
 * the first is fetched by every visit: the page keeps each of the others once it was asked for.
 */
const KEPT =
  /^(index\.html|manifest\.webmanifest|recorded\/(index|first-search\.inkling)\.json|(assets|lessons|icons)\/.*\.(js|css|woff2|json|svg|png))$/;

/** Most readers never train a verifier: its worker is kept once somebody does. */
const KEPT_LATER = /^assets\/train(-wasm)?\.worker-/;

function precache(): { url: string; revision: string | null }[] {
  const paths = readdirSync(here('dist'), { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  return paths
    .filter((path) => KEPT.test(path) && !KEPT_LATER.test(path))
    .sort()
    .map((url) => {
      const revision = createHash('sha256')
        .update(readFileSync(here(`dist/${url}`)))
        .digest('hex');
      // An asset's name says what is in it.
      return { url, revision: url.startsWith('assets/') ? null : revision.slice(0, 16) };
    });
}

export default defineConfig({
  define: { __PRECACHE__: JSON.stringify(precache()), 'process.env.NODE_ENV': '"production"' },
  build: {
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2022',
    minify: true,
    lib: {
      entry: here('workers/service-worker.ts'),
      name: 'InklingServiceWorker',
      formats: ['iife'],
      fileName: () => 'service-worker.js',
    },
  },
});
