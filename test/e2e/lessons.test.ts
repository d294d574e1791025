/**
 * Lessons with the shipped models: beside the stage wherever there is room, every chapter's task done by its button and
 * marked, and all of it by keyboard alone. The site must be built (`npm run build`).
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readLesson } from '../../src/lessons/schema';
import { LESSONS } from '../../src/url/fields';
import { messages as en } from '../../src/words/en';
import { accessibilityProblems } from './harness/axe';
import { openPage, openWithoutEngine, PATIENCE_MS } from './harness/browser';
import { atSite } from './harness/at-site';

const at = atSite();

/** How much of an element is in the window, from 0 to 1, and how far below the window's top it begins, as a share. */
const sight = (page: Page, selector: string): Promise<{ share: number; top: number }> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
      const high = Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
      const wide = Math.max(0, Math.min(right, innerWidth) - Math.max(left, 0));
      return { share: (high * wide) / (width * height), top: top / innerHeight };
    });

describe('a lesson stands beside the stage', () => {
  const THIRD = 1 / 3;
  it.each([
    [1280, 800, 'tour:3'],
    [1280, 800, 'tour:6'],
    [1280, 800, 'stories:2'],
    [1440, 900, 'tour:7'],
    // 1920 × 1080 at 150%.
    [1280, 720, 'tour:6'],
  ])('at %i × %i, chapter %s, Run and the stage in one window', async (width, height, lesson) => {
    const { page, context } = await openWithoutEngine(at.browser, `${at.site.url}?lesson=${lesson}`, { width, height });
    await page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
    await expect.poll(async () => (await sight(page, '.canvas')).top).toBeLessThanOrEqual(THIRD);
    for (const part of ['.lesson', '.run', '.lesson .do', '#lesson-heading'])
      await expect.poll(async () => (await sight(page, part)).share).toBeGreaterThan(0.99);
    await expect.poll(async () => (await sight(page, '.canvas')).share).toBeGreaterThan(0.99);
    // It stays there while the page is scrolled along the stage.
    await page.evaluate(() => scrollBy(0, 150));
    await expect.poll(async () => (await sight(page, '.lesson .do')).share).toBeGreaterThan(0.99);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });

  it.each([
    [390, 844],
    [704, 900],
  ])('at %i × %i it is a sheet that folds, and the stage stays in reach', async (width, height) => {
    const { page, context } = await openWithoutEngine(at.browser, `${at.site.url}?lesson=tour:3`, { width, height });
    await page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
    const sheet = page.locator('.lesson');
    await expect.poll(async () => (await sight(page, '.canvas')).top).toBeLessThanOrEqual(THIRD);
    await expect.poll(async () => (await sight(page, '.lesson')).share).toBeGreaterThan(0.99);
    expect((await sheet.boundingBox())!.height).toBeLessThan(height / 2);
    await page.getByRole('button', { name: en.lessons.fold, exact: true }).click();
    await expect.poll(async () => (await sheet.boundingBox())!.height).toBeLessThan(height / 9);
    await page.getByRole('button', { name: en.lessons.unfold, exact: true }).click();
    await sheet.getByRole('button', { name: en.lessons.do }).click();
    // It gives way to what is marked.
    const marked = '.node[data-pointed]';
    await expect.poll(async () => (await sight(page, marked)).share).toBeGreaterThan(0.9);
    const box = (await page.locator(marked).boundingBox())!;
    expect(box.y + box.height).toBeLessThan((await sheet.boundingBox())!.y);
    await context.close();
  });

  it('on a phone begins every chapter at its first line, however far the one before was read', async () => {
    const { page, context } = await openWithoutEngine(at.browser, `${at.site.url}?lesson=harder`, {
      width: 390,
      height: 700,
    });
    const body = page.locator('#lesson-body');
    const scrolled = () => body.evaluate((element) => Math.round(element.scrollTop));
    await page.getByRole('heading', { name: 'Sixteen to choose from' }).waitFor();
    await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect(await scrolled()).toBeGreaterThan(50);
    await page.getByRole('button', { name: en.lessons.next, exact: true }).click();
    await page.getByRole('heading', { name: 'More to choose from' }).waitFor();
    await expect.poll(scrolled).toBe(0);
    await context.close();
  });

  it('leaves in sight the settings that a chapter speaks of, and folds the others', async () => {
    const { page, context } = await openWithoutEngine(at.browser, `${at.site.url}?lesson=tour:3`);
    const samples = page.getByLabel(en.settings.labels.samples);
    await page.getByRole('heading', { name: 'Correctness is not potential' }).waitFor();
    await expect.poll(() => samples.isVisible()).toBe(false);
    expect(await page.getByText(en.problem.gallery, { exact: true }).isVisible()).toBe(false);
    // They are folded, not gone.
    await page.locator('.settings .whole > summary').click();
    await expect.poll(() => samples.isVisible()).toBe(true);
    await page.goto(`${at.site.url}?lesson=tour:6`);
    await expect.poll(() => samples.isVisible()).toBe(true);
    await page.goto(`${at.site.url}?lesson=tour:8`);
    await expect.poll(() => page.getByText(en.problem.gallery, { exact: true }).isVisible()).toBe(true);
    await context.close();
  });
});

describe('what a chapter points at', () => {
  it.each([
    ['without motion', { reducedMotion: 'reduce' }],
    ['in forced colours', { reducedMotion: 'reduce', forcedColors: 'active' }],
  ] as const)('is outlined %s, and the mark goes with the chapter', async (_, media) => {
    const { page, context } = await openWithoutEngine(at.browser, `${at.site.url}?lesson=tour:3`);
    await page.emulateMedia(media);
    await page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: en.lessons.do }).click();
    const marked = page.locator('.node[data-pointed] > .card');
    await expect.poll(() => marked.innerText()).toContain('10 - 5');
    const look = () =>
      marked.evaluate((element) => {
        const { outlineStyle, outlineWidth, animationName } = getComputedStyle(element);
        return { outlineStyle, isWide: parseFloat(outlineWidth) >= 3, animationName };
      });
    const outlineStyle = 'forcedColors' in media ? 'double' : 'solid';
    await expect.poll(look).toEqual({ outlineStyle, isWide: true, animationName: 'none' });
    // What is true is shown with it.
    await expect.poll(() => page.locator('.node[data-pointed].is-hopeless').count()).toBe(1);
    await page.getByRole('button', { name: en.lessons.next }).click();
    await expect.poll(() => page.locator('[data-pointed]').count()).toBe(0);
    await context.close();
  });
});

describe.each(LESSONS)('the lesson %s', (name) => {
  const { chapters } = readLesson(readFileSync(`public/lessons/${name}.en.json`, 'utf8'))!;

  it(
    'has each of its tasks done and marked, with the models and by keyboard alone',
    async () => {
      const { page, context, problems } = await openPage(at.browser);
      await page.goto(`${at.site.url}?lesson=${name}`);
      // Other views have no Run, and no line that says so: before the lesson has come the page is not in them yet.
      if (!chapters[0]!.state.view) {
        await page.locator('.run:not([aria-disabled=true])').waitFor({ timeout: PATIENCE_MS });
        await expect.poll(() => page.locator('.bar').innerText(), { timeout: PATIENCE_MS }).toContain('Ready');
      }
      /** The focus is moved with Tab until it is there; it comes around at the end. */
      const press = async (button: string): Promise<void> => {
        const isThere = () => page.evaluate((text) => document.activeElement?.textContent?.trim() === text, button);
        for (let i = 0; i < 300 && !(await isThere()); i++) await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
      };
      for (const [i, chapter] of chapters.entries()) {
        await page.locator('.lesson').getByRole('heading', { name: chapter.title }).waitFor();
        await expect
          .poll(() => page.locator('.lesson .do').getAttribute('aria-disabled'), { timeout: PATIENCE_MS })
          .toBe('false');
        await press(en.lessons.do);
        const { point } = chapter.do!;
        const selector = 'part' in point! ? `[data-part~=${point.part}][data-pointed]` : '.node[data-pointed]';
        const marked = 'token' in point! ? '.node[data-pointed=token] .token.active' : selector;
        await page.locator(marked).first().waitFor({ timeout: PATIENCE_MS });
        if ('step' in point!)
          await expect.poll(() => page.locator(marked).innerText()).toContain(point.step.slice(0, 6));
        await expect.poll(async () => (await sight(page, marked)).share).toBeGreaterThan(0.2);
        await expect.poll(async () => (await sight(page, '.lesson')).share).toBeGreaterThan(0.9);
        if (i + 1 < chapters.length) await press(en.lessons.next);
      }
      expect(problems).toEqual([]);
      await context.close();
    },
    3 * PATIENCE_MS,
  );
});
