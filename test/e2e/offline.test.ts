/** One visit, then the network goes: the page opens again and searches, and a newer build waits to be asked for. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launch, launchWith, openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

const QUERY = '?problem=1+1+3+9&samples=20&beam=4&seed=1';
let browser: Browser;
let folder: string;
let site: Served;
let visit: WatchedPage;

const run = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
};

beforeAll(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'inkling-offline-'));
  await cp('dist', folder, { recursive: true });
  site = await serve({ folder });
  visit = await openPage(browser);
  await visit.page.goto(site.url + QUERY);
  await visit.page.getByText('Kept for use without a network').waitFor({ timeout: PATIENCE_MS });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('after one visit', () => {
  it('announces a newer build, and does not put it into the page by itself', async () => {
    const script = join(folder, 'service-worker.js');
    await writeFile(script, `${await readFile(script, 'utf8')}\n// newer`);
    await visit.page.reload();
    const notice = visit.page.getByText('A new version of this page is ready');
    await notice.waitFor({ timeout: PATIENCE_MS });
    await visit.page.evaluate(() => Object.assign(globalThis, { isOldPage: true }));
    await visit.page.waitForLoadState('networkidle');
    const waits = async (): Promise<boolean> => (await navigator.serviceWorker.getRegistration())!.waiting !== null;
    expect(await visit.page.evaluate(waits)).toBe(true);
    expect(await visit.page.evaluate(() => 'isOldPage' in globalThis)).toBe(true);
    await Promise.all([
      visit.page.waitForEvent('load'),
      visit.page.getByRole('button', { name: 'Load it now' }).click(),
    ]);
    await expect.poll(() => visit.page.evaluate(() => 'isOldPage' in globalThis)).toBe(false);
    await visit.page.getByText('Kept for use without a network').waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => notice.count()).toBe(0);
  });

  it('opens without a network, searches, and has its lessons', async () => {
    const { page, context, problems } = visit;
    await site.close();
    await context.setOffline(true);
    const before = problems.length;
    await page.reload();
    await page.getByText('Recorded', { exact: true }).waitFor();
    await run(page);
    await expect.poll(() => page.locator('.outcome').innerText()).toContain('Checks');
    await page.getByRole('button', { name: 'Lessons' }).click();
    await page.getByText('chapter 1 of').waitFor();
    // What is asked for without a network fails: disconnected, refused, or broken off, by who asked and when.
    expect(problems.slice(before).filter((text) => !/net::ERR_/.test(text))).toEqual([]);
  });
});

it('downloads the runtime once, compiles it out of the browser’s cache, and without that has it all the same', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'inkling-profile-'));
  const downloads: string[] = [];
  const host = await serve({
    breaks: (path) => {
      if (path.endsWith('.wasm')) downloads.push(path);
      return false;
    },
  });
  const context = await launchWith(profile);
  onTestFinished(async () => {
    await context.close();
    await host.close();
    await rm(profile, { recursive: true, force: true });
  });
  const page = await context.newPage();
  /** Opens the page, waits for its models, and says what the worker has fetched of the runtime. */
  const visitAgain = async (): Promise<unknown> => {
    await page.goto(`${host.url}${QUERY}&backend=wasm`);
    await page.getByText('Kept for use without a network').waitFor({ timeout: PATIENCE_MS });
    return page
      .workers()[0]!
      .evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .filter(({ name }) => name.endsWith('.wasm'))
          .map(({ transferSize, decodedBodySize }) => ({ transferSize, isWhole: decodedBodySize > 1e7 })),
      );
  };
  expect(await visitAgain()).toEqual([{ transferSize: 0, isWhole: true }]);
  expect(await visitAgain()).toEqual([{ transferSize: 0, isWhole: true }]);
  expect(downloads).toHaveLength(1);

  const tools = await context.newCDPSession(page);
  await tools.send('Network.clearBrowserCache');
  expect(await visitAgain()).not.toContainEqual({ transferSize: 0, isWhole: true });
  await run(page);
  expect(downloads).toHaveLength(1);
});
