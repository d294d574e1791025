import { describe, expect, it } from 'vitest';
import { KeptHeads } from '../../../src/runtime/kept-heads';
import { MOST_KEPT } from '../../../src/runtime/kept-room';
import { KeptTrainings } from '../../../src/runtime/kept-trainings';
import { HEAD_BASE, headFile } from '../../fixtures/kept-head';
import { BASE, keptTraining } from '../../fixtures/kept-training';
import { memoryTable } from '../../fixtures/memory-table';

function setUp() {
  const { table, values } = memoryTable();
  let time = 0;
  const now = (): number => ++time;
  const heads = new KeptHeads(table, now);
  const trainings = new KeptTrainings(table, async () => [BASE], now);
  const names = async (): Promise<string[]> => (await heads.all()).map(({ card }) => card.name);
  return { heads, trainings, table, values, names };
}

describe('value heads that are kept', () => {
  it('come back as they were, the oldest first, until they are removed', async () => {
    const { heads, names } = setUp();
    const first = await heads.keep(headFile('a'));
    await heads.keep(headFile('b'));
    const [back] = await heads.all();
    expect(back).toEqual(first);
    expect(back).toMatchObject({ ...headFile('a'), card: { name: 'a', base: { sha256: HEAD_BASE } } });
    await heads.remove([first!.key]);
    expect(await names()).toEqual(['b']);
  });

  it('are there once, however often the same one is kept', async () => {
    const { heads, names } = setUp();
    await heads.keep(headFile('a'));
    await heads.keep(headFile('b'));
    await heads.keep(headFile('a'));
    expect(await names()).toEqual(['b', 'a']);
    // Of one name, but other weights.
    await heads.keep(headFile('a', 2));
    expect(await names()).toEqual(['b', 'a', 'a']);
  });

  it('share their room with the trainings that are kept, and neither is taken for the other', async () => {
    const { heads, trainings, names } = setUp();
    await heads.keep(headFile('first'));
    for (let i = 1; i < MOST_KEPT.verifiers; i++) await trainings.keep(keptTraining(`${i}`));
    expect([await names(), (await trainings.all()).length]).toEqual([['first'], MOST_KEPT.verifiers - 1]);
    await trainings.keep(keptTraining('last'));
    expect([await names(), (await trainings.all()).length]).toEqual([[], MOST_KEPT.verifiers]);
    await heads.keep(headFile('newest'));
    expect([await names(), (await trainings.all()).length]).toEqual([['newest'], MOST_KEPT.verifiers - 1]);
  });

  it('that are damaged, of another version or another model than is said are left out', async () => {
    const { heads, table, values, names } = setUp();
    await heads.keep(headFile('whole'));
    const [whole] = [...values.values()] as { bytes: Uint8Array; digest: string }[];
    const damaged = structuredClone(whole!);
    damaged.bytes[40]! ^= 1;
    const others: unknown[] = [damaged, { ...whole, version: 2 }, null, 'text', { ...whole, bytes: [1] }];
    for (const [at, value] of others.entries()) await table.put([100 + at, 1, 9, 0, HEAD_BASE], value);
    await table.put([200, 1, 9, 0, 'cd'.repeat(32)], whole);
    await table.put([201, 1, 9, 0, 'no hash'], whole);
    expect(await names()).toEqual(['whole']);
    // A verifier of the site's models is none.
    await heads.keep(headFile('other', 1, HEAD_BASE, null));
    expect(await names()).toEqual(['whole']);
  });

  it('are none where there is no storage', async () => {
    const denied = async (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'));
    const heads = new KeptHeads({ keys: denied, get: denied, put: denied, remove: denied });
    expect(await heads.keep(headFile('a'))).toBeNull();
    expect(await heads.all()).toEqual([]);
    await heads.remove([[1, 1, 1, 1, HEAD_BASE]]);
  });
});
