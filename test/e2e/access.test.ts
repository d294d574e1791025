/**
 * What a reader's own system does to the page: forced colours, and a browser that translates. And tokens that leave no
 * ink, which have to be found all the same. The site must be built (`npm run build`).
 */
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { messages as en } from '../../src/words/en';
import { messages as es } from '../../src/words/es';
import { accessibilityProblems } from './harness/axe';
import { openWithoutEngine } from './harness/browser';
import { atSite } from './harness/at-site';

const SAVED = 'public/recorded/first-search.inkling.json';
const at = atSite();

/** A page with a saved search, whose engine never arrives. */
async function open(query = ''): Promise<Page> {
  const { page, context } = await openWithoutEngine(at.browser, at.site.url + query, { reducedMotion: 'reduce' });
  onTestFinished(() => context.close());
  await page.setInputFiles('input[type=file]', SAVED);
  await page.locator('.outcome:not(.recorded) .answer').waitFor();
  await page.locator('[role=treeitem] .token').first().waitFor();
  return page;
}

describe('tokens that leave no ink', () => {
  const BLANKS = ['\n', '\n\n', '\t', '\r\n', ' ', '   ', '\u00a0', '\u200b', '\u3000', '\u0007'];

  it('are seen, tinted and named in the tree, the path and the list', async () => {
    const page = await open();
    const values = { tvm: 0.75 };
    const nodes = BLANKS.map((text, i) => ({
      ...{
        id: i + 1,
        parent: i,
        text,
        tokens: [{ text, logprob: -0.5, values, alternatives: [{ text, logprob: -0.5 }] }],
      },
      ...{ value: 0.75, status: i === BLANKS.length - 1 ? 'finished' : 'kept', firstSeen: i + 1 },
    }));
    const saved = await page.evaluate(async () => (await fetch('recorded/first-search.inkling.json')).text());
    const trace = JSON.parse(saved) as { nodes: object[]; events: object[]; result: object };
    const root = trace.nodes[0]!;
    const blank = {
      ...trace,
      nodes: [root, ...nodes],
      events: [],
      result: { ...trace.result, answer: null, correct: false },
    };
    const buffer = Buffer.from(JSON.stringify(blank));
    await page.setInputFiles('input[type=file]', { name: 'blank.inkling.json', mimeType: 'application/json', buffer });
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(BLANKS.length + 1);
    await expect.poll(() => page.locator('[role=treeitem] .token').count()).toBe(BLANKS.length);
    const seen = await page.locator('[role=treeitem] .token').evaluateAll((all) =>
      all.map((element) => {
        const { backgroundColor, boxShadow } = getComputedStyle(element);
        const text = element.textContent.replaceAll(/[\p{White_Space}\p{C}]/gu, '');
        const isTinted = backgroundColor !== 'rgba(0, 0, 0, 0)' && boxShadow !== 'none';
        return { hasSign: text !== '', isTinted, isWide: element.getBoundingClientRect().width > 4 };
      }),
    );
    expect(seen).toEqual(BLANKS.map(() => ({ hasSign: true, isTinted: true, isWide: true })));
    const named = await page.getByRole('treeitem').evaluateAll((all) => all.map(({ textContent }) => textContent));
    for (const name of ['line end.', 'line end × 2.', 'tab.', 'carriage return, line end.', 'no-break space.'])
      expect(named.some((text) => text.startsWith(name))).toBe(true);
    await page.getByRole('treeitem').last().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.path [role=option]').count()).toBe(BLANKS.length);
    const options = await page.locator('.path [role=option]').evaluateAll((all) => all.map((each) => each.ariaLabel));
    expect(options.filter((label) => !/^\p{L}/u.test(label ?? ''))).toEqual([]);
    await page.locator('summary', { hasText: 'The search as a list' }).click();
    const buttons = await page.locator('.outline li button').allInnerTexts();
    expect(buttons.filter((text) => !/^\p{L}/u.test(text))).toEqual([]);
    await page.locator('[role=treeitem] .token').nth(2).click();
    await expect.poll(() => page.locator('.panel .shown').innerText()).toBe('⇥');
    await expect.poll(() => page.locator('.panel li').innerText()).toContain('⇥ (tab)');
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
  });

  it('do not let the line under a token be cut off', async () => {
    const page = await open();
    /** Tokens whose foot, where their line is, lies outside the box that shows them. */
    const cutOff = (): Promise<number> =>
      page.locator('[role=treeitem] .token').evaluateAll(
        (all) =>
          all.filter((token) => {
            const { bottom } = [...token.getClientRects()].at(-1)!;
            return [token.closest('.tokens')!, token.closest('.card')!].some(
              (box) => bottom > box.getBoundingClientRect().bottom + 0.5,
            );
          }).length,
      );
    await expect.poll(() => page.locator('[role=treeitem] .token').count()).toBeGreaterThan(100);
    await expect.poll(cutOff).toBe(0);
  });
});

describe('forced colours', () => {
  it.each(['light', 'dark'] as const)('leave every value, choice and place to be seen: %s', async (colorScheme) => {
    const page = await open();
    await page.emulateMedia({ colorScheme, forcedColors: 'active', reducedMotion: 'reduce' });
    const styles = (selector: string, names: readonly string[]): Promise<string[]> =>
      page
        .locator(selector)
        .evaluateAll(
          (all, of) => all.map((element) => of.map((name) => getComputedStyle(element).getPropertyValue(name)).join()),
          names,
        );
    const different = async (...args: Parameters<typeof styles>): Promise<number> =>
      new Set(await styles(...args)).size;
    for (const at of ['[role=treeitem]', '.path']) {
      expect(await different(`${at} .token[class*=' v']`, ['background-color'])).toBeGreaterThan(8);
      expect(await different(`${at} .token[class*=ink]`, ['box-shadow'])).toBeGreaterThan(3);
    }
    expect(await different('.ramp i', ['background-color'])).toBe(21);
    const ground = ['background-color', 'border-bottom-color', 'border-bottom-width'];
    const [pressed] = await styles('.tasks button[aria-pressed=true]', ground);
    expect(await styles('.tasks button[aria-pressed=false]', ground)).not.toContain(pressed);
    const [current] = await styles('nav button[aria-current]', ground);
    expect(await styles('nav button:not([aria-current])', ground)).not.toContain(current);
    const [chosen] = await styles('.node.chosen:not(.root) > .card', ['border-top-color', 'border-top-width']);
    expect(await styles('.node.kept:not(.chosen) > .card', ['border-top-color', 'border-top-width'])).not.toContain(
      chosen,
    );
    const [live] = await styles('.edges .live', ['stroke', 'stroke-width', 'stroke-dasharray']);
    expect(await styles('.edges .chosen', ['stroke', 'stroke-width', 'stroke-dasharray'])).not.toContain(live);
    const step = page.locator('[role=treeitem]').nth(3);
    const card = step.locator('.card');
    const face = () => card.evaluate((element) => getComputedStyle(element).backgroundColor);
    const before = await face();
    await step.click();
    await expect.poll(face).not.toBe(before);
    await page.keyboard.press('ArrowDown');
    const outlined = () => page.locator('.node:focus > .card').evaluate((element) => getComputedStyle(element).outline);
    await expect.poll(outlined).toMatch(/solid 3px/);
    await expect.poll(() => accessibilityProblems(page)).toEqual([]);
  });

  it('are no part of a saved picture', async () => {
    const page = await open();
    const saved = async (): Promise<string> => {
      const download = page.waitForEvent('download');
      const menu = page.locator('.stage > details');
      if ((await menu.getAttribute('open')) === null) await menu.locator('summary').click();
      await menu.getByRole('button', { name: 'SVG' }).click();
      const stream = await (await download).createReadStream();
      return (await stream.toArray()).join('');
    };
    const own = await saved();
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    expect(await saved()).toBe(own);
  });
});

describe('a browser that translates', () => {
  /** As Chrome does it: in the place of every text node, the translation in two nested elements. */
  const translate = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const isKept = node.parentElement!.closest('script, style, textarea, font, [translate=no]');
        if ((node as Text).data.trim() && !isKept) texts.push(node as Text);
      }
      for (const text of texts) {
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        inner.textContent = text.data.replaceAll(/\p{L}{2,}/gu, '$&ox');
        outer.append(inner);
        text.replaceWith(outer);
      }
    });
  /** Words of the page that were translated and those that were not. */
  const textOf = (page: Page, selector: string): Promise<string> =>
    page.locator(selector).evaluateAll((all) => all.map((element) => (element as HTMLElement).innerText).join('\n'));

  it('leaves no sentence behind: what changes is said anew, in the chosen language, and parts come and go', async () => {
    const page = await open();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await translate(page);
    await expect.poll(() => textOf(page, 'h2')).toContain('Theox chosenox pathox');
    // The tree, the answer and the path are the model's own.
    for (const own of ['.tokens', '.expression', '.path .token', '.puzzle'])
      expect(await page.locator(own).first().innerText()).not.toContain('ox');
    const feedback = () => textOf(page, '#problem-feedback');
    await page.getByLabel(/Make/).fill('1 1 3');
    await expect.poll(feedback).toMatch(/add 1 more.*still that of: 4 5 6 10/s);
    await translate(page);
    await expect.poll(feedback).toMatch(/\Sox/);
    await page.getByLabel(/Make/).fill('4 5 6 10');
    await expect.poll(feedback).not.toMatch(/add|more/);
    await page.getByRole('button', { name: /^Lessons/ }).click();
    await page.getByText(/chapter 1 of/).waitFor();
    await translate(page);
    await page.getByRole('button', { name: /^Nextox chapter/ }).click();
    await expect.poll(() => textOf(page, '.lesson')).toMatch(/chapter\S* 2 /);
    expect(await textOf(page, '.lesson')).not.toMatch(/chapter\S* 1 /);
    await page.getByRole('button', { name: /^Leave/ }).click();
    await expect.poll(() => page.locator('.lesson').count()).toBe(0);
    for (const [view, heading] of [
      ['Compare', 'One tree, several verifiers'],
      ['Search', 'The chosen path'],
    ] as const) {
      await translate(page);
      await page.locator('nav button', { hasText: view }).click();
      await page.getByRole('heading', { name: heading }).waitFor();
    }
    await translate(page);
    const slider = page.getByRole('slider').first();
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => textOf(page, '.time p')).toContain('Moment 1 of');
    await page.keyboard.press('End');
    await translate(page);
    await page.getByRole('button', { name: /Preferences/ }).click();
    await page.locator('select', { has: page.locator('option[value=zh]') }).selectOption('es');
    await page.getByRole('button', { name: 'Ejecutar', exact: true }).waitFor();
    const all = await textOf(page, 'body');
    for (const sentence of [en.path.heading, en.legend.ink, en.notes.heading, en.problem.gallery, en.outline.heading])
      for (const stale of [sentence, sentence.replaceAll(/\p{L}{2,}/gu, '$&ox')]) expect(all).not.toContain(stale);
    expect(all).toContain(es.path.heading);
    expect(errors).toEqual([]);
  });

  it('can show the original again', async () => {
    const page = await open();
    const before = await textOf(page, 'body');
    const put = page.evaluate(async () => {
      const heading = document.querySelector('.path h2')!;
      const text = [...heading.childNodes].find((node): node is Text => node instanceof Text)!;
      const original = text.data;
      const font = document.createElement('font');
      font.textContent = 'Translated';
      text.replaceWith(font);
      await new Promise((resolve) => setTimeout(resolve));
      const shown = (heading as HTMLElement).innerText;
      font.replaceWith(text);
      await new Promise((resolve) => setTimeout(resolve));
      return [shown, text.data === original];
    });
    expect(await put).toEqual(['Translated', true]);
    expect(await textOf(page, 'body')).toBe(before);
  });
});
