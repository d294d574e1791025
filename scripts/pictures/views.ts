/** What `npm run picture` takes: every view of the page, each doing its work, in the ways in which it is looked at. */
import type { Page } from 'playwright-core';

/** A reader's screen or paper. */
export interface Medium {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
  readonly media: 'screen' | 'print';
  /** For what does not keep its place when the window changes. */
  readonly query?: string;
}

const DESK = { width: 1280, height: 900 };
const medium = (name: string, own: Partial<Medium> = {}): Medium => ({
  ...{ name, size: DESK, colorScheme: 'light', media: 'screen' },
  ...own,
});

export const LIGHT = medium('light');
const DARK = medium('dark', { colorScheme: 'dark' });
const PHONE = medium('phone', { size: { width: 390, height: 844 } });
const PRINT = medium('print', { size: { width: 794, height: 1123 }, media: 'print' });
const ALL = [LIGHT, DARK, PHONE, PRINT];
/** Languages are looked at on the way. */
const SPOKEN = [LIGHT, { ...DARK, query: 'lang=es' }, { ...PHONE, query: 'lang=zh' }, PRINT];

export interface View {
  readonly name: string;
  readonly query?: string;
  readonly media: readonly Medium[];
  /** What is done before the pictures are taken, once for all of them; without it each has a page of its own. */
  readonly act?: (page: Page) => Promise<void>;
  /** Takes the window and not the whole page. */
  readonly isWindow?: boolean;
}

/** A search, a measurement or the like, on a busy machine. */
export const WORK_MS = 300_000;

/** The recorded search is there, and so are the models. */
async function ready(page: Page): Promise<void> {
  await page.locator('.outcome.recorded .answer').waitFor({ timeout: WORK_MS });
}

/** A view with nothing in it yet says what to do. */
async function empty(page: Page): Promise<void> {
  await page.getByText('to have a tree to judge').waitFor({ timeout: WORK_MS });
}

async function open(page: Page, view: string): Promise<void> {
  await ready(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
}

async function compare(page: Page): Promise<void> {
  await open(page, 'Compare');
  await page.getByRole('button', { name: 'Judge this tree' }).click();
  await page.locator('.summary tbody tr').last().waitFor({ timeout: WORK_MS });
  await page.getByRole('button', { name: 'Run both' }).click();
  await page.locator('.verdict').waitFor({ timeout: WORK_MS });
}

async function labels(page: Page): Promise<void> {
  await open(page, 'Labels');
  await page.getByRole('button', { name: /^Sample/ }).click();
  await page.locator('[data-part=variance]').waitFor({ timeout: WORK_MS });
}

/** Some problems are enough for a picture. */
async function measure(page: Page): Promise<void> {
  await open(page, 'Measure');
  await page.getByRole('checkbox', { name: 'OVM' }).check();
  await page.getByRole('button', { name: 'Measure', exact: true }).last().click();
  await page.getByText(/^([89]|\d\d) of 50 problems/).waitFor({ timeout: WORK_MS });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText(/^Paused after/).waitFor({ timeout: WORK_MS });
  await page.getByRole('button', { name: 'Go on' }).waitFor({ timeout: WORK_MS });
}

/** A token of the answer, asked. */
async function inspect(page: Page): Promise<void> {
  await ready(page);
  await page.locator('[role=treeitem]').nth(1).click();
  await page.getByRole('button', { name: 'Check the value' }).click();
  await page.getByText('attempts came out right').waitFor({ timeout: WORK_MS });
}

/** A small training with two rules, and what search solves with what it made. */
async function workshop(page: Page): Promise<void> {
  const numbers = { 'Problems to learn from': 60, 'Problems to be tested on': 20, 'Problems to be searched': 12 };
  await open(page, 'Workshop');
  for (const [name, value] of Object.entries(numbers)) await page.getByLabel(name, { exact: true }).fill(`${value}`);
  await page.getByLabel('outcome (OVM)').check();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.locator('[data-part=workshop] ol li.done').nth(3).waitFor({ timeout: WORK_MS });
}

async function glossary(page: Page): Promise<void> {
  await ready(page);
  await page.getByRole('button', { name: 'Preferences' }).click();
  await page.getByRole('button', { name: 'Glossary' }).click();
}

export const VIEWS: readonly View[] = [
  { name: 'search', media: SPOKEN },
  { name: 'inspector', media: ALL, act: inspect },
  { name: 'compare', media: ALL, act: compare },
  { name: 'compare-empty', query: 'task=word-problems&view=compare', media: [LIGHT, PHONE], act: empty },
  { name: 'labels', media: ALL, act: labels },
  { name: 'measure', media: ALL, act: measure },
  { name: 'workshop', query: 'task=word-problems', media: [LIGHT, DARK, PHONE], act: workshop },
  { name: 'lesson', query: 'lesson=3', media: SPOKEN },
  { name: 'glossary', media: [LIGHT, DARK], act: glossary, isWindow: true },
];
