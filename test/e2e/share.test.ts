/** Sharing: the link, the embed with its preview, and the way back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityProblems } from './harness/axe';
import { launch, openWithoutEngine, type WatchedPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

let browser: Browser;
let site: Served;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launch();
  site = await serve();
  watched = await openWithoutEngine(browser, `${site.url}?seed=5`);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it('shows a link, an embed that can be looked at before it is copied, and BibTeX', async () => {
  const { page } = watched;
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this' });
  await expect
    .poll(() => dialog.getByLabel('Link to the page as it stands', { exact: true }).inputValue())
    .toBe(`${site.url}?seed=5`);
  const code = dialog.getByLabel('Code for an article of yours', { exact: true });
  await dialog.getByLabel('Theme').selectOption('dark');
  await dialog.getByLabel('Readers may only press Run').check();
  await expect.poll(() => code.inputValue()).toContain('"theme": "dark"');
  await expect.poll(() => code.inputValue()).toContain('embed.js');
  await dialog.getByLabel('Live preview').check();
  const preview = page.frameLocator('dialog iframe');
  await preview.getByRole('button', { name: 'Run', exact: true }).waitFor();
  await expect.poll(() => preview.locator('html').getAttribute('data-theme')).toBe('dark');
  await expect.poll(() => dialog.getByLabel('BibTeX', { exact: true }).inputValue()).toContain('@software{inkling');
  if (process.env['INKLING_SHOT']) await page.screenshot({ path: process.env['INKLING_SHOT'] });
  await expect.poll(() => accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

it('goes back through the chapters of a lesson, and forward again', async () => {
  const { page } = watched;
  await page.getByRole('button', { name: 'Lessons' }).click();
  await expect.poll(() => page.url()).toContain('lesson=');
  await page.goBack();
  await expect.poll(() => page.url()).not.toContain('lesson=');
  await expect.poll(() => page.getByText('chapter 1 of').count()).toBe(0);
  await page.goForward();
  await page.getByText('chapter 1 of').waitFor();
});

it('an answered question is open again in another chapter, and when Back brings it', async () => {
  const { page } = watched;
  const verdict = page.locator('.lesson .verdict');
  const choices = page.locator('.lesson input[type=radio]');
  const answer = async (): Promise<void> => {
    await choices.first().check();
    await page.locator('.lesson').getByRole('button', { name: 'Check' }).click();
    await expect.poll(() => verdict.innerText()).not.toBe('');
  };
  await answer();
  await page.getByRole('button', { name: 'Next chapter' }).click();
  await page.getByText('chapter 2 of').waitFor();
  await expect.poll(() => verdict.innerText()).toBe('');
  await answer();
  await page.goBack();
  await page.getByText('chapter 1 of').waitFor();
  await expect.poll(() => verdict.innerText()).toBe('');
  await expect.poll(() => page.locator('.lesson input:checked').count()).toBe(0);
});
