import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/core/errors';
import type { HeadFile, Trained, TrainOrder, TrainEvent } from '../../../../src/protocol/train';
import type { WorkshopPort } from '../../../../src/ui/shell/ports';
import { runsJson } from '../../../../src/ui/views/train/export';
import { Workshop, type WorkshopPage } from '../../../../src/ui/views/train/workshop.svelte';
import { DEFAULT_STATE } from '../../../../src/url/fields';
import { messagesFor } from '../../../../src/words';
import { eventually } from '../../../fixtures/eventually';

const headOf = (name: string, bytes = [1, 2, 3]): HeadFile => ({
  ...{ id: `head:${name}`, task: 'game24', scale: 'probability', rule: 'tvm' },
  ...{ file: `${name}.inkling.safetensors`, bytes: Uint8Array.from(bytes) },
});
const trained = (name: string): Trained => ({
  start: 'policy',
  labels: { solutions: 4, kept: 4, flipped: 0, spoiled: 0 },
  runs: [
    {
      ...{ rule: 'tvm', head: headOf(name), steps: 40, tokens: 99, exploded: false },
      points: [{ step: 40, loss: 0.5, heldOut: 0.6 }],
      seconds: { sample: 1, learn: 2, test: 3 },
      test: { auc: 0.8, aucWithin: 0.7, brier: 0.2, ece: 0.1 },
      places: [],
    },
  ],
  differences: [],
  teacher: null,
  searched: null,
});

/** A page with a port whose training ends when the test says so. */
function setUp() {
  let settle: { resolve: (value: Trained) => void; reject: (error: unknown) => void } | null = null;
  let hear: (events: readonly TrainEvent[]) => void = () => undefined;
  const training = {
    ...{ pause: vi.fn(), goOn: vi.fn(), stop: vi.fn() },
    abort: vi.fn(() => settle!.reject(new AppError('aborted', 'called off'))),
  };
  const orders: TrainOrder[] = [];
  const teachers: (readonly string[])[] = [];
  const port: WorkshopPort = {
    offer: async () => ({ starts: ['trunk', 'policy'], bases: [], models: '' }),
    train: (order, inPack, listener) => {
      orders.push(order);
      teachers.push(inPack);
      hear = listener.onEvents;
      const result = new Promise<Trained>((resolve, reject) => (settle = { resolve, reject }));
      return { result, ...training };
    },
    read: async (_, file) => {
      if (file.name === 'bad') throw new AppError('file-damaged', 'x', { file: 'bad', fault: 'damaged' });
      return headOf(file.name);
    },
  };
  const heads: HeadFile[] = [];
  const page = {
    settings: { ...DEFAULT_STATE },
    messages: messagesFor('en'),
    isBusy: false as boolean,
    offer: {
      verifiers: ['tvm', 'ovm', 'implicit-prm', 'confidence', 'oracle', 'rollouts', 'head:mine'],
      heads,
      addHead: vi.fn((head: HeadFile) => {
        if (heads.some(({ id }) => id === head.id)) throw new AppError('bad-input', 'x', { name: head.id });
        heads.push(head);
      }),
      scaleOf: (id: string) => (id === 'implicit-prm' ? ('unbounded' as const) : ('probability' as const)),
    },
    ...{ change: vi.fn(), refuse: vi.fn(), tryRun: vi.fn(async () => undefined) },
    mayRun: true as boolean,
  } satisfies WorkshopPage;
  const workshop = new Workshop(port, page);
  const tell = (...events: TrainEvent[]): void => hear(events);
  return { port, workshop, page, training, orders, teachers, tell, settle: () => settle! };
}

const SAMPLE: TrainEvent = { stage: 'sample', problems: 1, of: 2, solutions: 4, correct: 1, tokens: 9 };
const LEARN: TrainEvent = { stage: 'learn', rule: 'tvm', of: 40, step: 1, loss: 0.7, heldOut: null };
const TEST: TrainEvent = { stage: 'test-sample', problems: 1, of: 2, solutions: 4, correct: 1, tokens: 9 };

describe('the workshop', () => {
  it('orders what is chosen, shows how far it is, and keeps and offers what comes of it', async () => {
    const { workshop, page, orders, tell, settle } = setUp();
    workshop.change({ problems: 30 });
    workshop.toggleRule('ovm');
    const run = workshop.start();
    expect([workshop.status, workshop.isLostWithPage]).toEqual(['loading', true]);
    expect(orders[0]).toMatchObject({
      ...{ task: 'game24', teacher: 'checker', taken: [] },
      request: { problems: 30, rules: ['tvm', 'ovm'], start: null },
    });
    tell(SAMPLE);
    expect([workshop.status, workshop.progress.sample?.solutions]).toEqual(['running', 4]);
    settle().resolve(trained('mine'));
    await run;
    expect([workshop.status, workshop.ended]).toEqual(['idle', 'well']);
    expect(page.offer.addHead).toHaveBeenCalledWith(expect.objectContaining({ id: 'head:mine' }));
    expect(workshop.finished.map(({ number, runs }) => [number, runs[0]!.test.auc])).toEqual([[1, 0.8]]);
    const again = workshop.start();
    expect(orders[1]!.taken).toEqual(['mine']);
    settle().resolve(trained('mine-2'));
    await again;
    expect(workshop.finished.map(({ number }) => number)).toEqual([2, 1]);
    const table = JSON.parse(runsJson(workshop.finished)) as { readonly runs: readonly Record<string, unknown>[] };
    expect(table.runs.map(({ file, labels, problems }) => [file, labels, problems])).toEqual([
      ['mine-2.inkling.safetensors', 'tvm', 30],
      ['mine.inkling.safetensors', 'tvm', 30],
    ]);
  });

  it('keeps nothing of a training that was taken away before its end', async () => {
    const keep = vi.fn(async () => null);
    const { port, page, tell, settle } = setUp();
    const source = async () => ({ all: async () => [], keep, remove: async () => undefined });
    const workshop = new Workshop(port, page, source);
    const run = workshop.start();
    tell({ stage: 'made', trained: trained('mine') });
    await eventually(() => expect(keep).toHaveBeenCalledOnce());
    workshop.remove([1]);
    const lines = [{ id: 'head:mine', right: [1] }] as const;
    settle().resolve({ ...trained('mine'), searched: { samples: 20, beam: 4, lines } });
    await run;
    await new Promise((resolve) => setTimeout(resolve));
    expect(keep).toHaveBeenCalledOnce();
    expect(workshop.finished).toEqual([]);
  });

  it('does one training at a time, and none that cannot be asked', async () => {
    const { workshop, orders, settle } = setUp();
    workshop.change({ flip: 2 });
    expect(workshop.fault).toContain('from 0 to 1');
    await workshop.start();
    expect(orders).toEqual([]);
    // Of the test split there are a hundred.
    workshop.change({ flip: 0, testProblems: 101 });
    expect(workshop.fault).toContain('from 2 to 100');
    await workshop.start();
    expect(orders).toEqual([]);
    workshop.change({ testProblems: 40 });
    const run = workshop.start();
    await workshop.start();
    expect(orders).toHaveLength(1);
    settle().resolve(trained('a'));
    await run;
  });

  it('pauses and goes on, and ends the stage that is at work', async () => {
    const { workshop, training, tell, settle } = setUp();
    const run = workshop.start();
    workshop.pause();
    expect(training.pause).not.toHaveBeenCalled();
    tell(LEARN);
    workshop.pause();
    expect([workshop.status, training.pause.mock.calls.length]).toEqual(['paused', 1]);
    workshop.goOn();
    expect([workshop.status, training.goOn.mock.calls.length]).toEqual(['running', 1]);
    workshop.stop();
    // It says so at once, until the learning has gone over to its test.
    expect([workshop.status, training.stop.mock.calls.length]).toEqual(['stopping', 1]);
    tell(LEARN);
    expect(workshop.status).toBe('stopping');
    tell(TEST);
    expect(workshop.status).toBe('running');
    workshop.stop();
    expect([workshop.status, training.stop.mock.calls.length]).toEqual(['stopping', 2]);
    settle().resolve(trained('a'));
    await run;
    expect(training.abort).not.toHaveBeenCalled();
  });

  it('offers what was made while it is still searched with, and keeps it if that fails', async () => {
    const { workshop, page, tell, settle } = setUp();
    const run = workshop.start();
    const one = trained('mine');
    tell(SAMPLE, LEARN, TEST, { stage: 'made', trained: one });
    expect(page.offer.addHead).toHaveBeenCalledExactlyOnceWith(one.runs[0]!.head);
    expect([workshop.isRunning, workshop.finished.length]).toEqual([true, 1]);
    const searched = { samples: 20, beam: 4, lines: [{ id: 'head:mine', right: [1] }] };
    tell({ stage: 'search', of: 9, searched });
    expect(workshop.finished[0]!.searched).toEqual(searched);
    settle().reject(new AppError('worker-died', 'The browser ended the workshop.'));
    await run;
    expect([workshop.ended, workshop.finished.length]).toEqual(['failed', 1]);
    expect(workshop.finished[0]!.searched).toEqual(searched);
  });

  it('is called off at once before anything is learned; what was made before stays', async () => {
    const { workshop, page, training, tell, settle } = setUp();
    const first = workshop.start();
    settle().resolve(trained('a'));
    await first;
    const second = workshop.start();
    tell(SAMPLE);
    workshop.stop();
    await second;
    expect(training.abort).toHaveBeenCalledOnce();
    expect([workshop.status, workshop.ended, workshop.finished.length]).toEqual(['idle', 'called-off', 1]);
    // A training that is over is told nothing more.
    tell(LEARN);
    expect(workshop.progress.curves).toEqual([]);
    expect(page.offer.heads).toHaveLength(1);
  });

  it('says what went wrong, and can be asked again', async () => {
    const { workshop, page, settle } = setUp();
    const run = workshop.start();
    settle().reject(new AppError('worker-died', 'The browser ended the workshop.'));
    await run;
    expect(workshop.ended).toBe('failed');
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(/^The browser ended the training.*Train again/));
    const again = workshop.start();
    settle().reject(new AppError('out-of-memory', 'x'));
    await again;
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(/memory.*Train again with fewer solutions/));
  });

  it('lets teach who says how probable a right answer is, for every problem alike', () => {
    const { workshop } = setUp();
    // One that was trained here is a verifier like any other.
    expect(workshop.teachers).toEqual(['checker', 'consensus', 'tvm', 'ovm', 'confidence', 'head:mine']);
  });

  it('hands over the file of a verifier that was trained here and teaches, and asks the pack for none of it', async () => {
    const { workshop, page, orders, teachers, settle } = setUp();
    page.offer.heads.push(headOf('mine'), headOf('other'));
    workshop.change({ teacher: 'tvm,head:mine' });
    const run = workshop.start();
    expect(orders[0]).toMatchObject({ teacher: 'tvm,head:mine', heads: [headOf('mine')], taken: ['mine', 'other'] });
    expect(teachers).toEqual([['tvm']]);
    settle().resolve(trained('a'));
    await run;
  });

  it('lets several models teach together, two at least', async () => {
    const { workshop, page, orders, settle } = setUp();
    page.offer.verifiers = ['tvm', 'ovm', 'prm-valid', 'implicit-prm', 'confidence', 'ensemble', 'head:mine'];
    expect(workshop.teachers).not.toContain('ensemble');
    expect(workshop.teachersTogether).toEqual(['tvm', 'ovm', 'prm-valid', 'head:mine']);
    workshop.change({ teacher: 'tvm,ovm' });
    workshop.toggleTeacher('prm-valid');
    workshop.toggleTeacher('tvm');
    expect(workshop.choice.teacher).toBe('ovm,prm-valid');
    workshop.toggleTeacher('ovm');
    expect(workshop.choice.teacher).toBe('ovm,prm-valid');
    const run = workshop.start();
    settle().resolve(trained('mine'));
    await run;
    expect(orders[0]!.teacher).toBe('ovm,prm-valid');
  });

  it('keeps one rule at least and four at most', () => {
    const { workshop } = setUp();
    workshop.toggleRule('tvm');
    expect(workshop.choice.rules).toEqual(['tvm']);
    for (const rule of ['ovm', 'prm-soft', 'prm-hard', 'prm-valid'] as const) workshop.toggleRule(rule);
    expect(workshop.choice.rules).toEqual(['tvm', 'ovm', 'prm-soft', 'prm-hard']);
    workshop.toggleRule('ovm');
    expect(workshop.choice.rules).toEqual(['tvm', 'prm-soft', 'prm-hard']);
  });

  it('forgets what was chosen for another task', () => {
    const { workshop, page } = setUp();
    workshop.change({ steps: 99 });
    page.settings = { ...page.settings, task: 'word-problems' };
    expect([workshop.choice.steps, workshop.choice.levels]).toEqual([40, [1, 3]]);
    page.settings = { ...page.settings, task: 'game24' };
    expect([workshop.choice.steps, workshop.choice.levels]).toEqual([99, null]);
  });

  it('searches with a verifier of the task that is shown, and with no other', () => {
    const { workshop, page } = setUp();
    workshop.use({ ...headOf('other'), task: 'word-problems' });
    expect(page.change).not.toHaveBeenCalled();
    page.isBusy = true;
    workshop.use(headOf('mine'));
    expect([page.change.mock.calls.length, page.refuse.mock.calls.length]).toEqual([0, 1]);
    page.isBusy = false;
    workshop.use(headOf('mine'));
    expect(page.change).toHaveBeenCalledWith({ verifier: 'head:mine', view: 'search' });
  });

  it('searches at once, but where the author of an embed has hidden or locked that', () => {
    const { workshop, page } = setUp();
    page.isBusy = true;
    workshop.use(headOf('mine'));
    page.isBusy = false;
    page.mayRun = false;
    workshop.use(headOf('mine'));
    expect([page.change.mock.calls.length, page.tryRun.mock.calls.length]).toEqual([1, 0]);
    page.mayRun = true;
    workshop.use(headOf('mine'));
    expect(page.tryRun).toHaveBeenCalledOnce();
    // With the verifier that was asked for.
    expect(page.change.mock.invocationCallOrder.at(-1)).toBeLessThan(page.tryRun.mock.invocationCallOrder[0]!);
  });

  it('does not train while a number that was typed cannot be taken', async () => {
    const { workshop, orders, settle } = setUp();
    const [first, second] = [{}, {}];
    workshop.unfit.note(first, { name: 'problems', min: 4, max: 2000, integer: true });
    workshop.unfit.note(second, { name: 'rate', min: 0, max: 1, integer: false });
    expect(workshop.fault).toMatch(/^Problems to learn from: .*from 4 to 2,000/);
    await workshop.start();
    workshop.unfit.note(first, null);
    expect(workshop.fault).toMatch(/^Learning rate: .*from 0 to 1/);
    await workshop.start();
    expect(orders).toEqual([]);
    workshop.unfit.note(second, null);
    expect(workshop.fault).toBeNull();
    const run = workshop.start();
    settle().resolve(trained('a'));
    await run;
    expect(orders).toHaveLength(1);
  });

  it('opens a file, and says in a sentence why it does not', async () => {
    const { workshop, page } = setUp();
    expect(await workshop.open(new File([], 'mine'))).toMatchObject({ id: 'head:mine' });
    expect(page.offer.heads).toHaveLength(1);
    expect(await workshop.open(new File([], 'bad'))).toBeNull();
    expect(page.refuse).toHaveBeenLastCalledWith(
      'This file was not opened. bad is not whole. Copy or download it again.',
    );
    expect(await workshop.open(new File([], 'mine'))).toBeNull();
    expect(page.refuse).toHaveBeenLastCalledWith(
      expect.stringMatching(/^This file was not opened\. Another verifier here has that name already\. Reload/),
    );
  });

  it('does nothing where nobody trains', async () => {
    const { page } = setUp();
    const workshop = new Workshop(null, page);
    await workshop.start();
    expect([workshop.isPossible, workshop.status, await workshop.open(new File([], 'mine'))]).toEqual([
      ...[false, 'idle', null],
    ]);
  });
});
