/** Hub models as people paste, export and host them, on the built page. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import type { Trace } from '../../src/trace/types';
import { reaching as reachingGraph } from '../fixtures/onnx-bytes';
import { launch, openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { GAME24, serveHub, tinyFolder, type FakeHub } from './harness/hub';
import { openWithoutModels } from './harness/own-model';
import { serve, type Served } from './harness/serve';

type Json = Record<string, unknown>;
/** One file of a model with these in it. */
const changing =
  (file: string, changed: (json: Json) => Json) =>
  (path: string, bytes: Buffer): Buffer =>
    path === file ? Buffer.from(JSON.stringify(changed(JSON.parse(bytes.toString()) as Json))) : bytes;
/** Its words are found by an expression that takes twice as long for each sign more. */
const backtracking = changing('tokenizer.json', (json) => ({
  ...json,
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: '(?:[\\s\\S]+)+~' }, behavior: 'Isolated', invert: false },
      json['pre_tokenizer'],
    ],
  },
}));

/** White space behind the vocabulary makes it as long as those of real models. */
const long = (path: string, bytes: Buffer): Buffer =>
  path === 'tokenizer.json' ? Buffer.concat([bytes, Buffer.alloc(9 * 1024 * 1024, ' ')]) : bytes;

const reaching =
  (location: string) =>
  (path: string, bytes: Buffer): Buffer =>
    path.endsWith('.onnx') ? reachingGraph(location)(bytes) : bytes;

let browser: Browser;
let site: Served;
let hub: FakeHub;
/** Another site, and who came. */
let elsewhere: Server;
let visits: string[];

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  visits = [];
  elsewhere = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('{"format":"none"}');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  [browser, site, hub] = await Promise.all([
    launch(),
    serve(),
    serveHub({
      'inkling/game24': { folder: GAME24, without: /step\.onnx$/ },
      'inkling/endless': {
        folder: GAME24,
        without: /step\.onnx$|generation_config|tokenizer_config/,
        change: changing('config.json', ({ eos_token_id: _, ...json }) => json),
      },
      'tiny/qwen2': { folder: tinyFolder('qwen2') },
      'tiny/stalls': { folder: tinyFolder('gemma3'), stalls: 1 },
      'tiny/long': { folder: tinyFolder('qwen2'), change: long },
      'tiny/words': { folder: tinyFolder('llama3'), change: backtracking },
      'tiny/outside': { folder: tinyFolder('llama3'), change: reaching('../../config.json') },
      'tiny/rooted': { folder: tinyFolder('llama3'), change: reaching('/etc/passwd') },
      'tiny/unlisted': { folder: tinyFolder('llama3'), change: reaching('weights.bin') },
      'tiny/moved': { folder: tinyFolder('qwen2'), movedTo: `${addressOf(elsewhere)}/api/models/tiny/moved` },
    }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  elsewhere?.close();
  await Promise.all([site?.close(), hub?.close()]);
});

const open = (query = ''): Promise<WatchedPage> => openWithoutModels(browser, site, query);

const dialog = (page: Page) => page.getByRole('dialog');

async function lookUp(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Use a model of your own…' }).click();
  await dialog(page).getByLabel('Model', { exact: true }).fill(address);
  await dialog(page)
    .getByRole('button', { name: /^Look it up/ })
    .click();
}

async function use(page: Page, name: string): Promise<void> {
  await lookUp(page, `${hub.origin}/${name}`);
  await dialog(page).getByRole('button', { name: 'Download and start' }).click();
  await page.getByText(`The steps are written by ${name}`).waitFor({ timeout: PATIENCE_MS });
}

const run = (page: Page): Promise<void> => page.getByRole('button', { name: 'Run', exact: true }).click();
const outcome = (page: Page) => page.locator('.outcome');

async function savedTrace(page: Page): Promise<Trace> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save trace' }).click();
  const read = readTrace(await readFile(await (await download).path(), 'utf8'));
  if (!read.ok) throw new Error(read.message);
  return read.trace;
}

it('a download that is called off where storage is denied leaves nothing, and that is said', async () => {
  const { page, context } = await openWithoutModels(browser, site, '?backend=wasm', (at) =>
    at.addInitScript(() => {
      CacheStorage.prototype.open = () => Promise.reject(new DOMException('It was denied.', 'SecurityError'));
    }),
  );
  await lookUp(page, `${hub.origin}/tiny/stalls`);
  await dialog(page).getByRole('button', { name: 'Download and start' }).click();
  const bar = dialog(page).getByRole('progressbar');
  await expect.poll(() => bar.evaluate(({ value }: HTMLProgressElement) => value)).toBeGreaterThan(0.25);
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await dialog(page)
    .getByText('Cancelled. This browser has kept nothing of it: to start again is to download all of it.')
    .waitFor();
  await context.close();
});

describe('a model with a large file', () => {
  it.each(['', 'inkling.html'])('has it hashed in a worker, which is ended: at "%s"', async (file) => {
    const { page } = await openPage(browser);
    await page.route(`${site.url}models/**`, () => undefined);
    await page.addInitScript(() => {
      const lives: string[] = [];
      globalThis.Worker = class extends Worker {
        readonly #name: string | undefined;
        constructor(address: string | URL, options?: WorkerOptions) {
          super(address, options);
          this.#name = options?.name;
          lives.push(`${this.#name} starts`);
        }
        override terminate(): void {
          lives.push(`${this.#name} ends`);
          super.terminate();
        }
      };
      Object.assign(globalThis, { lives });
    });
    await page.goto(`${site.url}${file}?backend=wasm`);
    await use(page, 'tiny/long');
    const lives = await page.evaluate(() => (globalThis as unknown as { lives: string[] }).lives);
    expect(lives.filter((told) => /-hash|-hub/.test(told))).toEqual([
      ...['inkling-hash starts', 'inkling-hash ends'],
      'inkling-hub starts',
    ]);
    await page.context().close();
  });
});

describe('before its first search', () => {
  it('the legend says what the model’s own verifier will say, which is no chance of being right', async () => {
    const { page, context } = await open('?backend=wasm');
    await use(page, 'tiny/qwen2');
    const legend = page.locator('.legend');
    await legend
      .getByText(
        /^Each token’s tint: Confidence, from the least to the greatest of this tree\. It is no probability of/,
      )
      .waitFor();
    expect(await legend.locator('.ends').innerText()).toMatch(/^least\s+greatest$/);
    await context.close();
  });
});

describe('a pasted address', () => {
  it.each([
    ['/tiny/qwen2/tree/main/onnx?x=1#y', '/api/models/tiny/qwen2?blobs=true', 'tiny/qwen2'],
    ['/tiny/qwen2/tree/fp16/onnx/', '/api/models/tiny/qwen2/revision/fp16?blobs=true', 'tiny/qwen2@fp16'],
  ])('%s asks for %s', async (path, asked, name) => {
    const { page, context } = await open('?backend=wasm');
    const before = hub.seen.length;
    await lookUp(page, hub.origin.replace('http://', '') + path);
    await dialog(page).getByText(name, { exact: true }).waitFor();
    expect(hub.seen.slice(before)).toEqual([`GET ${asked}`]);
    await context.close();
  });

  it('of a model that has moved asks nobody else', async () => {
    const { page, context } = await open('?backend=wasm');
    await lookUp(page, `${hub.origin}/tiny/moved`);
    await dialog(page)
      .getByText(/names another address for tiny\/moved, and nobody else was to be asked/)
      .waitFor();
    expect(visits).toEqual([]);
    await context.close();
  });
});

it('a trace of this site that lies elsewhere is fetched after a yes', async () => {
  const { page, context } = await openPage(browser);
  // As a server that sends visitors on.
  await page.route(`${site.url}moved.json`, (route) =>
    route.fulfill({ status: 302, headers: { location: `${addressOf(elsewhere)}/trace.json` } }),
  );
  await page.goto(`${site.url}?trace=moved.json`);
  await page.getByText(/that site names another address/).waitFor();
  expect(visits).toEqual([]);
  await page.getByRole('button', { name: 'Load it from there' }).click();
  await expect.poll(() => visits).toEqual(['/trace.json']);
  await context.close();
});

it.each(['tiny/outside', 'tiny/rooted', 'tiny/unlisted'])(
  'weights of %s in a file that was not listed are said to lack',
  async (name) => {
    const { page, context } = await open('?backend=wasm');
    const before = hub.seen.length;
    await lookUp(page, `${hub.origin}/${name}`);
    await dialog(page).getByRole('button', { name: 'Download and start' }).click();
    await dialog(page)
      .getByText(`The graph of ${name} asks for weights in a file that does not belong to the model.`)
      .waitFor({ timeout: PATIENCE_MS });
    expect(hub.seen.slice(before).filter((line) => /passwd|weights/.test(line))).toEqual([]);
    await context.close();
  },
);

it('a model whose end nobody names is stopped by a limit, and the page says by which', async () => {
  const { page, context } = await open('?backend=wasm&task=game24&problem=2%204%206%208&p.maxSteps=5');
  await use(page, 'inkling/endless');
  await page.getByRole('button', { name: 'Game of 24', exact: true }).click();
  await run(page);
  await outcome(page).getByText('No solution was finished.').waitFor({ timeout: PATIENCE_MS });
  const limit = outcome(page).getByText(/^(None ended within 5 steps|Steps were cut at \d+ tokens), the most that/);
  await expect.poll(() => limit.count()).toBe(1);
  await page.screenshot({ path: '.cache/hub-limit.png' });
  await context.close();
});

it('of a folder the trace does not say the name', async () => {
  const { page, context } = await open('?backend=wasm&p.maxStepTokens=4&p.maxSteps=2&samples=2&beam=1');
  await page.getByRole('button', { name: 'Use a model of your own…' }).click();
  await dialog(page)
    .locator('input[type=file]')
    .setInputFiles(fileURLToPath(tinyFolder('gemma3')));
  await dialog(page).getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('The steps are written by gemma3').waitFor({ timeout: PATIENCE_MS });
  await run(page);
  await outcome(page).getByText('Computed with').waitFor({ timeout: PATIENCE_MS });
  await page.screenshot({ path: '.cache/hub-pieces.png' });
  const trace = await savedTrace(page);
  expect(trace.models[0]).toMatchObject({ id: 'gemma3_text', role: 'policy' });
  expect(JSON.stringify(trace)).not.toContain('"gemma3"');
  // The template's BOS, once.
  expect(trace.nodes[0]!.tokens.filter(({ text }) => text === '<bos>')).toHaveLength(1);
  await context.close();
});

it('an expression of a tokenizer that never ends is ended by Stop', async () => {
  const { page, context } = await open('?backend=wasm');
  await use(page, 'tiny/words');
  await run(page);
  const stop = page.getByRole('button', { name: 'Stop', exact: true });
  await stop.click();
  await page.getByText('The steps are written by').waitFor({ state: 'detached', timeout: PATIENCE_MS });
  await page.getByText('You stopped it, and the engine did not answer').waitFor({ timeout: PATIENCE_MS });
  // The page goes on.
  await expect.poll(() => page.getByRole('button', { name: 'Use a model of your own…' }).isEnabled()).toBe(true);
  await context.close();
});
