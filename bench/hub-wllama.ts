/**
 * wllama in Chromium, with one thread, beside `hub.ts`. A prompt is read in every slot: the slots share none. What it
 * takes is the processor time of all of Chromium's processes, as these tell it.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { launch, openPage } from '../test/e2e/harness/browser';
import { serve } from '../test/e2e/harness/serve';
import type { HubPeer } from './browser/hub';
import { SITE } from './browser/files';

declare const peer: HubPeer;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const FOLDER = here('../.cache/bench-hub-page');

export interface WllamaTimed {
  /** Processor seconds of reading the prompt in every row, and of writing what follows its first token. */
  readonly reading: number;
  readonly writing: number;
  readonly tokens: number;
}

export interface WllamaPeer {
  write(prompt: string, rows: number, tokens: number, seed: number): Promise<WllamaTimed>;
  close(): Promise<void>;
}

/** @param gguf a file of the same weights */
export async function startWllama(gguf: string, sampling: { temperature: number; topK: number }): Promise<WllamaPeer> {
  await build({
    ...{ configFile: false, root: here('browser'), base: './', publicDir: false, logLevel: 'error' },
    worker: { format: 'es' },
    build: {
      ...{ outDir: FOLDER, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
      rolldownOptions: { input: here('browser/hub.html') },
    },
  });
  await cp(gguf, join(FOLDER, 'model.gguf'));
  const [browser, site] = await Promise.all([launch(), serve({ folder: FOLDER, below: SITE })]);
  const { page } = await openPage(browser);
  page.setDefaultTimeout(0);
  await page.goto(`${site.url}hub.html`);
  await page.waitForFunction('globalThis.peer');
  const tools = await browser.newBrowserCDPSession();
  const seconds = async (): Promise<number> => {
    const { processInfo } = await tools.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const options = { temperature: sampling.temperature, top_k: sampling.topK };
  const write = (prompt: string, rows: number, tokens: number): Promise<number> =>
    page.evaluate(([text, count, most, how]) => peer.write(text, count, most, how), [
      prompt,
      rows,
      tokens,
      options,
    ] as const);
  let slots = 0;
  return {
    write: async (prompt, rows, tokens, seed) => {
      if (slots !== rows) await page.evaluate((count) => peer.load(count), rows);
      slots = rows;
      // Its slots know a prompt that they have read: each round has another beginning.
      const text = `${seed} ${prompt}`;
      const start = await seconds();
      await write(text, rows, 1);
      const read = await seconds();
      const written = await write(text, rows, tokens);
      return { reading: read - start, writing: (await seconds()) - read, tokens: written };
    },
    close: async () => {
      await Promise.all([browser.close(), site.close()]);
    },
  };
}
