/** Files of other tools, opened on the built page in a real browser. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import { accessibilityProblems } from './harness/axe';
import { launch, openPage, openWithoutEngine, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

const FOLDER = new URL('../fixtures/foreign/', import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, FOLDER));
let browser: Browser;
let site: Served;

beforeAll(async () => {
  browser = await launch();
  site = await serve({ pages: { '/trees.jsonl': readFileSync(new URL('ovm-steps.jsonl', FOLDER), 'utf8') } });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** A page whose engine never arrives: opening a file needs none. */
const open = (query = ''): Promise<WatchedPage> => openWithoutEngine(browser, site.url + query);

const outcome = (page: Page) => page.locator('.outcome');

describe('a file of another tool', () => {
  it('with many problems: one is chosen, bad lines are named, and all of the page works on its tree', async () => {
    const { page, context, requests } = await open();
    await page.setInputFiles('input[type=file]', path('ovm-steps.jsonl'));
    await page.getByText('The file holds 2 problems').waitFor();
    await page.getByText('Lines that were left out: 1').click();
    await page.getByText('Line 2: This is not JSON.').waitFor();
    await page.getByRole('button', { name: '4 5 6 10 OVM, beam search, line 1' }).click();
    await outcome(page).getByText('(4 * 5) + (10 - 6)').waitFor();
    await outcome(page).getByText('Made elsewhere, with OVM, beam search.').waitFor();
    await page.getByText('from the least to the greatest of this tree').waitFor();
    await page.locator('.legend').getByText('1.01').waitFor();
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(10);
    // Scrubbing: the first moment holds fewer steps.
    await page.getByRole('slider').first().focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.getByRole('treeitem').count()).toBeLessThan(10);
    await page.keyboard.press('End');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save trace' }).click();
    const read = readTrace(await readFile(await (await download).path(), 'utf8'));
    expect(read).toMatchObject({ ok: true, trace: { origin: { format: 'ovm-steps' }, problem: { text: '4 5 6 10' } } });
    const other = page.waitForEvent('download');
    await page.getByLabel('Save for Python tools').selectOption('ovm-steps');
    const line = JSON.parse(await readFile(await (await other).path(), 'utf8')) as Record<string, unknown>;
    expect(line).toMatchObject({ question: '4 5 6 10', label: true, response_answer: '(4 * 5) + (10 - 6)' });
    await page.getByRole('button', { name: '4 5 6 10 (again)' }).click();
    await outcome(page).locator('.answer.wrong').waitFor();
    expect(requests.every((url) => url.startsWith(site.origin) || !url.startsWith('http'))).toBe(true);
    await context.close();
  });

  it('is opened at once when it holds one tree, and pasted as well as picked', async () => {
    const { page, context } = await open();
    await page.setInputFiles('input[type=file]', path('llm-reasoners-mcts.json'));
    await outcome(page).getByText('Made elsewhere, with llm-reasoners.').waitFor();
    await page.evaluate(
      (text) => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
      },
      readFileSync(path('tree.ll.json'), 'utf8'),
    );
    await outcome(page).getByText('Made elsewhere, with logitloom.').waitFor();
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(5);
    await context.close();
  });

  it('has its own heading and name in place of the page’s question, shows its first problem, and gives way again', async () => {
    const { page, context } = await open();
    const settings = page.locator('.settings').first();
    await settings.waitFor();
    await page.setInputFiles('input[type=file]', path('beam_search_completions.jsonl'));
    const head = page.locator('.opened');
    await head.getByRole('heading', { name: 'Three bags hold 4 apples each' }).waitFor();
    await head.getByText('beam_search_completions.jsonl').waitFor();
    await head.getByText('Problem 1 of 2').waitFor();
    await expect.poll(() => settings.count()).toBe(0);
    await head.getByRole('button', { name: 'Close it, and back to the puzzles' }).click();
    await settings.waitFor();
    await expect.poll(() => head.count()).toBe(0);
    await context.close();
  });

  it('is tinted by any of its numbers, and what it says is true is shown', async () => {
    const { page, context } = await open();
    await page.setInputFiles('input[type=file]', path('llm-reasoners-mcts.json'));
    const token = page.locator('.node .token').first();
    await expect.poll(() => token.getAttribute('class')).toMatch(/\br\d+ ink\d/);
    const legend = page.locator('.legend');
    const ends = await legend.locator('.ends').innerText();
    await page.getByLabel('Tinted by').selectOption('distance');
    await expect.poll(() => legend.locator('.ends').innerText()).not.toBe(ends);
    await page.setInputFiles('input[type=file]', path('ovm-scores.jsonl'));
    await page.getByRole('button', { name: 'Show what is true' }).click();
    await page.getByText('As the file says; it was not checked here.').waitFor();
    await expect.poll(() => page.locator('.node.is-right').count()).toBe(1);
    await expect.poll(() => page.locator('.node.is-wrong').count()).toBe(2);
    await context.close();
  });

  it('is searched, filtered and sorted as a list', async () => {
    const { page, context } = await open();
    await page.setInputFiles('input[type=file]', path('ovm-steps.jsonl'));
    await page.locator('summary', { hasText: 'The search as a list' }).click();
    const outline = page.locator('details.outline');
    const items = outline.locator('li');
    await expect.poll(() => items.count()).toBe(10);
    await outline.getByLabel('Find in the text').fill('left: 4 5');
    await expect.poll(() => items.count()).toBe(2);
    await outline.getByLabel('Find in the text').fill('');
    await outline.getByLabel('from', { exact: true }).fill('0.9');
    await outline.getByLabel('to', { exact: true }).focus();
    await outline.getByText('2 steps are found.').waitFor();
    await outline.getByLabel('Order').selectOption('highest first');
    await expect.poll(() => items.first().innerText()).toContain('1.01');
    await outline.getByLabel('Status').selectOption('pruned');
    await outline.getByText('0 steps are found.').waitFor();
    await context.close();
  });

  it('stands beside a second one in the view that compares', async () => {
    const { page, context } = await open();
    await page.setInputFiles('input[type=file]', path('ovm-steps.jsonl'));
    await page.locator('.opened').waitFor();
    await page.locator('nav').getByText('Compare').click();
    const files = page.locator('section', { has: page.locator('#two-files-heading') });
    await files.locator('input[type=file]').setInputFiles(path('ovm-scores.jsonl'));
    await files.getByRole('row', { name: 'Problem 4 5 6 10 What is 2 plus 3?' }).waitFor();
    await files.getByRole('row', { name: 'Of them right 1 of 1 1 of 3' }).waitFor();
    await files.getByText('The two files are of different problems.').waitFor();
    await files.locator('input[type=file]').setInputFiles(path('ovm-steps.jsonl'));
    await files.getByText('9 steps are the same in both').waitFor();
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });

  it('named by ?trace= on this site is opened like any other', async () => {
    const { page, context } = await open(`?trace=${encodeURIComponent(`${site.origin}/trees.jsonl`)}`);
    await page.getByText('The file holds 2 problems').waitFor();
    await expect.poll(() => page.getByRole('alertdialog').count()).toBe(0);
    await context.close();
  });

  it('is opened by inkling.html from a disk as well', async () => {
    const { page, context, problems } = await openPage(browser);
    await page.goto(pathToFileURL('dist/inkling.html').href);
    await page.setInputFiles('input[type=file]', path('beam_search_completions.jsonl'));
    await page.getByRole('button', { name: 'What is 1 + 1?' }).click();
    await outcome(page).getByText('Reconstructed:').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('is listed so that axe finds nothing wrong, in both themes and on a phone', async () => {
    for (const [theme, width] of [
      ['light', 1400],
      ['dark', 390],
    ] as const) {
      const { page, context } = await open(`?theme=${theme}`);
      await page.setViewportSize({ width, height: 900 });
      // What is fading in has no contrast yet.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.setInputFiles('input[type=file]', path('ovm-steps.jsonl'));
      await page.getByRole('button', { name: '4 5 6 10 (again)' }).click();
      await outcome(page).locator('.answer').waitFor();
      await page.getByText('Lines that were left out: 1').click();
      await expect.poll(() => accessibilityProblems(page)).toEqual([]);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await context.close();
    }
  });

  it(
    'that is a chain of thousands of steps is drawn, read and listed in portions',
    { timeout: PATIENCE_MS },
    async () => {
      const steps = 2400;
      const text = Array.from({ length: steps }, (_, i) => `Let me check step ${i} again.`).join('\n\n');
      const record = { problem: 'How many eggs?', completions: [text], scores: [Array<number>(steps).fill(0.5)] };
      const { page, context, problems } = await open();
      const file = { name: 'chain.jsonl', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(record)) };
      await page.setInputFiles('input[type=file]', file);
      await outcome(page).getByText('Made elsewhere').waitFor();
      const lines = page.locator('section.path .lines .line');
      await expect.poll(() => lines.count()).toBe(200);
      await page.locator('section.path').getByRole('button', { name: 'List more' }).click();
      await expect.poll(() => lines.count()).toBe(300);
      await page.locator('summary', { hasText: 'The search as a list' }).click();
      const outline = page.locator('details.outline');
      const more = outline.getByRole('button', { name: 'List more' });
      for (let shown = 60; shown < 1800; shown += 60) {
        await expect.poll(() => outline.locator('li').count()).toBe(shown);
        await more.click();
      }
      // Lists in lists ended the tab before so many.
      await expect.poll(() => outline.locator('li').count()).toBe(1800);
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  it('of 100 MB is read with progress, can be called off, and leaves the page as it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inkling-'));
    const [line] = readFileSync(path('ovm-steps.jsonl'), 'utf8').split('\n');
    const large = join(folder, 'large.jsonl');
    writeFileSync(large, `${line}\n`.repeat(Math.ceil(100e6 / line!.length)));
    const { page, context } = await open();
    await page.setInputFiles('input[type=file]', path('tree.ll.json'));
    await outcome(page).getByText('logitloom').waitFor();
    await page.setInputFiles('input[type=file]', large);
    await page.getByLabel('Reading the file…').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('Reading the file…').waitFor({ state: 'detached' });
    await outcome(page).getByText('logitloom').waitFor();
    await page.setInputFiles('input[type=file]', large);
    await page.getByText(/The file holds [\d,]+ problems/).waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => page.getByText('only these, the first ones').count()).toBe(1);
    await context.close();
  });
});
