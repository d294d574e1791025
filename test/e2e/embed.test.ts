/**
 * The embed's messages, from an article of another origin. The engine never arrives here: what a run answers is
 * tested where the page is embedded for real (the smoke tests of the three uses) and in the guest's unit tests.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTrace } from '../../src/trace/codec';
import { checkTrace } from '../../src/trace/read';
import type { SearchEvent } from '../../src/search/types';
import { launch, openPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

const token = (text: string) => ({ text, logprob: -0.5, alternatives: [{ text, logprob: -0.5 }] });
const EVENTS: SearchEvent[] = [
  { seq: 0, type: 'node-added', id: 0, parent: null, text: '4 5 6 10\n', tokens: [{ text: '4 5 6 10\n' }] },
  { seq: 1, type: 'node-added', id: 1, parent: 0, text: 'The answer is 4 * 6 = 24', tokens: [token('x'), token('')] },
  { seq: 2, type: 'token-values', id: 1, verifier: 'tvm', values: [0.2, 0.7], value: 0.7 },
  { seq: 3, type: 'finished-path', id: 1, answer: '4 * 6' },
  { seq: 4, type: 'done', reason: 'finished', id: 1, answer: '4 * 6' },
];
const TRACE = buildTrace(
  {
    task: 'game24',
    problem: { text: '4 5 6 10' },
    models: [
      { id: 'p/policy', role: 'policy', parameters: 1 },
      { id: 'p/tvm', role: 'verifier', verifier: 'tvm', scale: 'probability', parameters: 1 },
    ],
    backend: 'wasm',
    strategy: 'greedy',
    verifier: 'tvm',
    parameters: {
      ...{ samples: 1, beam: 1, temperature: 0, topK: 0, seed: 1 },
      ...{ maxSteps: 10, maxStepTokens: 40, alternatives: 5 },
    },
  },
  EVENTS,
  { answer: '4 * 6', correct: false, budget: { policyTokens: 2, valueTokens: 2, elapsedMs: 1 } },
);

let browser: Browser;
let site: Served;
let article: Served;
let page: Page;

type Message = Record<string, unknown>;

/** Sends a request to the frame and gives the answer with its id. */
const ask = (request: Message): Promise<Message> =>
  page.evaluate(async (message) => {
    const id = `${Date.now()}-${performance.now()}`;
    const frame = document.querySelector('iframe')!.contentWindow!;
    return new Promise<Message>((resolve) => {
      addEventListener('message', ({ data }: MessageEvent<Message>) => data['id'] === id && resolve(data));
      frame.postMessage({ inkling: 1, id, ...message }, '*');
    });
  }, request);
const heard = (type: string): Promise<Message[]> =>
  page.evaluate(
    (wanted) => (globalThis as unknown as { heard: Message[] }).heard.filter((m) => m['type'] === wanted),
    type,
  );

beforeAll(async () => {
  browser = await launch();
  site = await serve();
  const html = `<!doctype html><title>Article</title>
    <script>window.heard = []; addEventListener('message', (event) => heard.push(event.data));</script>
    <iframe src="${site.url}?embed=1&hide=settings" width="700" height="500"></iframe>`;
  article = await serve({ pages: { '/article': html } });
  ({ page } = await openPage(browser));
  await page.route('**/*.wasm', () => undefined);
  await page.goto(`${article.origin}/article`);
  await page.frameLocator('iframe').getByRole('button', { name: 'Run', exact: true }).waitFor();
});

afterAll(async () => {
  await browser.close();
  await site.close();
  await article.close();
});

describe('an article', () => {
  it('is told the height before it asks for anything, and nothing private', async () => {
    await expect.poll(() => heard('height')).not.toEqual([]);
    expect(await heard('state')).toEqual([]);
    const [{ height } = {}] = await heard('height');
    expect(height).toBeGreaterThan(300);
  });

  it('gets the frame without its header, and without the hidden panel', async () => {
    const frame = page.frameLocator('iframe');
    await expect.poll(() => frame.locator('h1').count()).toBe(0);
    await expect.poll(() => frame.locator('.settings').count()).toBe(0);
  });

  it('that keeps the height of its frame has the tree end within it', async () => {
    const stage = page.frameLocator('iframe').locator('.stage > .frame');
    await expect
      .poll(() => stage.evaluate((element) => [innerHeight, element.getBoundingClientRect().bottom + scrollY <= 500]))
      .toEqual([500, true]);
    // And yet what it asks for has room for all of it.
    expect((await heard('height')).at(-1)!['height']).toBeGreaterThan(600);
  });

  it('configures it, and is told what it got wrong', async () => {
    expect(await ask({ type: 'get-trace' })).toMatchObject({ type: 'error', code: 'not-loaded' });
    expect(await ask({ type: 'configure', fields: { problem: '1 2 3 4', theme: 'dark' } })).toMatchObject({
      type: 'ok',
    });
    const frame = page.frameLocator('iframe');
    await expect.poll(() => frame.getByLabel('Make 24 from').inputValue()).toBe('1 2 3 4');
    await expect.poll(() => frame.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await ask({ type: 'configure', fields: { seed: 'sofa' } })).toMatchObject({
      type: 'error',
      code: 'bad-input',
    });
    expect(await ask({ type: 'dance' })).toMatchObject({ type: 'error', code: 'bad-input' });
    await expect.poll(async () => (await heard('state')).length).toBeGreaterThan(0);
  });

  it.each([
    [{ trace: 'nothing-here.inkling.json' }, /could not be/],
    [{ trace: 'javascript:alert(1)' }, /address/],
    [{ trace: 'index.html' }, /./],
    [{ embed: false }, /^embed: /],
    [{ view: 'sofa' }, /view/],
    [{ nonsense: 1 }, /nonsense/],
    [{ problem: '4 5', autorun: true }, /^autorun: /],
  ])('refuses what it cannot do: %j', async (fields, sentence) => {
    const answer = await ask({ type: 'configure', fields });
    expect(answer).toMatchObject({ type: 'error', code: 'bad-input', message: expect.stringMatching(sentence) });
    await ask({ type: 'configure', fields: { problem: '4 5 6 10', autorun: false } });
  });

  it('shows a trace that it is configured with, asks its reader about another site, and speaks and looks as it is told', async () => {
    const frame = page.frameLocator('iframe');
    const fields = { trace: 'recorded/first-search.inkling.json' };
    expect(await ask({ type: 'configure', fields })).toMatchObject({ type: 'ok' });
    expect(await ask({ type: 'get-trace' })).toMatchObject({ type: 'trace', trace: { problem: { text: '4 5 6 10' } } });
    await frame.locator('.outcome .answer').waitFor();
    expect(await ask({ type: 'configure', fields: { trace: `${article.origin}/x.json` } })).toMatchObject({
      type: 'ok',
    });
    await frame.getByRole('alertdialog').waitFor();
    await frame.getByRole('alertdialog').getByRole('button').last().click();
    expect(await ask({ type: 'configure', fields: { lang: 'es', view: 'compare' } })).toMatchObject({ type: 'ok' });
    await frame.getByRole('button', { name: 'Ejecutar', exact: true }).waitFor();
    await frame.locator('.view').first().waitFor();
    expect(await ask({ type: 'configure', fields: { lang: 'en', view: 'search', trace: '' } })).toMatchObject({
      type: 'ok',
    });
  });

  it('begins to run when it is told to', async () => {
    expect(await ask({ type: 'configure', fields: { autorun: true, samples: 4, beam: 2 } })).toMatchObject({
      type: 'ok',
    });
    // Its models never come here.
    await expect.poll(async () => (await heard('state')).at(-1)!['state']).toBe('loading');
    expect(await ask({ type: 'configure', fields: { autorun: true } })).toMatchObject({ type: 'error', code: 'busy' });
    expect(await ask({ type: 'stop' })).toMatchObject({ type: 'ok' });
  });

  it('loads a trace into it, grows with it, and gets it back', async () => {
    expect(await ask({ type: 'load-trace', trace: { format: 'inkling-trace' } })).toMatchObject({ type: 'error' });
    expect(await ask({ type: 'load-trace', trace: TRACE })).toMatchObject({ type: 'ok' });
    await page.frameLocator('iframe').locator('.outcome:not(.recorded) .answer').waitFor();
    const answer = await ask({ type: 'get-trace' });
    expect(checkTrace(answer['trace'])).toMatchObject({ ok: true, trace: TRACE });
    const [first] = await heard('height');
    await expect.poll(async () => (await heard('height')).at(-1)!['height']).not.toBe(first!['height']);
  });

  it('cannot make it grow without end: the height does not follow from the window', async () => {
    const before = (await heard('height')).length;
    await page.evaluate(() => {
      const frame = document.querySelector('iframe')!;
      frame.height = '1500';
    });
    const inside = page.frameLocator('iframe').locator('html');
    await expect.poll(() => inside.evaluate(() => innerHeight)).toBe(1500);
    // What the frame's observers have to say of it, they say in the frame that is drawn next.
    await inside.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    // It answers after that.
    expect(await ask({ type: 'dance' })).toMatchObject({ type: 'error' });
    expect((await heard('height')).length).toBe(before);
  });
});

describe('the page alone', () => {
  it('has a Content Security Policy without inline scripts or evaluation', async () => {
    const html = await readFile('dist/index.html', 'utf8');
    const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(html)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(/script-src ([^;]+)/.exec(policy)![1]).toBe("'self' 'wasm-unsafe-eval'");
    expect(policy).not.toContain('unsafe-inline');
  });
});
