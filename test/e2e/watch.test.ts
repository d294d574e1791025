/**
 * A search that is watched: it belongs to what the page is set to, or is shown as one of before. The site must be built
 * (`npm run build`); `npm test` does so.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { messages as en } from '../../src/words/en';
import { accessibilityProblems } from './harness/axe';
import { openPage, openWithoutEngine, PATIENCE_MS, type PageOptions, type WatchedPage } from './harness/browser';
import { atSite } from './harness/at-site';

const at = atSite();

/** A page whose engine never arrives, with the recorded search of its settings. */
async function openRecorded(query = '', options: PageOptions = {}): Promise<WatchedPage> {
  const watched = await openWithoutEngine(at.browser, at.site.url + query, options);
  await watched.page.locator('.outcome.recorded .answer').waitFor();
  return watched;
}
const root = (page: Page): Promise<string> => page.locator('[role=treeitem].root .card').innerText();
const line = (page: Page): Promise<string> => page.locator('.stage-head .line').innerText();

describe('the search on the page', () => {
  it('is of the problem, or is dimmed and says of which; each offered problem and chapter brings its own', async () => {
    const { page, context, requests } = await openRecorded();
    const recorded = (): string[] => requests.filter((url) => url.includes('/recorded/'));
    expect(recorded().map((url) => url.split('/').at(-1))).toEqual(['first-search.inkling.json']);
    await page.getByLabel('Make 24 from').fill('3 3 8 9');
    await expect.poll(() => line(page)).toBe(`Search of 4 5 6 10 · ${en.watch.staleRun}`);
    const opacity = (selector: string): Promise<string> =>
      page.locator(selector).evaluate((element) => getComputedStyle(element).opacity);
    for (const part of ['.viewport', '.time', '.stage > .strip', 'div.outline'])
      expect(await opacity(part)).toBe('0.3');
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    // Of an offered one there is a recording.
    await page.getByText(en.problem.gallery, { exact: true }).click();
    await page.locator('.gallery button').nth(2).click();
    const asked = await page.getByLabel('Make 24 from').inputValue();
    await expect.poll(() => root(page)).toBe(asked);
    await expect.poll(() => line(page)).not.toContain('Search of');
    expect(await opacity('.viewport')).toBe('1');
    await context.close();

    const chapter = await openRecorded('?lesson=tour:1');
    await expect.poll(() => chapter.page.locator('.outcome.recorded').count()).toBe(1);
    // One path: no step has a sibling.
    await expect.poll(() => chapter.page.locator('[role=treeitem]').count()).toBe(5);
    await chapter.context.close();
  });
});

describe('what is true', () => {
  it('is shown by one switch once the search is over, leads to where the verifier is most wrong, and tells the answer', async () => {
    const { page, context } = await openWithoutEngine(at.browser, 'about:blank');
    // One that went wrong, whatever the shipped models make of the puzzle.
    await page.route('**/recorded/game24-229cd5e3.json', (route) =>
      route.fulfill({ path: 'test/fixtures/beam-with-errors.json' }),
    );
    await page.goto(`${at.site.url}?problem=5+7+8+9`);
    await page.locator('.outcome.recorded .answer').waitFor();
    // Not solved: a right answer is told, and is one.
    await expect.poll(() => page.locator('.outcome .right').innerText()).toBe('A right answer: 8 * ((7 + 5) - 9)');
    const show = page.getByRole('button', { name: en.watch.show });
    expect(await show.getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('.node .truth').count()).toBe(0);
    await show.click();
    expect(await show.getAttribute('aria-pressed')).toBe('true');
    // Four solutions are drawn in boxes, three of them right; their words and edges say so as well as their colours.
    await expect.poll(() => page.locator('.node.is-right').count()).toBe(3);
    const edge = (kind: string): Promise<string> =>
      page
        .locator(`.node.is-${kind} > .card`)
        .first()
        .evaluate((card) => getComputedStyle(card, '::before').borderLeftStyle);
    expect([await edge('right'), await edge('wrong'), await edge('broken')]).toEqual(['solid', 'dashed', 'dotted']);
    await expect
      .poll(() => page.getByRole('treeitem', { name: /wrong, the verifier is far from the truth/ }).count())
      .toBe(1);
    expect(await page.locator('.node.is-right .verdict').allInnerTexts()).toEqual(['right', 'right', 'right']);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show me where TVM is most wrong' }).click();
    await page.getByRole('dialog', { name: en.token.heading }).waitFor();
    await expect.poll(() => line(page)).toBe('TVM gives 0.98 here, and no right answer can follow.');
    expect(await page.locator('[role=treeitem][aria-selected=true]').getAttribute('class')).toContain('is-wrong');
    await page.keyboard.press('Escape');
    await show.click();
    await expect.poll(() => page.locator('.node .truth').count()).toBe(0);
    await context.close();
  });
});

describe('a search that is run', () => {
  it('is played moment by moment, its answer at the end; a key goes there at once, and the speed is kept', async () => {
    const { page, context } = await openPage(at.browser, { plays: true });
    await page.goto(`${at.site.url}?backend=wasm`);
    await page.locator('.outcome.recorded .answer').waitFor();
    const run = page.getByRole('button', { name: 'Run', exact: true });
    const slowly = async (speed: string): Promise<void> => {
      await page.getByLabel(en.time.speed).selectOption(speed);
    };
    await slowly('0.5');
    await run.click();
    await expect.poll(() => line(page), { timeout: PATIENCE_MS }).toBe('20 steps written by the policy.');
    // The search itself is over long before it is played: its answer waits, and so does the path.
    await expect.poll(() => page.getByText('Ready, on').count(), { timeout: PATIENCE_MS }).toBe(1);
    expect(await page.locator('.outcome').count()).toBe(0);
    expect(await page.locator('.node.chosen').count()).toBe(0);
    const boxOf = (): Promise<string | null> => page.locator('.node:not(.root)').first().getAttribute('style');
    // Where it stays is known once it stands still: one that is seen whole may still be on its way.
    let place = await boxOf();
    const standsStill = async (): Promise<boolean> => {
      const before = place;
      place = await boxOf();
      return place === before && !place?.includes('opacity');
    };
    await expect.poll(standsStill, { interval: 500, timeout: PATIENCE_MS }).toBe(true);
    await expect.poll(() => line(page), { timeout: PATIENCE_MS }).toContain('20 steps scored');
    expect(await boxOf()).toBe(place);
    await page.keyboard.press('End');
    await page.locator('.outcome:not(.recorded) .answer').waitFor();
    await expect.poll(() => line(page)).toBe(en.watch.captions.done);
    expect(await boxOf()).toBe(place);
    // The button does the same, and the focus stays in the tree.
    await run.click();
    await page.getByRole('button', { name: en.watch.skip }).click();
    await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('treeitem');
    await page.reload();
    await page.locator('.outcome.recorded .answer').waitFor();
    expect(await page.getByLabel(en.time.speed).inputValue()).toBe('0.5');
    await context.close();
  });

  it('is shown in steps that do not move where motion is not wanted, and as it is where playing is not', async () => {
    const { page, context } = await openPage(at.browser, { plays: true, reducedMotion: 'reduce' });
    await page.goto(`${at.site.url}?backend=wasm`);
    await page.locator('.outcome.recorded .answer').waitFor();
    await page.getByLabel(en.time.speed).selectOption('8');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect
      .poll(() => page.locator('.time .place').innerText(), { timeout: PATIENCE_MS })
      .toMatch(/^Moment [1-9]/);
    const moving = page.locator('.node[style*="opacity"]');
    await page.locator('[role=treeitem]').nth(3).waitFor({ timeout: PATIENCE_MS });
    expect(await moving.count()).toBe(0);
    await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
    await page.getByLabel(en.time.speed).selectOption('off');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => page.getByRole('button', { name: en.watch.skip }).count()).toBe(0);
    await page.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
    await context.close();
  });
});
