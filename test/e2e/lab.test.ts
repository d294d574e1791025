/**
 * What the page offers beside a search: the one that it arrives with, languages, lessons, the glossary, the story
 * builder. The site must be built (`npm run build`); no engine is needed.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Lesson } from '../../src/lessons/schema';
import { messages as en } from '../../src/words/en';
import { LESSONS } from '../../src/url/fields';
import { accessibilityProblems } from './harness/axe';
import { openWithoutEngine, type PageOptions, type WatchedPage } from './harness/browser';
import { atSite } from './harness/at-site';

const RECORDED = 'public/recorded/first-search.inkling.json';
const at = atSite();

const open = (query: string, options: PageOptions = {}): Promise<WatchedPage> =>
  openWithoutEngine(at.browser, at.site.url + query, options);

/** The same, once the recorded search is there. */
async function openRead(query: string, options: PageOptions = {}): Promise<WatchedPage> {
  const watched = await open(query, options);
  await watched.page.locator('.outcome.recorded .answer').waitFor();
  // All steps are drawn.
  await watched.page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
  return watched;
}

describe('the first seconds', () => {
  it('have a finished search to read, marked as recorded, which a run of one’s own replaces', async () => {
    const { page, context } = await open('');
    const outcome = page.locator('.outcome.recorded');
    await outcome.locator('.answer').waitFor();
    await expect.poll(() => outcome.innerText()).toContain('Recorded earlier, by beam search with TVM');
    await page.locator('[role=tree][aria-owns]').waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('[role=treeitem]').count()).toBeGreaterThan(10);
    // All of it is near enough to be read.
    await expect.poll(() => page.locator('[role=treeitem] .strip').count()).toBe(0);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await page.setInputFiles('input[type=file]', RECORDED);
    await page.locator('.outcome:not(.recorded) .answer').waitFor();
    await context.close();
  });

  it('say what the recorded search was steered by, where the settings name something else', async () => {
    const { page, context } = await open('?verifier=ovm&strategy=rebase');
    const outcome = page.locator('.outcome.recorded');
    await outcome.locator('.answer').waitFor();
    await expect.poll(() => outcome.innerText()).toContain('by beam search with TVM');
    await page.getByText('Recorded: beam search with TVM').waitFor();
    await context.close();
  });

  it('without JavaScript are a sentence and a picture', async () => {
    const context = await at.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(at.site.url);
    await expect.poll(() => page.locator('noscript p').innerText()).toContain('it needs JavaScript');
    const picture = page.locator('noscript img[alt*="each box is one step"]');
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
      .toBeGreaterThan(600);
    await context.close();
  });
});

describe('languages', () => {
  it.each([
    ['es', 'Ejecutar', 'añade 1 más', 'Grabada'],
    ['zh', '运行', '请再加 1 个', '事先录下'],
  ])('the page speaks %s', async (lang, run, fault, recorded) => {
    const { page, context } = await open(`?lang=${lang}`);
    await page.locator('.outcome.recorded').waitFor();
    await expect.poll(() => page.locator('.outcome').innerText()).toContain(recorded);
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(lang);
    await expect.poll(() => page.getByRole('button', { name: run, exact: true }).count()).toBe(1);
    await page.locator('#problem').fill('4 5 6');
    await expect.poll(() => page.locator('#problem-feedback').innerText()).toContain(fault);
    await page.setInputFiles('input[type=file]', { name: 'x.json', mimeType: 'a/b', buffer: Buffer.from('{') });
    await expect.poll(() => page.locator('.notice').innerText()).not.toContain('This file');
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });

  it('stay as they are where one cannot be fetched, and the page says so; one that can be is kept in the address', async () => {
    const { page, context } = await open('');
    await page.route('**/assets/es-*.js', (route) => route.abort('failed'));
    await page.getByRole('button', { name: 'Preferences' }).click();
    await page.getByLabel('Language').selectOption('es');
    await page.locator('.notice').waitFor();
    await expect.poll(() => page.locator('.notice').innerText()).toContain(en.choices.languageMissing);
    await expect.poll(() => page.getByRole('button', { name: en.run.run, exact: true }).count()).toBe(1);
    await page.getByLabel('Language').selectOption('zh');
    await page.getByRole('button', { name: '运行', exact: true }).waitFor();
    await expect.poll(() => page.url()).toContain('lang=zh');
    await context.close();
  });

  it.each([1280, 390])('written from right to left would not break the page of %i pixels', async (width) => {
    const { page, context } = await openRead('', { width, height: 844 });
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await page.locator('[role=treeitem]').nth(1).click();
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
      .toBeLessThanOrEqual(0);
    // What is read stands inside the window, and the tree keeps its direction.
    const outside = () =>
      page.evaluate(
        () =>
          [...document.querySelectorAll('h1, h2, button:not([aria-hidden]), .outcome p, .path .line')].filter(
            (element) => {
              const { left, right, width: wide } = element.getBoundingClientRect();
              return wide > 0 && (left < -1 || right > window.innerWidth + 1);
            },
          ).length,
      );
    await expect.poll(outside).toBe(0);
    const x = (at: number) => page.locator('[role=treeitem]').nth(at).boundingBox();
    expect((await x(0))!.x).toBeLessThan((await x(1))!.x);
    await context.close();
  });
});

describe('a number out of its range', () => {
  it('stays to be corrected with a sentence, and Run leads to it', async () => {
    const { page, context } = await open('?samples=20&beam=4');
    const field = page.getByLabel('Samples (K)');
    const sentence = page.getByText('Samples (K): a whole number from 1 to 1,024.');
    await field.fill('5000');
    await sentence.waitFor();
    const other = page.getByLabel('Temperature', { exact: true });
    await other.fill('-1');
    // For Playwright a button that is `aria-disabled` cannot be pressed.
    await page.getByRole('button', { name: 'Run', exact: true }).click({ force: true });
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    expect([await field.inputValue(), await sentence.count()]).toEqual(['5000', 1]);
    // The next one's turn.
    await field.fill('8');
    await page.getByText('Temperature: a number from 0 to 5.').waitFor();
    await other.fill('1');
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await expect.poll(() => run.getAttribute('aria-disabled')).toBe('false');
    await expect.poll(() => page.url()).toContain('samples=8');
    await context.close();
  });
});

describe('the glossary', () => {
  it.each(['light', 'dark'])(
    'opens over the page, has no problem that axe can find, and gives the focus back: %s',
    async (theme) => {
      const { page, context } = await open(`?theme=${theme}`);
      await page.getByRole('button', { name: 'Preferences' }).click();
      await page.getByRole('button', { name: 'Glossary' }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Glossary' });
      await dialog.waitFor();
      await expect.poll(() => dialog.locator('dt').count()).toBeGreaterThan(12);
      await expect.poll(() => accessibilityProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Glossary');
      await context.close();
    },
  );
});

describe('the story builder', () => {
  it('composes a story that is read, fact by fact, by keyboard as well', async () => {
    const { page, context } = await open('?task=word-problems');
    const story = page.locator('#problem');
    await page.getByText('Build a story from facts').press('Enter');
    await page.getByRole('button', { name: 'Begin anew' }).press('Enter');
    await expect.poll(() => story.inputValue()).toBe('');
    const fact = page.getByRole('group', { name: 'Fact' });
    // A number that the grammar does not have is not the one before it: nothing is added until it is corrected.
    await fact.getByLabel('Number', { exact: true }).fill('1.5');
    await fact.getByText(/a whole number from/).waitFor();
    expect(await fact.getByRole('button', { name: 'Add the fact' }).isDisabled()).toBe(true);
    await fact.getByLabel('Number', { exact: true }).fill('12');
    await fact.getByRole('button', { name: 'Add the fact' }).press('Enter');
    await page.getByRole('combobox', { name: 'Fact' }).selectOption('double');
    await fact.getByLabel('Person', { exact: true }).selectOption('Ben');
    await fact.getByLabel('Second person').selectOption('Anna');
    await fact.getByRole('button', { name: 'Add the fact' }).press('Enter');
    const question = page.getByRole('group', { name: 'Question' });
    await question.getByLabel('Person', { exact: true }).selectOption('Ben');
    await question.getByRole('button', { name: 'Ask this' }).press('Enter');
    await expect
      .poll(() => story.inputValue())
      .toBe('Anna has 12 marbles. Ben has twice as many marbles as Anna. How many marbles does Ben have?');
    await expect.poll(() => page.locator('#problem-feedback').innerText()).toContain('1 step');
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });
});

describe('a term', () => {
  it('is explained by a tap, and Escape comes back to it', async () => {
    const { page, context } = await openRead('', { width: 390, height: 844 });
    const term = page.getByRole('button', { name: 'policy tokens' });
    await term.focus();
    await page.keyboard.press('Enter');
    const note = page.locator('[popover]:popover-open');
    await expect.poll(() => note.innerText()).toContain('The language model that writes');
    const isInside = async (): Promise<boolean> => {
      const { x, y, width, height } = (await note.boundingBox())!;
      return x >= 0 && x + width <= 390 && y + height <= 844;
    };
    await expect.poll(isInside).toBe(true);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => note.count()).toBe(0);
    await expect.poll(() => term.evaluate((element) => element === document.activeElement)).toBe(true);
    await context.close();
  });
});

describe('the colours of the value scale', () => {
  it('are chosen on the page and kept for the next visit; grey prints without colour', async () => {
    const { page, context } = await openRead('');
    const tint = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--v20'));
    const before = await tint();
    await page.getByRole('button', { name: 'Preferences' }).click();
    await page.getByLabel('Colours').selectOption('grey');
    await expect.poll(tint).not.toBe(before);
    await expect.poll(tint).toMatch(/oklch\(0\.\d+ 0\.0000 0\)/);
    await page.reload();
    await expect.poll(tint).toMatch(/oklch\(0\.\d+ 0\.0000 0\)/);
    await context.close();
  });
});

describe('on paper', () => {
  it('the tree takes the width of the page and no more height than it needs, and comes back to the screen', async () => {
    const { page, context } = await openRead('', { width: 1600, height: 900 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(() => page.locator('[role=treeitem] .strip').count()).toBe(0);
    const places = () =>
      page.evaluate(async () => {
        // Ten frames: whatever moves has moved on.
        for (let i = 0; i < 10; i++) await new Promise(requestAnimationFrame);
        const frame = document.querySelector('.canvas')!.getBoundingClientRect();
        const cards = [...document.querySelectorAll('[role=treeitem]')].map((item) => item.getBoundingClientRect());
        const [left, right] = [Math.min(...cards.map((c) => c.left)), Math.max(...cards.map((c) => c.right))];
        const [top, bottom] = [Math.min(...cards.map((c) => c.top)), Math.max(...cards.map((c) => c.bottom))];
        return {
          free: [left - frame.left, frame.right - right, top - frame.top, frame.bottom - bottom],
          top: frame.top,
        };
      });
    let before = await places();
    // What was begun before motion was reduced comes to rest first.
    const rests = async (): Promise<boolean> => {
      const earlier = before;
      before = await places();
      return JSON.stringify(before) === JSON.stringify(earlier);
    };
    await expect.poll(rests).toBe(true);
    await page.evaluate(() => void dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 688, height: 1000 });
    await expect.poll(async () => Math.min(...(await places()).free)).toBeGreaterThan(0);
    await expect.poll(async () => Math.max(...(await places()).free)).toBeLessThan(60);
    await expect.poll(() => page.getByText('Save picture').first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1600, height: 900 });
    await page.evaluate(() => void dispatchEvent(new Event('afterprint')));
    await expect.poll(async () => (await places()).free.map(Math.round)).toEqual(before.free.map(Math.round));
    await context.close();
  });
});

describe('a lesson', () => {
  it.each(LESSONS)('%s is done from its first chapter to its last by keyboard alone', async (name) => {
    const { page, context } = await open('?problem=1+2+3+4&samples=40');
    const lesson = JSON.parse(await readFile(`public/lessons/${name}.en.json`, 'utf8')) as Lesson;
    /** The focus is moved with Tab until it is there. */
    const reach = async (isThere: () => boolean | Promise<boolean>) => {
      for (let i = 0; i < 300 && !(await isThere()); i++) await page.keyboard.press('Tab');
    };
    const press = async (button: string) => {
      await reach(() => page.evaluate((text) => document.activeElement?.textContent?.trim() === text, button));
      await page.keyboard.press('Enter');
    };
    await press('Lessons');
    const panel = page.locator('.lesson');
    await panel.getByRole('heading', { level: 2 }).waitFor();
    const which = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Lesson');
    for (const next of LESSONS.slice(1, LESSONS.indexOf(name) + 1)) {
      await reach(which);
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => page.url()).toContain(`lesson=${next}`);
    }
    for (const [i, chapter] of lesson.chapters.entries()) {
      await panel.getByRole('heading', { name: chapter.title }).waitFor();
      await expect.poll(() => panel.innerText()).toContain(`chapter ${i + 1} of ${lesson.chapters.length}`);
      // The page is as the chapter wants it, the view included.
      const { view = 'search', task = 'game24', problem = '4 5 6 10' } = chapter.state;
      const current = page.locator('nav [aria-current=page]');
      await expect.poll(() => current.innerText()).toBe(en.lab.tabs[view]);
      const problemField = page.locator('#problem');
      if (view !== 'measure' && view !== 'train' && (task === 'game24' || chapter.state['problem']))
        await expect.poll(() => problemField.inputValue()).toBe(problem);
      await reach(() => page.evaluate(() => document.activeElement?.getAttribute('name') === 'lesson-choice'));
      await page.keyboard.press('Space');
      const { answer, choices, right, wrong } = chapter.question;
      // A wrong one first.
      for (let at = 0; at < (answer === 0 ? 1 : 0); at++) await page.keyboard.press('ArrowDown');
      await press('Check');
      await expect.poll(() => panel.locator('.verdict').innerText()).toContain(wrong);
      await page.keyboard.press('Shift+Tab');
      const steps = answer === 0 ? choices.length - 1 : answer;
      for (let at = 0; at < steps; at++) await page.keyboard.press('ArrowDown');
      await press('Check');
      await expect.poll(() => panel.locator('.verdict').innerText()).toContain(right);
      if (i === 2) await expect.poll(() => accessibilityProblems(page)).toEqual([]);
      if (i + 1 < lesson.chapters.length) await press('Next chapter');
    }
    expect(page.url()).toContain(`lesson=${name}%3A${lesson.chapters.length}`);
    await press('Leave the lesson');
    await expect.poll(() => panel.count()).toBe(0);
    await context.close();
  });

  it('opens at a chapter by its address, with the settings of the chapter and in the reader’s language', async () => {
    const { page, context } = await open('?lesson=6&lang=es&lock=seed&theme=dark');
    await page.getByRole('heading', { name: 'Presupuestos' }).waitFor();
    await expect.poll(() => page.getByLabel('Muestras (K)').inputValue()).toBe('100');
    await expect.poll(() => page.getByLabel('Semilla', { exact: true }).isDisabled()).toBe(true);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    await context.close();
  });
});
