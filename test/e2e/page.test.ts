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

/** A page whose engine never arrives: what needs no engine is tested without the cost of one. */
async function open(query = '', options: Parameters<typeof openPage>[1] = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  await watched.page.route('**/*.wasm', () => undefined);
  await watched.page.goto(site.url + query);
  return watched;
}

/** Opens the saved search in a page of its own. */
async function openSaved(query: string, options: Parameters<typeof openPage>[1] = {}): Promise<WatchedPage> {
  const watched = await open(query, options);
  await watched.page.setInputFiles('input[type=file]', savedTrace);
  await watched.page.locator('.outcome:not(.recorded) .answer').waitFor();
  // All steps are drawn.
  await watched.page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
  return watched;
}

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
    const shown = await ran.page.locator('[role=treeitem]').count();
    const distinct = read.trace.nodes.filter(({ duplicateOf }) => duplicateOf === undefined).length;
    expect(shown).toBe(distinct);
  });

  it('says of every step what it is, and lists the steps depth first', async () => {
    const labels = await ran.page
      .locator('[role=treeitem]')
      .evaluateAll((items) => items.map((item) => item.querySelector('.visually-hidden')?.textContent));
    expect(labels[0]).toBe('The problem: 4 5 6 10.');
    for (const label of labels.slice(1))
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
    const labels = await page
      .locator('[role=treeitem] .visually-hidden')
      .evaluateAll((all) => all.map(({ textContent }) => textContent));
    expect(labels).toHaveLength(nodes.filter(({ duplicateOf }) => duplicateOf === undefined).length + 1);
    const best = trace.nodes.find(({ id }) => id === trace.events.at(-1)?.['id' as never])!;
    expect(labels.filter((label) => label.includes(`score ${best.value!.toFixed(2)}. chosen`))).toHaveLength(1);
    await page.locator('[role=treeitem]').nth(1).click();
    const token = page.locator('section.panel', { has: page.locator('#token-heading') });
    await expect.poll(() => token.locator('dl').innerText()).toMatch(/^(0\.\d\d|<0\.01|>0\.99|1\.00)\s.*ENSEMBLE/);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a puzzle that is typed', () => {
  it('is answered at once, each mistake with its own sentence, and the tree stays', async () => {
    const { page, context } = await openSaved('');
    const steps = await page.locator('[role=treeitem]').count();
    for (const [text, sentence] of [
      ['4 5 6', 'add 1 more'],
      ['4 5 6 7 8', 'take 1 away'],
      ['4 5 six 7', '"six" is not a whole number'],
      ['4 5 0 7', '0 is zero or negative'],
      ['4 5 -3 7', '-3 is zero or negative'],
      ['4 5 6 700', '700 is larger than the model has learned'],
    ] as const) {
      await page.getByLabel('Make 24 from').fill(text);
      const feedback = await page.locator('#problem-feedback').innerText();
      expect(feedback).toContain(sentence);
      expect(feedback).toContain('still that of: 4 5 6 10');
      const run = page.getByRole('button', { name: 'Run', exact: true });
      await expect.poll(() => run.getAttribute('aria-disabled')).toBe('true');
      await expect.poll(() => page.locator('[role=treeitem]').count()).toBe(steps);
    }
    await context.close();
  });

  it('may be one without a solution', async () => {
    const { page, context } = await open('?problem=1+1+1+1');
    await expect.poll(() => page.locator('#problem-feedback').innerText()).toContain('No arithmetic makes 24');
    await expect
      .poll(() => page.getByRole('button', { name: 'Run', exact: true }).getAttribute('aria-disabled'))
      .toBe('false');
    await context.close();
  });
});

describe('the keyboard', () => {
  it('walks through the tree, reads the tokens of a step, and comes back', async () => {
    const { page, context } = await openSaved('');
    const focused = () =>
      page.evaluate(() => document.activeElement?.querySelector('.visually-hidden')?.textContent ?? '');
    const level = () => page.evaluate(() => Number(document.activeElement?.ariaLevel));
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    await expect.poll(() => focused()).toBe('The problem: 4 5 6 10.');

    await page.keyboard.press('ArrowRight');
    await expect.poll(() => level()).toBe(2);
    const first = await focused();
    await page.keyboard.press('ArrowDown');
    expect([await level(), (await focused()) === first]).toEqual([2, false]);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => focused()).toBe(first);
    await expect.poll(() => page.locator('[role=treeitem][tabindex="0"]').count()).toBe(1);

    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('listbox');
    const active = () => page.locator('[role=option][aria-selected=true]').getAttribute('aria-label');
    await expect.poll(() => active()).toMatch(/value [<>]?\d\.\d\d, probability/);
    const before = await active();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => active()).not.toBe(before);
    await expect.poll(() => page.locator('.panel ol li').count()).toBeGreaterThanOrEqual(3);

    await page.keyboard.press('Escape');
    await expect.poll(() => focused()).toBe(first);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => focused()).toBe('The problem: 4 5 6 10.');
    await context.close();
  });
});

describe('time', () => {
  it('goes back to any moment, marks what it changed, and comes to the end again', async () => {
    const { page, context } = await openSaved('');
    const steps = page.locator('[role=treeitem]');
    const all = await steps.count();
    const slider = page.getByRole('slider', { name: 'Moments of the search' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^Moment 1 of \d+: \d+ written$/);
    await expect.poll(() => steps.count()).toBeLessThan(all);
    await expect.poll(() => page.locator('.outcome:not(.recorded) .answer').count()).toBe(1);

    await page.getByRole('button', { name: 'Next pruning' }).click();
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/4 kept, \d+ pruned$/);
    const marked = page.locator('[role=treeitem].changed');
    await expect.poll(() => marked.count()).toBeGreaterThan(4);
    await expect.poll(() => marked.first().locator('.visually-hidden').textContent()).toMatch(/just changed\.$/);

    await page.getByRole('button', { name: 'One moment back' }).click();
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/\d+ scored$/);
    await page.getByLabel('Speed').selectOption('8');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/the search ends$/);
    await expect.poll(() => steps.count()).toBe(all);
    await context.close();
  });
});

describe('a step', () => {
  it('says why it was pruned, with the numbers that decided it, and plots its path', async () => {
    const { page, context } = await openSaved('');
    // Its tints are all that is drawn of it from afar, but its name is there.
    const pruned = page.locator('[role=treeitem].pruned').first();
    const score = /score ([<>]?\d\.\d\d)/.exec((await pruned.textContent()) ?? '')![1]!;
    await pruned.click();
    const why = page.locator('.step');
    await expect.poll(() => why.innerText()).toContain('pruned');
    await expect.poll(() => why.innerText()).toMatch(/Pruned: (place \d+ of 20, with|it repeats)/);
    await expect.poll(() => why.innerText()).toContain(score);
    const plot = page.getByRole('img', { name: /^TVM by token: first/ });
    await expect.poll(() => plot.locator('path.line').count()).toBe(1);
    await context.close();
  });
});

describe('the outline', () => {
  it('lists every step and, on demand, every token with its numbers', async () => {
    const { page, context } = await openSaved('');
    const all = await page.locator('[role=treeitem]').count();
    await page.getByText('The search as a list').click();
    const items = page.locator('details.outline li');
    await expect.poll(() => items.count()).toBe(Math.min(60, all));
    const second = items.nth(1);
    await second.locator('summary').first().click();
    const table = second.getByRole('table').first();
    const tokens = Number(/(\d+) tokens/.exec((await second.locator('summary').first().textContent())!)![1]);
    // The table is drawn once its step is opened.
    await expect.poll(() => table.locator('tbody tr').count()).toBe(tokens);
    await expect
      .poll(() => table.locator('tbody tr').first().innerText())
      .toMatch(/[<>]?\d\.\d\d\s+[<>]?[\d.]+%\s+.+%/);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await second.getByRole('button').first().click();
    await page.locator('.step').waitFor();
    await context.close();
  });
});

describe('accessibility', () => {
  it.each(['light', 'dark'])('has no problem that axe can find, %s', async (theme) => {
    const { page, context } = await openSaved(`?theme=${theme}`);
    await page.locator('[role=treeitem]').nth(1).click();
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });

  it('has none before a search, with notices, either', async () => {
    const { page, context } = await open('?problem=4+5&nonsense=1');
    // What glides in is faint for a moment.
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });
});

describe('a phone', () => {
  it('shows everything in 390 pixels, and a tapped token’s numbers', async () => {
    const { page, context } = await openSaved('', { width: 390, height: 844 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.locator('.path [data-token]').nth(2).click();
    await expect.poll(() => page.locator('.panel').innerText()).toContain('how likely the policy was');
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });
});

describe('the URL', () => {
  it('tells what it did not understand, and goes on', async () => {
    const { page, context } = await open('?samples=none&nonsense=<b>x</b>&verifier=sofa&seed=5');
    const notices = await page.locator('.notice li').allInnerTexts();
    expect(notices).toHaveLength(3);
    expect(notices.join(' ')).toMatch(
      /samples to “none”.*nonsense.*“sofa”, which is not one of: tvm, ovm, prm-soft, prm-hard, prm-valid, implicit-prm, confidence, self-judgement, oracle, rollouts, ensemble/,
    );
    await expect.poll(() => page.getByLabel('Seed', { exact: true }).inputValue()).toBe('5');
    await expect.poll(() => page.locator('b').count()).toBe(0);
    await context.close();
  });

  it('hides panels and locks controls', async () => {
    const { page, context } = await open('?hide=header,notes,token&lock=problem,seed');
    await expect.poll(() => page.locator('h1').count()).toBe(0);
    await expect.poll(() => page.locator('.panel').count()).toBe(0);
    await expect.poll(() => page.getByLabel('Make 24 from').getAttribute('readonly')).not.toBeNull();
    await expect.poll(() => page.getByLabel('Seed', { exact: true }).isDisabled()).toBe(true);
    await expect.poll(() => page.getByLabel('Samples (K)').isDisabled()).toBe(false);
    await context.close();
  });

  it('asks before it fetches a trace from elsewhere', async () => {
    const { page, requests, context } = await open('?trace=https://elsewhere.example/a.inkling.json');
    await page.getByRole('alertdialog').waitFor();
    expect(requests.filter((url) => new URL(url).origin !== site.origin)).toEqual([]);
    await page.getByRole('button', { name: 'No, thanks' }).click();
    await expect.poll(() => page.getByRole('alertdialog').count()).toBe(0);
    await context.close();
  });

  it('says so when a file is no trace, and keeps the page', async () => {
    const { page, context } = await openSaved('');
    await page.setInputFiles('input[type=file]', {
      name: 'x.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"other"}'),
    });
    await page.getByText('This file holds no tree that can be read.').waitFor();
    await expect.poll(() => page.locator('.outcome:not(.recorded) .answer').count()).toBe(1);
    await context.close();
  });
});
