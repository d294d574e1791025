/** The page in Firefox: from a plain host, and as one file from a disk, each with a live search. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/lib/browser.mjs';
import { messages as en } from '../../src/words/en';
import { PATIENCE_MS } from '../e2e/harness/browser';
import { serve, type Served } from '../e2e/harness/serve';

const QUERY = '?problem=1+1+3+9&samples=20&beam=4&seed=1';

let browser: Browser;
let site: Served;
let page: Page;
let errors: string[];
let requests: string[];

beforeAll(async () => {
  if (!existsSync('dist/inkling.html')) throw new Error('There is no site to test: run `npm run build` first.');
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox()!,
    protocolTimeout: PATIENCE_MS,
  });
  site = await serve();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
afterEach(() => page.close());

async function open(url: string): Promise<void> {
  page = await browser.newPage();
  [errors, requests] = [[], []];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => void requests.push(request.url()));
  await page.goto(url, { timeout: PATIENCE_MS });
}

async function runSolves(): Promise<void> {
  await (await page.waitForSelector('.bar .run', { timeout: PATIENCE_MS }))!.click();
  const outcome = await page.waitForSelector('.outcome:not(.recorded) .answer', { timeout: PATIENCE_MS });
  expect(outcome).not.toBeNull();
  expect(await page.$eval('.outcome', ({ textContent }) => textContent)).toContain(en.outcome.correct);
  expect(await page.$$eval('[role=treeitem]', ({ length }) => length)).toBeGreaterThan(5);
  expect(errors).toEqual([]);
}

describe('in Firefox, Run solves a puzzle', () => {
  it('on a host without special headers', async () => {
    await open(site.url + QUERY);
    await runSolves();
    const foreign = requests.filter((url) => !url.startsWith(site.origin) && !/^(data|blob):/.test(url));
    expect(foreign).toEqual([]);
  });

  it('opened from a disk', async () => {
    const file = pathToFileURL('dist/inkling.html').href;
    await open(file + QUERY);
    await runSolves();
    expect(requests.filter((url) => !url.startsWith(file) && !/^(data|blob):/.test(url))).toEqual([]);
  });
});
