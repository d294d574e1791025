/** Articles that embed the page by `embed.js`: each on an origin of its own, all gone after the test that opened them. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launch, openPage, openWithoutEngine, type WatchedPage } from './browser';
import { serve, type Served } from './serve';

export class Articles {
  /** Whose frames the articles show; a sandboxed frame may read its files. */
  site!: Served;
  /** The servers of the articles that are open, the first opened first. */
  readonly hosts: Served[] = [];
  #browser!: Browser;
  #watched: WatchedPage | null = null;

  /** To be called where a file of tests begins: starts and ends with the tests around it. */
  constructor() {
    beforeAll(async () => {
      this.#browser = await launch();
      this.site = await serve({ headers: { 'Access-Control-Allow-Origin': '*' } });
    });
    afterAll(async () => {
      await this.#browser?.close();
      await this.site?.close();
    });
    afterEach(async () => {
      await this.#watched?.context.close();
      this.#watched = null;
      await Promise.all(this.hosts.splice(0).map((host) => host.close()));
    });
  }

  /** An article on another origin, with `embed.js` from the site. Without an engine its frames show what they are given. */
  async article(body: string, hasEngine = true): Promise<WatchedPage> {
    const html = `<!doctype html><link rel="icon" href="data:,"><title>Article</title>
    <script src="${this.site.url}embed.js"></script>${body}`;
    const host = await serve({ pages: { '/article': html } });
    this.hosts.push(host);
    return this.open(`${host.origin}/article`, hasEngine);
  }

  async open(address: string, hasEngine = true): Promise<WatchedPage> {
    if (hasEngine) {
      this.#watched = await openPage(this.#browser);
      await this.#watched.page.goto(address);
    } else this.#watched = await openWithoutEngine(this.#browser, address);
    return this.#watched;
  }
}
