/** Hub models on the built page, from a name to a search: consent, download, faults, what is kept. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import { accessibilityProblems } from './harness/axe';
import { launch, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { REVISION, GAME24_MODEL, serveHub, tinyFolder, type FakeHub } from './harness/hub';
import { openWithoutModels } from './harness/own-model';
import { serve, type Served } from './harness/serve';

let browser: Browser;
let site: Served;
let hub: FakeHub;

beforeAll(async () => {
  [browser, site, hub] = await Promise.all([
    launch(),
    serve(),
    serveHub({
      'inkling/game24': GAME24_MODEL,
      'tiny/qwen2': { folder: tinyFolder('qwen2') },
      'tiny/llama3': { folder: tinyFolder('llama3') },
      'tiny/drops': { folder: tinyFolder('llama3'), drops: 2 },
      'tiny/whole': { folder: tinyFolder('llama3'), drops: 1, ignoresRanges: true },
      'tiny/stalls': { folder: tinyFolder('gemma3'), stalls: 1 },
      'tiny/gated': { folder: tinyFolder('qwen2'), gated: true },
      'tiny/forbidden': { folder: tinyFolder('qwen2'), fault: 'forbidden' },
      'tiny/missing': { folder: tinyFolder('qwen2'), fault: 'missing' },
      'tiny/wrong': { folder: tinyFolder('qwen2'), fault: 'wrong-file' },
      'tiny/torch': { folder: tinyFolder('qwen2'), without: /onnx/ },
      'tiny/huge': { folder: tinyFolder('qwen2'), claimedBytes: 50e9 },
    }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), hub?.close()]);
});

const open = (query = ''): Promise<WatchedPage> => openWithoutModels(browser, site, query);

const dialog = (page: Page) => page.getByRole('dialog');
const outside = (requests: readonly string[]): string[] => requests.filter((url) => !url.startsWith(site.origin));

async function openDialog(page: Page, id: string): Promise<void> {
  // On a phone it stands in the menu.
  const button = page.getByRole('button', { name: 'Use a model of your own…' });
  if (page.viewportSize()!.width <= 760) await page.getByRole('button', { name: 'Preferences' }).click();
  await button.click();
  await dialog(page).getByLabel('Model', { exact: true }).fill(`${hub.origin}/${id}`);
}
async function lookUp(page: Page, id: string): Promise<void> {
  await openDialog(page, id);
  await dialog(page)
    .getByRole('button', { name: /^Look it up/ })
    .click();
}
const accept = (page: Page) => dialog(page).getByRole('button', { name: 'Download and start' }).click();
const ready = (page: Page, name: string) =>
  page.getByText(`The steps are written by ${name}`).waitFor({ timeout: PATIENCE_MS });

/** The share of a download that has come. */
const loaded = (page: Page): Promise<number> =>
  dialog(page)
    .getByRole('progressbar')
    .evaluate((bar: HTMLProgressElement) => bar.value);

async function runToItsEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  // The search that the page brings along has an answer as well.
  await page.locator('.outcome').getByText('Computed with').waitFor({ timeout: PATIENCE_MS });
}

/** Saves the search: its back end, and how many of its tokens have which scores. */
async function scoresOf(page: Page): Promise<{ backend: string; tokens: number; scored: Record<string, number> }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save trace' }).click();
  const read = readTrace(await readFile(await (await download).path(), 'utf8'));
  if (!read.ok) throw new Error(read.message);
  const tokens = read.trace.nodes.slice(1).flatMap((node) => node.tokens);
  const scored: Record<string, number> = {};
  for (const { values = {} } of tokens) {
    for (const [verifier, value] of Object.entries(values))
      if (Number.isFinite(value)) scored[verifier] = (scored[verifier] ?? 0) + 1;
  }
  return { backend: read.trace.backend, tokens: tokens.length, scored };
}

describe('a hub model', () => {
  it('is asked about after one yes, downloaded after another, from its host alone, and searches with scores', async () => {
    const { page, context, requests } = await open('?backend=wasm');
    await openDialog(page, 'inkling/game24');
    await dialog(page)
      .getByText(/sends one request to 127\.0\.0\.1:\d+/)
      .waitFor();
    expect(outside(requests)).toEqual([]);
    await dialog(page)
      .getByRole('button', { name: /^Look it up/ })
      .click();
    await dialog(page).getByText('mit', { exact: true }).waitFor();
    await dialog(page).getByText(new URL(hub.origin).host, { exact: true }).waitFor();
    await dialog(page)
      .getByText(/This downloads [\d.]+ MB from 127/)
      .waitFor();
    expect(outside(requests)).toEqual([`${hub.origin}/api/models/inkling/game24?blobs=true`]);
    await accept(page);
    await ready(page, 'inkling/game24 (fp32, WebAssembly)');
    await runToItsEnd(page);
    // A right answer, from a policy that writes sense.
    await page
      .locator('.outcome .answer')
      .getByText(/\d.*[-+*/].*\d/)
      .waitFor();
    await expect.poll(() => page.getByRole('treeitem').count()).toBeGreaterThan(8);
    await page.getByText(/tint: .*from the least to the greatest of this tree/).waitFor();
    const { backend, tokens, scored } = await scoresOf(page);
    expect({ backend, scored }).toEqual({ backend: 'wasm', scored: { confidence: tokens } });
    const hosts = new Set(outside(requests).map((url) => new URL(url).origin));
    expect([...hosts].sort()).toEqual([hub.origin, hub.files].sort());
    const files = outside(requests).filter((url) => url.includes('/resolve/'));
    expect(files.every((url) => url.includes(`/resolve/${REVISION}/`))).toBe(true);
    expect(new URL(page.url()).searchParams.get('policy')).toBe(`${hub.origin}/inkling/game24`);
    await page.getByRole('button', { name: 'Back to the site’s own models' }).click();
    await page.getByText('The steps are written by').waitFor({ state: 'detached' });
    await context.close();
  });

  it('solves GSM8K with a chat template, on WASM and judged by itself', async () => {
    const { page, context } = await open('?backend=wasm&p.maxStepTokens=6&p.maxSteps=2');
    await lookUp(page, 'tiny/qwen2');
    // Two sizes: of int8 and of single precision.
    await dialog(page).getByLabel('Size').selectOption('fp32');
    await accept(page);
    await ready(page, 'tiny/qwen2 (fp32, WebAssembly)');
    await expect
      .poll(() => page.getByRole('button', { name: 'GSM8K', exact: true }).getAttribute('aria-pressed'))
      .toBe('true');
    await page.getByLabel('Verifier').selectOption('self-judgement');
    await runToItsEnd(page);
    await expect.poll(() => page.getByRole('treeitem').count()).toBeGreaterThan(4);
    await page.getByText('How it is asked').click();
    await page.getByLabel('Question', { exact: true }).fill('no slot');
    await page.getByText('The question must hold {problem} exactly once.').waitFor();
    await context.close();
  });

  it('searches on the software WebGPU adapter', async () => {
    const { page, context } = await open('?backend=webgpu&samples=2&beam=1&p.maxStepTokens=4&p.maxSteps=2');
    await lookUp(page, 'tiny/llama3');
    await accept(page);
    await page.getByText('The steps are written by tiny/llama3 (fp32, WebGPU)').waitFor({ timeout: PATIENCE_MS });
    await runToItsEnd(page);
    await expect.poll(() => page.getByRole('treeitem').count()).toBeGreaterThan(2);
    await page.getByText(/tint: .*from the least to the greatest of this tree/).waitFor();
    const { backend, tokens, scored } = await scoresOf(page);
    expect(tokens).toBeGreaterThan(4);
    expect({ backend, scored }).toEqual({ backend: 'webgpu', scored: { confidence: tokens } });
    await context.close();
  });

  it('is kept, used again without a request, and deleted', async () => {
    const { page, context, requests } = await open('?backend=wasm');
    await lookUp(page, 'tiny/qwen2');
    await accept(page);
    await ready(page, 'tiny/qwen2 (q8, WebAssembly)');
    // The address names the model now, which brings the question up again.
    await page.reload();
    const before = outside(requests).length;
    await dialog(page).getByRole('button', { name: 'Use tiny/qwen2' }).click();
    // Nothing is downloaded, and it says so.
    await dialog(page)
      .getByText(/^All 0\.2 MB are kept in this browser: nothing is downloaded, and nobody is asked\.$/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Start', exact: true }).click();
    await ready(page, 'tiny/qwen2 (q8, WebAssembly)');
    expect(outside(requests)).toHaveLength(before);
    await page.getByRole('button', { name: 'Use a model of your own…' }).click();
    await dialog(page).getByRole('button', { name: 'Delete tiny/qwen2' }).click();
    await dialog(page).getByText('Kept in this browser').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(async () => (await (await caches.open('inkling-hub-1')).keys()).length))
      .toBe(0);
    await context.close();
  });

  it('from a folder of this machine asks nobody, is seen writing, and is stopped at it', async () => {
    const { page, context, requests } = await open('?backend=wasm');
    await page.getByRole('button', { name: 'Use a model of your own…' }).click();
    await dialog(page)
      .locator('input[type=file]')
      .setInputFiles(fileURLToPath(tinyFolder('gemma3')));
    await dialog(page).getByText('this machine', { exact: true }).waitFor();
    await dialog(page).getByRole('button', { name: 'Start', exact: true }).click();
    await ready(page, 'gemma3 (fp32, WebAssembly)');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const growing = page.getByRole('list', { name: 'Being written' });
    await growing.getByText(/\S/).first().waitFor({ timeout: PATIENCE_MS });
    await page.getByText(/^4 candidates are being written: \d+ tokens so far/).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('Stopped before a solution was finished.').waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => growing.count()).toBe(0);
    expect(outside(requests)).toEqual([]);
    await context.close();
  });

  it('named in a link brings the question up, and nothing more', async () => {
    const { page, context, requests } = await open(`?policy=${encodeURIComponent(`${hub.origin}/tiny/qwen2`)}`);
    await expect
      .poll(() => dialog(page).getByLabel('Model', { exact: true }).inputValue())
      .toBe(`${hub.origin}/tiny/qwen2`);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    expect(outside(requests)).toEqual([]);
    await context.close();
  });
});

describe('a download', () => {
  it('goes on where the connection broke, also with a host that sends the whole file again', async () => {
    const { page, context } = await open('?backend=wasm');
    for (const [id, shares] of [
      // The graph is most of what is downloaded: half of it comes, and then half of the rest.
      ['tiny/drops', [0.25, 0.6]],
      ['tiny/whole', [0.25]],
    ] as const) {
      const before = hub.seen.length;
      await lookUp(page, id);
      await accept(page);
      for (const share of shares) {
        await expect.poll(() => loaded(page)).toBeGreaterThan(share);
        hub.breakConnections();
      }
      await ready(page, `${id} (fp32, WebAssembly)`);
      const asked = hub.seen.slice(before).filter((line) => line.includes(`/${id}/onnx`));
      expect(asked.some((line) => /bytes=[1-9]\d*-/.test(line))).toBe(true);
    }
    await context.close();
  });

  it('is called off at once, keeps what has come, and goes on from there on another visit', async () => {
    const { page, context } = await open('?backend=wasm');
    await lookUp(page, 'tiny/stalls');
    await accept(page);
    await dialog(page)
      .getByText(/^Loading: /)
      .waitFor();
    // The graph is most of what is downloaded, and half of it comes.
    await expect.poll(() => loaded(page)).toBeGreaterThan(0.25);
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await dialog(page)
      .getByText(/^Cancelled\. 0\.[12] MB of it are kept in this browser: start again to continue\.$/)
      .waitFor();
    await page.reload();
    const before = hub.seen.length;
    await page.getByRole('button', { name: 'Use a model of your own…' }).click();
    await dialog(page).getByRole('button', { name: 'Use tiny/stalls' }).click();
    await dialog(page)
      .getByText(/^0\.[12] MB of its 0\.3 MB are kept in this browser already\. This downloads 0\.[12] MB from /)
      .waitFor();
    await accept(page);
    await ready(page, 'tiny/stalls (fp32, WebAssembly)');
    const asked = hub.seen.slice(before);
    expect(asked.some((line) => line.includes('/tiny/stalls/onnx') && /bytes=[1-9]\d*-/.test(line))).toBe(true);
    // What was whole before is not asked for again.
    expect(asked.some((line) => line.includes('tokenizer.json'))).toBe(false);
    await context.close();
  });
});

describe('what cannot be used is said in a sentence, and the page goes on', () => {
  it('before a download, and of a host that does not answer', async () => {
    const { page, context } = await open('?backend=wasm&problem=1%202%203%204');
    for (const [id, sentence] of [
      ['tiny/none', /has no public model tiny\/none/],
      ['tiny/gated', /tiny\/gated is gated/],
      ['tiny/torch', /tiny\/torch lacks onnx\/model\.onnx/],
      ['tiny/huge', /needs 50\.0 GB and this device takes/],
    ] as const) {
      await lookUp(page, id);
      await dialog(page).getByText(sentence).waitFor();
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
      await expect.poll(() => page.locator('#problem').inputValue()).toBe('1 2 3 4');
    }
    await page.getByRole('button', { name: 'Use a model of your own…' }).click();
    await dialog(page).getByLabel('Model', { exact: true }).fill('http://127.0.0.1:9/a/b');
    const lookItUp = dialog(page).getByRole('button', { name: /^Look it up/ });
    await lookItUp.click();
    await dialog(page)
      .getByText(/The connection to 127\.0\.0\.1:9 broke/)
      .waitFor();
    await dialog(page).getByLabel('Model', { exact: true }).fill('nonsense');
    await dialog(page).getByText('That is not the name of a model').waitFor();
    await expect.poll(() => lookItUp.count()).toBe(0);
    await context.close();
  });

  it('during it', async () => {
    const { page, context } = await open('?backend=wasm');
    for (const [id, sentence] of [
      ['tiny/forbidden', /tiny\/forbidden is gated/],
      ['tiny/missing', /or a file of it is missing/],
      ['tiny/wrong', /A file is not what it should be/],
    ] as const) {
      await lookUp(page, id);
      await accept(page);
      await dialog(page).getByText(sentence).waitFor();
      // It can be tried again.
      await expect.poll(() => dialog(page).getByRole('button', { name: 'Download and start' }).isEnabled()).toBe(true);
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
    }
    await context.close();
  });
});

it('is chosen in a dialog in which axe finds nothing wrong, in both themes and on a phone', async () => {
  for (const [theme, width] of [
    ['light', 1400],
    ['dark', 390],
  ] as const) {
    const { page, context } = await open(`?backend=wasm&theme=${theme}`);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openDialog(page, 'tiny/qwen2');
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await dialog(page)
      .getByRole('button', { name: /^Look it up/ })
      .click();
    await dialog(page)
      .getByText(/This downloads/)
      .waitFor();
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.screenshot({ path: `.cache/hub-${theme}.png` });
    await context.close();
  }
});
