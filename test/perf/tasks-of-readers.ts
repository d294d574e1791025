/** What readers want, and how a person gets it: each task begins on a cold page and tells what that said in the end. */
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

const PATIENCE_MS = 300_000;
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

/** Runs in the page: the upper part of a thing is in the window, and in whatever scrolls round it. */
function isInSight(element: Element): boolean {
  const { top, height } = element.getBoundingClientRect();
  const bottom = top + Math.min(height, 40);
  for (let around = element.parentElement; around; around = around.parentElement) {
    const { overflowY } = getComputedStyle(around);
    if (overflowY === 'visible' || around === document.documentElement || around === document.body) continue;
    const box = around.getBoundingClientRect();
    if (top < box.top - 1 || bottom > box.bottom + 1) return false;
  }
  return top >= 0 && bottom <= innerHeight;
}

/** Acts as a person does: brings a thing into view, then clicks it; and keeps count. */
export class Reader {
  clicks = 0;
  keys = 0;
  /** How often what was looked for lay outside the window. */
  scrolls = 0;
  readonly page: Page;
  /** Puts a page on the reader's own site, and tells its address. */
  readonly publish: (html: string) => string;
  constructor(page: Page, publish: (html: string) => string) {
    this.page = page;
    this.publish = publish;
  }

  /** Waits for a thing and scrolls to it where it is out of sight. */
  async see(thing: Locator): Promise<string> {
    await thing.waitFor({ timeout: PATIENCE_MS });
    if (!(await thing.evaluate(isInSight))) {
      this.scrolls++;
      // As far as a turn of the wheel goes: what belongs to it is seen as well.
      await thing.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    }
    return (await thing.innerText()).replace(/\s+/g, ' ').trim();
  }
  async click(thing: Locator): Promise<void> {
    await this.see(thing);
    await thing.click();
    this.clicks++;
  }
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    this.keys += text.length;
  }
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    this.keys++;
  }
  /** One of the files that other tools wrote. */
  async open(name: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.click(button(this.page, 'Open a file…'));
    await (await chooser).setFiles(fileURLToPath(new URL(`../fixtures/foreign/${name}`, import.meta.url)));
    this.clicks++;
  }
}

export const TASKS: Readonly<Record<string, (reader: Reader) => Promise<string>>> = {
  'run a search on a puzzle of one’s own': async (reader) => {
    const { page } = reader;
    await reader.click(page.locator('#problem'));
    await reader.press('ControlOrMeta+a');
    await reader.type('3 5 7 8');
    await reader.press('Enter');
    return reader.see(page.locator('.outcome:not(.recorded) .answer'));
  },
  'say why “10 - 6 = 4” was pruned': async (reader) => {
    await reader.click(reader.page.getByRole('treeitem', { name: /^10 - 6 = 4 .*pruned/ }).first());
    return reader.see(reader.page.locator('.step p').nth(1));
  },
  'check a value, and say whether the verifier was right': async (reader) => {
    const { page } = reader;
    await reader.click(page.getByRole('treeitem', { name: '6 * 5 = 30' }).first());
    await reader.click(button(page, 'Check the value'));
    return reader.see(page.locator('.actions .verdict'));
  },
  'compare TVM with another verifier on one tree': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Compare'));
    const valid = page.getByRole('checkbox', { name: 'PRM-valid' });
    await page.getByRole('checkbox', { name: 'Oracle' }).waitFor();
    // Where the site has a pack with it; TVM and OVM are ticked from the start.
    if (await valid.count()) {
      await reader.click(page.getByRole('checkbox', { name: 'OVM' }));
      await reader.click(valid);
    }
    await reader.click(button(page, 'Judge this tree'));
    const row = page.locator('.summary tbody tr').last();
    await reader.see(row);
    const [verifier, , differing] = await row.locator('th, td').allInnerTexts();
    return `${verifier}: ${differing} choices differ`;
  },
  'share the exact view': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Run'));
    const mine = await reader.see(page.locator('.outcome:not(.recorded) .answer'));
    await reader.click(button(page, 'Share'));
    await reader.click(page.getByRole('button', { name: /^Copy: Link/ }));
    const link = await page.evaluate(() => navigator.clipboard.readText());
    // The friend who gets it does nothing but open it.
    const friend = await page.context().newPage();
    await friend.goto(link);
    const answer = friend.locator('.outcome:not(.recorded) .answer');
    await answer.waitFor({ timeout: PATIENCE_MS });
    const theirs = (await answer.innerText()).replace(/\s+/g, ' ').trim();
    if (theirs !== mine) throw new Error(`The friend saw ${theirs}, not ${mine}.`);
    return `both see ${mine}`;
  },
  // Teaching.
  'show a token to a class': async (reader) => {
    const { page } = reader;
    await page.locator('.outcome .answer').waitFor({ timeout: PATIENCE_MS });
    await reader.press('p');
    await page.locator('.presenter .token').first().waitFor({ timeout: PATIENCE_MS });
    await reader.press('t');
    const told = page.locator('.presented');
    return `${await reader.see(told.locator('h2').first())}: ${await reader.see(told.locator('dl div').first())}`;
  },
  'give a class a link that does not tell what is right': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Share'));
    await reader.click(page.getByText('For a class:'));
    await reader.click(page.getByRole('checkbox', { name: /^Do not tell what is right/ }));
    await reader.click(page.getByRole('button', { name: 'Copy: Link for the class' }));
    const pupil = await page.context().newPage();
    await pupil.goto(await page.evaluate(() => navigator.clipboard.readText()));
    await pupil.locator('.outcome .answer').waitFor({ timeout: PATIENCE_MS });
    const shown = await pupil.getByRole('button', { name: 'Show what is true' }).count();
    return shown ? 'the switch is there' : 'the switch for what is true is left out';
  },
  'have a story of the class’s own solved': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Word problems'));
    await reader.click(page.locator('#problem'));
    await reader.press('ControlOrMeta+a');
    await reader.type('Sam had 20 coins. He gave 7 coins to Lia. How many coins does Sam have now?');
    await reader.press('Enter');
    return reader.see(page.locator('.outcome:not(.recorded) .answer'));
  },
  // Studying.
  'find where the verifier is most wrong': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Show what is true'));
    await reader.click(page.getByRole('button', { name: /^Show me where TVM/ }));
    return reader.see(page.locator('.stage-head .line'));
  },
  'find out what “legal” means': async (reader) => {
    const { page } = reader;
    await reader.click(page.locator('.outcome').getByRole('button', { name: 'legal', exact: true }));
    return reader.see(page.locator('[role=note]:popover-open'));
  },
  'compare beam search with best-of-n on one problem': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Compare'));
    await reader.click(button(page, 'Run both'));
    return reader.see(page.locator('.go .verdict'));
  },
  // Writing an article.
  'put a tree that runs by itself into an article': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Share'));
    await page.getByLabel('Shows').selectOption({ label: 'the tree alone' });
    reader.clicks += 2;
    const runs = page.getByRole('checkbox', { name: 'Runs as soon as it is seen' });
    if (!(await runs.isChecked())) await reader.click(runs);
    await reader.click(page.getByRole('button', { name: /^Copy: Code for an article/ }));
    const code = await page.evaluate(() => navigator.clipboard.readText());
    const article = await page.context().newPage();
    await article.goto(reader.publish(`<!doctype html><title>An article</title><p>As one sees here:</p>${code}`));
    const root = article.frameLocator('iframe').locator('[role=treeitem].chosen .card');
    await root.last().waitFor({ timeout: PATIENCE_MS });
    return `the frame ends with ${(await root.last().innerText()).replace(/\s+/g, ' ').trim()}`;
  },
  // Research.
  'tint the tree of another tool by one of its numbers': async (reader) => {
    const { page } = reader;
    await reader.open('llm-reasoners-mcts.json');
    await page.getByLabel('Tinted by').waitFor({ timeout: PATIENCE_MS });
    await reader.see(page.locator('.opened .ends'));
    await page.getByLabel('Tinted by').selectOption('distance');
    reader.clicks += 2;
    return reader.see(page.locator('.opened .ends'));
  },
  'list the steps of a file whose score is .9 and more': async (reader) => {
    const { page } = reader;
    await reader.open('ovm-steps.jsonl');
    await reader.click(page.locator('.opened').getByRole('button', { name: 'The search as a list' }));
    await reader.click(page.locator('details.outline').getByLabel('from', { exact: true }));
    await reader.type('0.9');
    await reader.press('Tab');
    return reader.see(page.getByText(/\d+ steps are found\./));
  },
  'train a verifier of one’s own': async (reader) => {
    const { page } = reader;
    await reader.click(button(page, 'Workshop'));
    for (const [name, value] of Object.entries({ 'Problems to learn from': '12', 'Problems to be tested on': '4' })) {
      await reader.click(page.getByLabel(name, { exact: true }));
      await reader.press('ControlOrMeta+a');
      await reader.type(value);
    }
    await reader.click(button(page, 'Train'));
    return reader.see(page.locator('section', { hasText: 'What came of it' }).first().locator('tbody tr').first());
  },
};
