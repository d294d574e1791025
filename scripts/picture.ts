/**
 * `npm run picture` makes docs/picture.png, the picture in the README: it builds the site, opens it in a browser,
 * presses Run on the puzzle that a newcomer meets, and takes what is then on the page.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { BROWSER_ARGS, ensureBrowser } from './lib/browser.mjs';
import { ROOT, runNpm } from './lib/run.mjs';

const FILE = join(ROOT, 'docs', 'picture.png');
/** Loading the models on a busy machine. */
const RUN_MS = 180_000;
/** The last nodes glide into place. */
const SETTLE_MS = 2_000;

const executablePath = await ensureBrowser();
if (!executablePath) throw new Error('There is no Chromium: name one in INKLING_BROWSER.');
if ((await runNpm(['run', '--silent', 'build'])) !== 0) throw new Error('The site could not be built.');

const site = await preview({ root: ROOT, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1', open: false } });
const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGS] });
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1.5,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(`${site.resolvedUrls!.local[0]}?backend=wasm`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: RUN_MS });
  await page.waitForTimeout(SETTLE_MS);
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  await page.screenshot({ path: FILE });
  // A reader without JavaScript is shown the same.
  copyFileSync(FILE, join(ROOT, 'public', 'picture.png'));
  console.log('docs/picture.png shows the page as it is now.');
} finally {
  await browser.close();
  await site.close();
}
