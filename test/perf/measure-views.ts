/**
 * The longest tasks of the page's main thread in every view while it does its work at K = 100, in Chromium, traced. No
 * test: a busy machine makes all of it longer.
 *
 *     npm run build && npm run -s measure-views [-- --samples 100 --beam 25 --json] [--only lesson] [--trace FOLDER]
 *
 * `--only` keeps what begins with these letters, `--trace` saves each trace for the browser's own tools to show.
 * `cpu` is a task's own processor time in ms, `wall` what passed meanwhile, other programs included (the browser's own
 * record of long tasks). Exit status 1 when a task took over 50 ms of processor time.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, openPage } from '../e2e/harness/browser';
import { serve } from '../e2e/harness/serve';
import { cpuMs, mainTasks, TASK_CATEGORIES } from './main-thread';

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '100' },
    beam: { type: 'string', default: '25' },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    trace: { type: 'string' },
  },
});
/** What a saved trace tells besides: which work a task held, and which code. To tell it takes time, too. */
const TOLD = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline.invalidationTracking',
  'disabled-by-default-devtools.timeline.stack',
  'disabled-by-default-v8.cpu_profiler',
];
const LONG_MS = 50;
const WORK_MS = 300_000;

interface Longest {
  readonly what: string;
  readonly tasks: number;
  /** The longest tasks, the longest first. */
  readonly cpu: readonly number[];
  readonly wall: readonly number[];
}

const site = await serve();
const browser = await launch();
const { page } = await openPage(browser);
const found: Longest[] = [];

async function traced(what: string, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  await browser.startTracing(page, { categories: values.trace ? [...TASK_CATEGORIES, ...TOLD] : TASK_CATEGORIES });
  await act();
  const trace = await browser.stopTracing();
  if (values.trace) await writeFile(join(values.trace, `${what.split(':')[0]}.json`), trace);
  const tasks = mainTasks(trace);
  const wall = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
  const longest = (times: readonly number[]): number[] =>
    times
      .toSorted((a, b) => b - a)
      .slice(0, 5)
      .map(Math.round);
  found.push({ what, tasks: tasks.length, cpu: longest(tasks.map(cpuMs)), wall: longest(wall) });
  process.stderr.write(`${what}\n`);
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const view = (name: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();
const wait = (selector: string) => page.locator(selector).last().waitFor({ timeout: WORK_MS });

async function search(): Promise<void> {
  await button('Run').click();
  await page.locator('[role=tree][aria-busy=true]').waitFor({ state: 'attached', timeout: WORK_MS });
  await page.locator('[role=tree][aria-busy=false]').waitFor({ state: 'attached', timeout: WORK_MS });
}

/** What is measured, in this order, each where the one before left the page. */
const WORK: Readonly<Record<string, () => Promise<unknown>>> = {
  search,
  'inspector: a value checked': async () => {
    await page.locator('[role=treeitem].chosen').nth(1).click();
    await button('Check the value').click();
    await page.getByText('attempts came out right').waitFor({ timeout: WORK_MS });
  },
  'compare: opened and judged': async () => {
    await view('Compare');
    await button('Judge this tree').click();
    await wait('.summary tbody tr');
    await page.getByLabel('Only the choices that differ').uncheck();
    await page.waitForTimeout(500);
  },
  'compare: two strategies': async () => {
    await view('Compare');
    await button('Run both').click();
    await wait('.verdict');
  },
  'labels: sampled, slider moved': async () => {
    await view('Labels');
    await button(/^Sample/).click();
    await wait('.rules');
    await page.getByRole('slider').focus();
    for (const key of ['End', 'Home', 'ArrowRight', 'ArrowRight', 'End']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(200);
    }
  },
  'measure: three problems at K = 64': async () => {
    await view('Measure');
    await page.getByLabel('Largest K').selectOption('64');
    await button('Measure').last().click();
    await page.getByText(/^[3-9] of \d+ problems/).waitFor({ timeout: WORK_MS });
    await button('Pause').click();
    await button('Go on').waitFor({ timeout: WORK_MS });
  },
  'lesson: a chapter opened, and its search': async () => {
    await view('Measure');
    await button('Lessons').click();
    for (let chapter = 1; chapter < 6; chapter++) await button('Next chapter').click();
    await search();
  },
  'workshop: trained, searched with, scrubbed': async () => {
    await view('Workshop');
    await button('Train').click();
    await page.locator('[data-part=workshop] ol li.done').nth(3).waitFor({ timeout: WORK_MS });
    await page.getByRole('slider', { name: 'Step of learning' }).focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'End']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(200);
    }
  },
};

await page.goto(`${site.url}?backend=wasm&seed=2&samples=${values.samples}&beam=${values.beam}`);
await page.getByText(/^Ready, on/).waitFor({ timeout: WORK_MS });
const chosen = Object.keys(WORK).filter((what) => what.startsWith(values.only));
if (!chosen.length) throw new Error(`Nothing that is measured begins with “${values.only}”.`);
// The others work on its tree.
if (!chosen.includes('search')) await search();
for (const what of chosen) await traced(what, WORK[what]!);

const isLong = found.some(({ cpu }) => cpu.some((ms) => ms > LONG_MS));
if (values.json) process.stdout.write(`${JSON.stringify(found, null, 1)}\n`);
else
  for (const { what, tasks, cpu, wall } of found)
    process.stdout.write(
      `${what.padEnd(42)} ${tasks} tasks, longest ${cpu.join(', ')} ms of processor time; long by the clock: ${wall.join(', ') || 'none'}\n`,
    );
await browser.close();
await site.close();
process.exitCode = isLong ? 1 : 0;
