/**
 * `npm run picture` makes docs/picture.png, the picture in the README: it builds the site, opens it in a browser,
 * presses Run on the puzzle that a newcomer meets, and takes what is then on the page. It also takes every view, light
 * and dark, on a phone and in print, into docs/views. `npm run picture -- compare labels` takes these views alone, and
 * `--built` takes the site as it was built last.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { preview } from 'vite';
import { BROWSER_ARGS, ensureBrowser } from './lib/browser.mjs';
import { ROOT, runNpm } from './lib/run.mjs';
import { LIGHT, VIEWS, WORK_MS, type Medium, type View } from './pictures/views';

const { values, positionals } = parseArgs({ options: { built: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !VIEWS.some((view) => view.name === name));
if (unknown.length) throw new Error(`No such view: ${unknown.join(', ')}.`);

const FOLDER = join(ROOT, 'docs', 'views');
const FILE = join(ROOT, 'docs', 'picture.png');
/** The last nodes glide into place. */
const SETTLE_MS = 2_000;
/** The upper part of a long page says how it looks. */
const MOST_HEIGHT = 2_600;

/** Few colours are in it, so a palette keeps it small; dots in place of a colour would not. */
const save = async (png: Buffer, path: string): Promise<void> =>
  void (await sharp(png).png({ palette: true, dither: 0, compressionLevel: 9, effort: 8 }).toFile(path));

async function openPage({ size, colorScheme }: Medium, query: string, scale = 1): Promise<Page> {
  const page = await browser.newPage({
    ...{ viewport: size, colorScheme, reducedMotion: 'reduce', deviceScaleFactor: scale },
  });
  await page.goto(`${site.resolvedUrls!.local[0]}?backend=wasm&${query}`);
  return page;
}

async function takePage(page: Page, name: string, medium: Medium, isWindow = false): Promise<void> {
  // As a browser does before it prints, so that what goes on paper is made ready.
  if (medium.media === 'print') await page.evaluate(() => void dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: medium.media, colorScheme: medium.colorScheme });
  await page.setViewportSize(medium.size);
  // What was pressed may have been brought into view.
  await page.evaluate('scrollTo(0, 0)');
  await page.waitForTimeout(SETTLE_MS);
  const { height: whole } = (await page.locator('html').boundingBox())!;
  const height = isWindow ? medium.size.height : Math.min(Math.ceil(whole), MOST_HEIGHT);
  if (!isWindow) {
    // To take more than the window makes the window larger, and what is drawn anew then would be half drawn.
    await page.setViewportSize({ width: medium.size.width, height });
    await page.waitForTimeout(SETTLE_MS);
  }
  await save(await page.screenshot(), join(FOLDER, `${name}-${medium.name}.png`));
}

async function takeView({ name, query = '', media, act, isWindow }: View): Promise<void> {
  if (act) {
    const page = await openPage(LIGHT, query);
    await act(page);
    for (const medium of media) await takePage(page, name, medium, isWindow);
    await page.close();
    return;
  }
  for (const medium of media) {
    const page = await openPage(medium, [query, medium.query ?? ''].join('&'));
    await page.locator('.outcome .answer').waitFor({ timeout: WORK_MS });
    await page.locator('.bar progress').waitFor({ state: 'detached', timeout: WORK_MS });
    await takePage(page, name, medium, isWindow);
    await page.close();
  }
}

async function takePicture(): Promise<void> {
  const page = await openPage({ ...LIGHT, size: { width: 1280, height: 800 } }, '', 1.5);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: WORK_MS });
  await page.waitForTimeout(SETTLE_MS);
  await save(await page.screenshot(), FILE);
  // A reader without JavaScript is shown the same.
  copyFileSync(FILE, join(ROOT, 'public', 'picture.png'));
  await page.close();
}

const executablePath = await ensureBrowser();
if (!executablePath) throw new Error('There is no Chromium: name one in INKLING_BROWSER.');
if (!values.built && (await runNpm(['run', '--silent', 'build'])) !== 0)
  throw new Error('The site could not be built.');

const site = await preview({ root: ROOT, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1', open: false } });
const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGS] });
try {
  mkdirSync(FOLDER, { recursive: true });
  if (!positionals.length) await takePicture();
  for (const view of VIEWS) if (!positionals.length || positionals.includes(view.name)) await takeView(view);
  console.log('docs/picture.png and docs/views show the page as it is now.');
} finally {
  await browser.close();
  await site.close();
}
