/** Stories that no pattern reads: read and told to be a guess, or offered. No engine is needed; the site must be built. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordProblems } from '../../src/tasks/word-problems/task';
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

  it('says by what its answer is to be divided where it has amounts with digits behind the point', async () => {
    await watched.page
      .getByRole('textbox', { name: 'Solve' })
      .fill('Oliver has $20. He buys two comics at $3.50 each. How much change does he get?');
    await expect.poll(told).toContain('of 7');
    expect(await told()).toContain(
      'Amounts are told 2 times as large, so that they are whole: divide the answer by 2.',
    );
  });

  it('is offered as it may be meant, and taken with one press', async () => {
    const { page } = watched;
    // Which stories are offered changes with what the reader has learned.
    const [story, guess] = readFileSync('test/fixtures/stories-held-out.txt', 'utf8')
      .split('\n')
      .map((line) => line.split(' | ')[0]!)
      .flatMap((typed) => {
        const parsed = wordProblems.parse(typed);
        return !parsed.ok && parsed.guess !== undefined ? [[typed, parsed.guess] as const] : [];
      })[0]!;
    await page.getByRole('textbox', { name: 'Solve' }).fill(story);
    await expect.poll(told).toContain('Perhaps it means:');
    expect(await told()).toContain(guess.split('.')[0]);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take this' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Solve' }).inputValue()).toBe(guess.trim());
    await expect.poll(() => page.locator('#problem-feedback').innerText()).toMatch(/[1-9] steps?/);
    expect(await page.locator('.reworded').count()).toBe(0);
  });
});
