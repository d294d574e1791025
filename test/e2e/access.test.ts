/**
 * What a reader's own system does to the page: forced colours, and a browser that translates. And tokens that leave no
 * ink, which have to be found all the same. The site must be built (`npm run build`).
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityProblems } from './harness/axe';
import { launch, openPage } from './harness/browser';
import { serve, type Served } from './harness/serve';

const SAVED = 'public/recorded/first-search.inkling.json';
let browser: Browser;
let site: Served;

beforeAll(async () => {
  browser = await launch();
  site = await serve();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** A page with a saved search, whose engine never arrives. */
async function open(query = ''): Promise<Page> {
  const { page, context } = await openPage(browser);
  onTestFinished(() => context.close());
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route('**/*.wasm', () => undefined);
  await page.goto(site.url + query);
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
