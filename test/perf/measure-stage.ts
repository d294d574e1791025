/**
 * What of a search can be read at first sight, in Chromium: how large the smallest text of the tree is on the screen, where
 * the stage begins, how much of it the tree fills, and how many of the chosen path's words stand legible in the window.
 *
 *     npm run build && npm run -s measure-stage [-- --json] [--screens FOLDER] [--only beam] [--at 1280]
 *
 * `--only` keeps the searches and `--at` the windows that begin so; `--screens` saves each window as it is. Nothing is
 * scrolled or touched after a search has ended. `INKLING_SITE` names another build. Exit status 1 where text in view is
 * smaller than 11 CSS pixels, the stage begins below the first third of the window, or a chosen word cannot be read.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { createRng } from '../../src/core/rng';
import { generateStory, MAX_LEVEL } from '../../src/tasks/word-problems/generator';
import { formatStory } from '../../src/tasks/word-problems/story';
import { launch, showAtOnce } from '../e2e/harness/browser';
import { serve } from '../e2e/harness/serve';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    screens: { type: 'string' },
    only: { type: 'string', default: '' },
    at: { type: 'string', default: '' },
  },
});

const PATIENCE_MS = 120_000;
const LEAST_PX = 11;
const TOP_SHARE = 1 / 3;

interface Window {
  readonly width: number;
  readonly height: number;
  /** Device pixels to a CSS pixel. */
  readonly scale?: number;
  /** The page stands in a frame of an article, as wide as the window. */
  readonly framed?: true;
}

const WINDOWS: Readonly<Record<string, Window>> = {
  '1280×800': { width: 1280, height: 800 },
  '1440×900': { width: 1440, height: 900 },
  '1920×1080 at 150%': { width: 1280, height: 720, scale: 1.5 },
  '390×844': { width: 390, height: 844, scale: 3 },
  'frame of 704': { width: 704, height: 900, framed: true },
};

/** A story of eight steps, as the word problems draw them. */
const STORY = formatStory(generateStory(createRng(1), MAX_LEVEL).story);
const SENTENCES = fileURLToPath(new URL('../fixtures/foreign/sentences.jsonl', import.meta.url));

/** As the command line converts it, so that the page can open it from its address. */
function traceOf(file: string): string {
  const convert = ['--import', 'tsx', 'src/cli/convert.ts', '--from', file, '--to', 'inkling-trace'];
  const { status, stdout, stderr } = spawnSync(process.execPath, convert, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** What is looked at, by the address's fields. */
const SEARCHES: Readonly<Record<string, string>> = {
  'beam, K=20': 'strategy=beam&samples=20&beam=4',
  'beam, K=100': 'strategy=beam&samples=100&beam=25',
  'best-of-n, 100': 'strategy=best-of-n&samples=100',
  mcts: 'strategy=mcts',
  'a story of eight steps': `task=word-problems&problem=${encodeURIComponent(STORY)}`,
  'sentences of a language model': 'trace=/sentences.inkling.json',
};

interface Seen {
  readonly search: string;
  readonly window: string;
  /** CSS pixels, of any text of the tree that is in view; of its words, without signs and counts. */
  readonly leastPx: number;
  readonly leastWordPx: number;
  /** Share of the window above the stage. */
  readonly top: number;
  /** Share of the stage's width and height that the tree's boxes span. */
  readonly fillsWidth: number;
  readonly fillsHeight: number;
  /** Of the chosen path's tokens, those legible in the window, in the tree or beside it. */
  readonly pathRead: number;
  readonly pathTokens: number;
}

/** Runs in the page. */
function look(): Omit<Seen, 'search' | 'window'> {
  const canvas = document.querySelector('.canvas') ?? document.querySelector('.outline');
  if (!canvas) throw new Error('There is no stage.');
  const stage = canvas.getBoundingClientRect();
  const right = Math.min(stage.right, innerWidth);
  const bottom = Math.min(stage.bottom, innerHeight);
  const isIn = (box: DOMRect, least = 0.5): boolean =>
    box.width > 0 &&
    box.height > 0 &&
    Math.min(box.right, right) - Math.max(box.left, stage.left) > least * box.width &&
    Math.min(box.bottom, bottom) - Math.max(box.top, stage.top) > least * box.height;
  const scaleOf = (element: Element): number => {
    const world = element.closest('.world');
    return world ? new DOMMatrix(getComputedStyle(world).transform).a : 1;
  };
  const pxOf = (element: Element): number => parseFloat(getComputedStyle(element).fontSize) * scaleOf(element);
  const hasText = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '');
  const isSeen = (element: Element): boolean =>
    !element.closest('.visually-hidden') && getComputedStyle(element).visibility === 'visible';
  const texts = [...canvas.querySelectorAll('*')].filter(
    (element) => hasText(element) && isSeen(element) && isIn(element.getBoundingClientRect()),
  );
  const words = texts.filter((element) => element.closest('.tokens, .told, .puzzle'));
  const boxes = [...canvas.querySelectorAll('.node')].map((node) => node.getBoundingClientRect());
  const span = (from: number, to: number, low: number, high: number): number =>
    boxes.length ? Math.max(0, Math.min(high, to) - Math.max(low, from)) / (high - low) : 0;

  // A bar at the window's foot covers what is under it.
  const bar = document.querySelector('.go');
  const foot = bar && getComputedStyle(bar).position === 'fixed' ? bar.getBoundingClientRect().top : innerHeight;
  // The chosen path's words, read from the strip that lists them, or from the tree's boxes where these are in view.
  const inWindow = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.top >= 0 && box.bottom <= foot && box.left >= 0 && box.right <= innerWidth;
  };
  const read = (element: Element): boolean => pxOf(element) >= 11 - 0.05 && inWindow(element);
  const chosen = [...canvas.querySelectorAll('.chosen .token, .node.chosen .token')];
  const strip = [...document.querySelectorAll('.path .line .token')];
  const listed = [chosen, strip].map((tokens) => ({ all: tokens.length, read: tokens.filter(read).length }));
  const most = Math.max(...listed.map(({ all }) => all));
  const best = listed.toSorted((a, b) => b.read - a.read)[0]!;
  return {
    leastPx: Math.min(...texts.map(pxOf)),
    leastWordPx: Math.min(...words.map(pxOf)),
    top: stage.top / innerHeight,
    fillsWidth: span(
      Math.min(...boxes.map((b) => b.left)),
      Math.max(...boxes.map((b) => b.right)),
      stage.left,
      stage.right,
    ),
    fillsHeight: span(
      Math.min(...boxes.map((b) => b.top)),
      Math.max(...boxes.map((b) => b.bottom)),
      stage.top,
      stage.bottom,
    ),
    pathRead: best.read,
    pathTokens: most,
  };
}

/** Waits until the tree has stopped moving: three frames in a row with the same boxes. */
async function settled(page: Page | Frame): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const state = (): string => {
      const boxes = [...document.querySelectorAll('.canvas .node, .canvas .world')];
      return boxes.map((node) => Object.values(node.getBoundingClientRect().toJSON() as object).join()).join(';');
    };
    for (let same = 0, before = ''; same < 10;) {
      await frame();
      const now = state();
      same = now === before ? same + 1 : 0;
      before = now;
    }
  });
}

const framedPage = (source: string): string =>
  `<!doctype html><title>An article</title><body style="margin:0"><iframe src="${source}" ` +
  `style="border:0;width:704px;height:900px"></iframe>`;

const pages: Record<string, string> = { '/sentences.inkling.json': traceOf(SENTENCES) };
const site = await serve({ pages });
const browser = await launch();
const seen: Seen[] = [];

async function measure(search: string, window: string): Promise<void> {
  const query = SEARCHES[search]!;
  const { width, height, scale = 1, framed } = WINDOWS[window]!;
  const address = `${site.url}?${query}${query.startsWith('trace=') ? '' : '&autorun=1'}`;
  pages['/article.html'] = framedPage(address.replace('?', '?embed=1&').replaceAll('&', '&amp;'));
  const context = await browser.newContext({
    ...{ viewport: { width, height }, deviceScaleFactor: scale, reducedMotion: 'reduce' },
    ...(width < 500 ? { isMobile: true, hasTouch: true } : {}),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  // The compiler that runs this names functions by a helper, which the page does not have.
  await context.addInitScript('globalThis.__name = (f) => f;');
  await showAtOnce(context);
  const page = await context.newPage();
  await page.goto(framed ? `${site.origin}/article.html` : address);
  const inside = framed ? page.frames().at(-1)! : page;
  await inside.locator('.outcome:not(.recorded) .answer, .outcome:not(.recorded) .none').first().waitFor();
  await settled(inside);
  seen.push({ search, window, ...(await inside.evaluate(look)) });
  if (values.screens)
    await page.screenshot({ path: join(values.screens, `${search} ${window}.png`.replace(/[ ,×%]+/g, '-')) });
  await context.close();
  process.stderr.write(`${search} ${window}\n`);
}

for (const window of Object.keys(WINDOWS).filter((name) => name.startsWith(values.at)))
  for (const search of Object.keys(SEARCHES).filter((name) => name.startsWith(values.only)))
    await measure(search, window);
await browser.close();
await site.close();

const px = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '-');
const percent = (value: number): string => `${Math.round(100 * value)}%`;
if (values.json) console.log(JSON.stringify(seen, null, 1));
else {
  console.log(
    '| window | search | smallest text | smallest words | above the stage | tree fills | words of the path |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const one of seen) {
    const fills = `${percent(one.fillsWidth)} × ${percent(one.fillsHeight)}`;
    const path = `${one.pathRead} of ${one.pathTokens}`;
    console.log(
      `| ${one.window} | ${one.search} | ${px(one.leastPx)} | ${px(one.leastWordPx)} | ${percent(one.top)} | ${fills} | ${path} |`,
    );
  }
}
const isBad = ({ leastPx, top, pathRead, pathTokens }: Seen): boolean =>
  leastPx < LEAST_PX - 0.05 || top > TOP_SHARE || pathRead < pathTokens;
process.exitCode = seen.some(isBad) ? 1 : 0;
