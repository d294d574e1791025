/** The workshop for a reader's own model: what it asks of the worker, and what becomes of that. */
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { HeadEvent } from '../../../src/protocol/head-training';
import { KeptHeads } from '../../../src/runtime/kept-heads';
import { messagesFor } from '../../../src/words';
import { eventually } from '../../fixtures/eventually';
import { head, model, RUN, startHeads, TRAINED } from '../../fixtures/heads-page';
import { headFile } from '../../fixtures/kept-head';
import { memoryTable } from '../../fixtures/memory-table';

const sampled = (solutions: number): HeadEvent => ({
  ...{ stage: 'sample', layer: 2, problems: 1, of: 48, solutions, correct: 1, tokens: 30 },
});

describe('a training', () => {
  it('is asked of the worker with what is chosen, and its heads are verifiers from then on', async () => {
    const { heads, page, orders, end } = startHeads();
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
    const { heads, hear, end } = startHeads();
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
    const { heads, hear, calls, end } = startHeads();
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
    const { heads, page, end } = startHeads();
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
    const { heads, hear, orders, end } = startHeads();
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
    const { heads, orders } = startHeads({ task: 'gsm8k' });
    expect(heads.task).toBe('word-problems');
    heads.chooseTask('game24');
    void heads.start();
    expect(orders).toMatchObject([{ task: 'game24', questions: null }]);
  });

  it('has no levels where its problems have none, whatever was chosen for others', () => {
    const { heads, orders, end } = startHeads();
    heads.change({ levels: [2, 3] });
    heads.chooseTask('game24');
    void heads.start();
    expect(orders[0]!.request).toMatchObject({ levels: null, testLevels: null });
    end(new AppError('aborted', 'It was called off.'));
  });

  it('searches no more problems than it tests on, and keeps what was asked', () => {
    const { heads } = startHeads();
    heads.change({ searchProblems: 20, testProblems: 4 });
    expect(heads.searchProblems).toBe(4);
    heads.change({ testProblems: 40 });
    expect(heads.searchProblems).toBe(20);
  });

  it('tests on no more problems than the level has that a probe will find', () => {
    const { heads } = startHeads();
    // A hundred of each.
    expect(heads.mostOf('testProblems')).toBe(100);
    heads.change({ levels: [1, 2] });
    expect(heads.mostOf('testProblems')).toBe(200);
  });

  it('does not begin beside a search, and says so', () => {
    const { heads, page, orders } = startHeads();
    page.isBusy = true;
    void heads.start();
    expect([orders, heads.ended, heads.status]).toEqual([[], null, 'idle']);
    expect(page.refuse).toHaveBeenCalledExactlyOnceWith(messagesFor('en').errors.busy);
  });

  it('cannot begin without hidden states', async () => {
    const { heads, orders } = startHeads({}, []);
    await heads.start();
    expect(orders).toEqual([]);
  });
});

describe('heads', () => {
  it('join their model again when it is loaded again, and no other', async () => {
    const { heads, page, end, leave, openHead } = startHeads();
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
    const { heads, openHead } = startHeads({}, undefined, async () => store);
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
    const { heads, end, openHead } = startHeads({}, undefined, async () => store);
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

    const nowhere = startHeads();
    const lost = nowhere.heads.start();
    nowhere.end(TRAINED);
    await lost;
    await eventually(() => expect(nowhere.heads.keeping.unkept).toEqual(['one']));
    expect(nowhere.heads.isLostWithPage).toBe(true);
  });

  it('that lie beside the model are named, and fetched when they are wanted', async () => {
    const { heads, page, openHead } = startHeads();
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
    const { heads, page, openHead } = startHeads();
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
    const { heads, page, orders } = startHeads();
    await heads.own.open(new File(['question,answer\nHow many eggs are left?,3\n'], 'mine.csv'));
    expect(heads.questions).toMatchObject({ name: 'mine.csv', texts: [expect.stringContaining('#### 3')] });
    expect(page.chooseTask).toHaveBeenCalledWith('gsm8k');
    heads.change({ levels: [1, 2] });
    void heads.start();
    expect(orders).toMatchObject([{ task: 'gsm8k', questions: heads.questions!.texts, request: { levels: null } }]);
  });

  it('makes the numbers fit it, and names what came of it', async () => {
    const { heads, end } = startHeads();
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
    ['nothing here', /neither JSON nor a table/],
    ['question,answer\n', /holds no question/],
    ['{"question": "How many?"}\n', /^Line 1 is not \{"question"/],
  ])('%j is refused in a sentence', async (text, sentence) => {
    const { heads, page } = startHeads();
    await heads.own.open(new File([text], 'mine.csv'));
    expect(heads.questions).toBeNull();
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(sentence));
  });
});
