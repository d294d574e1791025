/**
 * The page in a real browser, with the shipped models: one search is run and saved, and looked at in every way. The
 * site must be built (`npm run build`); `npm test` does so.
 */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import { messages as en } from '../../src/words/en';
import { accessibilityProblems } from './harness/axe';
import { launch, openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

let browser: Browser;
let site: Served;
/** The page on which the search was run. */
let ran: WatchedPage;
let savedTrace: string;

beforeAll(async () => {
  browser = await launch();
  site = await serve();
  ran = await openPage(browser);
  await ran.page.goto(`${site.url}?backend=wasm`);
  await ran.page.getByRole('button', { name: 'Run', exact: true }).click();
  await ran.page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
  const download = ran.page.waitForEvent('download');
  await ran.page.getByRole('button', { name: 'Save trace' }).click();
  savedTrace = await (await download).path();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('a search', () => {
  it('ends with an outcome, its budget and its back end', async () => {
    const outcome = await ran.page.locator('.outcome').innerText();
    expect(outcome).toMatch(/\d+\s+policy tokens/);
    expect(outcome).toMatch(/\d+\s+value tokens/);
    expect(outcome).toMatch(/\d\s+seconds/);
    expect(outcome).toContain('WASM');
  });

  it('has its end announced', async () => {
    const statuses = ran.page.getByRole('status').filter({ hasText: en.run.ended });
    await expect.poll(() => statuses.count()).toBe(1);
  });

  it('asks nobody but its own site, and reports no error', () => {
    expect(ran.requests.filter((url) => !url.startsWith(site.origin))).toEqual([]);
    expect(ran.problems).toEqual([]);
  });

  it('replaces the recorded one that the page began with', async () => {
    await expect.poll(() => ran.page.locator('.outcome.recorded').count()).toBe(0);
  });

  it('is saved as a valid trace of what is on the page', async () => {
    const read = readTrace(await readFile(savedTrace, 'utf8'));
    expect(read).toMatchObject({ ok: true, trace: { task: 'game24', backend: 'wasm', problem: { text: '4 5 6 10' } } });
    if (!read.ok) return;
    // Every step that is drawn is one of the trace, and its row says how many siblings are not.
    const shown = await ran.page
      .locator('[role=treeitem]:not(.fold)')
      .evaluateAll((items) => items.map((item) => Number((item as HTMLElement).dataset['node'])));
    const distinct = read.trace.nodes.filter(({ duplicateOf }) => duplicateOf === undefined).map(({ id }) => id);
    for (const id of shown) expect(distinct).toContain(id);
    const folded = await ran.page.locator('[role=treeitem].fold .more').allInnerTexts();
    expect(folded.join(' ')).toMatch(shown.length < distinct.length ? /\+\d+/ : /^$/);
  });

  it('says of every step what it is, and lists the steps depth first', async () => {
    const labels = await ran.page
      .locator('[role=treeitem]')
      .evaluateAll((items) => items.map((item) => item.querySelector('.visually-hidden')?.textContent));
    const rows = labels.filter((label) => label?.includes('that are not drawn'));
    expect(rows).toHaveLength(await ran.page.locator('[role=treeitem].fold').count());
    expect(labels[0]).toBe('The problem: 4 5 6 10.');
    for (const label of labels.slice(1).filter((item) => !rows.includes(item)))
      expect(label).toMatch(/\. score [<>]?\d\.\d\d\. (open|kept|pruned|finished|chosen)/);
    const levels = await ran.page.locator('[role=tree]').evaluate((tree) =>
      tree
        .getAttribute('aria-owns')!
        .split(' ')
        .map((id) => Number(document.getElementById(id)!.ariaLevel)),
    );
    expect(levels).toHaveLength(labels.length);
    for (const [i, level] of levels.entries()) if (i > 0) expect(level).toBeLessThanOrEqual(levels[i - 1]! + 1);
  });

  it('stays where it is when the settings change, and stops when told', async () => {
    const { page } = ran;
    // Large enough that it is not over before a slow machine has pressed the button: one of 400 takes a second.
    await page.getByLabel('Samples (K)').fill('1000');
    await page.getByLabel('Beams kept (b)').fill('250');
    await page.getByText('More settings').click();
    await page.getByLabel('Seed', { exact: true }).fill('2');
    await expect.poll(() => page.locator('.outcome:not(.recorded) .answer').count()).toBe(1);
    await expect.poll(() => new URL(page.url()).search).toBe('?samples=1000&beam=250&seed=2&backend=wasm');
    // To write the tree's direction again, though it stays the same, is to compute the style of every step anew.
    await page.evaluate(() => {
      const written: string[] = [];
      Object.assign(globalThis, { written });
      new MutationObserver((records) => written.push(...records.map(({ attributeName }) => attributeName!))).observe(
        document.querySelector('.canvas')!,
        { attributes: true, attributeFilter: ['dir'] },
      );
    });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText(/^Searching/).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText(/^Stopped (early|before)/).waitFor({ timeout: PATIENCE_MS });
    expect(await page.evaluate(() => (globalThis as unknown as { written: string[] }).written)).toEqual([]);
  });
});

describe('rollouts', () => {
  it('take long to score a step, and stop at once when told; the candidates stay, without a value', async () => {
    const { page, context, problems } = await openPage(browser);
    await page.goto(`${site.url}?backend=wasm&verifier=rollouts&p.rollouts=1024&samples=20&beam=4`);
    await page.locator('.outcome.recorded .answer').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.outcome.recorded').waitFor({ state: 'detached', timeout: PATIENCE_MS });
    await expect.poll(() => page.locator('[role=treeitem]').count(), { timeout: PATIENCE_MS }).toBeGreaterThan(5);
    const steps = await page.locator('[role=treeitem]').count();
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.click();
    await page.getByText(/^Stopped (early|before)/).waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => page.locator('[role=treeitem]').count()).toBeGreaterThanOrEqual(steps);
    const labels = await page
      .locator('[role=treeitem] .visually-hidden')
      .evaluateAll((all) => all.slice(1).map(({ textContent }) => textContent));
    expect(labels.filter((label) => / score /.test(label))).toEqual([]);
    await page.locator('[role=treeitem]').nth(1).click();
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.screenshot({ path: '.cache/stopped-rollouts.png' });
    await context.close();
  });
});

describe('the ensemble', () => {
  it('is chosen on the page and steers a search by the mean of its members less their spread', async () => {
    const { page, context, problems } = await openPage(browser);
    await page.goto(`${site.url}?backend=wasm&problem=1+1+3+9&samples=20&beam=4`);
    await page.locator('.outcome.recorded .answer').waitFor();
    await page.getByLabel('Verifier', { exact: true }).selectOption('ensemble');
    // Of the two that there are, neither can be left out.
    const members = page.getByRole('group', { name: en.settings.options['members']! });
    for (const id of ['tvm', 'ovm'] as const) {
      const member = members.getByRole('checkbox', { name: en.settings.verifiers[id], exact: true });
      expect([await member.isChecked(), await member.isDisabled()]).toEqual([true, true]);
    }
    await page.getByLabel(en.settings.options['lambda']!, { exact: true }).fill('2');
    await expect.poll(() => new URL(page.url()).searchParams.get('p.lambda')).toBe('2');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save trace' }).click();
    const read = readTrace(await readFile(await (await download).path(), 'utf8'));
    if (!read.ok) throw new Error(read.message);
    const { trace } = read;
    expect(trace.models.find(({ verifier }) => verifier === 'ensemble')).toMatchObject({
      ...{ id: 'ensemble(tvm, ovm; lambda 2)', scale: 'probability' },
    });
    const nodes = trace.nodes.filter(({ id }) => id > 0);
    for (const { tokens } of nodes) for (const { values } of tokens) expect(Object.keys(values!)).toEqual(['ensemble']);

    // The tree shows these values, and so does the inspector.
    const labels = page.locator('[role=treeitem] .visually-hidden');
    const best = trace.nodes.find(({ id }) => id === trace.events.at(-1)?.['id' as never])!;
    const chosen = `score ${best.value!.toFixed(2)}. chosen`;
    await expect
      .poll(async () => (await labels.allTextContents()).filter((label) => label.includes(chosen)).length)
      .toBe(1);
    await page.locator('[role=treeitem]').nth(1).click();
    const token = page.locator('section.panel', { has: page.locator('#token-heading') });
    await expect.poll(() => token.locator('dl').innerText()).toMatch(/^(0\.\d\d|<0\.01|>0\.99|1\.00)\s.*Ensemble/);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});
