/** Value heads and bad luck: the page is left in the middle of their training, and storage is denied or full. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { serveHub, tinyFolder, type FakeHub } from './harness/hub';
import { agree, loadModel, openWithoutModels } from './harness/own-model';
import { serve, type Served } from './harness/serve';

const MODEL = 'tiny/answering';
let browser: Browser;
let site: Served;
let hub: FakeHub;
beforeAll(async () => {
  [browser, site, hub] = await Promise.all([
    launch(),
    serve(),
    serveHub({ [MODEL]: { folder: tinyFolder('answering') } }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), hub?.close()]);
});

const part = (page: Page) => page.locator('[data-part=heads]');
const keptPart = (page: Page) => page.locator('[data-part=kept-heads]');
const lost = (page: Page) => page.locator('[data-part=lost-training]');

/** The workshop of a model of the reader's. */
async function withModel(prepare?: (page: Page) => Promise<unknown>): Promise<WatchedPage> {
  const watched = await openWithoutModels(browser, site, '?view=train&backend=wasm&task=word-problems', prepare);
  await loadModel(watched.page, hub, MODEL);
  return watched;
}

/** As little as teaches a head. */
async function train(page: Page, steps = 12): Promise<void> {
  const questions = Array.from({ length: 40 }, (_, i) => `"Box ${i + 1}, how many eggs are left?",${i % 4}`);
  await part(page)
    .locator('input[type=file][accept^=".csv"]')
    .setInputFiles({
      name: 'mine.csv',
      mimeType: 'text/plain',
      buffer: Buffer.from(`question,answer\n${questions.join('\n')}\n`),
    });
  await part(page).getByText('40 questions of mine.csv.').waitFor();
  const numbers = {
    'Problems to learn from': 16,
    'Solutions of each problem': 8,
    'Problems to be tested on': 8,
    'Solutions of each test problem': 6,
    'Steps of learning': steps,
  };
  for (const [name, value] of Object.entries(numbers))
    await part(page).getByLabel(name, { exact: true }).fill(`${value}`);
  await part(page)
    .getByRole('button', { name: /^Train (a value head|another)$/ })
    .click();
}
const made = (page: Page) => part(page).locator('[data-part=gauges] tbody tr').first();

describe('a page that is left while it trains heads', () => {
  it('asks first; what is lost is said on the next one, which trains them again', async () => {
    const { page, context, problems } = await withModel();
    await train(page);
    await part(page)
      .getByText(/^Writing solutions to learn from/)
      .waitFor({ timeout: PATIENCE_MS });
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      await dialog.accept();
      return dialog.type();
    });
    await page.reload();
    expect(await asked).toBe('beforeunload');
    await lost(page)
      .getByText(`A training of value heads on ${MODEL} ended with its page, and nothing of it was kept`)
      .waitFor({ timeout: PATIENCE_MS });

    // The address names the model: its dialog is open.
    await agree(page, hub, MODEL);
    await lost(page).waitFor();
    await train(page);
    await made(page).waitFor({ timeout: PATIENCE_MS });
    expect(await lost(page).count()).toBe(0);
    await expect.poll(() => keptPart(page).locator('li').count(), { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    // One that came to its end leaves nothing to be said.
    await page.reload();
    await expect.poll(() => keptPart(page).locator('li').count(), { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    expect(await lost(page).count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a page that is loaded anew when one of its heads is made', () => {
  it('keeps that one, offers it again, and says which were not made', async () => {
    const { page, context, problems } = await withModel();
    // The second one learns for longer than it takes to leave.
    await train(page, 2000);
    await expect.poll(() => keptPart(page).locator('li').count(), { timeout: PATIENCE_MS }).toBe(1);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await lost(page)
      .getByText(
        /^A training of value heads on tiny\/answering ended with its page\. What was made by then is kept: gsm8k-ovm-\S+-L1-s1\. No head was made after layer 2, after the last layer:/,
      )
      .waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => keptPart(page).locator('li').count(), { timeout: PATIENCE_MS }).toBe(1);
    await agree(page, hub, MODEL);
    await keptPart(page).getByRole('button', { name: 'Search with it' }).click();
    await page.locator('.outcome').getByText('Computed with').waitFor({ timeout: PATIENCE_MS });
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a browser that keeps nothing', () => {
  const denied = (): void => {
    const refuse = (): never => {
      throw new DOMException('The request was denied.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, { get: refuse });
    Object.defineProperty(CacheStorage.prototype, 'open', { value: () => Promise.reject(new Error('denied')) });
    Object.defineProperty(Navigator.prototype, 'storage', { get: refuse });
  };
  const full = (): void => {
    const exceeded = (): DOMException => new DOMException('It is full.', 'QuotaExceededError');
    const refuse = (): never => {
      throw exceeded();
    };
    Object.defineProperty(Storage.prototype, 'setItem', { value: refuse });
    Object.defineProperty(IDBObjectStore.prototype, 'put', { value: refuse });
    Object.defineProperty(Cache.prototype, 'put', { value: () => Promise.reject(exceeded()) });
  };

  it.each([
    ['denies it', denied],
    ['is full', full],
  ])('since it %s trains heads, and says in one sentence that they are to be saved', async (_, storage) => {
    const { page, context, problems } = await withModel((at) => at.addInitScript(storage));
    await page.getByText('This browser did not keep it: the next visit downloads it again.').waitFor();
    await train(page);
    await made(page).waitFor({ timeout: PATIENCE_MS });
    const said = keptPart(page).getByText(
      /^This browser did not keep .*: save each as a file before you leave the page\.$/,
    );
    await said.waitFor({ timeout: PATIENCE_MS });
    expect(await said.count()).toBe(1);
    expect(await keptPart(page).locator('li').count()).toBe(0);
    // They are there, to be saved and to be searched with.
    const saved = page.waitForEvent('download');
    await part(page).getByRole('button', { name: 'Save', exact: true }).first().click();
    expect((await saved).suggestedFilename()).toMatch(/\.inkling\.safetensors$/);
    await part(page).getByRole('button', { name: 'Search with it' }).first().click();
    await page.locator('.outcome').getByText('Computed with').waitFor({ timeout: PATIENCE_MS });
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a model that has no verifier of its own yet', () => {
  it('leads to where one is trained; what goes wrong there is in sight, however far down it was asked', async () => {
    const { page, context, problems } = await openWithoutModels(browser, site, '?backend=wasm&task=word-problems');
    await loadModel(page, hub, MODEL);
    await page.setViewportSize({ width: 390, height: 700 });
    await page.getByRole('button', { name: 'Train a value head for it' }).click();
    await part(page).getByText('A value for every token of').waitFor();
    expect(await page.getByRole('button', { name: 'Train a value head for it' }).count()).toBe(0);
    const file = { name: 'odd.csv', mimeType: 'text/plain', buffer: Buffer.from('a,b\n1,2\n') };
    const button = part(page).getByRole('button', { name: 'Train a value head', exact: true });
    await button.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await part(page).locator('input[type=file][accept^=".csv"]').setInputFiles(file);
    const told = page.getByText('whose first line names the columns question and answer');
    await told.waitFor();
    const [box, scrolled] = [await told.boundingBox(), await page.evaluate(() => scrollY)];
    expect(scrolled).toBeGreaterThan(200);
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.y + box!.height).toBeLessThan(700);
    // A model that is never right at the easiest level is not made to write for an hour.
    await button.click();
    await page.getByText('In the probe the model was right in no solution').waitFor({ timeout: PATIENCE_MS });
    expect(await part(page).locator('[data-part=gauges]').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});
