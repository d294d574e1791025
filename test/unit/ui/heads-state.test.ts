/** The workshop for a reader's own model: what it asks of the worker, and what becomes of that. */
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import { KeptHeads } from '../../../src/runtime/kept-heads';
import type { HeadEvent, HeadOrder, TrainedHeads } from '../../../src/protocol/head-training';
import type { HeadTraining, KeptHeadsSource } from '../../../src/ui/shell/ports';
import { HeadWorkshop, type HeadsPage } from '../../../src/ui/views/heads/heads.svelte';
import { eventually } from '../../fixtures/eventually';
import { memoryTable } from '../../fixtures/memory-table';
import { HEAD_BASE, headFile } from '../../fixtures/kept-head';
import { messagesFor } from '../../../src/words';
import { DEFAULT_STATE, type UrlState } from '../../../src/url/fields';

const head = (id: string) => ({
  ...{ id, task: 'word-problems' as const, scale: 'probability' as const, rule: 'ovm', file: `${id}.safetensors` },
  bytes: new Uint8Array([1]),
});
const model = (id: string) => ({ id: `tiny/${id}`, parameters: 3, role: 'verifier' as const, verifier: id });
const TEST = { auc: 0.7, aucWithin: 0.6, brier: 0.2, ece: 0.1 };
const RUN = {
  ...{ rule: 'ovm' as const, layer: 2, head: head('head:one'), model: model('head:one'), test: TEST, points: [] },
  ...{ steps: 12, exploded: false, seconds: { sample: 1, learn: 1, test: 1 } },
};
const TRAINED: TrainedHeads = {
  ...{ levels: [1, 1], shares: [], runs: [RUN], gauges: null, searched: null },
  labels: { solutions: 8, kept: 8, flipped: 0, spoiled: 0 },
};

function start(
  settings: Partial<UrlState> = {},
  stateLayers: readonly (number | 'last')[] = [2, 'last'],
  kept: KeptHeadsSource | null = null,
) {
  const orders: HeadOrder[] = [];
  let hear: (events: readonly HeadEvent[]) => void = () => undefined;
  let end: (how: TrainedHeads | AppError) => void = () => undefined;
  const calls = { pause: vi.fn(), goOn: vi.fn(), stop: vi.fn() };
  const openHead = vi.fn(async (file: File) => {
    const id = file.name.replace('.safetensors', '');
    return { head: head(id), model: model(id) };
  });
  const readHead = vi.fn<() => Promise<File>>();
  const trainHeads = (order: HeadOrder, onEvents: typeof hear): HeadTraining => {
    orders.push(order);
    hear = onEvents;
    const result = new Promise<TrainedHeads>((resolve, reject) => {
      end = (how) => (how instanceof AppError ? reject(how) : resolve(how));
    });
    return { result, ...calls, abort: () => end(new AppError('aborted', 'It was called off.')) };
  };
  let verifiers: readonly string[] = ['confidence'];
  const page = {
    settings: { ...DEFAULT_STATE, task: 'word-problems', ...settings },
    hub: {
      ...{
        headPort: { trainHeads, openHead, readHead },
        source: null as object | null,
        using: { name: 'tiny/model', dtype: 'fp32' },
      },
      get loaded() {
        return { verifiers, stateLayers, sha256: HEAD_BASE };
      },
      join: (models: readonly { readonly verifier?: string }[]) => {
        verifiers = [...verifiers, ...models.flatMap(({ verifier }) => verifier ?? [])];
      },
    },
    ...{ messages: messagesFor('en'), isBusy: false, mayRun: true },
    ...{ change: vi.fn(), chooseTask: vi.fn(async () => undefined), refuse: vi.fn(), tryRun: vi.fn() },
  };
  const heads = new HeadWorkshop(page as unknown as HeadsPage, kept);
  return {
    ...{ heads, page, orders, calls, openHead },
    hear: (...events: readonly HeadEvent[]) => hear(events),
    end: (how: TrainedHeads | AppError) => end(how),
    leave: () => (verifiers = ['confidence']),
  };
}

const sampled = (solutions: number): HeadEvent => ({
  ...{ stage: 'sample', layer: 2, problems: 1, of: 48, solutions, correct: 1, tokens: 30 },
});

describe('a training', () => {
  it('is asked of the worker with what is chosen, and its heads are verifiers from then on', async () => {
    const { heads, page, orders, end } = start();
    heads.change({ problems: 20, levels: [1, 2], searchProblems: 30 });
    heads.toggleLayer('last');
    const done = heads.start();
    expect(heads.status).toBe('running');
    expect(orders).toMatchObject([
      {
        task: 'word-problems',
        layers: [2],
        questions: null,
        // Those that are searched are among those that are tested on.
        request: { problems: 20, levels: [1, 2], rules: ['ovm'], testProblems: 24, searchProblems: 24 },
      },
    ]);
    expect(heads.isOffered(RUN.head)).toBe(false);
    end(TRAINED);
    await done;
    expect(heads.finished).toMatchObject([{ number: 1, model: 'tiny/model', runs: [{ layer: 2 }] }]);
    expect([heads.status, heads.ended, heads.isOffered(RUN.head)]).toEqual(['idle', 'well', true]);
    heads.use(RUN.head);
    expect(page.change).toHaveBeenCalledWith({ verifier: 'head:one', view: 'search' });
    expect(page.tryRun).toHaveBeenCalledOnce();
  });

  it('never goes back, also where a later layer is told the solutions once more, and the next one begins at nothing', async () => {
    const { heads, hear, end } = start();
    const done = heads.start();
    const shares: number[] = [];
    for (const solutions of [100, 384, 8, 384]) {
      hear(sampled(solutions));
      shares.push(heads.share);
    }
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[1]).toBeGreaterThan(shares[0]!);
    expect(shares.slice(2)).toEqual([shares[1], shares[1]]);
    end(TRAINED);
    await done;
    void heads.start();
    expect(heads.share).toBe(0);
  });

  it('is held and ended by stages', async () => {
    const { heads, hear, calls, end } = start();
    const done = heads.start();
    hear(sampled(1));
    heads.pause();
    expect([heads.status, calls.pause.mock.calls.length]).toEqual(['paused', 1]);
    heads.goOn();
    heads.stop();
    expect(heads.status).toBe('stopping');
    // The stage after it can be ended in its turn.
    hear({ stage: 'learn', layer: 2, rule: 'ovm', step: 1, of: 9, loss: 1, heldOut: null });
    expect(heads.status).toBe('running');
    end(new AppError('aborted', 'It was called off.'));
    await done;
    expect([heads.ended, heads.finished]).toEqual(['called-off', []]);
  });

  it('that fails says why, and nothing is lost', async () => {
    const { heads, page, end } = start();
    const first = heads.start();
    end(TRAINED);
    await first;
    const second = heads.start();
    end(new AppError('bad-input', 'No problem has right and wrong samples.'));
    await second;
    expect(heads.ended).toBe('failed');
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringContaining('No problem has right and wrong samples.'));
    expect(heads.finished).toHaveLength(1);
  });

  it('that would take long is begun anew with less', async () => {
    const { heads, hear, orders, end } = start();
    const done = heads.start();
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    hear(sampled(0));
    now.mockReturnValue(61_000);
    hear(sampled(4));
    // Fifteen seconds each, and some five hundred are left.
    expect([heads.isLong, Math.round(heads.remaining! / 60)]).toEqual([true, 143]);
    now.mockRestore();
    const smaller = heads.takeSmaller();
    await eventually(() => expect(orders).toHaveLength(2));
    expect(orders[1]!.request.problems).toBeLessThan(orders[0]!.request.problems);
    end(TRAINED);
    await Promise.all([done, smaller]);
    expect(heads.finished).toHaveLength(1);
  });

  it('learns from problems that there are, where the page’s task has none', () => {
    const { heads, orders } = start({ task: 'gsm8k' });
    expect(heads.task).toBe('word-problems');
    heads.chooseTask('game24');
    void heads.start();
    expect(orders).toMatchObject([{ task: 'game24', questions: null }]);
  });

  it('has no levels where its problems have none, whatever was chosen for others', () => {
    const { heads, orders, end } = start();
    heads.change({ levels: [2, 3] });
    heads.chooseTask('game24');
    void heads.start();
    expect(orders[0]!.request).toMatchObject({ levels: null, testLevels: null });
    end(new AppError('aborted', 'It was called off.'));
  });

  it('searches no more problems than it tests on, and keeps what was asked', () => {
    const { heads } = start();
    heads.change({ searchProblems: 20, testProblems: 4 });
    expect(heads.searchProblems).toBe(4);
    heads.change({ testProblems: 40 });
    expect(heads.searchProblems).toBe(20);
  });

  it('tests on no more problems than the level has that a probe will find', () => {
    const { heads } = start();
    // A hundred of each.
    expect(heads.mostOf('testProblems')).toBe(100);
    heads.change({ levels: [1, 2] });
    expect(heads.mostOf('testProblems')).toBe(200);
  });

  it('does not begin beside a search, and says so', () => {
    const { heads, page, orders } = start();
    page.isBusy = true;
    void heads.start();
    expect([orders, heads.ended, heads.status]).toEqual([[], null, 'idle']);
    expect(page.refuse).toHaveBeenCalledExactlyOnceWith(messagesFor('en').errors.busy);
  });

  it('cannot begin without hidden states', async () => {
    const { heads, orders } = start({}, []);
    await heads.start();
    expect(orders).toEqual([]);
  });
});

describe('heads', () => {
  it('join their model again when it is loaded again, and no other', async () => {
    const { heads, page, end, leave, openHead } = start();
    const done = heads.start();
    end(TRAINED);
    await done;
    leave();
    page.hub.using = { name: 'tiny/other', dtype: 'fp32' };
    await heads.rejoin();
    expect([heads.isOffered(RUN.head), openHead.mock.calls.length]).toEqual([false, 0]);
    page.hub.using = { name: 'tiny/model', dtype: 'fp32' };
    openHead.mockRejectedValueOnce(new AppError('file-damaged', 'Another size of it.'));
    await heads.rejoin();
    expect(heads.isOffered(RUN.head)).toBe(false);
    await heads.rejoin();
    expect(heads.isOffered(RUN.head)).toBe(true);
  });

  it('of earlier visits join the model that they stand on, and no other', async () => {
    const store = new KeptHeads(memoryTable().table);
    await store.keep(headFile('before'));
    await store.keep(headFile('other', 1, 'ab'.repeat(32)));
    const { heads, openHead } = start({}, undefined, async () => store);
    await heads.rejoin();
    expect(openHead.mock.calls.map(([{ name }]) => name)).toEqual(['before.inkling.safetensors']);
    expect(heads.keeping.all.map(({ card }) => card.name)).toEqual(['other', 'before']);
    await heads.keeping.forget(heads.keeping.all);
    expect([heads.keeping.all, await store.all()]).toEqual([[], []]);
  });

  it('that were trained or opened are kept, and where there is no room that is said', async () => {
    const store = new KeptHeads(memoryTable().table);
    const { bytes } = headFile('one');
    const run = { ...RUN, head: { ...head('head:one'), file: 'one.inkling.safetensors', bytes } };
    const { heads, end, openHead } = start({}, undefined, async () => store);
    const done = heads.start();
    end({ ...TRAINED, runs: [run] });
    await done;
    openHead.mockImplementationOnce(async () => ({
      head: { ...head('head:mine'), ...headFile('mine') },
      model: model('head:mine'),
    }));
    await heads.open(new File([], 'mine.safetensors'));
    await eventually(() => expect(heads.keeping.all.map(({ card }) => card.name)).toEqual(['mine', 'one']));
    expect(heads.isLostWithPage).toBe(false);

    const nowhere = start();
    const lost = nowhere.heads.start();
    nowhere.end(TRAINED);
    await lost;
    await eventually(() => expect(nowhere.heads.keeping.unkept).toEqual(['one']));
    expect(nowhere.heads.isLostWithPage).toBe(true);
  });

  it('that lie beside the model are named, and fetched when they are wanted', async () => {
    const { heads, page, openHead } = start();
    expect(heads.beside.all).toEqual([]);
    const listed = (path: string, sizeBytes = 9) => ({ path, sizeBytes, sha256: null });
    const whole = ['inkling/a.inkling.safetensors', 'inkling/b.inkling.safetensors'].map((path) => listed(path));
    const others = ['a.inkling.safetensors', 'inkling/deep/a.inkling.safetensors', 'inkling/a.safetensors'];
    const odd = [listed('inkling/large.inkling.safetensors', 2 ** 25), listed('inkling/empty.inkling.safetensors', 0)];
    page.hub.source = { listing: { files: [...whole, ...odd, ...others.map((path) => listed(path))] } };
    expect(heads.beside.all).toEqual(whole);
    page.hub.headPort.readHead.mockResolvedValueOnce(new File([], 'head:a.safetensors'));
    expect(await heads.beside.take(whole[0]!)).toMatchObject({ id: 'head:a' });
    expect(openHead.mock.calls.map(([{ name }]) => name)).toEqual(['head:a.safetensors']);
    page.hub.headPort.readHead.mockRejectedValueOnce(new AppError('download-failed', 'The hub did not answer.'));
    expect(await heads.beside.take(whole[1]!)).toBeNull();
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(/could not be downloaded/));
    expect(heads.beside.fetching).toBeNull();
  });

  it('in files are offered, and one that does not fit says why', async () => {
    const { heads, page, openHead } = start();
    expect(await heads.open(new File([], 'head:mine.safetensors'))).toMatchObject({ id: 'head:mine' });
    expect(heads.opened.map(({ id }) => id)).toEqual(['head:mine']);
    openHead.mockRejectedValueOnce(
      new AppError('file-damaged', 'odd.safetensors is no verifier.', { file: 'odd.safetensors', fault: 'json' }),
    );
    expect(await heads.open(new File([], 'odd.safetensors'))).toBeNull();
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(/\w/));
  });
});

describe('a file of questions', () => {
  it('takes the place of the task’s problems', async () => {
    const { heads, page, orders } = start();
    await heads.own.open(new File(['question,answer\nHow many eggs are left?,3\n'], 'mine.csv'));
    expect(heads.questions).toMatchObject({ name: 'mine.csv', texts: [expect.stringContaining('#### 3')] });
    expect(page.chooseTask).toHaveBeenCalledWith('gsm8k');
    heads.change({ levels: [1, 2] });
    void heads.start();
    expect(orders).toMatchObject([{ task: 'gsm8k', questions: heads.questions!.texts, request: { levels: null } }]);
  });

  it('makes the numbers fit it, and names what came of it', async () => {
    const { heads, end } = start();
    const rows = Array.from({ length: 30 }, (_, i) => `How many eggs are in box ${i}?,${i}`);
    await heads.own.open(new File([`question,answer\n${rows.join('\n')}\n`], 'mine.csv'));
    expect(heads.wish).toMatchObject({ problems: 20, testProblems: 10 });
    const trained = heads.start();
    end(TRAINED);
    await trained;
    // Of the layer without a head is told that there is none.
    expect(heads.finished).toMatchObject([{ questions: 'mine.csv', layers: [2, 'last'], runs: [{ layer: 2 }] }]);
  });

  it.each([
    ['nothing here', /neither JSON lines nor a table/],
    ['question,answer\n', /holds no question/],
    ['{"question": "How many?"}\n', /^Line 1 is not \{"question"/],
  ])('%j is refused in a sentence', async (text, sentence) => {
    const { heads, page } = start();
    await heads.own.open(new File([text], 'mine.csv'));
    expect(heads.questions).toBeNull();
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(sentence));
  });
});
