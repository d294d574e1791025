/** `embed.js` as notebooks, bundlers and tag managers load it, and with sources and frames that mean no good. */
import { describe, expect, it } from 'vitest';
import type { Embed, MountOptions } from '../../src/host/types';
import { Articles } from './harness/articles';
import { serve } from './harness/serve';

declare const Inkling: { mount(element: Element, options?: MountOptions): Embed };

const articles = new Articles();

describe('embed.js', () => {
  it('defines Inkling however it is loaded, and asks for src in one sentence where it cannot know it', async () => {
    const { page, problems } = await articles.article('<div id="a"></div>');
    // From the article's own host, as modules and what is fetched need without further headers.
    const ways: Readonly<Record<string, string>> = {
      imported: `import('/some/folder/embed.js')`,
      evaluated: `fetch('/some/folder/embed.js').then((response) => response.text()).then((code) => (0, eval)(code))`,
      inline: `fetch('/some/folder/embed.js').then((response) => response.text()).then((code) => {
        const script = document.createElement('script');
        script.textContent = code;
        document.head.append(script);
      })`,
      module: `new Promise((resolve) => {
        const script = document.createElement('script');
        Object.assign(script, { type: 'module', src: '/some/folder/embed.js?module', onload: resolve });
        document.head.append(script);
      })`,
      blob: `fetch('/some/folder/embed.js').then((response) => response.blob()).then((blob) => new Promise((resolve) => {
        const script = document.createElement('script');
        Object.assign(script, { src: URL.createObjectURL(blob), onload: resolve });
        document.head.append(script);
      }))`,
    };
    for (const [way, load] of Object.entries(ways)) {
      const said = await page.evaluate(
        `delete globalThis.Inkling, (${load}).then(() => {
          try { Inkling.mount(document.getElementById('a')); return 'mounted'; }
          catch ({ code, message }) { return code + ': ' + message; }
        })`,
      );
      expect({ way, said }).toEqual({ way, said: expect.stringMatching(/^bad-input: Say in `src` where Inkling is/) });
      await page.evaluate(
        (src) => Inkling.mount(document.getElementById('a')!, { src, fields: { hide: 'settings' } }),
        articles.site.url,
      );
      const frame = page.frameLocator('iframe');
      await frame.getByRole('button', { name: 'Run', exact: true }).waitFor();
      await page.evaluate(() => document.querySelector('iframe')!.remove());
    }
    expect(problems).toEqual([]);
  });

  it('takes no source that would run as the article, and no frame’s odd words amiss', async () => {
    const { page, problems } = await articles.article('<div id="a"></div>');
    const refused = await page.evaluate(
      (own) =>
        [
          ...['javascript:globalThis.hit=1', ' JavaScript:globalThis.hit=1', 'java\nscript:globalThis.hit=1'],
          ...['data:text/html,<script>parent.hit=1</script>', `blob:${location.origin}/x`, 'about:blank', 'vbscript:x'],
          ...[`filesystem:${own}x`, `view-source:${own}`, 'mailto:a@b', 'http://[', ''],
        ].map((src) => {
          try {
            const { frame } = Inkling.mount(document.getElementById('a')!, { src, lazy: false });
            return frame.src;
          } catch (error) {
            const { code, message } = error as { code: string; message: string };
            return `${code}: ${message}`;
          }
        }),
      articles.site.url,
    );
    // An empty one is the article itself, which is a web address.
    expect(refused.pop()).toMatch(/^http:/);
    for (const said of refused)
      expect(said).toMatch(/^bad-input: `src` (has to be a web address or a file|is no address)/);
    expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false);
    const odd = `<script>
      const say = (more) => parent.postMessage({ inkling: 1, ...more }, '*');
      for (const odd of [undefined, null, 7, {}, [], { toString: 1, valueOf: 1 }, Object.create(null)]) {
        say({ type: 'error', code: odd, message: odd });
        say({ type: 'height', height: odd });
        say({ type: odd, id: odd });
      }
      say({ type: 'error', code: 'internal', message: 'the last' });
    </script>`;
    const host = await serve({ pages: { '/odd': odd } });
    articles.hosts.push(host);
    const heard = await page.evaluate(
      (src) =>
        new Promise<string[]>((resolve) => {
          const said: string[] = [];
          Inkling.mount(document.getElementById('a')!, {
            ...{ src, lazy: false },
            onError: ({ code, message }) => {
              said.push(`${code}: ${message}`);
              if (message === 'the last') resolve(said);
            },
          });
        }),
      `${host.origin}/odd`,
    );
    expect([...new Set(heard.slice(0, -1))]).toEqual(['internal: The frame did not say what went wrong.']);
    expect(heard).toHaveLength(8);
    expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
  });
});
