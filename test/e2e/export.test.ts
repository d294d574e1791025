/**
 * What a reader takes away as a file: the tree and the figures as pictures, the search as a trace, its nodes as a table.
 * The site must be built (`npm run build`).
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trace } from '../../src/trace/types';
import { messages as en } from '../../src/words/en';
import { launch, openPage, openWithoutEngine, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

let browser: Browser;
let site: Served;
/** A page without a policy of its own, to look at files in. */
let bench: Page;

beforeAll(async () => {
  browser = await launch();
  site = await serve();
  bench = await browser.newPage();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** The page with the search that it arrives with, and with no engine. */
async function openRead(query = '?theme=dark'): Promise<WatchedPage> {
  const watched = await openWithoutEngine(browser, site.url + query);
  await watched.page.locator('.outcome.recorded .answer').waitFor();
  // All steps are drawn.
  await watched.page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
  return watched;
}

interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

async function saved(page: Page, press: () => Promise<unknown>): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function savePicture(page: Page, menu: Locator, format: 'SVG' | 'PNG'): Promise<Saved> {
  await menu.locator('summary').click();
  return saved(page, () => menu.getByRole('button', { name: format }).click());
}

interface Facts {
  readonly error: string | null;
  readonly nodes: number;
  readonly edges: number;
  readonly colours: readonly string[];
  readonly foreign: readonly string[];
  readonly text: string;
}

/** What an XML parser finds in a drawing. */
const factsOf = (svg: string): Promise<Facts> =>
  bench.evaluate((source): Facts => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
    const all = [...parsed.querySelectorAll('*')];
    const attributes = all.flatMap((element) => [...element.attributes]);
    return {
      error: parsed.querySelector('parsererror')?.textContent ?? null,
      nodes: parsed.querySelectorAll('[data-node]').length,
      edges: parsed.querySelectorAll('svg > path').length,
      colours: attributes.filter(({ name }) => /^(fill|stroke)$/.test(name)).map(({ value }) => value),
      foreign: [
        ...attributes
          .filter(({ name, value }) => /href|^src$/.test(name) || /url\(/.test(value))
          .map(({ value }) => value),
        ...(parsed.querySelector('style')?.textContent.match(/url\((?!data:)[^)]*\)/g) ?? []),
      ],
      text: [...parsed.querySelectorAll('text')].map(({ textContent }) => textContent).join('\n'),
    };
  }, svg);

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** The corner's colour, and the share of pixels that have another one. */
  readonly corner: readonly number[];
  readonly drawn: number;
}

const pixelsOf = (png: Buffer): Promise<Pixels> =>
  bench.evaluate(async (base64): Promise<Pixels> => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const corner = [...data.slice(0, 4)];
    let drawn = 0;
    for (let at = 0; at < data.length; at += 4) if (corner.some((channel, i) => data[at + i] !== channel)) drawn++;
    return { width, height, corner, drawn: drawn / (width * height) };
  }, png.toString('base64'));

const sizeOf = (svg: string): number[] =>
  ['width', 'height'].map((name) => Number(new RegExp(`<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)?.[1]));

describe('the tree as a picture', () => {
  it('is a drawing of every node that stands alone, light whatever the page looks like, and the same as an image', async () => {
    const { page, context, problems } = await openRead();
    const trace = JSON.parse(await readFile('public/recorded/first-search.inkling.json', 'utf8')) as Trace;
    const menu = page.locator('.stage > details');
    const { name, bytes } = await savePicture(page, menu, 'SVG');
    const svg = bytes.toString('utf8');
    expect(name).toBe('inkling-game24-tree.svg');

    const { error, nodes, edges, colours, foreign, text } = await factsOf(svg);
    expect(error).toBeNull();
    // Equal continuations of one step are drawn once.
    const paths = new Set<string>();
    const pathOf = (id: number | null): string => {
      const node = trace.nodes.find((candidate) => candidate.id === id);
      return node ? `${pathOf(node.parent)}|${node.text}` : '';
    };
    for (const { id } of trace.nodes) paths.add(pathOf(id));
    expect(nodes).toBe(paths.size);
    expect(edges).toBe(nodes - 1);
    expect(foreign).toEqual([]);
    expect(new Set(colours.filter((colour) => !/^(#[0-9a-f]{6}|rgba?\([\d., ]+\)|none)$/.test(colour)))).toEqual(
      new Set(),
    );
    for (const { text: step } of trace.nodes.filter(({ status }) => status === 'finished'))
      expect(text).toContain(step.trim().slice(0, 40));
    // What the tints mean comes along.
    for (const word of [`${en.legend.labels.end} (TVM)`, `0 ${en.legend.low}`, `${en.legend.high} 1`, en.legend.ink])
      expect(text.split('\n')).toContain(word);

    const image = await savePicture(page, menu, 'PNG');
    const [width = 0, height = 0] = sizeOf(svg);
    const scale = Math.min(2, 8192 / Math.max(width, height));
    const pixels = await pixelsOf(image.bytes);
    expect([pixels.width, pixels.height]).toEqual([Math.round(width * scale), Math.round(height * scale)]);
    expect(pixels.corner).toEqual([251, 251, 250, 255]);
    expect(pixels.drawn).toBeGreaterThan(0.05);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a figure of the step panel', () => {
  it('is saved with the text that stands round it', async () => {
    const { page, context, problems } = await openRead();
    const figure = page.locator('figure', { has: page.locator('.edge') });
    const menu = page.locator('figure:has(.edge) + details');
    const svg = (await savePicture(page, menu, 'SVG')).bytes.toString('utf8');
    const { error, foreign, text } = await factsOf(svg);
    expect(error).toBeNull();
    expect(foreign).toEqual([]);
    for (const word of (await figure.locator('figcaption').innerText()).split(/\s+/)) expect(text).toContain(word);
    expect(svg.match(/<svg /g)).toHaveLength(1 + (await figure.locator('svg').count()));
    const pixels = await pixelsOf((await savePicture(page, menu, 'PNG')).bytes);
    expect([pixels.width, pixels.height]).toEqual(sizeOf(svg).map((side) => 2 * side));
    expect(pixels.drawn).toBeGreaterThan(0.01);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the search as a file', () => {
  const saveTrace = (page: Page): Promise<Saved> =>
    saved(page, () => page.getByRole('button', { name: 'Save trace' }).click());
  const drawn = (page: Page): Promise<(string | null)[]> =>
    page.locator('[role=treeitem]').evaluateAll((items) => items.map(({ textContent }) => textContent).sort());

  it('loaded again on another page is the same tree', async () => {
    const first = await openRead();
    const { name, bytes } = await saveTrace(first.page);
    const tree = await drawn(first.page);
    expect(name).toMatch(/^game24-.*\.inkling\.json$/);
    await first.context.close();

    // No search comes with this page.
    const second = await openPage(browser);
    await second.page.route(/\.wasm$|recorded\//, (route) => route.abort());
    await second.page.goto(site.url);
    await second.page.setInputFiles('input[type=file]', { name, mimeType: 'application/json', buffer: bytes });
    await second.page.locator('.outcome:not(.recorded) .answer').waitFor();
    await expect.poll(() => drawn(second.page)).toEqual(tree);
    const again = await saveTrace(second.page);
    expect(JSON.parse(again.bytes.toString())).toEqual(JSON.parse(bytes.toString()));
    await second.context.close();
  });

  it('as a table has a line for each node, with what the trace says of it', async () => {
    const { page, context } = await openRead();
    const { nodes } = JSON.parse((await saveTrace(page)).bytes.toString()) as Trace;
    const { name, bytes } = await saved(page, () =>
      page.getByRole('button', { name: 'Save node table (CSV)' }).click(),
    );
    expect(name).toBe('game24-nodes.csv');
    const [head = [], ...rows] = parseCsv(bytes.toString('utf8'));
    const table = rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])));
    expect(
      table.map(({ id, parent, status, text, value, tokens }) => [id, parent, status, text, value, tokens]),
    ).toEqual(
      nodes.map((node) => [
        `${node.id}`,
        `${node.parent ?? ''}`,
        node.status,
        node.text,
        `${node.value ?? ''}`,
        `${node.tokens.length}`,
      ]),
    );
    await context.close();
  });
});

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && !quoted && !plain) break;
    rows.at(-1)!.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
