/** What is on the page stays where it is while the rest arrives. The site must be built (`npm run build`). */
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openPage } from './harness/browser';
import { atSite } from './harness/at-site';

const at = atSite();

it('every typeface is fetched with the page: text that changes its typeface moves what is below it', async () => {
  const faces = (await readdir('dist/assets')).filter((name) => name.endsWith('.woff2'));
  expect(faces.length).toBeGreaterThan(0);
  const html = await readFile('dist/index.html', 'utf8');
  const preloaded = [...html.matchAll(/<link rel="preload" href="\.\/assets\/([^"]+)" as="font"/g)].map(
    ([, name]) => name,
  );
  expect(preloaded.sort()).toEqual(faces.sort());
});

it('the question stays where it is when the tasks are known', async () => {
  const { page, context } = await openPage(at.browser);
  let tell = (): void => undefined;
  const told = new Promise<void>((done) => (tell = done));
  await page.route('**/models/index.json', async (route) => {
    await told;
    await route.continue();
  });
  await page.goto(at.site.url);
  await page.locator('.outcome.recorded .answer').waitFor();
  const top = (): Promise<number> => page.locator('#problem').evaluate((field) => field.getBoundingClientRect().top);
  await page.evaluate(() => document.fonts.ready);
  const before = await top();
  tell();
  await page.getByRole('button', { name: 'Word problems', exact: true }).waitFor();
  expect(await top()).toBe(before);
  await context.close();
});
