import { describe, expect, it, vi } from 'vitest';
import type { HeadFile } from '../../../../src/protocol/train';
import type { Kept, KeptKey } from '../../../../src/runtime/kept-trainings';
import type { KeptSource, WorkshopPort } from '../../../../src/ui/shell/ports';
import { rowOf, runsJson } from '../../../../src/ui/views/train/export';
import { MAX_TABLE_BYTES, readTable } from '../../../../src/ui/views/train/table-file';
import { isTable } from '../../../../src/ui/views/train/table-format';
import { Workshop, type WorkshopPage } from '../../../../src/ui/views/train/workshop.svelte';
import { DEFAULT_STATE } from '../../../../src/url/fields';
import { messagesFor } from '../../../../src/words';
import { eventually } from '../../../fixtures/eventually';
import { keptTraining } from '../../../fixtures/kept-training';

const KEY: KeptKey = [1, 1, 9, 0];

function setUp(before: readonly Kept[], source?: KeptSource) {
  const heads: HeadFile[] = [];
  const page = {
    settings: { ...DEFAULT_STATE },
    messages: messagesFor('en'),
    isBusy: false,
    offer: {
      ...{ verifiers: [], heads, scaleOf: () => 'probability' as const },
      addHead: (head: HeadFile) => {
        if (heads.some(({ id }) => id === head.id)) throw new Error('taken');
        heads.push(head);
      },
    },
    ...{ change: vi.fn(), refuse: vi.fn(), tryRun: vi.fn(async () => undefined), mayRun: true },
  } satisfies WorkshopPage;
  const taken: (readonly string[])[] = [];
  const port = {
    offer: async () => ({ starts: ['policy'], bases: [] }),
    train: (order: { readonly taken: readonly string[] }) => {
      taken.push(order.taken);
      return { result: Promise.resolve(keptTraining('new').trained) };
    },
  } as unknown as WorkshopPort;
  const kept = { all: vi.fn(async () => before), keep: vi.fn(async () => KEY), remove: vi.fn(async () => undefined) };
  return { workshop: new Workshop(port, page, source ?? (async () => kept)), page, heads, kept, taken };
}
const old = (name: string, when = 1): Kept => ({ key: [when, 1, 9, 0], training: keptTraining(name) });

describe('trainings of earlier visits', () => {
  it('come back once, below what is trained then, and their verifiers are offered', async () => {
    const { workshop, heads, kept, taken } = setUp([old('a'), old('b', 2)]);
    const restored = workshop.keeping.restore();
    await workshop.start();
    await restored;
    await workshop.keeping.restore();
    expect(kept.all).toHaveBeenCalledOnce();
    expect(taken).toEqual([['a-tvm', 'b-tvm']]);
    expect(heads.map(({ id }) => id)).toEqual(['head:a-tvm', 'head:b-tvm', 'head:new-tvm']);
    expect(workshop.finished.map(({ number, runs }) => [number, runs[0]!.head.id])).toEqual([
      [3, 'head:new-tvm'],
      [2, 'head:b-tvm'],
      [1, 'head:a-tvm'],
    ]);
    const { request, teacher, task, trained } = keptTraining('new');
    expect(kept.keep).toHaveBeenCalledWith({
      task,
      teacher,
      request: { ...request, rules: ['tvm'], searchProblems: 60 },
      trained,
    });
    await eventually(() => expect([...workshop.keeping.keys.keys()]).toEqual([1, 2, 3]));
  });

  it('are taken away one by one', async () => {
    const { workshop, kept } = setUp([old('a'), old('b', 2)]);
    await workshop.keeping.restore();
    workshop.remove([1]);
    expect(workshop.finished.map(({ number }) => number)).toEqual([2]);
    await eventually(() => expect(kept.remove).toHaveBeenCalledWith([[1, 1, 9, 0]]));
    expect([...workshop.keeping.keys.keys()]).toEqual([2]);
  });

  it('whose name another verifier has are left out, and the others come', async () => {
    const { workshop } = setUp([old('a'), old('a', 2), old('b', 3)]);
    await workshop.keeping.restore();
    expect(workshop.finished.map(({ runs }) => runs[0]!.head.id)).toEqual(['head:b-tvm', 'head:a-tvm']);
  });

  it.each([
    ['there is no room', async () => ({ all: async () => [], keep: async () => null, remove: async () => undefined })],
    ['there is no storage', async () => Promise.reject(new Error('offline'))],
  ] satisfies [string, KeptSource][])('that are new are named as not kept where %s', async (_, source) => {
    const { workshop } = setUp([], source);
    await workshop.start();
    expect(workshop.isLostWithPage).toBe(false);
    await eventually(() => expect(workshop.keeping.unkept).toEqual([1]));
    expect(workshop.isLostWithPage).toBe(true);
    workshop.remove([1]);
    expect(workshop.keeping.unkept).toEqual([]);
    expect(workshop.isLostWithPage).toBe(false);
  });

  it('are none where their code does not come, and training goes on', async () => {
    const { workshop } = setUp([], async () => Promise.reject(new Error('offline')));
    await workshop.keeping.restore();
    await workshop.start();
    expect([workshop.finished.length, workshop.keeping.keys.size]).toEqual([1, 0]);
    workshop.remove([1]);
    expect(workshop.finished).toEqual([]);
  });
});

describe('a table of trainings', () => {
  const fileOf = (text: string, name = 'x.json'): File => new File([text], name);

  it('is opened as it was saved, and closed', async () => {
    const { workshop, page } = setUp([old('a')]);
    await workshop.keeping.restore();
    const json = runsJson(workshop.finished);
    expect(await isTable(fileOf(json))).toBe(true);
    expect(await workshop.tables.open(fileOf(json))).toBe(true);
    const [table] = workshop.tables.all;
    const [training] = workshop.finished;
    const { training: _, ...row } = rowOf(training!, training!.runs[0]!);
    expect(table).toEqual({ name: 'x.json', rows: [row] });
    expect(page.refuse).toHaveBeenLastCalledWith(null);
    await workshop.tables.open(fileOf(json));
    expect(workshop.tables.all).toHaveLength(1);
    workshop.tables.close(workshop.tables.all[0]!);
    expect(workshop.tables.all).toEqual([]);
  });

  it('that the command line printed is one', async () => {
    const run = {
      ...{ labels: 'tvm', problems: 8, samples: 2, levels: '1-3', testLevels: null, flip: 0, wrongSteps: 0.1 },
      ...{ teacher: 'checker', start: 'trunk', seed: 1, steps: 2, seconds: { sample: 0.1, learn: 1, test: 0 } },
      ...{ tokens: 9, test: { auc: null, aucWithin: null, brier: 0.2, ece: 0.1 }, file: 'out/x.inkling.safetensors' },
    };
    const text = JSON.stringify({ format: 'inkling-training', version: 1, runs: [run] });
    expect(await isTable(fileOf(text))).toBe(true);
    expect(await readTable(fileOf(text))).toEqual({ name: 'x.json', rows: [{ ...run, points: [], exploded: false }] });
  });

  it.each([
    ['no JSON', '{"format": "inkling-training"'],
    ['no rows', JSON.stringify({ format: 'inkling-training', version: 1, runs: [] })],
    ['another version', JSON.stringify({ format: 'inkling-training', version: 2, runs: [{}] })],
    ['rows of something else', JSON.stringify({ format: 'inkling-training', version: 1, runs: [{ labels: 'tvm' }] })],
    ['nothing', ''],
  ])('with %s is refused in one sentence', async (_, text) => {
    const { workshop, page } = setUp([]);
    expect(await workshop.tables.open(fileOf(text))).toBe(false);
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(/^This file was not opened\. It is no table/));
    expect(workshop.tables.all).toEqual([]);
  });

  it('that is too large is not read', async () => {
    const file = fileOf('');
    Object.defineProperty(file, 'size', { value: MAX_TABLE_BYTES + 1 });
    expect(await readTable(file)).toBe('too-large');
  });

  it.each(['{"format":"inkling-trace"}', '[1]', '', '{"runs":[{"format":"inkling-training"}]}'])(
    'is not taken for one: %s',
    async (text) => expect(await isTable(fileOf(text))).toBe(false),
  );
});
