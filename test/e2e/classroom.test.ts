/**
 * In front of a class: presenter mode by keys alone, the link for a class with its QR code, and worksheets. The site must be
 * built (`npm run build`); `npm test` does so.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readRecording } from '../../src/trace/recording';
import { messages as en } from '../../src/words/en';
import { messages as es } from '../../src/words/es';
import { messages as zh } from '../../src/words/zh';
import { accessibilityProblems } from './harness/axe';
import { placeOfCard, WELL_PLACED } from './harness/card';
import { openWithoutEngine, type PageOptions } from './harness/browser';
import { atSite } from './harness/at-site';

const { presenter, link, sheet } = en.classroom;
const recorded = readRecording(readFileSync('public/recorded/first-search.inkling.json', 'utf8'))!;
/** Of the search that the page opens with. */
const foundAnswer = recorded.result.answer!;
const at = atSite();

/** A page whose engine never arrives, with the recorded search of its settings. */
async function open(query = '', options: PageOptions = {}): Promise<Page> {
  const { page, context, problems } = await openWithoutEngine(at.browser, at.site.url + query, options);
  onTestFinished(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.locator('.outcome.recorded .answer').waitFor();
  return page;
}
const caption = (page: Page): Promise<string> => page.locator('.presenter .caption').innerText();
/** Pixels on the screen of a step's text. */
const textSize = (page: Page): Promise<number> =>
  page.locator('.presenter .world').evaluate((world) => {
    const tokens = world.querySelector('.node:not(.small) .tokens')!;
    return parseFloat(getComputedStyle(tokens).fontSize) * new DOMMatrix(getComputedStyle(world).transform).a;
  });

describe('presenter mode', () => {
  it('goes by keys alone: in, through the moments, to the question and its answer, and out', async () => {
    const page = await open('?lesson=tour:3');
    const before = page.url();
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 60));
    const had = await focused();
    await page.keyboard.press('p');
    await page.locator('.presenter .token').first().waitFor();
    // Its name and its keys are said to those who do not see it.
    const main = page.locator('main.presenter');
    await expect.poll(() => main.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('main', { name: presenter.name }).waitFor();
    expect(await main.getAttribute('aria-describedby').then((id) => page.locator(`#${id}`).innerText())).toBe(
      presenter.keys,
    );
    expect(page.url()).toBe(before);
    await expect.poll(() => caption(page)).toContain(en.watch.captions.done);
    await expect.poll(() => textSize(page)).toBeGreaterThanOrEqual(17.9);
    // All of the tree and the sentence stand in the window.
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.keyboard.press('Home');
    const place = () => page.locator('.presenter .place').innerText();
    const [, of] = (await place()).split(' / ');
    await expect.poll(place).toBe(`1 / ${of}`);
    for (const key of ['ArrowRight', 'PageDown', 'ArrowDown']) await page.keyboard.press(key);
    await expect.poll(place).toBe(`4 / ${of}`);
    for (const key of ['ArrowLeft', 'PageUp']) await page.keyboard.press(key);
    await expect.poll(place).toBe(`2 / ${of}`);
    await expect.poll(() => caption(page)).toContain('scored');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: en.time.pause }).waitFor();
    await expect.poll(place).not.toBe(`2 / ${of}`);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: en.time.play }).waitFor();
    await page.keyboard.press('End');
    await expect.poll(place).toBe(`${of} / ${of}`);

    const question = page.getByRole('region', { name: presenter.question });
    await page.keyboard.press('q');
    await question.getByRole('heading').waitFor();
    expect(await question.locator('li').count()).toBe(0);
    await page.keyboard.press('Space');
    await expect.poll(() => question.locator('li').count()).toBe(3);
    expect(await question.locator('.right').count()).toBe(0);
    expect(await question.innerText()).not.toContain(en.lessons.right);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => question.locator('li.right').innerText()).toContain(en.lessons.right);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => question.locator('.right').count()).toBe(0);
    await page.keyboard.press('q');
    await expect.poll(() => question.count()).toBe(0);

    await page.keyboard.press('Escape');
    await expect.poll(() => main.count()).toBe(0);
    await page.locator('.stage [role=treeitem] .token').first().waitFor();
    expect(await focused()).toBe(had);
    expect(page.url()).toBe(before);
  });

  it.each([
    ['dark', { colorScheme: 'dark' }, 1280],
    ['forced colours, without motion', { forcedColors: 'active', reducedMotion: 'reduce' }, 1920],
  ] as const)('is legible and accessible in %s', async (_, media, width) => {
    const page = await open('', { width, height: (width * 9) / 16 });
    await page.emulateMedia(media);
    await page.getByRole('button', { name: en.choices.menu }).click();
    await page.getByRole('button', { name: presenter.open }).click();
    await page.locator('.presenter .token').first().waitFor();
    await expect.poll(() => textSize(page)).toBeGreaterThanOrEqual(17.9);
    expect(await page.locator('.presenter .token[class*=" v"]').count()).toBeGreaterThan(20);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: presenter.leave }).click();
    await page.locator('header').waitFor();
  });

  it.each([
    [1280, 720],
    [390, 844],
  ])('has a token’s card in its own type at %d × %d: pointed at, pressed, or gone to by key', async (width, height) => {
    const page = await open('', { width, height });
    await page.keyboard.press('p');
    const tokens = page.locator('.presenter .node:not(.small) .token');
    const token = tokens.nth(2);
    await token.waitFor();
    const cards = page.locator('[popover=manual]:popover-open');
    const place = () => page.locator('.presenter .place').innerText();
    const textOf = (selector: string) =>
      cards
        .locator(selector)
        .first()
        .evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    const last = await place();
    await token.hover();
    await expect.poll(() => placeOfCard(token)).toEqual(WELL_PLACED);
    // The smallest text of the card, enlarged, is no smaller than that of the tree.
    const larger = await cards.evaluate((card) => Number(getComputedStyle(card).getPropertyValue('--larger')));
    expect((await textOf('li')) * larger).toBeGreaterThanOrEqual(width < 500 ? 14 : 18);
    await token.click();
    await page.getByRole('dialog', { name: en.token.heading }).waitFor();
    await expect.poll(() => placeOfCard(token)).toEqual(WELL_PLACED);
    expect(await accessibilityProblems(page)).toEqual([]);
    // Escape closes the card, and only then leaves.
    await page.keyboard.press('Escape');
    await page.mouse.move(0, 0);
    await expect.poll(() => cards.count()).toBe(0);
    expect(await page.locator('.presenter').count()).toBe(1);

    await page.keyboard.press('t');
    const shown = cards.locator('.shown');
    await shown.waitFor();
    const first = await shown.innerText();
    await page.keyboard.press('t');
    await expect.poll(() => shown.innerText()).not.toBe(first);
    await page.keyboard.press('Shift+T');
    await expect.poll(() => shown.innerText()).toBe(first);
    await expect.poll(() => placeOfCard(page.locator('.presenter .token.active').first())).toEqual(WELL_PLACED);
    // The arrows are the moments' still, and take the card with them.
    await page.keyboard.press('ArrowLeft');
    await expect.poll(place).not.toBe(last);
    expect(await cards.count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('header').waitFor();
  });

  it('works where the window cannot be filled, does not take letters that are typed, and P can be turned off', async () => {
    const page = await open();
    await page.evaluate(() => {
      Object.defineProperty(Element.prototype, 'requestFullscreen', {
        value: () => Promise.reject(new TypeError('not allowed')),
      });
    });
    const main = page.locator('main.presenter');
    await page.getByLabel('Make 24 from').press('p');
    await page.getByLabel('Make 24 from').fill('2 3 7 11');
    expect(await main.count()).toBe(0);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('p');
    await main.waitFor();
    // What is shown is of another problem: there is one thing to do.
    await expect.poll(() => caption(page)).toBe(`Search of 4 5 6 10 · ${presenter.spaceRuns}`);
    await page.keyboard.press('Home');
    expect(await main.locator('.place').count()).toBe(0);
    await page.keyboard.press('Space');
    await expect.poll(() => caption(page)).toContain(en.run.waiting);
    await page.keyboard.press('Escape');
    await expect.poll(() => main.count()).toBe(0);
    await page.getByRole('button', { name: en.choices.menu }).click();
    await page.getByLabel(presenter.usesKey).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('p');
    await page.getByRole('button', { name: en.choices.menu }).click();
    await page.getByRole('button', { name: presenter.open }).waitFor();
    expect(await main.count()).toBe(0);
  });

  it('leaves with the full screen', async () => {
    const page = await open();
    await page.keyboard.press('p');
    await page.locator('main.presenter').waitFor();
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
    await page.evaluate(() => document.exitFullscreen());
    await expect.poll(() => page.locator('main.presenter').count()).toBe(0);
  });
});

/** The part of Share that is for a class. */
async function openPanel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByText(link.heading).click();
}

describe('a link for a class', () => {
  it('hides and locks what is ticked, opens a chapter, and its QR code, photographed, says the same', async () => {
    const page = await open();
    await openPanel(page);
    const dialog = page.getByRole('dialog', { name: 'Share this' });
    await dialog.locator('.qr').waitFor();
    const address = dialog.getByLabel(link.label, { exact: true });
    await expect.poll(() => address.inputValue()).toBe(at.site.url);
    await dialog.getByLabel(link.chapter).selectOption({ label: '3. Correctness is not potential' });
    for (const label of [link.answers, link.panels.notes, link.panels.header]) await dialog.getByLabel(label).check();
    const locked = dialog.getByRole('group', { name: link.lock });
    for (const label of ['Seed', link.controls.problem]) await locked.getByLabel(label, { exact: true }).check();
    const wanted = `${at.site.url}?lesson=tour%3A3&hide=header%2Cnotes%2Canswers&lock=problem%2Cseed`;
    await expect.poll(() => address.inputValue()).toBe(wanted);
    const photographed = async (): Promise<string | undefined> => {
      const shot = sharp(await page.locator('.qr').screenshot()).ensureAlpha();
      const { data, info } = await shot.raw().toBuffer({ resolveWithObject: true });
      return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
    };
    await expect.poll(photographed).toBe(wanted);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
    // For the last row.
    await dialog.getByRole('button', { name: link.large }).click();
    const large = page.getByRole('main', { name: link.code });
    await expect
      .poll(() => large.locator('.qr').evaluate((qr) => qr.getBoundingClientRect().height / innerHeight))
      .toBeGreaterThan(0.75);
    expect(await photographed()).toBe(wanted);
    expect(await large.innerText()).toContain(wanted);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Share', exact: true }).waitFor();

    await page.goto(wanted);
    await page.getByText(/chapter 3 of/).waitFor();
    await page.locator('.outcome .answer').waitFor();
    expect(await page.locator('header').count()).toBe(0);
    expect(await page.getByLabel('Make 24 from').isEditable()).toBe(false);
    // What is right is not told.
    await page.locator('.lesson input[type=radio]').first().check();
    expect(await page.locator('.lesson').getByRole('button', { name: en.lessons.check }).count()).toBe(0);
    expect(await page.getByRole('button', { name: en.watch.show }).count()).toBe(0);
    await page.keyboard.press('Enter');
    expect(await page.locator('.lesson .verdict').innerText()).toBe('');
  });

  it('of a page that was opened from a file works on that computer only, and has no code', async () => {
    const { page, context } = await openWithoutEngine(at.browser, pathToFileURL('dist/inkling.html').href);
    onTestFinished(() => context.close());
    await page.getByRole('button', { name: 'Share', exact: true }).waitFor();
    await openPanel(page);
    await page.getByText(link.offline).waitFor();
    expect(await page.locator('.qr').count()).toBe(0);
    await expect.poll(() => page.getByLabel(link.label, { exact: true }).inputValue()).toMatch(/^file:/);
  });
});

describe('a worksheet', () => {
  const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;

  it.each([
    ['', 'A4', en],
    ['?lang=es', 'Letter', es],
    ['?lang=zh', 'A4', zh],
  ] as const)('of a search%s is printed on %s, its answers on a last page when asked', async (query, format, words) => {
    const page = await open(query);
    await page.emulateMedia({ colorScheme: 'dark' });
    const make = async (hasAnswers: boolean): Promise<void> => {
      await page.getByRole('button', { name: words.carry.share.open, exact: true }).click();
      const panel = page.locator('dialog details');
      if ((await panel.getAttribute('open')) === null) await panel.locator('summary').click();
      await panel.getByLabel(words.classroom.sheet.withAnswers).setChecked(hasAnswers);
      await panel.getByRole('button', { name: words.classroom.sheet.ofSearch }).click();
      await page.getByRole('heading', { name: words.classroom.sheet.searchHeading }).waitFor();
    };
    await make(false);
    const boxes = await page.locator('main.sheet .box').count();
    const rows = await page.locator('main.sheet tbody tr').count();
    // One for the value, two for the verdict.
    expect(boxes).toBe(3 * rows);
    expect(rows).toBeGreaterThan(15);
    expect(await page.locator('main.sheet').innerText()).not.toMatch(/0[.,]\d\d/);
    expect(await accessibilityProblems(page)).toEqual([]);
    const alone = pagesOf(await page.pdf({ format }));
    // Black on white in every theme.
    const colours = () =>
      page.locator('main.sheet').evaluate((element) => {
        const { color, backgroundColor } = getComputedStyle(element);
        return [color, backgroundColor];
      });
    expect(await colours()).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await page.keyboard.press('Escape');
    await make(true);
    await page.getByRole('heading', { name: words.classroom.sheet.answers }).waitFor();
    expect(await page.locator('.answers tbody tr').count()).toBe(rows);
    expect(await page.locator('.answers').innerText()).toContain(foundAnswer);
    const withAnswers = pagesOf(await page.pdf({ format }));
    expect(withAnswers).toBeGreaterThan(alone);
  });

  it('of a chapter has its question and lines to write on', async () => {
    const page = await open('?lesson=tour:3');
    await openPanel(page);
    await page.getByRole('button', { name: sheet.ofChapter }).click();
    const paper = page.locator('main.sheet');
    await paper.getByRole('heading', { name: 'Correctness is not potential' }).waitFor();
    expect(await paper.locator('li').count()).toBe(3);
    expect(await paper.locator('.lines > div').count()).toBeGreaterThan(5);
    expect(await paper.locator('.answers').count()).toBe(0);
    expect(pagesOf(await page.pdf({ format: 'A4' }))).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: sheet.back }).click();
    await page.locator('.stage [role=treeitem] .token').first().waitFor();
  });
});
