/**
 * The workshop in a browser, with the shipped models and a training that is as small as can be: from the press of Train
 * to a search with the verifier, a pause, a stop, a file that is saved and opened. The site must be built.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityProblems } from './harness/axe';
import { openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { atSite } from './harness/at-site';
import { serve } from './harness/serve';
import { SMALL_TRAINING } from './harness/small-training';

const OFFLINE_PAGE = pathToFileURL(fileURLToPath(new URL('../../dist/inkling.html', import.meta.url))).href;
const QUERY = '?backend=wasm&view=train&samples=4&beam=2&strategy=beam';
const WORKER = /train(-wasm)?\.worker/;
const at = atSite();

async function opened(address: string): Promise<WatchedPage> {
  const watched = await openPage(at.browser);
  onTestFinished(() => watched.context.close());
  await watched.page.goto(address);
  await watched.page.getByRole('heading', { name: 'Make a verifier' }).waitFor({ timeout: PATIENCE_MS });
  return watched;
}

async function choose(page: Page, numbers: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(numbers)) await page.getByLabel(name, { exact: true }).fill(`${value}`);
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
/** Verifiers that were trained on the page, each with what can be done with it. */
const made = (page: Page) =>
  page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Save', exact: true }) });

/** Of the table of all numbers, open or not. */
const rows = (page: Page) => page.locator('[data-part=runs] tbody tr');

async function train(page: Page): Promise<void> {
  await press(page, 'Train');
  await made(page).first().waitFor({ timeout: PATIENCE_MS });
}

/** The tree of the watched problem is there, and its tints are those of the checkpoint that the scrubber is at. */
async function scrubLearning(page: Page): Promise<void> {
  const watched = page.locator('[data-part=watched]');
  const tints = (): Promise<string> =>
    watched.locator('.token').evaluateAll((tokens) => tokens.map((token) => token.getAttribute('class')).join());
  const scrubber = watched.getByRole('slider', { name: 'Step of learning' });
  expect(await scrubber.getAttribute('aria-valuetext')).toMatch(/^Step 2 of 2\. Mean value/);
  expect(await watched.getByRole('button', { name: /^(right|wrong)/ }).count()).toBeGreaterThan(1);
  const last = await tints();
  await scrubber.press('Home');
  await expect.poll(() => scrubber.getAttribute('aria-valuetext')).toMatch(/^Before the first step/);
  await expect.poll(tints).not.toBe(last);
  await press(page, 'Newest');
  await expect.poll(tints).toBe(last);
  // The values of another solution, with the truth where its steps end.
  await watched
    .getByRole('button', { name: /^right/ })
    .first()
    .click();
  const truths = watched.locator('tbody tr td:last-child');
  await expect.poll(() => truths.last().textContent()).toBe('1.00 (right)');
  expect(await truths.first().textContent()).toMatch(/^\d\.\d\d \(\d+ of 24; 95% interval .*\)$/);
}

async function searchWith(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Search with it' }).first().click();
  await expect.poll(() => page.getByLabel('Verifier', { exact: true }).inputValue()).toMatch(/^head:game24-tvm-8x2/);
  await press(page, 'Run');
  await page.locator('.outcome .answer').first().waitFor({ timeout: PATIENCE_MS });
  await expect.poll(() => page.locator('.outcome.recorded').count()).toBe(0);
}

describe('the workshop', () => {
  it('fetches its worker when it trains, shows four stages, and its verifier searches; a file brings it back', async () => {
    const { page, requests, problems } = await opened(`${at.site.url}${QUERY}`);
    await choose(page, SMALL_TRAINING);
    expect(requests.filter((url) => WORKER.test(url))).toEqual([]);
    await train(page);
    expect(requests.filter((url) => WORKER.test(url))).toHaveLength(1);
    await expect.poll(() => page.locator('ol li.done').count()).toBe(4);
    expect(await made(page).count()).toBe(1);
    await page.locator('svg.inkling-plot').first().waitFor();
    await scrubLearning(page);
    // What search solves with it, beside the others: the same problems for all.
    const solved = page.getByRole('table', { name: /Solved of 2 held-out problems/ });
    await solved.waitFor({ timeout: PATIENCE_MS });
    expect(await solved.getByRole('rowheader').allTextContents()).toEqual([
      'TVM, trained here',
      'TVM of this site',
      'Oracle',
      'Confidence',
      'majority',
    ]);
    expect(await accessibilityProblems(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await press(page, 'Save');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^game24-tvm-8x2.*\.inkling\.safetensors$/);
    const bytes = await readFile(await file.path());
    await searchWith(page);

    await page.goto(`${at.site.url}${QUERY}`);
    const picker = page.locator('input[type=file][accept^=".safetensors"]');
    await picker.setInputFiles({ name: 'x.inkling.safetensors', mimeType: '', buffer: bytes.subarray(0, -8) });
    await page
      .getByText('This file was not opened. x.inkling.safetensors is not whole.')
      .waitFor({ timeout: PATIENCE_MS });
    // Whatever it is called by now.
    await picker.setInputFiles({ name: 'x.inkling.safetensors (1).json', mimeType: '', buffer: bytes });
    await page.getByText('is offered wherever a verifier is chosen').waitFor({ timeout: PATIENCE_MS });
    await searchWith(page);
    expect(requests.filter((url) => !url.startsWith(at.site.origin))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('keeps a training in the browser for this copy of the site alone, until it is removed', async () => {
    const { page, problems } = await opened(`${at.site.url}${QUERY}`);
    await choose(page, SMALL_TRAINING);
    await train(page);
    const removes = page.getByRole('button', { name: 'Remove', exact: true });
    await removes.first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByText('All numbers').click();
    await press(page, 'Save the table (JSON)');
    const table = await readFile(await (await download).path());

    await page.reload();
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    expect(await accessibilityProblems(page)).toEqual([]);
    await searchWith(page);
    // The address names it: it is there before the workshop is opened.
    await page.reload();
    await expect.poll(() => page.getByLabel('Verifier', { exact: true }).inputValue()).toMatch(/^head:game24-tvm-8x2/);

    await page.goto(`${at.site.url}${QUERY}`);
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    const picker = page.locator('input[type=file][accept^=".safetensors"]');
    await picker.setInputFiles({ name: 'bad.json', mimeType: '', buffer: Buffer.from('{"runs": [') });
    await page.getByText('It is no table of trainings').waitFor();
    await picker.setInputFiles({ name: 'before.json', mimeType: '', buffer: table });
    await page.getByText('before.json: 1 verifier, in the table above.').waitFor();
    expect(await rows(page).count()).toBe(2);
    await removes.first().click();
    await expect.poll(() => rows(page).count()).toBe(1);

    // Through the page's own dialog too, from another view.
    await page.goto(`${at.site.url}?backend=wasm`);
    const dialog = page.locator('input[type=file][accept^=".json"]');
    await dialog.setInputFiles({ name: 'before.json', mimeType: '', buffer: table });
    await page.getByText('before.json: 1 verifier').waitFor({ timeout: PATIENCE_MS });
    expect(await rows(page).count()).toBe(1);
    expect(await removes.count()).toBe(0);
    const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(names).toEqual([`inkling-trainings ${at.site.url}`]);
    expect(problems).toEqual([]);
  });

  it('can be paused, goes on, and a stop keeps what was learned; the page can be searched meanwhile', async () => {
    const { page, problems } = await opened(`${at.site.url}${QUERY}`);
    await choose(page, { ...SMALL_TRAINING, 'Steps of learning': 5000 });
    await press(page, 'Train');
    await page.getByText(/step \d+ of 5,000/).waitFor({ timeout: PATIENCE_MS });
    await press(page, 'Pause');
    await page.getByText('Paused.').waitFor();
    const views = page.getByRole('navigation', { name: 'Views' });
    await views.getByRole('button', { name: 'Search', exact: true }).click();
    await press(page, 'Run');
    await page.locator('.outcome:not(.recorded) .answer').first().waitFor({ timeout: PATIENCE_MS });
    await views.getByRole('button', { name: 'Workshop', exact: true }).click();
    await press(page, 'Go on');
    await press(page, 'Stop learning and keep it');
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    expect(problems).toEqual([]);
  });

  it('keeps the focus of who works by keyboard, where buttons come and go', async () => {
    const { page, problems } = await opened(`${at.site.url}${QUERY}`);
    await choose(page, { ...SMALL_TRAINING, 'Problems to be searched': 0 });
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    await page.getByRole('button', { name: 'Train', exact: true }).press('Enter');
    await expect.poll(focused).toBe('Pause');
    await page.getByRole('button', { name: 'Stop', exact: true }).press('Enter');
    await expect.poll(focused).toBe('Train again');
    await page.keyboard.press('Enter');
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    await page.getByText('Done. What came of it is below.').waitFor({ timeout: PATIENCE_MS });
    expect(await focused()).toBe('Train again');
    await page.getByText(/TVM \(\d\.\d MB\)/).waitFor();
    await page.getByRole('button', { name: 'Search with it' }).press('Enter');
    await expect.poll(focused).toBe('Search');
    const chosen = page.getByLabel('Verifier', { exact: true }).locator('option:checked');
    expect(await chosen.textContent()).toMatch(/^game24-tvm-8x2/);
    expect(problems).toEqual([]);
  });

  it('that is stopped before it learns leaves nothing, and can begin again', async () => {
    const { page, problems } = await opened(`${at.site.url}${QUERY}`);
    await choose(page, { ...SMALL_TRAINING, 'Problems to learn from': 300, 'Solutions of each problem': 16 });
    await press(page, 'Train');
    await page.getByText(/of 300 problems/).waitFor({ timeout: PATIENCE_MS });
    await press(page, 'Stop');
    await page.getByText('Stopped before anything was learned').waitFor();
    expect(await made(page).count()).toBe(0);
    await choose(page, SMALL_TRAINING);
    await press(page, 'Train again');
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    expect(problems).toEqual([]);
  });

  it('trains the ceiling of what a verifier taught, and says whether there is a gap', async () => {
    const { page, problems } = await opened(`${at.site.url}${QUERY}`);
    await choose(page, SMALL_TRAINING);
    await page.getByLabel('Teacher', { exact: true }).selectOption('ovm');
    await train(page);
    const gap = page.locator('[data-part=gap]');
    await gap.getByText(/^The teacher, OVM, at the same places: AUC/).waitFor();
    await page.getByRole('rowheader', { name: 'OVM, the teacher' }).waitFor({ timeout: PATIENCE_MS });
    await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: PATIENCE_MS });
    await gap.getByRole('button', { name: 'Train the ceiling' }).click();
    await page.getByText(/^2\. TVM: 8 × 2/).waitFor({ timeout: PATIENCE_MS });
    await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: PATIENCE_MS });
    // The ceiling is the newest: the one that was taught is below it.
    await page.getByText(/^1\. TVM: 8 × 2/).click();
    await gap.getByText('The ceiling is training 2').waitFor();
    // On two problems no gap is clear.
    await gap.getByText(/TVM, by what search solves: the ceiling is not clearly above the teacher/).waitFor();
    expect(await gap.getByRole('button', { name: 'Train the ceiling' }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it.each(['', 'inkling.html'])('works in a sandboxed frame, as %j, where nothing is kept', async (file) => {
    const site = await serve({ headers: { 'Access-Control-Allow-Origin': '*' } });
    onTestFinished(() => site.close());
    const frame = `<iframe sandbox="allow-scripts" width="1200" height="780" src="${site.url}${file}${QUERY}"></iframe>`;
    const host = await serve({ pages: { '/': `<!doctype html><link rel="icon" href="data:," />${frame}` } });
    onTestFinished(() => host.close());
    const { page, context, problems } = await openPage(at.browser);
    onTestFinished(() => context.close());
    await page.goto(host.origin);
    const inside = page.frameLocator('iframe');
    for (const [name, value] of Object.entries(SMALL_TRAINING))
      await inside.getByLabel(name, { exact: true }).fill(`${value}`);
    await inside.getByRole('button', { name: 'Train', exact: true }).click();
    await inside.getByRole('button', { name: 'Train again' }).waitFor({ timeout: PATIENCE_MS });
    await inside.getByRole('button', { name: 'Search with it' }).first().click();
    await inside.getByRole('button', { name: 'Run', exact: true }).click();
    await inside.locator('.outcome:not(.recorded) .answer').first().waitFor({ timeout: PATIENCE_MS });
    expect(problems).toEqual([]);
  });

  it('works in the page that is one file, opened from a disk', async () => {
    const { page, problems } = await opened(`${OFFLINE_PAGE}${QUERY}`);
    await choose(page, SMALL_TRAINING);
    await train(page);
    await searchWith(page);
    expect(problems).toEqual([]);
  });
});
