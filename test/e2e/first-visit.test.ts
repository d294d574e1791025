/**
 * "Kept for use without a network" is true when it is said: on a first visit, before any reload; in a tab that shows an
 * older build than the one that took over; and beside another copy of the page on the same origin. The site must be
 * built (`npm run build`).
 */
import { cp, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readLesson } from '../../src/lessons/schema';
import { LESSONS } from '../../src/url/fields';
import { launch, openPage, PATIENCE_MS } from './harness/browser';
import { serve, type Served } from './harness/serve';

const MODELS = 'models';
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A copy of the site without its models, which are where they were. */
async function copySite(folder: string): Promise<void> {
  await cp('dist', folder, { recursive: true, filter: (path) => !path.startsWith(join('dist', MODELS)) });
  await symlink(resolve('dist', MODELS), join(folder, MODELS));
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inkling-visit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function served(folder?: string): Promise<Served> {
  const site = await serve(folder ? { folder } : {});
  onTestFinished(() => site.close());
  return site;
}

async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByText('Kept for use without a network').waitFor({ timeout: PATIENCE_MS });
}

const view = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name, exact: true }).click();

/** Everything of the page that comes only when it is asked for. */
async function usesAllOfIt(page: Page): Promise<void> {
  for (const [name, heading] of [
    ['Compare', 'One tree, several verifiers'],
    ['Labels', 'Where labels come from'],
    ['Measure', 'How good is it?'],
    ['Workshop', 'Make a verifier'],
  ] as const) {
    await view(page, name);
    await page.getByRole('heading', { name: heading }).waitFor();
  }
  await view(page, 'Search');
  const saved = async (press: () => Promise<unknown>): Promise<Buffer> => {
    const download = page.waitForEvent('download');
    await press();
    return readFile(await (await download).path());
  };
  const picture = async (format: string): Promise<Buffer> => {
    const menu = page.locator('.stage > details');
    await menu.locator('summary').click();
    return saved(() => menu.getByRole('button', { name: format }).click());
  };
  // With its typefaces inside.
  expect((await picture('SVG')).toString()).toContain('@font-face');
  expect((await picture('PNG')).subarray(1, 4).toString()).toBe('PNG');
  for (const name of ['Save trace', 'Save node table (CSV)'])
    expect((await saved(() => page.getByRole('button', { name }).click())).length).toBeGreaterThan(1000);
  await page.getByRole('button', { name: 'Preferences' }).click();
  for (const [lang, run] of [
    ['es', 'Ejecutar'],
    ['zh', '运行'],
    ['en', 'Run'],
  ] as const) {
    await page.locator('select', { has: page.locator('option[value=zh]') }).selectOption(lang);
    await page.getByRole('button', { name: run, exact: true }).waitFor();
  }
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.getByText('chapter 1 of').waitFor();
  for (const lesson of LESSONS) {
    const { title } = readLesson(await readFile(`public/lessons/${lesson}.en.json`, 'utf8'))!.chapters[0]!;
    await page.getByLabel('Lesson', { exact: true }).selectOption(lesson);
    await page.locator('.lesson').getByRole('heading', { name: title }).waitFor();
  }
}

describe('without a network, before any reload', () => {
  it('all of the page works', async () => {
    const site = await served();
    const { page, context, problems } = await openPage(browser);
    await visit(page, `${site.url}?backend=wasm`);
    await site.close();
    await context.setOffline(true);
    await usesAllOfIt(page);
    // What asks whether there is something new gets no answer.
    expect(problems.filter((text) => !/net::ERR_/.test(text))).toEqual([]);
    await context.close();
  });

  it('also where the page was loaded past its worker', async () => {
    const site = await served();
    const { page, context } = await openPage(browser);
    await visit(page, `${site.url}?backend=wasm`);
    const tools = await context.newCDPSession(page);
    const loaded = page.waitForEvent('load');
    await tools.send('Page.reload', { ignoreCache: true });
    await loaded;
    await page.getByText('Kept for use without a network').waitFor({ timeout: PATIENCE_MS });
    await site.close();
    await context.setOffline(true);
    await usesAllOfIt(page);
    await context.close();
  });
});

/** What a new build does to a folder: scripts have other names, and all that names them names them so. */
async function deployAnother(folder: string): Promise<void> {
  const assets = await readdir(join(folder, 'assets'));
  const changed = assets.filter((name) => extname(name) === '.js');
  expect(changed.length).toBeGreaterThan(8);
  const renamed = new Map(changed.map((name) => [name, name.replace(/-[\w-]{8}\.js$/, '-another1.js')] as const));
  const files = await readdir(folder, { recursive: true });
  for (const path of files.filter((name) => /^(assets.*\.js|index\.html|service-worker\.js)$/.test(name))) {
    const file = join(folder, path);
    let text = await readFile(file, 'utf8');
    for (const [before, after] of renamed) text = text.replaceAll(before, after);
    // The document's revision is made of what it holds.
    if (path === 'service-worker.js') text = text.replace(/(index\.html[^}]*?)[0-9a-f]{16}/, '$1' + '0'.repeat(16));
    await writeFile(file, text);
  }
  for (const [before, after] of renamed) await rename(join(folder, 'assets', before), join(folder, 'assets', after));
}

describe('a newer build', () => {
  it('that another tab has loaded takes nothing away from a tab of the one before', async () => {
    const folder = await temporary();
    await copySite(folder);
    const site = await served(folder);
    const { page: old, context } = await openPage(browser);
    await visit(old, `${site.url}?backend=wasm`);
    await deployAnother(folder);
    const next = await context.newPage();
    await next.goto(`${site.url}?backend=wasm`);
    const notice = 'A new version of this page is ready';
    await next.getByText(notice).waitFor({ timeout: PATIENCE_MS });
    const loaded = next.waitForEvent('load');
    await next.getByRole('button', { name: 'Load it now' }).click();
    await loaded;
    await next.getByText('Kept for use without a network').waitFor({ timeout: PATIENCE_MS });
    // Both have all their parts, of which one set is on no server any more; and the old one says what there is.
    await old.getByText(notice).waitFor();
    await usesAllOfIt(old);
    await site.close();
    await context.setOffline(true);
    await usesAllOfIt(next);
    await context.close();
  });

  it('that came past the worker is kept at once, and no other is announced', async () => {
    const folder = await temporary();
    await copySite(folder);
    const site = await served(folder);
    const { page, context } = await openPage(browser);
    await visit(page, `${site.url}?backend=wasm`);
    await deployAnother(folder);
    const tools = await context.newCDPSession(page);
    const loaded = page.waitForEvent('load');
    await tools.send('Page.reload', { ignoreCache: true });
    await loaded;
    expect(await page.locator('script[src*=another1]').count()).toBe(1);
    await page.getByText('Kept for use without a network').waitFor({ timeout: PATIENCE_MS });
    expect(await page.getByText('A new version of this page is ready').count()).toBe(0);
    await site.close();
    await context.setOffline(true);
    await usesAllOfIt(page);
    await context.close();
  });

  it('without any worker: a part that is gone is said to be, with what to do, and comes when it is there again', async () => {
    const folder = await temporary();
    await copySite(folder);
    const site = await served(folder);
    const { page, context } = await openPage(browser);
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined }),
    );
    await page.goto(site.url);
    await page.locator('.outcome.recorded .answer').waitFor();
    const steps = await page.locator('[role=treeitem]').count();
    const assets = join(folder, 'assets');
    const part = (await readdir(assets)).find((name) => name.startsWith('CompareView-') && extname(name) === '.js')!;
    await rename(join(assets, part), join(assets, `gone-${part}`));
    await view(page, 'Compare');
    await page.getByText(/could not be fetched.*reload/).waitFor();
    await rename(join(assets, `gone-${part}`), join(assets, part));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'One tree, several verifiers' }).waitFor();
    await view(page, 'Search');
    await expect.poll(() => page.locator('[role=treeitem]').count()).toBe(steps);
    await context.close();
  });
});

it('two copies on one origin, one inside the other, each keep what is theirs', async () => {
  const folder = await temporary();
  await copySite(folder);
  await copySite(join(folder, 'inner'));
  const site = await served(folder);
  const { page, context } = await openPage(browser);
  await visit(page, `${site.url}inner/?backend=wasm`);
  await visit(page, `${site.url}?backend=wasm`);
  await site.close();
  await context.setOffline(true);
  for (const base of ['inner/', '']) {
    await page.goto(`${site.url}${base}?backend=wasm`);
    await usesAllOfIt(page);
  }
  await context.close();
});
