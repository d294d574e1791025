/** Builds one of the pages in this folder, with the fixtures beside it, and serves it. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { serve, type Served } from '../e2e/harness/serve';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `name` is the page's file without its ending. */
export async function servePage(name: string): Promise<Served> {
  const folder = here(`../../.cache/contract-${name}`);
  await build({
    configFile: false,
    root: here('.'),
    base: './',
    publicDir: here('../fixtures'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', rolldownOptions: { input: here(`${name}.html`) } },
  });
  return serve({ folder });
}
