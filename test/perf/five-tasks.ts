/**
 * Five things that a new reader wants, each from a cold page (nothing cached) in Chromium, by mouse and keyboard as a
 * person would: how many clicks and keys, how many seconds, and what the page then said. No test: a busy machine makes
 * it longer. `docs/five-tasks.md` tells what was awkward.
 *
 *     npm run build && npm run -s five-tasks [-- --json] [--screens FOLDER] [--only say]
 *
 * `--screens` saves what is in the window at the end of each, to be looked at; `--only` does what begins so.
 * Exit status 1 when one took over a minute or could not be done.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { launch, openPage } from '../e2e/harness/browser';
import { serve } from '../e2e/harness/serve';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    screens: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const LIMIT_MS = 60_000;
const PATIENCE_MS = 300_000;

/** Acts as a person does: brings a thing into view, then clicks it; and keeps count. */
class Reader {
  clicks = 0;
  keys = 0;
  /** How often what was looked for lay outside the window. */
  scrolls = 0;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Waits for a thing and scrolls to it where it is out of sight. */
  async see(thing: Locator): Promise<string> {
    await thing.waitFor({ timeout: PATIENCE_MS });
    const box = await thing.boundingBox();
    const { height } = this.page.viewportSize()!;
    if (!box || box.y < 0 || box.y + Math.min(box.height, 40) > height) {
      this.scrolls++;
      await thing.scrollIntoViewIfNeeded();
    }
    return (await thing.innerText()).replace(/\s+/g, ' ').trim();
  }
  async click(thing: Locator): Promise<void> {
    await this.see(thing);
    await thing.click();
    this.clicks++;
  }
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    this.keys += text.length;
  }
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    this.keys++;
  }
}

interface Done {
  readonly task: string;
  readonly seconds: number;
  readonly clicks: number;
  readonly keys: number;
  readonly scrolls: number;
  /** What the page said in the end. */
  readonly said: string;
}

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

const TASKS: Readonly<Record<string, (reader: Reader) => Promise<string>>> = {
  'run a search on a puzzle of one’s own': async (reader) => {
    const { page } = reader;
    await reader.click(page.locator('#problem'));
    await reader.press('ControlOrMeta+a');
    await reader.type('3 5 7 8');
    await reader.press('Enter');
    return reader.see(page.locator('.outcome:not(.recorded) .answer'));
  },
  'say why “10 - 6 = 4” was pruned': async (reader) => {
    await reader.click(reader.page.getByRole('treeitem', { name: /^10 - 6 = 4 .*pruned/ }).first());
    return reader.see(reader.page.locator('.step p').nth(1));
  },
  'check a value, and say whether the verifier was right': async (reader) => {
    const { page } = reader;
    await reader.click(page.getByRole('treeitem', { name: '6 * 5 = 30' }).first());
    await reader.click(button(page, 'Check the value'));
    return reader.see(page.locator('.actions .verdict'));
  },
  'compare TVM with another verifier on one tree': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Compare'));
    const valid = page.getByRole('checkbox', { name: 'PRM-valid' });
    await page.getByRole('checkbox', { name: 'Oracle' }).waitFor();
    // Where the site has a pack with it; TVM and OVM are ticked from the start.
    if (await valid.count()) {
      await reader.click(page.getByRole('checkbox', { name: 'OVM' }));
      await reader.click(valid);
    }
    await reader.click(button(page, 'Judge this tree'));
    const row = page.locator('.summary tbody tr').last();
    await reader.see(row);
    const [verifier, , differing] = await row.locator('th, td').allInnerTexts();
    return `${verifier}: ${differing} choices differ`;
  },
  'share the exact view': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Run'));
    const mine = await reader.see(page.locator('.outcome:not(.recorded) .answer'));
    await reader.click(button(page, 'Share'));
    await reader.click(page.getByRole('button', { name: /^Copy: Link/ }));
    const link = await page.evaluate(() => navigator.clipboard.readText());
    // The friend who gets it does nothing but open it.
    const friend = await page.context().newPage();
    await friend.goto(link);
    const answer = friend.locator('.outcome:not(.recorded) .answer');
    await answer.waitFor({ timeout: PATIENCE_MS });
    const theirs = (await answer.innerText()).replace(/\s+/g, ' ').trim();
    if (theirs !== mine) throw new Error(`The friend saw ${theirs}, not ${mine}.`);
    return `both see ${mine}`;
  },
};

const site = await serve();
const browser = await launch();
const done: Done[] = [];
let isOver = false;
for (const [task, act] of Object.entries(TASKS)) {
  if (!task.startsWith(values.only)) continue;
  const { page, context } = await openPage(browser, { width: 1280, height: 800 });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const reader = new Reader(page);
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
process.exitCode = isOver ? 1 : 0;
