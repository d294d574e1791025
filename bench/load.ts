/** The first visit and the second, on loopback: what is fetched, and the time until the first node of a search stands. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { launch, openPage } from '../test/e2e/harness/browser';
import { serve } from '../test/e2e/harness/serve';

export interface Load {
  /** Seconds from navigation to the first node below the root; a software adapter only, so without WebGPU. */
  readonly firstVisit: number;
  readonly secondVisit: number;
  /** What the first visit fetched, and the same after gzip -9, as a host would send it. */
  readonly bytes: number;
  readonly gzipBytes: number;
}

const FIRST_NODE = '[data-node]';

async function secondsToFirstNode(page: Page, url: string): Promise<number> {
  const start = performance.now();
  await page.goto(`${url}?autorun=1&seed=1`);
  await page.locator(FIRST_NODE).nth(1).waitFor({ state: 'attached' });
  return (performance.now() - start) / 1000;
}

/** Needs the built site in `dist`. */
export async function measureLoad(): Promise<Load> {
  const [browser, site] = await Promise.all([launch(), serve()]);
  try {
    const { page, requests } = await openPage(browser);
    const firstVisit = await secondsToFirstNode(page, site.url);
    const asked = requests.filter((url) => url.startsWith(site.url)).map((url) => url.split('?')[0]!);
    const paths = [...new Set(asked)].map((url) => url.slice(site.url.length) || 'index.html');
    const files = await Promise.all(paths.map((path) => readFile(join('dist', path))));
    const secondVisit = await secondsToFirstNode(page, site.url);
    const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
    return {
      firstVisit,
      secondVisit,
      bytes: sum(files.map(({ length }) => length)),
      gzipBytes: sum(files.map((file) => gzipSync(file, { level: 9 }).length)),
    };
  } finally {
    await browser.close();
    await site.close();
  }
}
