/**
 * The page's main thread while a model of the reader's own loads and writes, in Chromium: its longest tasks by their own
 * processor time, with what they did. The model is a folder in the hub's layout (`scripts/real_hub_model.py`), which a
 * host of this machine serves as the hub does. Of each search it also says after how many seconds from _Run_ the first
 * token stood on the screen; `--wait` is how many seconds the model has between being ready and the first _Run_, in which
 * it reads what all prompts begin with.
 *
 *     npm run build && npm run -s measure-hub -- --model FOLDER [--searches 2] [--task game24] [--query "samples=8&beam=2"] [--wait 30]
 *
 * Exit status 1 where a task took over 50 ms of processor time after the model was ready.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launch, openPage } from '../e2e/harness/browser';
import { serveHub } from '../e2e/harness/hub';
import { serve } from '../e2e/harness/serve';
import { cpuMs, mainTasks, TASK_CATEGORIES, type TraceEvent } from './main-thread';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    searches: { type: 'string', default: '2' },
    task: { type: 'string', default: 'word-problems' },
    query: { type: 'string', default: '' },
    wait: { type: 'string', default: '0' },
  },
});
if (!values.model) throw new Error('Name the folder of a model with --model FOLDER.');
const PATIENCE_MS = 600_000;
const MOST_MS = 50;

const ID = 'measured/model';
const folder = pathToFileURL(`${resolve(values.model)}/`);
const [browser, site, hub] = await Promise.all([launch(), serve(), serveHub({ [ID]: { folder } })]);
const { page } = await openPage(browser, { width: 1280, height: 900 });
page.setDefaultTimeout(PATIENCE_MS);

/** What a task did, by the names of the events within it that took the most processor time. */
function worked(task: TraceEvent, events: readonly TraceEvent[]): string {
  const inside = events.filter(
    ({ ph, pid, tid, ts, dur = 0 }) =>
      ph === 'X' && pid === task.pid && tid === task.tid && ts >= task.ts && ts + dur <= task.ts + (task.dur ?? 0),
  );
  return inside
    .filter((event) => event !== task && cpuMs(event) > 5)
    .sort((a, b) => cpuMs(b) - cpuMs(a))
    .slice(0, 8)
    .map((event) => `${event.name} ${cpuMs(event).toFixed(0)}`)
    .join(', ');
}

async function traced(what: string, work: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(page, { categories: [...TASK_CATEGORIES, 'devtools.timeline', 'v8'] });
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const trace = await browser.stopTracing();
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const tasks = mainTasks(trace).toSorted((a, b) => cpuMs(b) - cpuMs(a));
  console.log(`${what}: ${seconds.toFixed(1)} s, ${tasks.length} tasks; the longest, in ms of processor time:`);
  for (const task of tasks.slice(0, 8)) console.log(`  ${cpuMs(task).toFixed(0)}: ${worked(task, events)}`);
  return cpuMs(tasks[0]!);
}

/** Seconds until something of a step is on the screen, from now on. */
async function firstToken(): Promise<number> {
  const from = performance.now();
  const steps = page.locator('.growing, [data-node]:not([data-node="0"])');
  await steps
    .filter({ hasText: /[\p{L}\d]/u })
    .first()
    .waitFor();
  return (performance.now() - from) / 1000;
}

let longest = 0;
try {
  await page.route(`${site.url}models/**`, () => undefined);
  await page.goto(`${site.url}?task=${values.task}${values.query && `&${values.query}`}`);
  await traced('Opening', async () => {
    await page.getByRole('button', { name: 'Use a model of your own…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Model', { exact: true }).fill(`${hub.origin}/${ID}`);
    await dialog.getByRole('button', { name: /^Look it up/ }).click();
    await dialog.getByRole('button', { name: 'Download and start' }).click();
    await page.getByText(`The steps are written by ${ID}`).waitFor();
  });
  await page.waitForTimeout(1000 * Number(values.wait));
  for (let i = 1; i <= Number(values.searches); i++) {
    const ms = await traced(`Search ${i}`, async () => {
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      if (i === 1) console.log(`First token: ${(await firstToken()).toFixed(1)} s`);
      const stop = { name: 'Stop', exact: true };
      await page.getByRole('button', { ...stop, disabled: false }).waitFor();
      await page.getByRole('button', { ...stop, disabled: true }).waitFor();
    });
    longest = Math.max(longest, ms);
  }
} finally {
  await browser.close();
  await Promise.all([site.close(), hub.close()]);
}
process.exitCode = longest > MOST_MS ? 1 : 0;
