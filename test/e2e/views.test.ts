/**
 * The views beside the search, with the shipped models: each does its work once, with small settings, and axe finds
 * nothing in what it shows: light, dark, on a phone, where the tables scroll, and with forced colours; on paper they fit.
 * The site must be built.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './harness/axe';
import { launch, openPage, PATIENCE_MS, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

/** A4 within its margins, in pixels. */
const PAPER_WIDTH = 688;
let browser: Browser;
let site: Served;
/** One page, whose models are loaded once. */
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launch();
  site = await serve();
  watched = await openPage(browser);
  await watched.page.goto(`${site.url}?backend=wasm&samples=8&beam=2&strategy=beam`);
  await watched.page.locator('.outcome.recorded .answer').waitFor({ timeout: PATIENCE_MS });
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

const view = (name: string) =>
  watched.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name, exact: true }).click();

/** Every figure is drawn for the width that it has: after a change of that, it is drawn anew. */
const figuresFit = (): Promise<boolean> =>
  watched.page
    .locator('svg.inkling-plot')
    .evaluateAll((all) => all.every((svg) => Number(svg.getAttribute('width')) === svg.closest('.frame')?.clientWidth));

/** In every dress axe finds nothing in the view as it is, and nothing pushes the page itself sideways. */
async function expectFlawless(): Promise<void> {
  const { page } = watched;
  for (const [name, colorScheme, width, forcedColors] of [
    ['light', 'light', 1280, 'none'],
    ['dark', 'dark', 1280, 'none'],
    ['phone', 'light', 390, 'none'],
    ['forced light', 'light', 1280, 'active'],
    ['forced dark', 'dark', 1280, 'active'],
  ] as const) {
    await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    await expect.poll(figuresFit).toBe(true);
    const faults = async (): Promise<object> => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      return { name, isTooWide: over > 0, problems: await accessibilityProblems(page) };
    };
    await expect.poll(faults).toEqual({ name, isTooWide: false, problems: [] });
  }
  // On paper nothing can be scrolled.
  await page.emulateMedia({ media: 'print', forcedColors: 'none' });
  await page.setViewportSize({ width: PAPER_WIDTH, height: 1000 });
  const cutOff = (): Promise<number> =>
    page
      .locator('.wide')
      .evaluateAll((all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
  await expect.poll(cutOff).toBe(0);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1280, height: 844 });
}

describe('compare', () => {
  it('says which tree is judged, and how to have one of one’s own', async () => {
    await view('Compare');
    const { page } = watched;
    await expect.poll(() => page.locator('.tree').innerText()).toMatch(/4 5 6 10, by beam search with TVM, recorded/);
    await expectFlawless();
  });

  it('judges the tree by three verifiers and shows every choice', async () => {
    const { page } = watched;
    const group = page.getByRole('group', { name: 'Verifiers, two to four' });
    await group.getByLabel('TVM').uncheck();
    await group.getByLabel('OVM').uncheck();
    await expect.poll(() => page.getByText('Choose at least two verifiers.').count()).toBe(1);
    for (const verifier of ['TVM', 'OVM', 'Oracle']) await group.getByLabel(verifier).check();
    await page.getByRole('button', { name: 'Judge this tree' }).click();
    const rows = page.locator('.summary tbody tr');
    await rows.nth(2).waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => rows.count()).toBe(3);
    // The search was led by TVM, so on its own tree TVM chooses as it did.
    await expect.poll(() => rows.nth(0).innerText()).toMatch(/^TVM\s.*\(right\)\s+0 of 4/);
    await page.getByLabel('Only the choices that differ').uncheck();
    await expect.poll(() => page.locator('.choice table').count()).toBe(4);
    // Every choice has a column for the search and one for each verifier, and at least as many rows as were kept.
    await expect
      .poll(() => page.locator('.choice').first().locator('thead th').allInnerTexts())
      .toEqual(['Candidate', 'The search', 'TVM', 'OVM', 'Oracle']);
    await expectFlawless();
  });

  it('runs two strategies in lock-step, and says what each came to and spent', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Run both' }).click();
    const verdict = page.locator('.verdict');
    await verdict.waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => verdict.innerText()).toMatch(/^(Both are right|Only .* is right|Neither is right)\.$/);
    const columns = page.locator('.columns article');
    await expect.poll(() => columns.getByText(/\d+ policy tokens/).count()).toBe(2);
    const tokens = (await columns.allInnerTexts()).map((text) => Number(/(\d+) policy tokens/.exec(text)?.[1]));
    // The same K at the same depth: about the same budget.
    expect(Math.max(...tokens) / Math.min(...tokens)).toBeLessThan(1.25);
    await expectFlawless();
  });
});

describe('labels', () => {
  it('samples solutions and labels their tokens by every rule, from as many as the slider says', async () => {
    await view('Labels');
    const { page } = watched;
    await page.getByRole('button', { name: /^Sample 256/ }).click();
    await page.locator('.rules').waitFor({ timeout: PATIENCE_MS });
    const slider = page.getByRole('slider');
    const varianceOf = async (rule: string): Promise<number> => {
      const text = await page.locator('.rules li', { hasText: rule }).first().innerText();
      return Number(/Mean variance (\d\.\d+)/.exec(text)?.[1]);
    };
    await slider.focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('.summary').innerText()).toMatch(/Solutions of 4 5 6 10: \d+ of 256/);
    // The rows of OVM contradict each other at a shared beginning; those of TVM cannot.
    await expect.poll(() => varianceOf('OVM')).toBeGreaterThan(0);
    await expect.poll(() => varianceOf('TVM')).toBe(0);
    await expect.poll(() => page.locator('.figure svg path').count()).toBeGreaterThan(0);
    await expectFlawless();
    // On a phone nothing of it is scrolled to sideways.
    await page.setViewportSize({ width: 390, height: 844 });
    await expect
      .poll(() => page.locator('.wide').evaluateAll((all) => all.map((wide) => wide.scrollWidth - wide.clientWidth)))
      .toEqual([0]);
    await page.setViewportSize({ width: 1280, height: 844 });
    // One solution contradicts nobody. (On paper there is no slider, so it has lost the focus.)
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.locator('.summary').innerText()).toMatch(/[01] of 1 came/);
    await expect.poll(() => varianceOf('OVM')).toBe(0);
  });
});

describe('measure', () => {
  it('says of which levels the problems are: those that the models learned, until the reader takes others', async () => {
    const { page, context } = await openPage(browser);
    await page.goto(`${site.url}?backend=wasm&task=word-problems`);
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Measure', exact: true }).click();
    const intro = page.locator('section', { hasText: 'How good is it?' }).locator('.intro');
    await expect.poll(() => intro.innerText()).toContain('of levels 1 to 5: those that the models learned.');
    await page.getByLabel('Levels').selectOption('6-8');
    await expect.poll(() => intro.innerText()).toContain('of levels 6 to 8; the models learned 1 to 5.');
    await context.close();
  });

  it('asks held-out problems one by one, pauses, and shows accuracy, calibration and first errors', async () => {
    await view('Measure');
    const { page } = watched;
    await page.getByLabel('Largest K').selectOption('4');
    // More than are done before it is told to pause, however long that takes; of fewer than six nothing is compared.
    await page.locator('.numbers select').nth(1).selectOption('100');
    await page.getByLabel('seeds').selectOption('3');
    await page.getByRole('button', { name: 'Measure', exact: true }).last().click();
    await page.getByText(/^([6-9]|[1-9]\d) of 100 problems/).waitFor({ timeout: PATIENCE_MS });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => page.locator('.go').innerText()).toMatch(/Paused after ([6-9]|[1-9]\d) of 100/);
    for (const summary of await page.getByText('The numbers', { exact: true }).all()) await summary.click();
    const rows = page.locator('section', { hasText: 'Accuracy against budget' }).last().locator('tbody tr');
    // Three strategies and the ceiling, at K = 1 and 4.
    await expect.poll(() => rows.count()).toBe(8);
    for (const row of await rows.all()) {
      const [, , share, interval] = (await row.innerText()).split('\t');
      const [low, high] = interval!.split(' – ').map(parseFloat);
      expect(low! <= parseFloat(share!) && parseFloat(share!) <= high!).toBe(true);
    }
    // Paired by problem, each line against the one that is chosen, at the largest budget first.
    const differences = page.locator('.differences');
    const told = () => differences.locator('li').allInnerTexts();
    await expect.poll(() => differences.innerText()).toContain('At K = 4, compared with');
    await expect.poll(() => differences.innerText()).toContain('3 a problem');
    const names = async () => (await told()).map((line) => /^(.+?)(?: solves|: no difference)/.exec(line)?.[1]);
    expect(await names()).toEqual(['best-of-n, TVM', 'beam search, TVM']);
    for (const line of await told()) {
      const [by, low, high] = [...line.matchAll(/(−?[\d.]+)%/g)]
        .filter((_, i) => i !== 1)
        .map(([, n]) => Number(n!.replace('−', '-')));
      expect(low! <= by! && by! <= high!).toBe(true);
      expect(line).toMatch(/; p (= [01]\.\d{3}|< 0\.001)\)$/);
    }
    await differences.getByRole('combobox').selectOption({ label: 'beam search, TVM' });
    await expect.poll(names).toEqual(['majority', 'best-of-n, TVM']);
    // What the points of the calibration say is read off by keyboard.
    const range = page.getByRole('slider', { name: /^Where values are/ });
    const reading = page.locator('[data-part=calibration-reading]');
    await range.focus();
    await page.keyboard.press('End');
    await expect.poll(() => reading.innerText()).toContain('Where values are 0.9 to 1.0');
    await expect
      .poll(() => reading.locator('li').innerText())
      .toMatch(/^TVM(: no step|, (1\.00|0\.9\d) on the mean: [\d.]+% came out right)/);
    await page.keyboard.press('Home');
    await expect
      .poll(() => reading.locator('li').innerText())
      .toMatch(/^TVM, 0\.0\d on the mean: [\d.]+% came out right \([\d.]+% – [\d.]+%\), of \d+ steps$/);
    // The counts over the points stand clear of the axis' name.
    const clear = (): Promise<boolean[]> =>
      page.locator('figure', { hasText: 'Brier score' }).evaluateAll((all) =>
        all.map((figure) => {
          const texts = [...figure.querySelectorAll('svg text')];
          const axis = texts.find(({ textContent }) => textContent.startsWith('↑'))?.getBoundingClientRect();
          const counts = texts.filter(({ textContent }) => /^\d+$/.test(textContent));
          return (
            axis !== undefined &&
            counts.length > 0 &&
            counts.every((count) => count.getBoundingClientRect().top >= axis.bottom - 1)
          );
        }),
      );
    await expect.poll(async () => [...new Set(await clear())]).toEqual([true]);
    await expect
      .poll(() => page.locator('figcaption').first().innerText())
      .toMatch(/TVM\s+\d+ steps; Brier score 0\.\d+/);
    await expectFlawless();
  });

  it('no view has asked another host, and nothing went wrong on the way', () => {
    expect(watched.requests.filter((url) => !url.startsWith(site.origin))).toEqual([]);
    expect(watched.problems).toEqual([]);
  });
});
