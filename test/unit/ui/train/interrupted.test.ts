import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/core/errors';
import type { HeadFile, Trained, TrainEvent, TrainOrder, UnfinishedNews } from '../../../../src/protocol/train';
import type { UnfinishedTraining } from '../../../../src/protocol/unfinished';
import type { TrainListener } from '../../../../src/runtime/train-host';
import type { UnfinishedSource, WorkshopPort } from '../../../../src/ui/shell/ports';
import { Workshop, type WorkshopPage } from '../../../../src/ui/views/train/workshop.svelte';
import { DEFAULT_STATE } from '../../../../src/url/fields';
import { messagesFor } from '../../../../src/words';
import { eventually } from '../../../fixtures/eventually';
import { keptTraining } from '../../../fixtures/kept-training';
import { learned, ORDER, WRITTEN } from '../../../fixtures/unfinished-training';

const { samples, seconds } = WRITTEN;
const { kind: _, ...learning } = learned(7);
const BEFORE: UnfinishedTraining = { ...ORDER, samples, seconds, learning, mark: '1-2-3-4' };
const SAMPLE: TrainEvent = { stage: 'sample', problems: 2, of: 2, solutions: 4, correct: 1, tokens: 9 };
const LEARN: TrainEvent = { stage: 'learn', rule: 'ovm', of: 40, step: 8, loss: 0.7, heldOut: null };

/** @param kept what the browser keeps of an interrupted training */
function setUp(kept: UnfinishedTraining | 'elsewhere' | null, source?: UnfinishedSource) {
  const state = { kept };
  let end: { resolve: (value: Trained) => void; reject: (error: unknown) => void } | null = null;
  let listener: TrainListener | null = null;
  let free: () => void = () => undefined;
  const orders: { readonly order: TrainOrder; readonly before: unknown }[] = [];
  const port = {
    offer: async () => ({ starts: ['policy'], bases: [], models: '' }),
    train: (order: TrainOrder, _: unknown, hears: TrainListener, before: unknown) => {
      orders.push({ order, before });
      listener = hears;
      const result = new Promise<Trained>((resolve, reject) => (end = { resolve, reject }));
      return { result, stop: vi.fn(), abort: () => end!.reject(new AppError('aborted', 'x')) };
    },
  } as unknown as WorkshopPort;
  const heads: HeadFile[] = [];
  const page = {
    settings: { ...DEFAULT_STATE },
    messages: messagesFor('en'),
    isBusy: false,
    offer: {
      ...{ verifiers: [], heads, scaleOf: () => 'probability' as const },
      addHead: (head: HeadFile) => void heads.push(head),
    },
    ...{ change: vi.fn(), refuse: vi.fn(), mayRun: true, tryRun: async () => undefined },
  } satisfies WorkshopPage;
  const keeper = {
    keep: vi.fn(async (_: UnfinishedNews) => undefined),
    forget: vi.fn(async () => void (state.kept = null)),
    end: vi.fn(async () => undefined),
  };
  const trainings = {
    find: vi.fn(async () => state.kept),
    freed: () => new Promise<void>((resolve) => (free = resolve)),
    begin: vi.fn(async (..._: unknown[]) => keeper),
    remove: vi.fn(async () => void (state.kept = null)),
  };
  const workshop = new Workshop(port, page, null, source ?? (async () => trainings));
  const tell = (...events: TrainEvent[]): void => listener!.onEvents(events);
  const news = (one: UnfinishedNews): void => listener!.onUnfinished([one]);
  return { workshop, page, orders, keeper, trainings, state, tell, news, end: () => end!, free: () => free() };
}

describe('a training that was interrupted', () => {
  it('is gone on with as it was asked, from what is kept, with the curves that were there, and is then no more', async () => {
    const { workshop, orders, keeper, trainings, tell, news, end } = setUp(BEFORE);
    await workshop.interrupted.look('game24');
    expect(workshop.interrupted.of('game24')).toBe(BEFORE);
    expect(workshop.interrupted.of('word-problems')).toBeNull();
    const run = workshop.resume();
    await eventually(() => expect(orders).toHaveLength(1));
    const { teacher, heads, request } = BEFORE;
    expect(orders[0]).toEqual({ order: { task: 'game24', teacher, heads, request, taken: [] }, before: BEFORE });
    expect(trainings.begin).toHaveBeenCalledWith({ task: 'game24', teacher, heads, request }, BEFORE.mark);
    expect(workshop.choice).toEqual({ ...request, teacher });
    expect(workshop.progress.curves.map(({ rule, of, points }) => [rule, of, points])).toEqual([
      ['tvm', 40, [{ step: 40, loss: 0.5, heldOut: null }]],
      ['ovm', 40, [{ step: 7, loss: 0.6, heldOut: 0.7 }]],
    ]);
    expect(workshop.progress.watched.checkpoints).toEqual([{ rule: 'tvm', step: 0, of: 40, values: [0.5, 0.25] }]);
    tell(SAMPLE, LEARN);
    expect(workshop.progress.curves[1]!.points.map(({ step }) => step)).toEqual([7, 8]);
    news(learned(9));
    await eventually(() => expect(keeper.keep).toHaveBeenCalledWith(learned(9)));
    expect(keeper.forget).not.toHaveBeenCalled();
    tell({ stage: 'made', trained: keptTraining('new').trained });
    await eventually(() => expect(keeper.forget).toHaveBeenCalled());
    end().resolve(keptTraining('new').trained);
    await run;
    await eventually(() => expect(workshop.interrupted.of('game24')).toBeNull());
    expect([workshop.ended, keeper.end.mock.calls.length]).toEqual(['well', 1]);
  });

  it.each([
    ['fails, stays', new AppError('worker-died', 'x'), true],
    ['does not fit, is thrown away', new AppError('bad-input', 'x', { fault: 'unfinished' }), false],
  ])('that %s', async (_, error, stays) => {
    const { workshop, page, orders, keeper, end } = setUp(BEFORE);
    const run = workshop.resume();
    await eventually(() => expect(orders).toHaveLength(1));
    end().reject(error);
    await run;
    await eventually(() => expect(keeper.end).toHaveBeenCalled());
    expect(keeper.forget).toHaveBeenCalledTimes(stays ? 0 : 1);
    await eventually(() => expect(workshop.interrupted.of('game24')).toBe(stays ? BEFORE : null));
    const said = stays ? /^The browser ended the training/ : /does not fit this page any more, and is thrown away/;
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(said));
  });

  it('stays where going on is stopped before it learns, and not where it is thrown away', async () => {
    const { workshop, orders, keeper, tell } = setUp(BEFORE);
    const first = workshop.resume();
    await eventually(() => expect(orders).toHaveLength(1));
    tell(SAMPLE);
    workshop.stop();
    await first;
    await eventually(() => expect(keeper.end).toHaveBeenCalledOnce());
    expect(keeper.forget).not.toHaveBeenCalled();
    const second = workshop.resume();
    await eventually(() => expect(orders).toHaveLength(2));
    tell(LEARN);
    workshop.abort();
    await second;
    await eventually(() => expect(keeper.end).toHaveBeenCalledTimes(2));
    expect(keeper.forget).toHaveBeenCalledOnce();
  });

  it('is thrown away by its button, and one that begins anew is kept in its turn until it is stopped', async () => {
    const { workshop, trainings, keeper, orders, tell } = setUp(BEFORE);
    await workshop.interrupted.look('game24');
    await workshop.interrupted.throwAway('game24');
    expect(trainings.remove).toHaveBeenCalledWith('game24');
    expect(workshop.interrupted.of('game24')).toBeNull();
    await workshop.resume();
    expect(orders).toEqual([]);
    const run = workshop.start();
    expect(orders[0]!.before).toBeUndefined();
    await eventually(() => expect(trainings.begin).toHaveBeenCalledWith(expect.anything(), undefined));
    tell(SAMPLE);
    workshop.stop();
    await run;
    await eventually(() => expect(keeper.end).toHaveBeenCalled());
    expect(keeper.forget).toHaveBeenCalledOnce();
  });

  it('in another tab is not offered before that has ended', async () => {
    const { workshop, state, trainings, free } = setUp('elsewhere');
    await workshop.interrupted.look('game24');
    await workshop.interrupted.look('game24');
    await workshop.interrupted.throwAway('game24');
    expect([workshop.interrupted.of('game24'), trainings.remove.mock.calls.length]).toEqual([null, 0]);
    state.kept = BEFORE;
    free();
    await eventually(() => expect(workshop.interrupted.of('game24')).toBe(BEFORE));
  });

  it('is none where its code does not come, and training goes on', async () => {
    const { workshop, orders, news, end } = setUp(BEFORE, async () => Promise.reject(new Error('offline')));
    expect(await workshop.interrupted.look('game24')).toBeNull();
    const run = workshop.start();
    expect(orders).toHaveLength(1);
    news(WRITTEN);
    end().resolve(keptTraining('new').trained);
    await run;
    expect(workshop.ended).toBe('well');
    await workshop.interrupted.throwAway('game24');
  });
});
