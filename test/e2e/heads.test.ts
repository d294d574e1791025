/** A value head on a model of the reader's own, on the built page: from a yes to a search that it steers. */
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import { accessibilityProblems } from './harness/axe';
import { launch, PATIENCE_MS } from './harness/browser';
import { GAME24, GAME24_MODEL, serveHub, tinyFolder, type FakeHub } from './harness/hub';
import { agree, loadModel, openWithoutModels } from './harness/own-model';
import { serve, type Served } from './harness/serve';

let browser: Browser;
let site: Served;
let hub: FakeHub;
/** A model as its owner publishes it, with what a test puts beside it. */
let published: string;

beforeAll(async () => {
  published = await mkdtemp(join(tmpdir(), 'inkling-published-'));
  await cp(GAME24, published, { recursive: true });
  [browser, site, hub] = await Promise.all([
    launch(),
    serve(),
    serveHub({
      'inkling/game24': GAME24_MODEL,
      'tiny/answering': { folder: tinyFolder('answering') },
      'inkling/published': { ...GAME24_MODEL, folder: pathToFileURL(`${published}/`) },
    }),
  ]);
});
afterAll(async () => {
  await rm(published, { recursive: true });
  await browser?.close();
  await Promise.all([site?.close(), hub?.close()]);
});

async function withModel(id: string, query: string): Promise<Page> {
  const { page } = await openWithoutModels(browser, site, query);
  await loadModel(page, hub, id);
  return page;
}

const part = (page: Page) => page.locator('[data-part=heads]');
async function fill(page: Page, numbers: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(numbers))
    await part(page).getByLabel(name, { exact: true }).fill(`${value}`);
}
const SMALL = {
  'Problems to learn from': 24,
  'Solutions of each problem': 8,
  'Problems to be tested on': 8,
  'Solutions of each test problem': 6,
  'Problems to be searched': 2,
  'Steps of learning': 12,
};
const kept = (page: Page) => page.locator('[data-part=kept-heads] li');
const rows = (page: Page) => part(page).locator('[data-part=gauges] tbody tr');

describe('a value head', () => {
  it('is trained on a model of the reader, and steers its search', async () => {
    const page = await withModel('inkling/game24', '?view=train&backend=wasm');
    await part(page).getByText('A value for every token of inkling/game24').waitFor();
    await part(page)
      .getByText(/^The problems are those of/)
      .waitFor();
    // The workshop of the site's own models makes room for it.
    expect(await page.locator('[data-part=workshop]').count()).toBe(0);
    await fill(page, { ...SMALL, 'Problems to learn from': 3 });
    await part(page)
      .getByText(/^Problems to learn from: a whole number from 8 to 20.?000\.$/)
      .waitFor();
    await fill(page, SMALL);
    await part(page).getByLabel('1', { exact: true }).check();
    await part(page).getByRole('button', { name: 'Train a value head' }).click();
    await part(page)
      .getByText(/tokens a second/)
      .waitFor({ timeout: PATIENCE_MS });
    // What can be chosen is explained beside it.
    await part(page).getByRole('button', { name: 'Linear head', exact: true }).click();
    await part(page)
      .getByRole('note')
      .getByText(/weighs each number inside the model once/)
      .waitFor();
    await page.keyboard.press('Escape');
    // What takes long is not ended by one press, and nothing else is run meanwhile.
    await page.getByRole('button', { name: 'Back to the site’s own models' }).click();
    await page.getByRole('button', { name: 'End the training, too, and leave?' }).waitFor();
    await rows(page).first().waitFor({ timeout: PATIENCE_MS });
    const names = await rows(page).locator('th').allInnerTexts();
    // One that was ticked, beside those that are by default.
    const layers = ['after layer 1', 'after layer 2', 'after layer 3', 'after the last layer'];
    expect(names.slice(0, 4)).toEqual(layers);
    // A model that writes puzzles has no word for yes.
    expect(names.slice(4)).toEqual([
      ...[
        'what a reader would reply',
        'POLAR, from the others without verdicts',
        'mean log-probability',
        'entropy (the lower the better)',
      ],
      ...['length (shorter first)', 'its own verdict (asked)'],
    ]);
    expect(await rows(page).last().locator('td').allInnerTexts()).toEqual(['–', '–', '–', '–', '–']);
    const cells = await rows(page).first().locator('td').allInnerTexts();
    expect(cells[3]).toMatch(/^\d+% \(\d+%–\d+%\)$/);
    await part(page).getByRole('img', { name: 'How well heads tell solutions apart, by layer' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);

    // On a narrow page a table that is wider than it can be scrolled, by keyboard too, and a shadow shows it.
    const wide = part(page).locator('.wide', { has: page.locator('[data-part=gauges]') });
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => wide.getAttribute('tabindex')).toBe('0');
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => wide.getAttribute('tabindex')).toBeNull();

    // What cannot be pressed while another is trained says why, to be seen and to be heard.
    const use = part(page).locator('.made').getByRole('button', { name: 'Search with it' }).first();
    const why = part(page).locator('.made').getByText('Once the training has ended.').first();
    expect(await why.count()).toBe(0);
    // It learns from more, of which the model wrote a part for the one before.
    await fill(page, { 'Solutions of each problem': 64 });
    await part(page).getByRole('button', { name: 'Train another' }).click();
    await why.waitFor();
    await part(page)
      .getByText('Of these 192 were written before and are used again.')
      .waitFor({ timeout: PATIENCE_MS });
    expect(await use.getAttribute('aria-disabled')).toBe('true');
    expect((await use.getAttribute('aria-describedby'))!.split(' ')).toContain(await why.getAttribute('id'));
    await part(page).getByRole('button', { name: 'Stop', exact: true }).click();
    await why.waitFor({ state: 'detached', timeout: PATIENCE_MS });
    await part(page)
      .getByText(/^Stopped before anything was learned\. The solutions that the model wrote stay until it is left/)
      .waitFor();

    // Each head, the log-probability and the majority.
    const searched = part(page).locator('[data-part=heads-searched] tbody tr');
    expect(await searched.count()).toBe(layers.length + 2);

    const saved = page.waitForEvent('download');
    await part(page).getByRole('button', { name: 'Save', exact: true }).first().click();
    const file = await (await saved).path();
    await part(page).getByRole('button', { name: 'Search with it' }).first().click();
    await page.locator('.outcome').getByText('Computed with').waitFor({ timeout: PATIENCE_MS });
    // Where the sentence is folded away, the head has the name there that it has everywhere.
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.locator('details.whole summary').innerText()).toMatch(
      /^beam search, game24-ovm-24x8-mlp-L\d-s1$/,
    );
    await page.setViewportSize({ width: 1280, height: 800 });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save trace' }).click();
    const read = readTrace(await readFile(await (await download).path(), 'utf8'));
    if (!read.ok) throw new Error(read.message);
    const tokens = read.trace.nodes.slice(1).flatMap((node) => node.tokens);
    const scored = new Set(tokens.flatMap(({ values = {} }) => Object.keys(values)));
    // Every token has a probability of that head, and of nothing else.
    expect([...scored]).toEqual([expect.stringMatching(/^head:game24-ovm-24x8-mlp-L\d-s1$/)]);
    const values = tokens.map(({ values: own = {} }) => Object.values(own)[0]!);
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);

    // The same model takes the file back.
    await page.getByRole('button', { name: 'Workshop', exact: true }).click();
    await part(page)
      .locator('input[type=file][accept=".safetensors"]')
      .setInputFiles({
        name: 'mine.inkling.safetensors',
        mimeType: 'application/octet-stream',
        buffer: await readFile(file),
      });
    await part(page)
      .getByText(/is a verifier of this model now/)
      .waitFor();

    // What was trained on a model is offered again on a later visit, when it is loaded again, until it is removed.
    const heads = layers.length;
    await expect.poll(() => kept(page).count(), { timeout: PATIENCE_MS }).toBe(heads);
    await page.reload();
    await page.locator('[data-part=workshop]').waitFor();
    await expect.poll(() => kept(page).count(), { timeout: PATIENCE_MS }).toBe(heads);
    expect(await kept(page).getByRole('button', { name: 'Search with it' }).count()).toBe(0);
    // The address names the model, and nothing is downloaded before a yes.
    await agree(page, hub, 'inkling/game24');
    const offered = kept(page).getByRole('button', { name: 'Search with it' });
    await expect.poll(() => offered.count(), { timeout: PATIENCE_MS }).toBe(heads);
    await kept(page).first().getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => kept(page).count(), { timeout: PATIENCE_MS }).toBe(heads - 1);

    // One that was published beside its model is named there, and comes after a yes.
    await mkdir(join(published, 'inkling'));
    await cp(file, join(published, 'inkling', 'published.inkling.safetensors'));
    await page.getByRole('button', { name: 'Back to the site’s own models' }).click();
    await loadModel(page, hub, 'inkling/published');
    await part(page)
      .getByText(/^This model has a value head beside it, published\.inkling\.safetensors \(\d+ kB\)/)
      .waitFor();
    const asked = (): boolean => hub.seen.some((request) => request.includes('published.inkling.safetensors'));
    expect(asked()).toBe(false);
    await part(page).getByRole('button', { name: 'Load it' }).click();
    await part(page)
      .getByText(/is a verifier of this model now/)
      .waitFor();
    expect(asked()).toBe(true);
    await page.close();
  });

  it('has buttons whose names stay within them on a phone, in a language of long words', async () => {
    const page = await withModel('tiny/answering', '?view=train&backend=wasm&task=word-problems');
    await page.getByRole('button', { name: 'Preferences' }).click();
    await page.locator('select', { has: page.locator('option[value=zh]') }).selectOption('es');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 390, height: 800 });
    const download = part(page).getByRole('button', { name: /^Descargar el conjunto de entrenamiento de GSM8K/ });
    await download.waitFor();
    const [box, text] = await download.evaluate((button) => {
      const range = document.createRange();
      range.selectNodeContents(button);
      return [button.getBoundingClientRect(), range.getBoundingClientRect()].map(({ top, bottom }) => [top, bottom]);
    });
    expect(text![0]! - box![0]!).toBeGreaterThanOrEqual(4);
    expect(box![1]! - text![1]!).toBeGreaterThanOrEqual(4);
    await page.close();
  });

  it('learns from a reader’s own questions, and says what is wrong with a file of them', async () => {
    const page = await withModel('tiny/answering', '?view=train&backend=wasm&task=word-problems');
    const give = (name: string, text: string): Promise<void> =>
      part(page)
        .locator('input[type=file][accept^=".csv"]')
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await give('broken.csv', 'question,answer\nHow many eggs are there?,many\n');
    await page.getByText('The answer in line 2, “many”, is not a number: write one, such as 18.').waitFor();
    // A set of the site's own comes when it is asked for, and is such a file then.
    const sets: string[] = [];
    page.on('request', (request) => request.url().includes('/questions/') && sets.push(request.url()));
    const download = part(page).getByRole('button', { name: 'Download GSM8K’s training set (1.3 MB)' });
    await page.route(`${site.url}questions/**`, () => undefined);
    await download.click();
    await part(page)
      .getByText(/^Downloading GSM8K’s training set: 0%/)
      .waitFor();
    await part(page).getByRole('button', { name: 'Call the download off' }).click();
    await page.unroute(`${site.url}questions/**`);
    await page.route(`${site.url}questions/**`, (route) => route.abort());
    await download.click();
    await page.getByText(/^GSM8K’s training set could not be downloaded: check the connection/).waitFor();
    await page.unroute(`${site.url}questions/**`);
    sets.length = 0;
    await download.click();
    await part(page).getByText('7,473 questions of gsm8k-train.jsonl.').waitFor();
    expect(sets).toEqual([`${site.url}questions/gsm8k-train.jsonl.gz`]);
    await part(page).getByRole('button', { name: 'Use the task’s problems instead' }).click();
    const questions = Array.from({ length: 40 }, (_, i) => `"Box ${i + 1}, how many eggs are left?",${i % 4}`);
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    await give('mine.csv', `question,answer\n${questions.join('\n')}\n`);
    await part(page).getByText('40 questions of mine.csv.').waitFor();
    // A large file would hold up the page: it is read in a worker.
    expect(workers.filter((url) => /import/.test(url))).toHaveLength(1);
    await fill(page, { ...SMALL, 'Problems to learn from': 16 });
    await part(page).getByRole('button', { name: 'Train a value head' }).click();
    await rows(page).first().waitFor({ timeout: PATIENCE_MS });
    expect(await part(page).locator('.made h2').innerText()).toContain('tiny/answering');
    await page.close();
  });
});
