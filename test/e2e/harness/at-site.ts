/** A browser and the built site for a file of tests, both gone with it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launch } from './browser';
import { serve, type Served } from './serve';

/** To be called once, outside of tests; what it gives is there within them. */
export function atSite(): { readonly browser: Browser; readonly site: Served } {
  let browser: Browser | undefined;
  let site: Served | undefined;
  beforeAll(async () => {
    browser = await launch();
    site = await serve();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  return {
    get browser() {
      return browser!;
    },
    get site() {
      return site!;
    },
  };
}
