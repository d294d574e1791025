/** `npm run build`: the site, the page as one file, what articles load, and last the worker that keeps what lies in `dist`. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runTool } from './lib/run.mjs';

const STEPS = [
  ['vite.config.ts'],
  ['vite.pack.config.ts'],
  ['vite.embed.config.ts', '--mode', 'script'],
  ['vite.embed.config.ts', '--mode', 'module'],
  ['vite.offline.config.ts'],
];

/** Vite takes what follows these in the name of a folder for the end of an address: then a link stands for the folder. */
const needsLink = /[#?]/.test(ROOT);
const place = needsLink ? mkdtempSync(join(tmpdir(), 'inkling-build-')) : null;
const root = place ? join(place, 'site') : ROOT;

/** @returns {Promise<number>} the status of the first step that fails, else 0 */
async function build() {
  if (place) symlinkSync(ROOT, root, 'junction');
  for (const [config = '', ...options] of STEPS) {
    const args = ['build', root, '--config', join(root, config), ...options];
    const status = await runTool('vite', 'vite', args, needsLink ? { INKLING_LINKED: '1' } : {});
    if (status !== 0) return status;
  }
  return 0;
}

try {
  process.exitCode = await build();
} finally {
  if (place) rmSync(place, { recursive: true, force: true });
}
