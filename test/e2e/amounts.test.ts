/** A typed story with amounts that have digits behind the point, searched: the answer in the story's own amounts. */
import { expect, it } from 'vitest';
import { atSite } from './harness/at-site';
import { openPage } from './harness/browser';

const at = atSite();

it('the outcome tells the answer divided by what the amounts were told larger by', async () => {
  const { page, context } = await openPage(at.browser);
  await page.goto(`${at.site.url}?task=word-problems&strategy=greedy&verifier=none`);
  await page
    .getByRole('textbox', { name: 'Solve' })
    .fill('Oliver has $20. He buys two comics at $3.50 each. How much change does he get?');
  await expect.poll(() => page.locator('.reworded').innerText()).toContain('divide the answer by 2');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const answer = page.locator('.outcome:not(.recorded) .answer .expression');
  await answer.waitFor();
  const told = /^(\d+)\s*÷ 2 = ([\d.]+)$/.exec(await answer.innerText());
  expect(Number(told?.[2]) * 2).toBeCloseTo(Number(told?.[1]));
  expect(await page.locator('.outcome').innerText()).toContain('of the story as the model was given it');
  // It stays what it was when another story is typed.
  await page.getByRole('textbox', { name: 'Solve' }).fill('Tom has 5 apples. He eats 2. How many are left?');
  await expect.poll(() => page.locator('.reworded').innerText()).not.toContain('divide the answer');
  expect(await answer.innerText()).toContain(`= ${told?.[2]}`);
  await context.close();
});
