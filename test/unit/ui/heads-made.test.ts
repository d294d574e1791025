/** Heads of a training that has not ended: when they are kept, and what becomes of them where it does not end well. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { HeadEvent } from '../../../src/protocol/head-training';
import { KeptHeads } from '../../../src/runtime/kept-heads';
import type { NotedTraining } from '../../../src/ui/shell/ports';
import { eventually } from '../../fixtures/eventually';
import { startHeads, TRAINED } from '../../fixtures/heads-page';
import { headFile } from '../../fixtures/kept-head';
import { memoryTable } from '../../fixtures/memory-table';

describe('heads of a training that is under way', () => {
  const note = () => {
    let noted: NotedTraining | null = null;
    return { read: () => noted, write: (training: NotedTraining | null) => void (noted = training) };
  };
  const made = (name: string, layer: 2 | 'last', isTested: boolean, first = isTested ? 1 : 2): HeadEvent => ({
    ...{ stage: 'made', layer, isTested, head: { id: `head:${name}`, ...headFile(name, first) } },
  });

  it('are kept as they are made, and known on the next page of the tab', async () => {
    const store = new KeptHeads(memoryTable().table);
    const noted = note();
    const { heads, hear } = startHeads({}, undefined, async () => store, noted);
    void heads.start();
    expect(noted.read()).toEqual({ model: 'tiny/model', layers: [2, 'last'], kept: [] });
    hear(made('one', 2, false));
    await eventually(() => expect(noted.read()?.kept).toEqual([{ layer: 2, name: 'one' }]));
    const [untested] = await store.all();
    hear(made('one', 2, true));
    // After its test it takes the place of what it was before.
    const isTested = async () => (await store.all()).map(({ bytes }) => bytes.join() !== untested!.bytes.join());
    await expect.poll(isTested, { timeout: 300_000 }).toEqual([true]);
    const next = startHeads({}, undefined, async () => store, noted);
    expect(next.heads.lost.left).toMatchObject({ layers: [2, 'last'], kept: [{ layer: 2, name: 'one' }] });
    await next.heads.rejoin();
    expect(next.openHead.mock.calls.map(([{ name }]) => name)).toEqual(['one.inkling.safetensors']);
    next.heads.lost.end();
    expect([next.heads.lost.left, noted.read()]).toEqual([null, null]);
  });

  it('go where it is thrown away, but for what an earlier one had left as well', async () => {
    const store = new KeptHeads(memoryTable().table);
    await store.keep(headFile('before'));
    const noted = note();
    const { heads, hear, end } = startHeads({}, undefined, async () => store, noted);
    await heads.keeping.read();
    const done = heads.start();
    hear(made('one', 2, false), made('before', 'last', true));
    await expect.poll(() => store.all(), { timeout: 300_000 }).toHaveLength(2);
    end(new AppError('aborted', 'It was called off.'));
    await done;
    expect((await store.all()).map(({ card }) => card.name)).toEqual(['before']);
    expect(heads.keeping.all.map(({ card }) => card.name)).toEqual(['before']);
    expect([heads.keeping.unkept, noted.read()]).toEqual([[], null]);
  });

  it('are there where it fails', async () => {
    const store = new KeptHeads(memoryTable().table);
    const { heads, hear, end, openHead } = startHeads({}, undefined, async () => store);
    const done = heads.start();
    hear(made('one', 2, true));
    end(new AppError('internal', 'The model did not answer.'));
    await done;
    expect(heads.ended).toBe('failed');
    expect(openHead.mock.calls.map(([{ name }]) => name)).toEqual(['one.inkling.safetensors']);
    expect(heads.keeping.all.map(({ card }) => card.name)).toEqual(['one']);
  });

  it('are at hand where it fails and nothing is kept, and said to be gone with the page', async () => {
    const { heads, page, hear, end } = startHeads();
    const done = heads.start();
    hear(made('one', 2, false), made('one', 2, true), made('two', 'last', false));
    end(new AppError('internal', 'The model did not answer.'));
    await done;
    const files = ['one.inkling.safetensors', 'two.inkling.safetensors'];
    expect(heads.opened.map(({ file }) => file)).toEqual(files);
    await eventually(() => expect(heads.keeping.unkept.length).toBeGreaterThan(0));
    expect(heads.keeping.lost.map(({ bytes }) => bytes.length > 0)).not.toContain(false);
    // The fault is still said.
    expect(page.refuse.mock.calls.at(-1)).not.toEqual([null]);
  });

  it('are at hand before the next training begins', async () => {
    const { heads, orders, openHead, hear, end } = startHeads();
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const usual = openHead.getMockImplementation()!;
    openHead.mockImplementationOnce(async (file) => opened.then(() => usual(file)));
    const done = heads.start();
    hear(made('one', 2, true));
    end(new AppError('internal', 'The model did not answer.'));
    await eventually(() => expect(openHead).toHaveBeenCalled());
    const next = [heads.start(), heads.start()];
    expect(orders).toHaveLength(1);
    open();
    await done;
    await eventually(() => expect(orders).toHaveLength(2));
    expect(heads.opened.map(({ file }) => file)).toEqual(['one.inkling.safetensors']);
    end(TRAINED);
    await Promise.all(next);
    expect(orders).toHaveLength(2);
  });

  it('can be saved where the model is gone with the fault', async () => {
    const { heads, openHead, hear, end } = startHeads();
    openHead.mockRejectedValue(new AppError('not-loaded', 'There is no model.'));
    const done = heads.start();
    hear(made('one', 2, true));
    end(new AppError('internal', 'The worker is gone.'));
    await done;
    expect(heads.opened).toEqual([]);
    expect(heads.keeping.lost.map(({ id }) => id)).toEqual(['head:one']);
  });

  it('are told as not kept once it has ended, where there is no room', async () => {
    const { heads, hear, end } = startHeads();
    const done = heads.start();
    hear(made('one', 2, false), made('one', 2, true));
    await heads.keeping.read();
    expect(heads.keeping.unkept).toEqual([]);
    end(TRAINED);
    await done;
    await eventually(() => expect(heads.keeping.unkept).toEqual(['one']));
  });
});
