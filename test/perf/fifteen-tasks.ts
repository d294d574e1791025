/**
 * Fifteen things that readers want, each from a cold page (nothing cached) in Chromium, by mouse and keyboard as a person
 * would: how many clicks and keys, how many seconds, how often something lay out of sight, and what the page then said. No
 * test: a busy machine makes it longer. `docs/fifteen-tasks.md` tells what was awkward.
 *
 *     npm run build && npm run -s fifteen-tasks [-- --json] [--screens FOLDER] [--only say]
 *
 * `--screens` saves what is in the window at the end of each, to be looked at; `--only` does what begins so.
 * Exit status 1 when one took over a minute or could not be done, or all of them more than one scroll.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, openPage } from '../e2e/harness/browser';
import { serve } from '../e2e/harness/serve';
import { Reader, TASKS } from './tasks-of-readers';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    screens: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const LIMIT_MS = 60_000;
const MOST_SCROLLS = 1;

interface Done {
  readonly task: string;
  readonly seconds: number;
  readonly clicks: number;
  readonly keys: number;
  readonly scrolls: number;
  /** What the page said in the end. */
  readonly said: string;
}

/** What readers put on a site of theirs. */
const pages: Record<string, string> = {};
const site = await serve({ pages });
const browser = await launch();
const done: Done[] = [];
let isOver = false;
for (const [task, act] of Object.entries(TASKS)) {
  if (!task.startsWith(values.only)) continue;
  const { page, context } = await openPage(browser, { width: 1280, height: 800 });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const reader = new Reader(page, (html) => {
    pages['/article.html'] = html;
    return `${site.origin}/article.html`;
  });
  const start = performance.now();
  await page.goto(site.url);
  const said = await act(reader).catch((error: unknown) => {
    isOver = true;
    return `could not be done: ${String(error).split('\n')[0]}`;
  });
  const passed = performance.now() - start;
  if (values.screens) await page.screenshot({ path: join(values.screens, `task-${done.length + 1}.png`) });
  isOver ||= passed > LIMIT_MS;
  const { clicks, keys, scrolls } = reader;
  done.push({ task, seconds: Math.round(passed / 100) / 10, clicks, keys, scrolls, said });
  await context.close();
  if (!values.json)
    process.stdout.write(
      `${task}: ${(passed / 1000).toFixed(1)} s, ${clicks} clicks, ${keys} keys, ${scrolls} scrolls. “${said}”\n`,
    );
}
if (values.json) process.stdout.write(`${JSON.stringify(done, null, 1)}\n`);
await browser.close();
await site.close();
const scrolls = done.reduce((sum, one) => sum + one.scrolls, 0);
if (!values.json) process.stdout.write(`${done.length} tasks, ${scrolls} scrolls\n`);
process.exitCode = isOver || scrolls > MOST_SCROLLS ? 1 : 0;
