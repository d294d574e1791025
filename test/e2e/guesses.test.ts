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
      .fill('Patrick weighs 92 kg. He wants to weigh 80 kg and loses 2 kg a month. How many months will it take him?');
    await expect.poll(told).toContain('Perhaps it means:');
    expect(await page.locator('#problem-feedback').innerText()).toContain('Patrick weighs 92 kilograms.');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take this' }).click();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Solve' }).inputValue())
      .toMatch(/^Amir has 92 marbles\./);
    await expect.poll(() => page.locator('#problem-feedback').innerText()).toContain('2 steps');
    expect(await page.locator('.reworded').count()).toBe(0);
  });
});
