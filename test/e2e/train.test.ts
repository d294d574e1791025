/**
 * The workshop in a browser, with the shipped models and trainings that are as small as can be: from the press of Train
 * to a search with the verifier, a pause, a stop, a file that is saved and opened. The site must be built.
 *
 * Every training takes seconds: what can be seen of one and the same is asserted of one.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityProblems } from './harness/axe';
import { openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { atSite } from './harness/at-site';
import { serve } from './harness/serve';
import { SMALL_TRAINING } from './harness/small-training';

const OFFLINE_PAGE = pathToFileURL(fileURLToPath(new URL('../../dist/inkling.html', import.meta.url))).href;
const QUERY = '?backend=wasm&view=train&samples=4&beam=2&strategy=beam';
const WORKER = /train(-wasm)?\.worker/;
/** Where nothing is asserted of what search solves. */
const UNSEARCHED = { ...SMALL_TRAINING, 'Problems to be searched': 0 };
const at = atSite();

const shown = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: 'Make a verifier' }).waitFor({ timeout: PATIENCE_MS });

async function opened(address: string): Promise<WatchedPage> {
  const watched = await openPage(at.browser);
  await watched.page.goto(address);
  await shown(watched.page);
  return watched;
}

/** Gone with the test. */
async function openedOnce(address: string): Promise<WatchedPage> {
  const watched = await opened(address);
  onTestFinished(() => watched.context.close());
  return watched;
}

async function choose(page: Page, numbers: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(numbers)) await page.getByLabel(name, { exact: true }).fill(`${value}`);
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const isFocused = (element: Element): boolean => element === document.activeElement;
/** Verifiers that were trained on the page, each with what can be done with it; the newest first, the others folded. */
const made = (page: Page) =>
  page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Save', exact: true }) });
const picker = (page: Page) => page.locator('input[type=file][accept^=".safetensors"]');

/** Of the table of all numbers, open or not. */
const rows = (page: Page) => page.locator('[data-part=runs] tbody tr');

/** Until the last of its searches. */
const ended = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: PATIENCE_MS });

/** What the browser keeps of a training that is under way, or was interrupted. */
const keptParts = (page: Page): Promise<string[]> =>
  page.evaluate(async (name) => {
    const open = indexedDB.open(name);
    await new Promise((resolve) => (open.onsuccess = resolve));
    const request = open.result.transaction('values').objectStore('values').getAllKeys();
    await new Promise((resolve) => (request.onsuccess = resolve));
    open.result.close();
    const keys = request.result as unknown as readonly (readonly unknown[])[];
    return keys.flatMap(([kind, , part]) => (kind === 'unfinished' ? [part as string] : []));
  }, `inkling-trainings ${at.site.url}`);

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

/** The search begins with the press, and its tree takes the recorded one's place. */
async function searchWith(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Search with it' }).first().click();
  await expect.poll(() => page.getByLabel('Verifier', { exact: true }).inputValue()).toMatch(/^head:game24-tvm-8x2/);
  await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
  expect(await page.locator('.outcome.recorded').count()).toBe(0);
}

describe('a training that a verifier taught, and its ceiling', () => {
  let watched: WatchedPage;
  /** Of the ceiling, as they were saved. */
  let verifier: Buffer;
  let table: Buffer;
  beforeAll(async () => {
    watched = await opened(`${at.site.url}${QUERY}`);
  });
  afterAll(() => watched.context.close());

  it('a number that cannot be taken stays to be corrected, and the press of Train leads to it', async () => {
    const { page, requests } = watched;
    const field = page.getByLabel('Problems to learn from', { exact: true });
    const sentence = page.getByText('Problems to learn from: a whole number from 8 to');
    await field.fill('3');
    await sentence.waitFor();
    // For Playwright a button that is `aria-disabled` cannot be pressed.
    await page.getByRole('button', { name: 'Train', exact: true }).click({ force: true });
    await expect.poll(() => field.evaluate(isFocused)).toBe(true);
    expect([await field.inputValue(), await sentence.count()]).toEqual(['3', 1]);
    // Another number that changes leaves it as it is.
    await choose(page, { 'Steps of learning': 41 });
    expect([await field.inputValue(), await sentence.count()]).toEqual(['3', 1]);
    await choose(page, SMALL_TRAINING);
    await expect.poll(() => sentence.count()).toBe(0);
    expect(requests.filter((url) => WORKER.test(url))).toEqual([]);
  });

  it('fetches its worker when it trains, shows four stages, and what the teacher says', async () => {
    const { page, requests } = watched;
    await page.getByLabel('Teacher', { exact: true }).selectOption('ovm');
    await press(page, 'Train');
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    expect(requests.filter((url) => WORKER.test(url))).toHaveLength(1);
    const gap = page.locator('[data-part=gap]');
    await gap.getByText(/^The teacher, OVM, at the same places: AUC/).waitFor();
    await page.getByRole('rowheader', { name: 'OVM, the teacher' }).waitFor({ timeout: PATIENCE_MS });
    await ended(page);
    expect(await page.locator('ol li.done').count()).toBe(4);
    expect(await made(page).count()).toBe(1);
    await page.locator('svg.inkling-plot').first().waitFor();
    await scrubLearning(page);
    // One solution of each test problem: none can be compared with another of the same.
    await page.getByText('– in place of an AUC: all solutions that it would compare ended alike.').first().waitFor();
  });

  it('says in both cards whether there is a gap, once the ceiling is trained', async () => {
    const { page } = watched;
    const gap = page.locator('[data-part=gap]');
    const atCeiling = page.locator('[data-part=gap-at-ceiling]');
    await gap.getByRole('button', { name: 'Train the ceiling' }).press('Enter');
    await page.getByText(/^2\. TVM: 8 × 2/).waitFor({ timeout: PATIENCE_MS });
    // Who pressed a button that is gone is where its outcome is.
    const outcome = page.locator('[data-part=trained]');
    await expect.poll(() => outcome.evaluate(isFocused)).toBe(true);
    expect(await outcome.evaluate((section) => Math.abs(section.getBoundingClientRect().top))).toBeLessThan(400);
    await ended(page);
    // On two problems no gap is clear.
    const none = /TVM, by what search solves: the ceiling is not clearly above the teacher/;
    await atCeiling.getByText('This training is the ceiling of training 1, which OVM taught').waitFor();
    await atCeiling.getByText(none).waitFor();
    // The ceiling is the newest: the one that was taught is below it.
    await page.getByText(/^1\. TVM: 8 × 2/).click();
    await gap.getByText('The ceiling is training 2').waitFor();
    await gap.getByText(none).waitFor();
    expect(await gap.getByRole('button', { name: 'Train the ceiling' }).count()).toBe(0);
    // What search solves with it, beside the others: the same problems for all.
    const solved = page.getByRole('table', { name: /Solved of 2 held-out problems/ }).first();
    expect(await solved.getByRole('rowheader').allTextContents()).toEqual([
      'TVM, trained here',
      'TVM of this site',
      'Oracle',
      'Confidence',
      'majority',
    ]);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('is saved, and searched with at once', async () => {
    const { page } = watched;
    const file = page.waitForEvent('download');
    await made(page).first().getByRole('button', { name: 'Save', exact: true }).click();
    expect((await file).suggestedFilename()).toMatch(/^game24-tvm-8x2.*\.inkling\.safetensors$/);
    verifier = await readFile(await (await file).path());
    const saved = page.waitForEvent('download');
    await page.getByText('All numbers').click();
    await press(page, 'Save the table (JSON)');
    table = await readFile(await (await saved).path());
    await searchWith(page);
  });

  it('is kept in the browser for this copy of the site alone, until it is removed', async () => {
    const { page } = watched;
    // The address names it: it is there before the workshop is opened.
    await page.reload();
    await expect.poll(() => page.getByLabel('Verifier', { exact: true }).inputValue()).toMatch(/^head:game24-tvm-8x2/);

    await page.goto(`${at.site.url}${QUERY}`);
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    expect(await accessibilityProblems(page)).toEqual([]);
    await picker(page).setInputFiles({ name: 'bad.json', mimeType: '', buffer: Buffer.from('{"runs": [') });
    await page.getByText('It is no table of trainings').waitFor();
    await picker(page).setInputFiles({ name: 'before.json', mimeType: '', buffer: table });
    await page.getByText('before.json: 2 verifiers, in the table above.').waitFor();
    expect(await rows(page).count()).toBe(4);
    const removes = page.getByRole('button', { name: 'Remove', exact: true });
    await removes.first().click();
    await expect.poll(() => rows(page).count()).toBe(3);
    await removes.first().click();
    await expect.poll(() => rows(page).count()).toBe(2);
    await expect.poll(() => removes.count()).toBe(0);
    const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(names).toEqual([`inkling-trainings ${at.site.url}`]);
  });

  it('comes back out of its file, and its table through the page’s own dialog, from another view', async () => {
    const { page, requests, problems } = watched;
    await page.goto(`${at.site.url}?backend=wasm`);
    const dialog = page.locator('input[type=file][accept^=".json"]');
    await dialog.setInputFiles({ name: 'before.json', mimeType: '', buffer: table });
    await page.getByText('before.json: 2 verifiers').waitFor({ timeout: PATIENCE_MS });
    expect(await rows(page).count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Remove', exact: true }).count()).toBe(0);

    const cut = { name: 'x.inkling.safetensors', mimeType: '', buffer: verifier.subarray(0, -8) };
    await picker(page).setInputFiles(cut);
    await page
      .getByText('This file was not opened. x.inkling.safetensors is not whole.')
      .waitFor({ timeout: PATIENCE_MS });
    // Whatever it is called by now.
    await picker(page).setInputFiles({ name: 'x.inkling.safetensors (1).json', mimeType: '', buffer: verifier });
    await page.getByText('is offered wherever a verifier is chosen').waitFor({ timeout: PATIENCE_MS });
    await searchWith(page);
    expect(requests.filter((url) => !url.startsWith(at.site.origin))).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('a training under way', () => {
  it('that is stopped before it learns leaves nothing; the next one is paused, goes on, and a stop keeps what it learned, all by keyboard', async () => {
    const { page, problems } = await openedOnce(`${at.site.url}${QUERY}`);
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await choose(page, { ...UNSEARCHED, 'Problems to learn from': 300, 'Solutions of each problem': 16 });
    await button('Train').press('Enter');
    await expect.poll(focused).toBe('Pause');
    await page.getByText(/of 300 problems/).waitFor({ timeout: PATIENCE_MS });
    await button('Stop').press('Enter');
    await expect.poll(focused).toBe('Train again');
    await page.getByText('Stopped before anything was learned').waitFor();
    expect(await made(page).count()).toBe(0);

    await choose(page, { ...UNSEARCHED, 'Steps of learning': 5000 });
    await button('Train again').press('Enter');
    await expect.poll(focused).toBe('Pause');
    await page.getByText(/step \d+ of 5,000/).waitFor({ timeout: PATIENCE_MS });
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Go on');
    await page.getByText('Paused.').waitFor();
    // The page can be searched meanwhile.
    const views = page.getByRole('navigation', { name: 'Views' });
    await views.getByRole('button', { name: 'Search', exact: true }).click();
    await press(page, 'Run');
    await page.locator('.outcome:not(.recorded) .answer').first().waitFor({ timeout: PATIENCE_MS });
    await views.getByRole('button', { name: 'Workshop', exact: true }).click();
    await button('Go on').press('Enter');
    await expect.poll(focused).toBe('Pause');
    await button('Stop learning and keep it').press('Enter');
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    await page.getByText('Done. What came of it is below.').waitFor({ timeout: PATIENCE_MS });
    await expect.poll(focused).toBe('Train again');
    await page.getByText(/TVM \(\d\.\d MB\)/).waitFor();
    await page.getByRole('button', { name: 'Search with it' }).press('Enter');
    await expect.poll(focused).toBe('Search');
    const chosen = page.getByLabel('Verifier', { exact: true }).locator('option:checked');
    expect(await chosen.textContent()).toMatch(/^game24-tvm-8x2/);
    expect(problems).toEqual([]);
  });

  it('that is interrupted goes on where it was, in another tab or after a reload, and nothing of it is left then', async () => {
    const { page, context, problems } = await openedOnce(`${at.site.url}${QUERY}`);
    await choose(page, { ...UNSEARCHED, 'Steps of learning': 5000 });
    await press(page, 'Train');
    await expect.poll(() => keptParts(page)).toEqual(['learned', 'written']);

    const second = await context.newPage();
    await second.goto(`${at.site.url}${QUERY}`);
    await second.getByRole('heading', { name: 'Make a verifier' }).waitFor({ timeout: PATIENCE_MS });
    await page.close();
    const note = second.getByText(
      /^A training was interrupted \(TVM: 8 × 2, 5,000 steps, seed 1\)\. TVM is kept as it was/,
    );
    await note.waitFor({ timeout: PATIENCE_MS });
    await second.reload();
    await note.waitFor({ timeout: PATIENCE_MS });
    expect(await accessibilityProblems(second)).toEqual([]);
    const number = (text: string | null, pattern: RegExp): number => Number(pattern.exec(text!)![1]!.replace(',', ''));
    const kept = number(await note.textContent(), /after step ([\d,]+) of/);
    await press(second, 'Go on with it');
    const step = second.getByText(/step [\d,]+ of 5,000, loss/);
    await step.waitFor({ timeout: PATIENCE_MS });
    expect(number(await step.textContent(), /step ([\d,]+) of/)).toBeGreaterThanOrEqual(kept);
    expect(await second.getByText('Go on with it').count()).toBe(0);
    await press(second, 'Stop learning and keep it');
    await made(second).first().waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => keptParts(second)).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('the workshop', () => {
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
    for (const [name, value] of Object.entries(UNSEARCHED))
      await inside.getByLabel(name, { exact: true }).fill(`${value}`);
    await inside.getByRole('button', { name: 'Train', exact: true }).click();
    await inside.getByRole('button', { name: 'Train again' }).waitFor({ timeout: PATIENCE_MS });
    await inside.getByRole('button', { name: 'Search with it' }).first().click();
    await inside.locator('.outcome:not(.recorded) .answer').first().waitFor({ timeout: PATIENCE_MS });
    expect(problems).toEqual([]);
  });

  it('learns on the software WebGPU adapter where the address asks for it, and says so', async () => {
    const { page, problems } = await openedOnce(`${at.site.url}${QUERY.replace('wasm', 'webgpu')}`);
    await choose(page, { ...UNSEARCHED, 'Steps of learning': 1 });
    await press(page, 'Train');
    await page.getByText('It learns on WebGPU, as the address asks.').waitFor({ timeout: PATIENCE_MS });
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    expect(problems.filter((said) => WORKER.test(said))).toEqual([]);
  });

  it('works in the page that is one file, opened from a disk', async () => {
    const { page, problems } = await openedOnce(`${OFFLINE_PAGE}${QUERY}`);
    await choose(page, UNSEARCHED);
    await press(page, 'Train');
    await made(page).first().waitFor({ timeout: PATIENCE_MS });
    await searchWith(page);
    expect(problems).toEqual([]);
  });
});
