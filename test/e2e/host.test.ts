/** An article that embeds the page by `embed.js`, as its author would: live searches, in frames of another origin. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Embed, MountOptions } from '../../src/host/types';
import { checkTrace } from '../../src/trace/read';
import { Articles } from './harness/articles';
import { PATIENCE_MS } from './harness/browser';
import { serve } from './harness/serve';

/** Easy, and the models have seen it. */
const FIELDS = { problem: '1 1 3 9', samples: 20, beam: 4, seed: 1 };

declare const Inkling: { mount(element: Element, options?: MountOptions): Embed };
/** What the articles below leave for their tests. */
declare const frames: Embed[];
declare const heard: unknown[];

const articles = new Articles();

describe('embed.js', () => {
  it('is small, and depends on nothing', () => {
    for (const file of ['embed.js', 'embed.esm.js']) {
      const code = readFileSync(`dist/${file}`);
      expect(gzipSync(code, { level: 9 }).length).toBeLessThan(3000);
      expect(code.toString()).not.toMatch(/\bimport\s*[({'"]/);
    }
    expect(readFileSync('dist/embed.d.ts', 'utf8')).not.toContain('import');
  });

  it('drives two frames, each with a search of its own', async () => {
    const { page, requests, problems } = await articles.article(`<div id="a"></div><div id="b"></div>
      <script>
        const heard = [];
        const frames = ['a', 'b'].map((id) => Inkling.mount(document.getElementById(id), {
          fields: ${JSON.stringify(FIELDS)},
          onState: (state) => heard.push(id + state),
          onEvents: (events) => heard.push(...events),
        }));
      </script>`);
    const results = await page.evaluate(async () => {
      const [a, b] = frames as [Embed, Embed];
      await b.configure({ strategy: 'greedy' });
      return Promise.all([a.run(), b.run()]);
    });
    expect(results[0]).toMatchObject({ correct: true });
    expect(results[0].budget.policyTokens).toBeGreaterThan(results[1].budget.policyTokens);
    const traces = await page.evaluate(() => Promise.all(frames.map((frame) => frame.getTrace())));
    const [first, second] = traces.map((trace) => checkTrace(trace));
    expect(first).toMatchObject({ ok: true, trace: { strategy: { id: 'beam' }, result: results[0] } });
    expect(second).toMatchObject({ ok: true, trace: { strategy: { id: 'greedy' } } });
    // The first one's tree is shown in the second frame.
    await page.evaluate(async () => frames[1]!.loadTrace(await frames[0]!.getTrace()));
    expect(await page.evaluate(() => frames[1]!.getTrace())).toEqual(traces[0]);
    const said = (): Promise<unknown[]> => page.evaluate(() => heard);
    for (const id of ['a', 'b']) await expect.poll(said).toEqual(expect.arrayContaining([`${id}running`, `${id}done`]));
    expect((await said()).filter((item) => typeof item === 'object').length).toBeGreaterThan(20);
    // A frame out of sight is not laid out by the browser: it tells its height when it is seen.
    for (const id of ['a', 'b']) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await page.waitForFunction((of) => document.getElementById(of)!.offsetHeight > 660, id);
    }
    expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(
      new Set([articles.site.origin, articles.hosts[0]!.origin]),
    );
    expect(problems).toEqual([]);
  });

  it('keeps the height that the article gives it, and fits its tree into that', async () => {
    // A tree that is shown needs no engine.
    const { page, problems } = await articles.article(
      `
      <div id="option" style="width: 704px"></div><div id="element" style="width: 600px; height: 520px"></div>
      <div id="later" style="width: 704px"></div><div id="own" style="width: 600px"></div>
      <script>
        const tree = { hide: 'problem,settings,run,time,legend,outcome,path,outline,notes' };
        const mount = (id, options) => Inkling.mount(document.getElementById(id), { lazy: false, ...options });
        const frames = [
          mount('option', { height: 500 }), mount('element', { fields: tree }), mount('later', {}), mount('own', {}),
        ];
        // Not by an option, but it is the article's all the same.
        frames[2].frame.style.height = '560px';
      </script>`,
      false,
    );
    const trace: unknown = JSON.parse(readFileSync('public/recorded/first-search.inkling.json', 'utf8'));
    const heights = () =>
      page.locator('iframe').evaluateAll((all) => all.map((frame) => (frame as HTMLElement).offsetHeight));
    for (const [i, id] of ['option', 'element', 'later', 'own'].entries()) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await page.evaluate(([at, shown]) => frames[at]!.loadTrace(shown as never), [i, trace] as const);
      await page.frameLocator(`#${id} iframe`).locator('.node:not(.root) .token').first().waitFor();
    }
    // Only the one that has no height of its own takes what it needs.
    await expect.poll(async () => (await heights())[3]).toBeGreaterThan(700);
    expect((await heights()).slice(0, 3)).toEqual([500, 520, 560]);
    const inside = (id: string) =>
      page
        .frameLocator(`#${id} iframe`)
        .locator('.stage > .frame')
        .evaluate((frame) => {
          const world = frame.querySelector('.world')!;
          const scale = new DOMMatrix(getComputedStyle(world).transform).a;
          const texts = [...world.querySelectorAll('.token, .meta, .more')];
          return {
            foot: Math.round(frame.getBoundingClientRect().bottom + scrollY - innerHeight),
            beyond: document.documentElement.scrollHeight - innerHeight,
            canvas: frame.querySelector('.canvas')!.clientHeight,
            text: Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * scale)),
          };
        });
    // The tree alone fills its frame; where all parts have no room, the tree ends where the frame does.
    await expect
      .poll(() => inside('element'))
      .toMatchObject({ beyond: 0, canvas: expect.toSatisfy((px: number) => px > 380) });
    for (const id of ['option', 'later'])
      await expect.poll(() => inside(id)).toMatchObject({ foot: expect.toSatisfy((px: number) => px <= 0) });
    await expect.poll(() => inside('own')).toMatchObject({ beyond: 0 });
    for (const id of ['option', 'element', 'own']) expect((await inside(id)).text).toBeGreaterThanOrEqual(11);
    expect(problems).toEqual([]);
  });

  it('says what was wrong with a request, and that a frame was taken out', async () => {
    const { page } = await articles.article(`<div id="a"></div>
      <script>const frames = [Inkling.mount(document.getElementById('a'))];</script>`);
    const caught = await page.evaluate(async () => {
      const [frame] = frames as [Embed];
      const told = (promise: Promise<unknown>) =>
        promise.then(String, ({ code, message }: { code: string; message: string }) => ({ code, message }));
      const wrong = [await told(frame.configure({ seed: 'sofa' })), await told(frame.loadTrace({} as never))];
      const late = told(frame.run());
      frame.destroy();
      return [...wrong, await late, await told(frame.stop())];
    });
    expect(caught[0]).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/seed to “sofa”/) });
    expect(caught[1]).toMatchObject({ code: 'bad-input' });
    expect(caught.slice(2)).toMatchObject([{ code: 'aborted' }, { code: 'aborted' }]);
    await expect.poll(() => page.locator('iframe').count()).toBe(0);
  });

  it('as a module mounts the one file in a strict sandbox, at once, and stops a long search', async () => {
    const { page, requests, problems } = await articles.article(`<div style="height: 5000px"></div><div id="a"></div>
      <script type="module">
        import { mount } from '${articles.site.url}embed.esm.js';
        window.heard = [];
        window.frames = [mount(document.getElementById('a'), {
          ...{ src: '${articles.site.url}inkling.html', sandbox: true, lazy: false, title: 'A long search', height: 500 },
          fields: { problem: '4 5 6 10', strategy: 'mcts', 'p.simulations': 400 },
          onEvents: (events) => heard.push(...events),
        })];
        heard.push(frames[0].frame.style.height);
      </script>`);
    // Not near, and there all the same.
    const frame = page.locator('#a iframe');
    await frame.waitFor({ state: 'attached' });
    await expect.poll(() => requests.some((url) => url.startsWith(`${articles.site.url}inkling.html`))).toBe(true);
    await expect
      .poll(() => frame.evaluate((element: HTMLIFrameElement) => [element.title, element.getAttribute('sandbox')]))
      .toEqual(['A long search', 'allow-scripts']);
    expect(await page.evaluate(() => heard.shift())).toBe('500px');
    await frame.scrollIntoViewIfNeeded();
    const { models, tasks } = await page.evaluate(() => frames[0]!.ready);
    expect(models.length).toBeGreaterThan(1);
    expect(tasks).toContain('game24');
    expect(tasks).not.toContain('gsm8k');
    const result = await page.evaluate(async () => {
      const [mounted] = frames as [Embed];
      const running = mounted.run();
      while (heard.length < 20) await new Promise((resolve) => setTimeout(resolve, 50));
      await mounted.stop();
      return running;
    });
    expect(result.budget.policyTokens).toBeGreaterThan(0);
    const trace = checkTrace(await page.evaluate(() => frames[0]!.getTrace()));
    if (!trace.ok) throw new Error(trace.message);
    expect(trace.trace.events.at(-1)).toMatchObject({ type: 'done', reason: 'stopped' });
    expect(requests.filter((url) => url.startsWith(articles.site.url)).map((url) => url.split('?')[0])).toEqual([
      `${articles.site.url}embed.js`,
      `${articles.site.url}embed.esm.js`,
      `${articles.site.url}inkling.html`,
    ]);
    expect(problems).toEqual([]);
  });

  it('says so when there is no Inkling at the address', async () => {
    const { page } = await articles.article('');
    await page.clock.install();
    await page.setContent(`<script src="${articles.site.url}embed.js"></script><div id="a"></div>
      <script>
        const heard = [];
        Inkling.mount(document.getElementById('a'), { src: '/nothing/', onError: ({ code }) => heard.push(code) });
      </script>`);
    // Its patience runs from when the frame has been given its address.
    await expect
      .poll(
        async () => {
          await page.clock.fastForward(5000);
          return page.evaluate(() => heard);
        },
        { timeout: PATIENCE_MS },
      )
      .toEqual(['no-answer']);
  });

  it('fetches nothing before the frame is near, and gives its memory back when it is long out of sight', async () => {
    const { page, requests } = await articles.article('');
    await page.clock.install();
    await page.setContent(`<script src="${articles.site.url}embed.js"></script><div style="height: 5000px"></div><div id="a"></div>
      <div style="height: 5000px"></div>`);
    await page.evaluate((fields) => {
      const frame = Inkling.mount(document.getElementById('a')!, { fields });
      Object.assign(globalThis, { frames: [frame], heard: [] });
      void frame.ready.then(() => heard.push('ready'));
    }, FIELDS);
    const fetched = () => requests.filter((url) => url.startsWith(articles.site.url) && !url.endsWith('embed.js'));
    // An observer tells of its elements in the order in which it and others were made.
    await page.evaluate(
      () =>
        new Promise<void>((told) =>
          new IntersectionObserver(() => told(), { rootMargin: '300px' }).observe(document.getElementById('a')!),
        ),
    );
    expect(await page.locator('#a iframe').getAttribute('src')).toBeNull();
    expect(fetched()).toEqual([]);
    await page.locator('#a').scrollIntoViewIfNeeded();
    await expect.poll(() => page.evaluate(() => heard), { timeout: PATIENCE_MS }).toEqual(['ready']);
    await expect.poll(() => page.workers().length).toBe(1);
    const result = await page.evaluate(() => frames[0]!.run());
    await page.evaluate(() => scrollTo(0, 0));
    // Its time runs from when it has seen that it is out of sight.
    await expect
      .poll(async () => {
        await page.clock.fastForward(61_000);
        return page.workers().length;
      })
      .toBe(0);
    expect((await page.evaluate(() => frames[0]!.getTrace())) as object).toMatchObject({ result });
    await page.locator('#a').scrollIntoViewIfNeeded();
    await expect.poll(() => page.workers().length, { timeout: PATIENCE_MS }).toBe(1);
    const { elapsedMs: _, ...budget } = result.budget;
    expect(await page.evaluate(() => frames[0]!.run())).toMatchObject({ ...result, budget });
  });
});

describe('the examples run', () => {
  it('plain.html', async () => {
    const { page, problems } = await articles.open(`${articles.site.url}examples/plain.html`);
    await page.getByRole('button', { name: 'Run both' }).click();
    await expect
      .poll(() => page.locator('#result').textContent(), { timeout: PATIENCE_MS })
      .toMatch(/^(not )?solved, solved$/);
    expect(problems).toEqual([]);
  });

  it('sandbox.html', async () => {
    const { page, problems } = await articles.open(`${articles.site.url}examples/sandbox.html`);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Run', exact: true }).click();
    await frame.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
    expect(problems).toEqual([]);
  });

  it('slides.html', async () => {
    const { page, problems, requests } = await articles.open(`${articles.site.url}examples/slides.html`);
    await page.locator('.reveal.ready').waitFor();
    await expect.poll(() => page.locator('iframe').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await page.frameLocator('iframe').locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
    expect(requests.every((url) => url.startsWith(articles.site.url))).toBe(true);
    expect(problems).toEqual([]);
  });

  it('notebook.ipynb, whose stored output is what a notebook shows', async () => {
    const { cells } = JSON.parse(readFileSync('public/examples/notebook.ipynb', 'utf8')) as {
      cells: { outputs?: { data?: Record<string, string[]> }[] }[];
    };
    const shown = cells.flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ data }) => (data?.['text/html'] ?? []).join('')),
    );
    expect(shown).toHaveLength(2);
    const html = shown.join('\n').replaceAll('http://localhost:4173/', articles.site.url);
    const host = await serve({ pages: { '/': `<!doctype html><link rel="icon" href="data:,">${html}` } });
    articles.hosts.push(host);
    const { page } = await articles.open(host.origin);
    await expect.poll(() => page.locator('iframe').count()).toBe(2);
    const frame = page.frameLocator('#inkling-first iframe');
    await frame.getByRole('button', { name: 'Run', exact: true }).click();
    await frame.locator('.outcome:not(.recorded) .answer').waitFor({ timeout: PATIENCE_MS });
  });
});
