/** A page on which a model of the reader's own writes: the site's own models never arrive, and the runtime is the same file. */
import type { Browser, Page } from 'playwright-core';
import { openPage, PATIENCE_MS, type WatchedPage } from './browser';
import type { FakeHub } from './hub';
import type { Served } from './serve';

/** @param prepare what is to be there before the page is asked for */
export async function openWithoutModels(
  browser: Browser,
  site: Served,
  query = '',
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<WatchedPage> {
  const watched = await openPage(browser);
  await prepare(watched.page);
  await watched.page.route(`${site.url}models/**`, () => undefined);
  await watched.page.goto(site.url + query);
  return watched;
}

/** Opens the dialog and says yes to what it asks. */
export async function loadModel(page: Page, hub: FakeHub, id: string): Promise<void> {
  await page.getByRole('button', { name: 'Use a model of your own…' }).click();
  await agree(page, hub, id);
}

/** In the dialog that is open. */
export async function agree(page: Page, hub: FakeHub, id: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Model', { exact: true }).fill(`${hub.origin}/${id}`);
  await dialog.getByRole('button', { name: /^Look it up/ }).click();
  // What is kept in this browser is not downloaded again.
  await dialog.getByRole('button', { name: /^(Download and start|Start)$/ }).click();
  await page.getByText(`The steps are written by ${id}`).waitFor({ timeout: PATIENCE_MS });
}
