/**
 * What the tree costs the main thread a frame, in Chromium, traced: while a search grows, and while the reader pans and
 * zooms over the finished tree, from afar and from near. No test: a busy machine makes all of it longer.
 *
 *     npm run build && npm run -s measure-frames [-- --samples 500 --beam 125 --json]
 *
 * A frame is a sixtieth of a second; its cost is the processor time of the main thread's tasks within it.
 */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launch, openPage } from '../e2e/harness/browser';
import { serve } from '../e2e/harness/serve';
import { mainTasks, TASK_CATEGORIES } from './main-thread';

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '500' },
    beam: { type: 'string', default: '125' },
    json: { type: 'boolean', default: false },
  },
});

const FRAME_US = 1e6 / 60;
const MAX_SEARCH_MS = 120_000;

interface Cost {
  readonly what: string;
  /** Frames from the first task to the last. */
  readonly frames: number;
  /** Milliseconds of processor time a frame. */
  readonly median: number;
  readonly p95: number;
  readonly longestTask: number;
}

function costOf(what: string, trace: Buffer): Cost {
  const tasks = mainTasks(trace);
  const start = Math.min(...tasks.map(({ ts }) => ts));
  const end = Math.max(...tasks.map(({ ts, dur = 0 }) => ts + dur));
  const costs = new Float64Array(Math.max(1, Math.ceil((end - start) / FRAME_US)));
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    // A task that runs over the end of a frame counts in each for its part.
    const [from, to] = [ts - start, ts - start + dur];
    for (let frame = Math.floor(from / FRAME_US); frame < costs.length && frame * FRAME_US < to; frame++) {
      const part = Math.min(to, (frame + 1) * FRAME_US) - Math.max(from, frame * FRAME_US);
      costs[frame]! += (part / dur) * (tdur / 1000);
    }
  }
  const sorted = costs.sort();
  const at = (share: number): number => Number(sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1));
  const longest = Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
  return { what, frames: costs.length, median: at(0.5), p95: at(0.95), longestTask: Math.round(longest) };
}

const site = await serve();
const browser = await launch();
const { page } = await openPage(browser);

async function traced(what: string, act: () => Promise<void>): Promise<Cost> {
  await browser.startTracing(page, { categories: TASK_CATEGORIES });
  await act();
  return costOf(what, await browser.stopTracing());
}

async function search(samples: string, beam: string): Promise<Cost> {
  await page.goto(`${site.url}?seed=2&samples=${samples}&beam=${beam}&strategy=beam`);
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await run.waitFor();
  // The models are loaded by now, as they are for a reader who has looked around.
  await page.waitForTimeout(4000);
  return traced(`search of K = ${samples}`, async () => {
    await run.click();
    await page.locator('[role=tree][aria-busy=true]').waitFor({ state: 'attached', timeout: MAX_SEARCH_MS });
    await page.locator('[role=tree][aria-busy=false]').waitFor({ state: 'attached', timeout: MAX_SEARCH_MS });
  });
}

async function pan(target: Page, reach: number): Promise<void> {
  const box = (await target.locator('.viewport').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await target.mouse.move(x, y);
  await target.mouse.down();
  for (let i = 0; i < 120; i++) {
    await target.mouse.move(x + reach * Math.sin(i / 10), y + (reach / 2) * Math.cos(i / 7));
    await target.waitForTimeout(12);
  }
  await target.mouse.up();
}

async function zoom(target: Page, deltas: readonly number[]): Promise<void> {
  await target.keyboard.down('Control');
  for (const delta of deltas) {
    await target.mouse.wheel(0, delta);
    await target.waitForTimeout(16);
  }
  await target.keyboard.up('Control');
}

const costs = [await search('100', '25'), await search(values.samples, values.beam)];
await page.waitForTimeout(1000);
costs.push(await traced('panning from afar', () => pan(page, 200)));
costs.push(
  await traced('zooming in and out', () => zoom(page, [...Array<number>(60).fill(-40), ...Array<number>(40).fill(40)])),
);
costs.push(await traced('panning from near', () => pan(page, 300)));
const [nodes, tokens] = await page.evaluate(() => {
  const text = document.querySelector('main')?.textContent ?? '';
  return [document.querySelectorAll('[data-node]').length, text.length];
});
process.stderr.write(`${nodes} steps drawn, ${tokens} characters on the page\n`);
if (values.json) process.stdout.write(`${JSON.stringify(costs)}\n`);
else
  for (const { what, frames, median, p95, longestTask } of costs)
    process.stdout.write(
      `${what.padEnd(22)} ${frames} frames, median ${median} ms, p95 ${p95} ms, longest task ${longestTask} ms\n`,
    );
await browser.close();
await site.close();
