/**
 * The workshop in Chromium: the seconds from the press of *Train* to a verifier that search can use, the tasks of the
 * page's main thread meanwhile that take more than 50 ms, how soon a stop is kept in each stage, and what the page holds
 * after many trainings. No test: a busy machine makes all of it longer.
 *
 *     npm run build && npm run -s measure-training [-- --task game24 --runs 20]
 *
 * Memory is that of the page's own JavaScript after a collection, in MB, after each training with the smallest preset.
 */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launch, openPage } from '../e2e/harness/browser';
import { serve } from '../e2e/harness/serve';
import { SMALL_TRAINING } from '../e2e/harness/small-training';

const { values } = parseArgs({
  options: { task: { type: 'string', default: 'word-problems' }, runs: { type: 'string', default: '20' } },
});
const WORK_MS = 600_000;
const SMALL = { ...SMALL_TRAINING, 'Problems to be searched': 0 };
const site = await serve();
const browser = await launch();
const address = `${site.url}?backend=wasm&view=train&task=${values.task}`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const trainButton = (page: Page) => button(page, /^Train( again)?$/);
const stages = (page: Page) => page.locator('[data-part=workshop] ol li');

async function opened(): Promise<Page> {
  const { page } = await openPage(browser);
  page.setDefaultTimeout(WORK_MS);
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    const hear = (list: PerformanceObserverEntryList): void =>
      list.getEntries().forEach(({ duration }) => tasks.push(duration));
    new PerformanceObserver(hear).observe({ type: 'longtask' });
  });
  await page.goto(address);
  await trainButton(page).waitFor();
  return page;
}

/** Milliseconds of the tasks over 50 ms since it was asked last, the longest first. */
async function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const { longTasks: tasks } = globalThis as unknown as { readonly longTasks: number[] };
    return tasks.splice(0).sort((a, b) => b - a);
  });
}
const told = (tasks: readonly number[]): string =>
  tasks.length
    ? `${tasks.length} over 50 ms, the longest ${tasks.slice(0, 5).map(Math.round).join(', ')} ms`
    : 'none over 50 ms';

/** A press, and the seconds until what comes of it is there. */
async function secondsUntil(press: () => Promise<void>, there: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await press();
  await there();
  return (performance.now() - start) / 1000;
}

const page = await opened();
await longTasks(page);
const made = await secondsUntil(
  () => trainButton(page).click(),
  () => button(page, 'Search with it').first().waitFor(),
);
print(`${values.task}, first preset: ${made.toFixed(1)} s to a verifier that search can use`);
print(`tasks of the main thread until then: ${told(await longTasks(page))}`);
const searched = await secondsUntil(
  async () => undefined,
  () => stages(page).nth(3).and(page.locator('.done')).waitFor(),
);
print(`and ${searched.toFixed(1)} s for the searches with it and beside it`);
print(`tasks of the main thread meanwhile: ${told(await longTasks(page))}`);
for (const line of await page.locator('.searched tbody tr').allInnerTexts()) print(`  ${line.replaceAll(/\s+/g, ' ')}`);

for (const [at, stage] of ['Sample', 'Label', 'Learn', 'Test'].entries()) {
  await trainButton(page).click();
  await stages(page).nth(at).and(page.locator('.running')).waitFor();
  const stop = button(page, /^(Stop|Stop learning and keep it|End the test)$/);
  // Learning goes over to its test, and the test to its end.
  const over = stage === 'Learn' ? stages(page).nth(3).and(page.locator('.running')) : trainButton(page);
  const seconds = await secondsUntil(
    () => stop.click(),
    () => over.waitFor(),
  );
  print(`stopped in ${stage}: after ${seconds.toFixed(2)} s`);
  if (await stop.isVisible()) await stop.click();
  await trainButton(page).waitFor();
}

for (const [name, value] of Object.entries(SMALL)) await page.getByLabel(name, { exact: true }).fill(`${value}`);
const tools = await page.context().newCDPSession(page);
const heap: number[] = [];
for (let run = 0; run < Number(values.runs); run++) {
  await trainButton(page).click();
  await button(page, /^(Pause|Go on)$/)
    .first()
    .waitFor();
  await trainButton(page).waitFor();
  await tools.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await tools.send('Runtime.getHeapUsage')) as { usedSize: number };
  heap.push(usedSize / 1e6);
}
print(`the page's memory over ${heap.length} trainings, MB: ${heap.map((mb) => mb.toFixed(1)).join(', ')}`);
await browser.close();
await site.close();
