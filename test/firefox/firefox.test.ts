/** The page in Firefox: from a plain host, and as one file from a disk, each with a live search. */
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findFirefox } from '../../scripts/lib/browser.mjs';
import { readLesson } from '../../src/lessons/schema';
import { LESSONS } from '../../src/url/fields';
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
  expect(await page.$eval('.outcome', ({ textContent }) => textContent)).toContain(
    'Checks: each number once, and worth 24.',
  );
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

describe('in Firefox, what is kept on a first visit', () => {
  // Not `waitForFunction`: it makes its function of text in the page, which the page's own policy forbids.
  const says = (text: string): Promise<unknown> =>
    expect
      .poll(() => page.evaluate((wanted) => document.body.innerText.includes(wanted), text), { timeout: PATIENCE_MS })
      .toBe(true);
  const press = (name: string): Promise<unknown> =>
    page.$$eval('button', (all, text) => all.find(({ textContent }) => textContent.trim() === text)!.click(), name);

  /** How many bytes a press saves, and under which name. */
  const saves = async (action: () => Promise<unknown>): Promise<{ name: string; size: number; start: string }> => {
    await page.evaluate(() => {
      const saved: { name: string; blob: Promise<Blob> }[] = [];
      Object.assign(globalThis, { saved });
      HTMLAnchorElement.prototype.click = function (): void {
        saved.push({ name: this.download, blob: fetch(this.href).then((response) => response.blob()) });
      };
    });
    await action();
    const hasSaved = (): boolean => (globalThis as unknown as { saved: unknown[] }).saved.length > 0;
    await expect.poll(() => page.evaluate(hasSaved), { timeout: PATIENCE_MS }).toBe(true);
    return page.evaluate(async () => {
      const [{ name, blob }] = (globalThis as unknown as { saved: [{ name: string; blob: Promise<Blob> }] }).saved;
      const whole = await blob;
      return { name, size: whole.size, start: (await whole.text()).slice(0, 4000) };
    });
  };
  const pressPart = (name: string): Promise<unknown> =>
    page.$$eval('button', (all, text) => all.find(({ textContent }) => textContent.includes(text))!.click(), name);

  it('comes without a network and before any reload: views, three languages, both lessons, all exports', async () => {
    const host = await serve();
    onTestFinished(() => host.close());
    await open(`${host.url}?backend=wasm`);
    await says('Kept for use without a network');
    await host.close();
    for (const [view, heading] of [
      [en.lab.tabs.compare, en.lab.compare.rescoring.heading],
      [en.lab.tabs.labels, en.lab.labels.heading],
      [en.lab.tabs.measure, en.lab.measure.heading],
    ] as const) {
      await press(view);
      await says(heading);
    }
    await press(en.lab.tabs.search);
    await says(en.path.heading);
    await page.$eval('.stage > details', (menu) => (menu.open = true));
    const drawing = await saves(() => pressPart('SVG'));
    expect(drawing.name).toMatch(/\.svg$/);
    expect(drawing.start).toContain('@font-face');
    expect(await saves(() => pressPart('PNG'))).toMatchObject({ name: expect.stringMatching(/\.png$/) });
    for (const name of ['Save trace', 'Save node table (CSV)'])
      expect((await saves(() => press(name))).size).toBeGreaterThan(1000);
    for (const [lang, run] of [
      ['es', 'Ejecutar'],
      ['zh', '运行'],
      ['en', 'Run'],
    ] as const) {
      await page.select('select:has(option[value=zh])', lang);
      await says(run);
    }
    await press('Lessons');
    await says('chapter 1 of');
    for (const lesson of LESSONS) {
      const { title } = readLesson(readFileSync(`public/lessons/${lesson}.en.json`, 'utf8'))!.chapters[0]!;
      await page.select('.lesson select', lesson);
      await says(title);
    }
    expect(errors).toEqual([]);
  });
});
