/**
 * Bad luck: the worker is ended, the graphics device is lost, storage is denied or full, the network goes in the middle
 * of a download, a weight is damaged, the tab is hidden. Each time the tree that is drawn stays, one sentence says what happened, and a new search
 * works. The site must be built (`npm run build`).
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { messages as en } from '../../src/words/en';
import { launch, openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

/** Seen in training: it is solved. */
const EASY = '?problem=1+1+3+9&samples=20&beam=4&seed=1&backend=wasm';
/** So many samples that there is time to do harm. */
const LONG = '?problem=4+5+6+10&strategy=mcts&p.simulations=400&seed=1&backend=wasm';
/** On a fast machine that one is over before its worker can be ended: hot samples seldom meet what is known already. */
const LONGEST = LONG.replace('simulations=400', 'simulations=2000&temperature=2');

let browser: Browser;
let site: Served;
let watched: WatchedPage;
/** The connection breaks in the middle of files whose address ends so. */
let cut: string | null = null;
/** Over the whole suite. */
const counts = { faults: 0, uncaught: 0, lostTrees: 0, foreign: 0 };

beforeAll(async () => {
  browser = await launch();
  site = await serve({ breaks: (path) => cut !== null && path.endsWith(cut) });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  const { faults, uncaught, lostTrees, foreign } = counts;
  console.log(`${faults} faults: ${uncaught} uncaught errors, ${lostTrees} lost trees, ${foreign} foreign requests`);
});
afterEach(async () => {
  await watched.context.close();
});

const failuresOf = (page: Page): Promise<string[]> => page.locator('.notice p').allInnerTexts();
/** The steps that are drawn: of a tree that is larger than its room, not all. */
const treeOf = (page: Page): Promise<string[]> =>
  page
    .locator('[role=treeitem]:not(.fold)')
    .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['node']!).sort());
/** The list of the search's steps, unfolded. */
async function outlineOf(page: Page): Promise<Locator> {
  const list = page.locator('details.outline');
  if (!(await list.evaluate((details: HTMLDetailsElement) => details.open)))
    await list.locator('summary').first().click();
  return list;
}
/** All steps of the search, drawn or folded away: its list is read to the end. */
async function stepsOf(page: Page): Promise<string[]> {
  const list = await outlineOf(page);
  const more = list.getByRole('button', { name: en.outline.more, exact: true });
  await list.locator('li').first().waitFor();
  while (await more.count()) await more.click();
  return list.locator('li').evaluateAll((items) => items.map((item) => item.dataset['step']!));
}
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

async function open(query: string, prepare?: (page: Page) => Promise<unknown>, inside = browser): Promise<Page> {
  watched = await openPage(inside);
  await prepare?.(watched.page);
  await watched.page.goto(site.url + query);
  // It comes part by part: that a search has taken the recorded one's place is seen only where that one was.
  await watched.page.locator('.outcome.recorded .answer').waitFor({ timeout: PATIENCE_MS });
  return watched.page;
}

/** Starts a long search. Done when it has told more than a few steps, and what is drawn is its own. */
async function grow(page: Page): Promise<void> {
  await press(page, 'Run');
  await page.getByText(/^Searching: ([6-9]|[\d,]{2,}) candidates/).waitFor({ timeout: PATIENCE_MS });
  // Hot samples seldom lead on, and most are folded: the list has them all.
  const list = await outlineOf(page);
  await expect.poll(() => list.locator('li').count()).toBeGreaterThan(5);
  await expect.poll(async () => (await treeOf(page)).length).toBeGreaterThan(1);
}

async function finish(page: Page): Promise<void> {
  await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
}

/** Puts an easy puzzle in place of what was there and solves it. */
async function solvesAnother(page: Page): Promise<void> {
  await page.locator('#problem').fill('1 1 3 9');
  await page.getByLabel('Strategy', { exact: true }).selectOption('beam');
  // At a high one it may well be missed.
  await page.getByLabel(en.settings.labels.temperature).fill('0.7');
  await press(page, 'Run');
  await finish(page);
  await expect.poll(() => page.locator('.outcome').innerText()).toContain('Checks: each number once, and worth 24.');
}

/** What was drawn is still there, and nothing went wrong but what was arranged. */
async function survives(page: Page, before: readonly string[], expected: RegExp = /^$/): Promise<void> {
  counts.faults++;
  const now = new Set(await stepsOf(page));
  const isLost = before.some((id) => !now.has(id)) || !before.length;
  const uncaught = watched.problems.filter((problem) => !expected.test(problem));
  const foreign = watched.requests.filter((url) => !url.startsWith(site.origin));
  counts.lostTrees += isLost ? 1 : 0;
  counts.uncaught += uncaught.length;
  counts.foreign += foreign.length;
  expect({ isLost, uncaught, foreign }).toEqual({ isLost: false, uncaught: [], foreign: [] });
}

describe('the worker is ended by the browser', () => {
  it('in the middle of a search, and then while nothing runs: what was found stays, and another search starts it again', async () => {
    const page = await open(LONGEST);
    await grow(page);
    const found = await treeOf(page);
    await page.workers()[0]!.evaluate(() => close());
    await expect.poll(() => failuresOf(page), { timeout: PATIENCE_MS }).toEqual([en.errors['worker-died']]);
    await survives(page, found);
    await solvesAnother(page);
    await expect.poll(() => failuresOf(page)).toEqual([]);

    const before = await treeOf(page);
    await page.workers()[0]!.evaluate(() => close());
    await expect.poll(() => page.workers().length).toBe(0);
    // The tree stays until the models are there again.
    await survives(page, before);
    await solvesAnother(page);
    await expect.poll(() => failuresOf(page)).toEqual([]);
  });
});

describe('the graphics device', () => {
  it('is lost in the middle of a search: what was found stays, and the next search goes on on WebAssembly', async () => {
    // It is lost by all pages of a browser, so this one has its own.
    const own = await launch();
    onTestFinished(() => own.close());
    // A reader who leaves the choice to the page, which found WebGPU to be the fastest on an earlier visit.
    const remember = (at: Page): Promise<unknown> =>
      at.addInitScript(() => {
        const known = { browser: navigator.userAgent, backend: 'webgpu', reason: 'WebGPU: the fastest', checked: [] };
        const key = 'inkling-backend-1';
        localStorage.setItem(key, localStorage.getItem(key) ?? JSON.stringify(known));
      });
    const page = await open(LONG.replace('&backend=wasm', ''), remember, own);
    await page.getByText(en.run.ready.replace('{backend}', 'WebGPU')).waitFor({ timeout: PATIENCE_MS });
    await grow(page);
    const before = await treeOf(page);
    const killer = await own.newBrowserCDPSession();
    await killer.send('Browser.crashGpuProcess');
    await expect.poll(() => failuresOf(page), { timeout: PATIENCE_MS }).toEqual([en.errors['device-lost']]);
    await survives(page, before, /W:onnxruntime/);
    await solvesAnother(page);
    await expect.poll(() => page.locator('.outcome').innerText()).toContain('WASM: WebGPU stopped answering here');
    await expect.poll(() => failuresOf(page)).toEqual([]);
  });
});

describe('storage', () => {
  it('is denied: the page says so and searches', async () => {
    const page = await open(EASY, (at) =>
      at.addInitScript(() => {
        const denied = (): never => {
          throw new DOMException('The request was denied.', 'SecurityError');
        };
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
          Object.defineProperty(window, name, { get: denied });
        Object.defineProperty(CacheStorage.prototype, 'open', { value: () => Promise.reject(new Error('denied')) });
        Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: denied });
      }),
    );
    await press(page, 'Run');
    await finish(page);
    await page.getByText(en.carry.offline.denied).waitFor();
    await survives(page, await treeOf(page));
    await solvesAnother(page);
  });

  it('is full: the page says so and searches', async () => {
    const page = await open(EASY, (at) =>
      at.addInitScript(() => {
        const full = (): never => {
          throw new DOMException('It is full.', 'QuotaExceededError');
        };
        Object.defineProperty(Storage.prototype, 'setItem', { value: full });
        Object.defineProperty(Cache.prototype, 'put', {
          value: () => Promise.reject(new DOMException('It is full.', 'QuotaExceededError')),
        });
      }),
    );
    await press(page, 'Run');
    await finish(page);
    await page.getByText(en.carry.offline.full).waitFor();
    await survives(page, await treeOf(page));
    await solvesAnother(page);
  });
});

describe('a download', () => {
  const answer = async (route: Route, change: (body: Buffer) => Buffer): Promise<void> => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['content-length'];
    await route.fulfill({ status: 200, headers, body: change(await response.body()) });
  };

  it('breaks off, ends in the middle of a file, brings a damaged weight: the recorded search stays, one sentence says what to do, and trying again goes on', async () => {
    const policy = '**/policy/onnx/model.onnx.gz';
    const verifier = '**/tvm/onnx/model.onnx.gz';
    const asked = (): number => watched.requests.filter((url) => url.endsWith('/tvm/onnx/model.onnx.gz')).length;
    const page = await open(EASY, async (at) => {
      await at.route(policy, (route) => route.abort('failed'));
      // What has come is not asked for again: this comes later.
      await at.route(verifier, () => undefined);
    });
    const failed = (sentence: string) =>
      expect.poll(() => failuresOf(page), { timeout: PATIENCE_MS }).toEqual([sentence]);
    const expected = /net::ERR_/;
    await failed(en.errors['download-failed']);
    await survives(page, await treeOf(page), expected);

    // The connection is cut.
    cut = '/tvm/onnx/model.onnx.gz';
    onTestFinished(() => void (cut = null));
    const before = asked();
    await page.unroute(policy);
    await page.unroute(verifier);
    await press(page, en.run.retry);
    await expect.poll(asked).toBeGreaterThan(before);
    await failed(en.errors['download-failed']);
    await survives(page, await treeOf(page), expected);

    cut = null;
    await page.route(verifier, (route) =>
      answer(route, (body) => {
        body[body.length >> 1]! ^= 1;
        return body;
      }),
    );
    await press(page, en.run.retry);
    await failed(en.errors['file-damaged']);
    await survives(page, await treeOf(page), expected);

    // An answer that is still on its way belongs to the route, so it is waited for.
    await page.unrouteAll({ behavior: 'wait' });
    await press(page, en.run.retry);
    await solvesAnother(page);
    await expect.poll(() => failuresOf(page)).toEqual([]);
  });
});

describe('the tab', () => {
  it('is hidden during a search, so that nothing is painted: the search ends, and is there when it comes back', async () => {
    const page = await open(EASY, (at) =>
      at.addInitScript(() => {
        const shown = window.requestAnimationFrame.bind(window);
        let isHidden = false;
        Object.defineProperty(Document.prototype, 'hidden', { get: () => isHidden });
        Object.defineProperty(Document.prototype, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
        window.requestAnimationFrame = (callback) => (isHidden ? 0 : shown(callback));
        Object.assign(window, {
          hideTab: (value: boolean) => {
            isHidden = value;
            document.dispatchEvent(new Event('visibilitychange'));
          },
        });
      }),
    );
    const hide = (value: boolean): Promise<void> =>
      page.evaluate((on) => (window as unknown as { hideTab: (on: boolean) => void }).hideTab(on), value);
    await page.locator('.outcome.recorded .answer').waitFor();
    await press(page, 'Run');
    await hide(true);
    await finish(page);
    await hide(false);
    await expect.poll(() => page.locator('[role=treeitem]').count()).toBeGreaterThan(5);
    const saved = page.waitForEvent('download');
    await press(page, 'Save trace');
    const trace = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { result: { correct: boolean } };
    expect(trace.result.correct).toBe(true);
    await survives(page, await treeOf(page));
    await solvesAnother(page);
  });
});

describe('the whole tab', () => {
  it('is killed during a search: the next visit knows, takes as little as it can, and has a way back', async () => {
    const page = await open(LONG);
    await press(page, 'Run');
    await page.locator('.outcome.recorded').waitFor({ state: 'detached', timeout: PATIENCE_MS });
    const killer = await watched.context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    killer.send('Page.crash').catch(() => undefined);
    await crashed;

    const next = await watched.context.newPage();
    const before = watched.requests.length;
    await next.goto(site.url);
    await next.getByText(en.carry.light.told).waitFor();
    await next.locator('.outcome.recorded .answer').waitFor();
    const heavy = (): string[] => watched.requests.slice(before).filter((url) => /\.(wasm|onnx\.gz)$/.test(url));
    await next.waitForLoadState('networkidle');
    expect(heavy()).toEqual([]);
    await survives(next, await treeOf(next));
    await solvesAnother(next);
    await expect.poll(() => next.locator('.outcome').innerText()).toContain('WASM');
    await next.reload();
    await next.getByText(en.carry.light.told).waitFor();
    await press(next, en.carry.light.usual);
    await next.getByText(en.run.ready.replace('{backend}', 'WebAssembly')).waitFor({ timeout: PATIENCE_MS });
    await next.reload();
    await next.locator('.outcome.recorded .answer').waitFor();
    await expect.poll(() => next.getByText(en.carry.light.told).count()).toBe(0);
  });
});

it('over the whole suite nothing was uncaught, lost, or asked for elsewhere', async () => {
  watched = await openPage(browser);
  expect(counts).toEqual({ faults: 10, uncaught: 0, lostTrees: 0, foreign: 0 });
});
