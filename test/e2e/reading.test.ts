/**
 * Reading a finished search, and the page round it: puzzles that are typed, keyboard, time, steps, the outline, a phone,
 * the URL. No engine is needed. The site must be built (`npm run build`); `npm test` does so.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import { accessibilityProblems } from './harness/axe';
import { placeOfCard, WELL_PLACED } from './harness/card';
import { launch, openWithoutEngine, type PageOptions, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

const SAVED = 'public/recorded/first-search.inkling.json';
let browser: Browser;
let site: Served;

/** A page whose engine never arrives: what needs no engine is tested without the cost of one. */
const open = (query = '', options: PageOptions = {}): Promise<WatchedPage> =>
  openWithoutEngine(browser, site.url + query, options);

/** Opens a saved search. */
async function openSaved(query: string, options: PageOptions = {}): Promise<WatchedPage> {
  const watched = await open(query, options);
  await watched.page.setInputFiles('input[type=file]', SAVED);
  await watched.page.locator('.outcome:not(.recorded) .answer').waitFor();
  // All steps are drawn.
  await watched.page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
  return watched;
}

async function closeCard(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
}

beforeAll(async () => {
  browser = await launch();
  site = await serve();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** One after the other on one page: each finds the search, and its moment, as it was opened. */
describe('a saved search', () => {
  let saved: WatchedPage;
  beforeAll(async () => {
    saved = await openSaved('?theme=light');
  });
  afterAll(() => saved.context.close());

  it('is walked through by keyboard: its tree, the tokens of a step, and back', async () => {
    const { page } = saved;
    const focused = () =>
      page.evaluate(() => document.activeElement?.querySelector('.visually-hidden')?.textContent ?? '');
    const level = () => page.evaluate(() => Number(document.activeElement?.ariaLevel));
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    await expect.poll(() => focused()).toBe('The problem: 4 5 6 10.');

    await page.keyboard.press('ArrowRight');
    await expect.poll(() => level()).toBe(2);
    const first = await focused();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused()).not.toBe(first);
    expect(await level()).toBe(2);
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
  });

  it('in time goes back to any moment, marks what it changed, and comes to the end again', async () => {
    const { page } = saved;
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
  });

  it('of a step says why it was pruned, with the numbers that decided it, and plots its path', async () => {
    const { page } = saved;
    // Its tints are all that is drawn of it from afar, but its name is there.
    const pruned = page.locator('[role=treeitem].pruned:not(.fold)').first();
    const score = /score ([<>]?\d\.\d\d)/.exec((await pruned.textContent()) ?? '')![1]!;
    await pruned.click();
    const why = page.locator('.step');
    await expect.poll(() => why.innerText()).toContain('pruned');
    await expect.poll(() => why.innerText()).toMatch(/Pruned: (place \d+ of 20, with|it repeats)/);
    await expect.poll(() => why.innerText()).toContain(score);
    const plot = page.getByRole('img', { name: /^TVM by token: first/ });
    await expect.poll(() => plot.locator('path.line').count()).toBe(1);
    await closeCard(page);
  });

  it('has no problem that axe can find while a step is open', async () => {
    await saved.page.locator('[role=treeitem]').nth(1).click();
    await saved.page.locator('.step').waitFor();
    await expect.poll(() => accessibilityProblems(saved.page)).toEqual([]);
    await closeCard(saved.page);
  });

  it('as an outline lists every step and, on demand, every token with its numbers', async () => {
    const { page } = saved;
    const read = readTrace(await readFile(SAVED, 'utf8'));
    if (!read.ok) throw new Error(read.message);
    const all = read.trace.nodes.filter(({ duplicateOf }) => duplicateOf === undefined).length;
    await page.locator('summary', { hasText: 'The search as a list' }).click();
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
    await closeCard(page);
  });

  it('stays while a puzzle is typed, which is answered at once, each mistake with its own sentence', async () => {
    const { page } = saved;
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
      const feedback = () => page.locator('#problem-feedback').innerText();
      await expect.poll(feedback).toContain(sentence);
      await expect.poll(feedback).toContain('still that of: 4 5 6 10');
      const run = page.getByRole('button', { name: 'Run', exact: true });
      await expect.poll(() => run.getAttribute('aria-disabled')).toBe('true');
      await expect.poll(() => page.locator('[role=treeitem]').count()).toBe(steps);
    }
  });

  it('says so when a file is no trace, and keeps the page', async () => {
    const { page } = saved;
    await page.setInputFiles('input[type=file]', {
      name: 'x.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"other"}'),
    });
    await page.getByText('This file holds no tree that can be read.').waitFor();
    await expect.poll(() => page.locator('.outcome:not(.recorded) .answer').count()).toBe(1);
  });
});

describe('a puzzle that is typed', () => {
  it('may be one without a solution', async () => {
    const { page, context } = await open('?problem=1+1+1+1');
    await expect.poll(() => page.locator('#problem-feedback').innerText()).toContain('No arithmetic makes 24');
    await expect
      .poll(() => page.getByRole('button', { name: 'Run', exact: true }).getAttribute('aria-disabled'))
      .toBe('false');
    await context.close();
  });
});

describe('the card of a token', () => {
  it.each([
    [1280, 800, ''],
    [1440, 900, '?lesson=tour:3'],
    [1280, 720, '?strategy=mcts'],
    [1920, 1080, ''],
    [390, 844, ''],
    [704, 900, ''],
  ] as const)(
    'is in the same window as the token at %d × %d%s, and covers neither the token nor Run',
    async (width, height, query) => {
      const { page, context } = await openSaved(query, { width, height });
      const tokens = page.locator('.stage .token');
      /** Those that can be pointed at: all of them in the window and under nothing else. */
      const free = (): Promise<number[]> =>
        tokens.evaluateAll((all) =>
          all.flatMap((token, i) => {
            const { left, right, top, bottom } = token.getBoundingClientRect();
            const isSeen = [left + 1, (left + right) / 2, right - 1].every((x) => {
              const at = document.elementFromPoint(x, (top + bottom) / 2);
              return at !== null && token.contains(at);
            });
            return right > left + 2 && isSeen ? [i] : [];
          }),
        );
      // A lesson that arrives makes room for itself beside the tree.
      if (query.includes('lesson')) await page.locator('.lesson').getByRole('heading').first().waitFor();
      // From the first to the last, of every part of the window.
      for (const share of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
        // A step that was opened may have moved them: asked for anew each time.
        let now: number[] = [];
        await expect.poll(async () => (now = await free()).length).toBeGreaterThanOrEqual(6);
        const token = tokens.nth(now[Math.round(share * (now.length - 1))]!);
        await token.hover();
        await expect.poll(() => placeOfCard(token)).toEqual(WELL_PLACED);
        await token.click();
        await page.getByRole('dialog').waitFor();
        await expect.poll(() => placeOfCard(token)).toEqual(WELL_PLACED);
        await closeCard(page);
      }
      await context.close();
    },
  );
});

describe('accessibility', () => {
  it('has no problem that axe can find, dark', async () => {
    const { page, context } = await openSaved('?theme=dark');
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
  it('has Run in reach of the thumb, the tree in its first third, and nothing to press that is smaller than a finger', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    for (const query of ['', '?strategy=mcts', '?task=word-problems&lang=es']) {
      const page = await context.newPage();
      await page.goto(site.url + query);
      await page.locator('.outcome.recorded .answer').waitFor();
      await page.locator('.time button').first().waitFor();
      await page.locator('.path [data-token]').first().waitFor();
      const seen = await page.evaluate(() => {
        const boxOf = (name: string): DOMRect => document.querySelector(name)!.getBoundingClientRect();
        const isInline = (element: Element): boolean => element.closest('.sentence, .small, .unit, .judging') !== null;
        return {
          // A page that is wider than the window makes the window wider here.
          sideways: Math.max(innerWidth, document.documentElement.scrollWidth) - screen.width,
          top: boxOf('.canvas').top,
          run: [boxOf('.run').top > innerHeight - 80, boxOf('.run').bottom <= innerHeight],
          path: Math.max(
            ...[...document.querySelectorAll('.canvas .chosen')].map((e) => e.getBoundingClientRect().bottom),
          ),
          small: [...document.querySelectorAll('button:not(.term), summary, select')]
            .filter((element) => !isInline(element))
            .map((element) => ({
              height: element.getBoundingClientRect().height,
              text: element.outerHTML.slice(0, 60),
            }))
            .filter(({ height }) => height > 0 && height < 44),
        };
      });
      expect(seen).toMatchObject({ sideways: 0, run: [true, true], small: [] });
      expect(seen.top).toBeLessThanOrEqual(844 / 3);
      // All of the answer's branch, above the bar.
      expect(seen.path).toBeLessThanOrEqual(844 - 56);
      await page.close();
    }
    await context.close();
  });

  it('shows everything in 390 pixels, and a tapped token’s numbers', async () => {
    const { page, context } = await openSaved('', { width: 390, height: 844 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
      .toBeLessThanOrEqual(0);
    await page.locator('.path [data-token]').nth(2).click();
    await expect.poll(() => page.locator('.panel').innerText()).toContain('how likely the policy was');
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });
});

describe('the URL', () => {
  it('tells what it did not understand, and goes on', async () => {
    const { page, context } = await open('?samples=none&nonsense=<b>x</b>&verifier=sofa&seed=5');
    const notices = page.locator('.notice li');
    await expect.poll(() => notices.count()).toBe(3);
    expect((await notices.allInnerTexts()).join(' ')).toMatch(
      /samples to “none”.*nonsense.*“sofa”, which is not one of: tvm, ovm, prm-soft, prm-hard, prm-valid, implicit-prm, confidence, entropy, oracle, rollouts, ensemble/,
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
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    const hasFocus = (element: Element) => element === document.activeElement;
    await expect.poll(() => question.evaluate(hasFocus)).toBe(true);
    expect(requests.filter((url) => new URL(url).origin !== site.origin)).toEqual([]);
    await page.getByRole('button', { name: 'No, thanks' }).click();
    await expect.poll(() => question.count()).toBe(0);
    await expect.poll(() => page.locator('#problem').evaluate(hasFocus)).toBe(true);
    await context.close();
  });
});
