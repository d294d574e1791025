/**
 * `npm run picture` makes docs/picture.png, the picture in the README: it builds the site, opens it in a browser,
 * presses Run on the puzzle that a newcomer meets, and takes what is then on the page. It also takes every view as it
 * arrives, light and dark, on a phone and in print, into docs/views.
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

interface View {
  readonly name: string;
  readonly query?: string;
  readonly size?: { width: number; height: number };
  readonly isPrint?: boolean;
  /** What is pressed before the picture is taken. */
  readonly press?: string;
}

const PHONE = { width: 390, height: 844 };
const VIEWS: readonly View[] = [
  { name: 'search-light' },
  { name: 'search-dark', query: 'theme=dark' },
  { name: 'search-phone', size: PHONE },
  { name: 'search-print', size: { width: 794, height: 1123 }, isPrint: true },
  { name: 'lesson-light', query: 'lesson=3' },
  { name: 'lesson-dark', query: 'lesson=3&theme=dark&lang=es' },
  { name: 'lesson-phone', query: 'lesson=3&lang=zh', size: PHONE },
  { name: 'lesson-print', query: 'lesson=3', size: { width: 794, height: 1123 }, isPrint: true },
  { name: 'glossary-light', press: 'Glossary' },
];

/** One view with the search that the page arrives with. */
async function takeView({
  name,
  query = '',
  size = { width: 1280, height: 900 },
  isPrint,
  press,
}: View): Promise<void> {
  const page = await browser.newPage({ viewport: size, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`${site.resolvedUrls!.local[0]}?backend=wasm&${query}`);
  await page.locator('.outcome .answer').waitFor({ timeout: RUN_MS });
  if (press) await page.getByRole('button', { name: press }).click();
  if (isPrint) await page.emulateMedia({ media: 'print' });
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: join(ROOT, 'docs', 'views', `${name}.png`), fullPage: !press });
  await page.close();
}

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
  mkdirSync(join(ROOT, 'docs', 'views'), { recursive: true });
  await page.screenshot({ path: FILE });
  // A reader without JavaScript is shown the same.
  copyFileSync(FILE, join(ROOT, 'public', 'picture.png'));
  for (const view of VIEWS) await takeView(view);
  console.log('docs/picture.png and docs/views show the page as it is now.');
} finally {
  await browser.close();
  await site.close();
}
