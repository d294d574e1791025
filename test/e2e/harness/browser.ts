/** A Chromium, and pages that report what they ask for and what goes wrong in them. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from '../../../scripts/lib/browser.mjs';

/**
 * When a wait is given up. No test measures time: each waits for what it asserts, so this only has to be more than the
 * slowest machine takes, with other work beside it.
 */
export const PATIENCE_MS = 300_000;

async function launchOptions(): Promise<{ executablePath: string; args: string[] }> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('There is no Chromium: name one in INKLING_BROWSER.');
  return { executablePath, args: [...BROWSER_ARGS] };
}

export async function launch(): Promise<Browser> {
  return chromium.launch(await launchOptions());
}

/** One with its profile in this folder, as readers have it: what it keeps outlives it. Closing it ends the browser. */
export async function launchWith(profile: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, await launchOptions());
  context.setDefaultTimeout(PATIENCE_MS);
  await showAtOnce(context);
  return context;
}

/** Readers who want to see a search as it is, without having it played: its answer is there when it is. */
export async function showAtOnce(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    try {
      const { localStorage } = globalThis as unknown as { localStorage: { setItem(key: string, value: string): void } };
      localStorage.setItem('inkling-pace', 'off');
    } catch {
      // A sandboxed frame plays it.
    }
  });
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: 'reduce';
  /** A search that is run is played, as it is unless a reader wants it otherwise. */
  readonly plays?: boolean;
}

export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every address that was asked for, also by frames and workers, `data:` and `blob:` left out. */
  readonly requests: readonly string[];
  /** Exceptions, and errors on the console. */
  readonly problems: readonly string[];
}

export async function openPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const { width = 1280, height = 800, reducedMotion = 'no-preference', plays = false } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion });
  context.setDefaultTimeout(PATIENCE_MS);
  if (!plays) await showAtOnce(context);
  const requests: string[] = [];
  const problems: string[] = [];
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    // The text of what could not be loaded does not say what it was.
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`.trim());
  });
  return { page, context, requests, problems };
}

/** A page whose engine never arrives: what it shows is what it brings along. */
export async function openWithoutEngine(
  browser: Browser,
  address: string,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  await watched.page.route('**/*.wasm', () => undefined);
  await watched.page.goto(address);
  return watched;
}
