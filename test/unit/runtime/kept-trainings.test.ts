import { describe, expect, it } from 'vitest';
import { MOST_KEPT } from '../../../src/runtime/kept-room';
import { KeptTrainings } from '../../../src/runtime/kept-trainings';
import { readCard, renamed } from '../../../src/workshop/verifier-file';
import { BASE, keptTraining } from '../../fixtures/kept-training';
import { memoryTable } from '../../fixtures/memory-table';

function setUp(bases: readonly string[] = [BASE]) {
  const { table, values } = memoryTable();
  let time = 0;
  const kept = new KeptTrainings(
    table,
    async () => bases,
    () => ++time,
  );
  const names = async (): Promise<string[]> =>
    (await kept.all()).flatMap(({ training }) => training.trained.runs.map(({ head }) => head.id));
  return { kept, table, values, names };
}

describe('trainings that are kept', () => {
  it('come back as they were, the oldest first, until they are removed', async () => {
    const { kept, names } = setUp();
    const [first, second] = [keptTraining('a', ['tvm', 'ovm']), keptTraining('b')];
    const key = await kept.keep(first);
    await kept.keep(second);
    expect((await kept.all()).map(({ training }) => training)).toEqual([first, second]);
    await kept.remove([key!]);
    expect(await names()).toEqual(['head:b-tvm']);
  });

  it('of one name, as two pages can make them, come back under two names; the same one twice under one', async () => {
    const { kept, names } = setUp();
    const searched = { samples: 20, beam: 4, lines: [{ id: 'head:a-tvm', right: [1] as const }] };
    const other = keptTraining('a', ['tvm', 'ovm']);
    const [tvm, ovm] = other.trained.runs;
    // Of other weights.
    const bytes = renamed(ovm!.head.bytes, 'x', 'a-tvm');
    await kept.keep(keptTraining('a'));
    await kept.keep(keptTraining('a'));
    const runs = [{ ...tvm!, head: { ...tvm!.head, bytes } }];
    await kept.keep({ ...other, trained: { ...other.trained, runs, searched } });
    expect(await names()).toEqual(['head:a-tvm', 'head:a-tvm', 'head:a-tvm-2']);
    const { trained } = (await kept.all())[2]!.training;
    const [{ head } = runs[0]!] = trained.runs;
    expect([head.file, readCard(head.bytes, head.file).name]).toEqual(['a-tvm-2.inkling.safetensors', 'a-tvm-2']);
    expect(trained.searched!.lines[0]!.id).toBe('head:a-tvm-2');
  });

  it('are the newest ones, as many as there is room for', async () => {
    const { kept, names } = setUp();
    const pairs = MOST_KEPT.verifiers / 2;
    for (let i = 0; i < pairs; i++) await kept.keep(keptTraining(`${i}`, ['tvm', 'ovm']));
    expect(await names()).toHaveLength(MOST_KEPT.verifiers);
    await kept.keep(keptTraining('last'));
    const left = await names();
    expect([left.length, left[0], left.at(-1)]).toEqual([MOST_KEPT.verifiers - 1, 'head:1-tvm', 'head:last-tvm']);
  });

  it('go by their bytes too', async () => {
    const { kept, table, names } = setUp();
    await kept.keep(keptTraining('a'));
    const size = MOST_KEPT.bytes - 100;
    await table.put([-1, 1, size, 0], 'large');
    await kept.keep(keptTraining('b'));
    expect(await table.keys()).toHaveLength(2);
    expect(await names()).toEqual(['head:a-tvm', 'head:b-tvm']);
  });

  it('that are damaged, of another version or of another model are left out', async () => {
    const { kept, table, values, names } = setUp();
    await kept.keep(keptTraining('whole'));
    const [[key, whole]] = [...values] as [[string, Record<string, unknown>]];
    const damaged = structuredClone(whole) as { trained: ReturnType<typeof keptTraining>['trained'] };
    damaged.trained.runs[0]!.head.bytes[40]! ^= 1;
    const renamed = structuredClone(whole) as { trained: { runs: { head: { id: string } }[] } };
    renamed.trained.runs[0]!.head.id = 'head:another';
    const others: unknown[] = [
      { ...whole, version: 2 },
      damaged,
      renamed,
      null,
      'text',
      { ...whole, digests: [] },
      [],
      7,
    ];
    others.push({ ...whole, request: { rules: ['tvm'] } });
    for (const [at, value] of others.entries()) await table.put([100 + at, 1, 9, 0], value);
    await table.put('no key of ours', whole);
    expect(await names()).toEqual(['head:whole-tvm']);
    expect(JSON.parse(key)).toHaveLength(4);

    const elsewhere = new KeptTrainings(table, async () => ['cd'.repeat(32)]);
    expect(await elsewhere.all()).toEqual([]);
    const offline = new KeptTrainings(table, async () => Promise.reject(new Error('no network')));
    expect(await offline.all()).toEqual([]);
    // Nothing of it is thrown away: the model may come back.
    expect(await names()).toEqual(['head:whole-tvm']);
  });

  it('that one value cannot be read does not hide the others', async () => {
    const { kept, table, names } = setUp();
    await kept.keep(keptTraining('a'));
    await kept.keep(keptTraining('b'));
    const { get } = table;
    table.get = async (key) => ((key as number[])[0] === 1 ? Promise.reject(new Error('unreadable')) : get(key));
    expect(await names()).toEqual(['head:b-tvm']);
  });

  it('are none where there is no storage', async () => {
    const denied = async (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'));
    const kept = new KeptTrainings({ keys: denied, get: denied, put: denied, remove: denied }, async () => [BASE]);
    expect(await kept.keep(keptTraining('a'))).toBeNull();
    expect(await kept.all()).toEqual([]);
    await kept.remove([[1, 1, 1, 1]]);
  });
});
