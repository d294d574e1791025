/**
 * The peers that run in a browser: wllama, and Inkling's worker beside it in the same Chromium. Both have one thread,
 * since the page is not isolated.
 */
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { launch, openPage } from '../test/e2e/harness/browser';
import { serve } from '../test/e2e/harness/serve';
import type { BenchPeers } from './browser/page';
import { SITE } from './browser/files';
import { PYTHON, type Peer } from './processes';
import { benchProblems, type GreedySolution } from './search';

declare const peers: BenchPeers;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const FOLDER = here('../.cache/bench-page');

export const IN_CHROMIUM = { inkling: 'inkling in Chromium', wllama: 'wllama' } as const;

/** Puzzles that the two must solve alike before anything is timed. */
const CHECKED = 5;
/** Between values; llama.cpp keeps its keys and values in 16 bits. */
const TOLERANCE = 1e-3;

async function buildPage(packFolder: string): Promise<void> {
  await build({
    configFile: false,
    root: here('browser'),
    base: './',
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      rolldownOptions: { input: here('browser/page.html') },
    },
  });
  await cp(packFolder, join(FOLDER, 'pack'), { recursive: true });
  await promisify(execFile)(PYTHON, [here('python/write_gguf.py'), packFolder, join(FOLDER, 'gguf')]);
}

/** @throws where the two do not compute the same: then their times would say nothing. */
async function checkAgreement(page: Page): Promise<void> {
  for (const problem of benchProblems(CHECKED)) {
    const [own, theirs] = await page.evaluate(
      async (puzzle): Promise<[GreedySolution, GreedySolution]> => [
        await peers.inkling.solve(puzzle),
        await peers.wllama.solve(puzzle),
      ],
      problem,
    );
    if (own.text !== theirs.text || !(Math.abs(own.value - theirs.value) < TOLERANCE))
      throw new Error(`Inkling and wllama differ: ${JSON.stringify([own, theirs])}`);
  }
  process.stderr.write(`wllama: greedy solutions of ${CHECKED} puzzles are Inkling's, values within ${TOLERANCE}\n`);
}

/** Both, in the order in which a round runs them. Closing the last closes the browser. */
export async function startChromiumPeers(packFolder: string): Promise<Peer[]> {
  await buildPage(packFolder);
  const [browser, site] = await Promise.all([launch(), serve({ folder: FOLDER, below: SITE })]);
  const close = (): void => void Promise.all([browser.close(), site.close()]);
  try {
    const { page } = await openPage(browser);
    page.setDefaultTimeout(0);
    await page.goto(`${site.url}page.html`);
    await page.waitForFunction('globalThis.peers');
    await page.evaluate(() => peers.inkling.load());
    await checkAgreement(page);
    return [
      { name: IN_CHROMIUM.inkling, run: (request) => page.evaluate((r) => peers.inkling.run(r), request), close },
      { name: IN_CHROMIUM.wllama, run: (request) => page.evaluate((r) => peers.wllama.run(r), request), close },
    ];
  } catch (error) {
    close();
    throw error;
  }
}
