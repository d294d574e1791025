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
import { cpuMs, mainTasks, TASK_CATEGORIES } from './main-thread';

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
  await page.goto(address);
  await trainButton(page).waitFor();
  return page;
}

/** What the page's main thread does meanwhile, of which a reader would feel what takes more than 50 ms. */
async function traced<T>(page: Page, act: () => Promise<T>): Promise<{ made: T; tasks: string }> {
  await browser.startTracing(page, { categories: TASK_CATEGORIES });
  const made = await act();
  const longest = mainTasks(await browser.stopTracing())
    .map(cpuMs)
    .sort((a, b) => b - a);
  const over = longest.filter((ms) => ms > 50).length;
  const said = longest.slice(0, 5).map((ms) => ms.toFixed(0));
  return {
    made,
    tasks: `${longest.length}, ${over} of them over 50 ms of processor time; the longest ${said.join(', ')}`,
  };
}

/** A press, and the seconds until what comes of it is there. */
async function secondsUntil(press: () => Promise<void>, there: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await press();
  await there();
  return (performance.now() - start) / 1000;
}

const page = await opened();
const { made, tasks } = await traced(page, () =>
  secondsUntil(
    () => trainButton(page).click(),
    () => button(page, 'Search with it').first().waitFor(),
  ),
);
print(`${values.task}, first preset: ${made.toFixed(1)} s to a verifier that search can use`);
print(`tasks of the main thread until then: ${tasks}`);
const { made: searched, tasks: since } = await traced(page, () =>
  secondsUntil(
    async () => undefined,
    () => stages(page).nth(3).and(page.locator('.done')).waitFor(),
  ),
);
print(`and ${searched.toFixed(1)} s for the searches with it and beside it`);
print(`tasks of the main thread meanwhile: ${since}`);
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
