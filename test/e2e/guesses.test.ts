/** Stories that no pattern reads: read and told to be a guess, or offered. No engine is needed; the site must be built. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './harness/axe';
import { atSite } from './harness/at-site';
import { openWithoutEngine, type WatchedPage } from './harness/browser';

const at = atSite();
let watched: WatchedPage;
beforeAll(async () => {
  watched = await openWithoutEngine(at.browser, `${at.site.url}?task=word-problems`);
});
afterAll(() => watched.context.close());

describe('a story in words of its own', () => {
  const told = () => watched.page.locator('.reworded').innerText();

  it('is read by likeness, and told to be a guess', async () => {
    await watched.page
      .getByRole('textbox', { name: 'Solve' })
      .fill('Each day 35 masks are used. The nurse has 200 masks. How many masks are left after 4 days?');
    await expect
      .poll(told)
      .toContain('Guessed from stories like it, so check it. The model knows few words, and reads it as:');
    expect(await watched.page.locator('#problem-feedback').innerText()).toContain('2 steps');
  });

  it('is offered as it may be meant, and taken with one press', async () => {
    const { page } = watched;
    await page
      .getByRole('textbox', { name: 'Solve' })
      .fill(
        'In January Fatima saved 35 dirhams. In February she saved 20 dirhams more than in January. How much did she save in the two months?',
      );
    await expect.poll(told).toContain('Perhaps it means:');
    expect(await page.locator('#problem-feedback').innerText()).toContain('In January Fatima saved 35 dirhams.');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take this' }).click();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Solve' }).inputValue())
      .toMatch(/^Amir has 35 dollars\./);
    await expect.poll(() => page.locator('#problem-feedback').innerText()).toContain('2 steps');
    expect(await page.locator('.reworded').count()).toBe(0);
  });
});
