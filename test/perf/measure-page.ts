/**
 * Measures the built page in Chromium: seconds from the click to the result, and the main thread's long tasks (over
 * 50 ms) while searches run. No test: a busy machine makes both longer. `longTasks` are the browser's own record, in
 * ms of wall time, which other programs stretch; `longTasksOfCpu` are those whose own processor time is over 50 ms.
 *
 *     npm run build && npm run -s measure-page [-- --puzzles 20 --samples 20 --beam 4 --backend wasm --site dist]
 *
 * Exit status 1 when a task took over 50 ms of processor time.
 */
import { parseArgs } from 'node:util';
import { formatPuzzle } from '../../src/tasks/game24/problem';
import { splitPuzzles } from '../../src/tasks/game24/splits';
import type { TraceResult } from '../../src/trace/types';
import { launch, openPage } from '../e2e/harness/browser';
import { serve } from '../e2e/harness/serve';

const { values } = parseArgs({
  options: {
    puzzles: { type: 'string', default: '20' },
    samples: { type: 'string', default: '20' },
    beam: { type: 'string', default: '4' },
    backend: { type: 'string', default: 'wasm' },
    site: { type: 'string', default: 'dist' },
  },
});
const puzzles = splitPuzzles('settings').slice(0, Number(values.puzzles)).map(formatPuzzle);
const settings = { samples: Number(values.samples), beam: Number(values.beam), backend: values.backend, seed: 1 };

/** The page's own part: asks the frame, as an article would, and keeps its answers. */
const PARENT = (frameUrl: string): string => `<!doctype html><link rel="icon" href="data:,">
<iframe width="1200" height="900" src="${frameUrl}"></iframe>
<script>
  const frame = document.querySelector('iframe').contentWindow;
  const waiting = new Map();
  globalThis.ask = (id, message) => new Promise((resolve) => {
    waiting.set(id, resolve);
    frame.postMessage({ inkling: 1, id, ...message }, '*');
  });
  globalThis.ready = new Promise((resolve) => waiting.set('ready', resolve));
  addEventListener('message', ({ data }) => {
    if (data.inkling === 1) waiting.get(data.type === 'ready' ? 'ready' : data.id)?.(data);
  });
</script>`;

type Answer = { readonly type: string; readonly message?: string; readonly result?: TraceResult };
declare const ask: (id: string, message: object) => Promise<Answer>;
declare const ready: Promise<unknown>;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Processor time in ms of the main threads' tasks, the longest first. */
function tasksIn(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread),
  );
  return traceEvents
    .filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && main.has(thread(event)))
    .map(({ tdur = 0 }) => Math.round(tdur / 1000))
    .sort((a, b) => b - a);
}

const site = await serve({ folder: values.site });
const host = await serve({ pages: { '/': PARENT(`${site.url}?embed=1&backend=${values.backend}`) } });
const browser = await launch();
const { page } = await openPage(browser, { width: 1280, height: 1000 });
const loadStart = performance.now();
await page.goto(host.origin);
await page.evaluate(() => ready);
const loadSeconds = (performance.now() - loadStart) / 1000;

const frame = page.frames().at(-1)!;
await frame.evaluate(() => {
  const tasks: number[] = [];
  Object.assign(globalThis, { longTasks: tasks });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask' });
});
await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });

const runs: { problem: string; seconds: number; correct: boolean }[] = [];
for (const [i, problem] of puzzles.entries()) {
  const [asked, answer] = await page.evaluate(
    async ({ id, fields }) => [
      await ask(`configure ${id}`, { type: 'configure', fields }),
      await ask(`run ${id}`, { type: 'run' }),
    ],
    { id: i, fields: { ...settings, problem } },
  );
  const result = answer.result;
  if (!result) throw new Error(`${problem}: ${asked.message ?? answer.message ?? 'no result'}`);
  runs.push({ problem, seconds: result.budget.elapsedMs / 1000, correct: result.correct });
}
const longTasks = await frame.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
const tasksOfCpu = tasksIn(await browser.stopTracing());
const longTasksOfCpu = tasksOfCpu.filter((ms) => ms > 50);
await browser.close();
await Promise.all([site.close(), host.close()]);

const sorted = runs.map(({ seconds }) => seconds).sort((a, b) => a - b);
const report = {
  format: 'inkling-page-measure',
  version: 1,
  settings,
  loadSeconds: Math.round(loadSeconds * 100) / 100,
  medianSeconds: sorted[sorted.length >> 1],
  longTasks: longTasks.map(Math.round),
  longTasksOfCpu,
  longestTasksOfCpu: tasksOfCpu.slice(0, 8),
  runs,
};
console.log(JSON.stringify(report, null, 1));
process.exitCode = longTasksOfCpu.length ? 1 : 0;
