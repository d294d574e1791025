/**
 * The places where people use the page. In each of them *Run* must solve a puzzle, with nothing asked for elsewhere:
 * they decide how workers are started and how bytes get to them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { preview } from 'vite';
import { firstVisit } from '../../scripts/lib/sizes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

/** Easy, and the models have seen it: what is tested is the place. */
const QUERY = '?problem=1+1+3+9&samples=20&beam=4&seed=1';

let browser: Browser;
let watched: WatchedPage | null = null;
const servers: Served[] = [];

async function served(...options: Parameters<typeof serve>): Promise<Served> {
  const server = await serve(...options);
  servers.push(server);
  return server;
}

beforeAll(async () => {
  if (!existsSync('dist/inkling.html')) throw new Error('There is no site to test: run `npm run build` first.');
  browser = await launch();
});
afterAll(() => browser?.close());
afterEach(async () => {
  await watched?.context.close();
  watched = null;
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function open(url: string, { isOffline = false } = {}): Promise<WatchedPage> {
  watched = await openPage(browser);
  await watched.context.setOffline(isOffline);
  await watched.page.goto(url);
  return watched;
}

async function runSolves(place: Page | FrameLocator): Promise<void> {
  await place.getByRole('button', { name: 'Run', exact: true }).click();
  const outcome = place.locator('.outcome:not(.recorded)');
  await outcome.locator('.answer').waitFor({ timeout: PATIENCE_MS });
  // What came out is read, whatever it is: a puzzle that was not solved fails here and at once.
  expect(await outcome.innerText()).toContain('Checks: each number once, and worth 24.');
  expect(watched?.problems).toEqual([]);
}

const originsOf = (requests: readonly string[]): string[] => [
  ...new Set(requests.map((url) => (url.startsWith('file:') ? url.split('?')[0]! : new URL(url).origin))),
];
const frame = (url: string, attributes = ''): string =>
  `<!doctype html><link rel="icon" href="data:,"><iframe ${attributes} width="900" height="900" src="${url}"></iframe>`;

describe('Run solves a puzzle', () => {
  it('on a host without special headers, in a folder of it', async () => {
    const site = await served();
    const { page, requests } = await open(site.url + QUERY);
    await runSolves(page);
    expect(originsOf(requests)).toEqual([site.origin]);
    expect(requests.every((url) => url.startsWith(site.url))).toBe(true);
    // What `npm run sizes` adds up is what is asked for.
    const asked = requests.map((url) => url.split('?')[0]!.slice(site.url.length) || 'index.html');
    // The recorded search is that of this problem.
    const without = (path: string): boolean => !path.endsWith('.woff2') && !path.startsWith('recorded/');
    expect(asked).toEqual(expect.arrayContaining(firstVisit('dist', 'wasm').filter(without)));
  });

  it('on a host that reads the headers file, isolated', async () => {
    const lines = readFileSync('dist/_headers', 'utf8').split('\n');
    const pairs = lines.flatMap((line) =>
      [...line.matchAll(/^ {2}([\w-]+): (.+)$/g)].map(([, name, value]) => [name!, value!]),
    );
    expect(pairs).toHaveLength(4);
    const site = await served({ headers: Object.fromEntries(pairs) as Record<string, string> });
    const { page, requests } = await open(site.url + QUERY);
    await expect.poll(() => page.evaluate(() => crossOriginIsolated)).toBe(true);
    await runSolves(page);
    expect(originsOf(requests)).toEqual([site.origin]);
  });

  it('again on a second visit, which remembers the back end of the first and what was checked then', async () => {
    const site = await served();
    const { page } = await open(site.url);
    await runSolves(page);
    const read = () => page.evaluate(() => localStorage.getItem('inkling-backend-1'));
    const known = JSON.parse((await read())!) as { browser: string; backend: string; checked: string[] };
    expect(known.browser).toBe(await page.evaluate(() => navigator.userAgent));
    expect(known.backend).toBe('wasm');
    expect(known.checked.map((model) => model.split('/')[1])).toEqual(['policy', 'tvm']);

    const marked = { ...known, reason: 'WASM: remembered' };
    await page.evaluate((text) => localStorage.setItem('inkling-backend-1', text), JSON.stringify(marked));
    await page.reload();
    await runSolves(page);
    await expect.poll(() => page.locator('.outcome').innerText()).toContain('remembered');
  });

  it('opened from a disk, with networking off', async () => {
    const file = pathToFileURL('dist/inkling.html').href;
    const { page, requests } = await open(file + QUERY, { isOffline: true });
    await runSolves(page);
    expect(originsOf(requests)).toEqual([file]);
    // And there was no network.
    await expect(page.evaluate(() => fetch('http://127.0.0.1/'))).rejects.toThrow();
  });

  it('in a frame of another origin', async () => {
    const site = await served();
    const host = await served({ pages: { '/': frame(`${site.url}${QUERY}&embed=1`) } });
    const { page, requests } = await open(host.origin);
    await runSolves(page.frameLocator('iframe'));
    expect(originsOf(requests).sort()).toEqual([host.origin, site.origin].sort());
  });

  it('in a sandboxed frame, from a host that serves files to everyone', async () => {
    const site = await served({ headers: { 'Access-Control-Allow-Origin': '*' } });
    const host = await served({ pages: { '/': frame(`${site.url}${QUERY}&embed=1`, 'sandbox="allow-scripts"') } });
    const { page, requests } = await open(host.origin);
    await runSolves(page.frameLocator('iframe'));
    expect(originsOf(requests).sort()).toEqual([host.origin, site.origin].sort());
  });

  it('as one file in a sandboxed frame, from any host, with networking off once it is there', async () => {
    const site = await served();
    const host = await served({
      pages: { '/': frame(`${site.url}inkling.html${QUERY}&embed=1`, 'sandbox="allow-scripts"') },
    });
    const { page, context, requests } = await open(host.origin);
    await page.frameLocator('iframe').getByRole('button', { name: 'Run', exact: true }).waitFor();
    await context.setOffline(true);
    await runSolves(page.frameLocator('iframe'));
    expect(requests.filter((url) => url.startsWith(site.origin))).toEqual([`${site.url}inkling.html${QUERY}&embed=1`]);
  });
});

describe('the built site', () => {
  it('has one runtime for each kind of reader, and names every asset by its content', () => {
    const assets = readdirSync('dist/assets');
    expect(assets.filter((name) => name.endsWith('.wasm'))).toHaveLength(2);
    expect(assets.filter((name) => !/-[\w-]{8}\.\w+$/.test(name))).toEqual([]);
  });

  it('starts nothing that a strict content security policy forbids', () => {
    for (const page of ['index.html', 'inkling.html']) {
      const [, policy] = /Content-Security-Policy"\s+content="([^"]*)"/.exec(readFileSync(join('dist', page), 'utf8'))!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).not.toContain("'unsafe-eval'");
    }
  });

  it('answers 404 for a missing file when it is served by `npm start`', async () => {
    const server = await preview({ logLevel: 'silent', preview: { port: 0, host: '127.0.0.1' } });
    try {
      const [base] = server.resolvedUrls!.local;
      expect((await fetch(`${base}models/nothing/manifest.json`)).status).toBe(404);
      expect((await fetch(`${base}models/index.json`)).status).toBe(200);
    } finally {
      await server.close();
    }
  });
});
