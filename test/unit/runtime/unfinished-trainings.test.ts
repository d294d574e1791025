import { describe, expect, it } from 'vitest';
import { MOST_UNFINISHED_BYTES } from '../../../src/protocol/unfinished';
import { UnfinishedTrainings } from '../../../src/runtime/unfinished-trainings';
import { eventually } from '../../fixtures/eventually';
import { memoryTable } from '../../fixtures/memory-table';
import { TabLocks } from '../../fixtures/tab-locks';
import { learned, ORDER, WRITTEN } from '../../fixtures/unfinished-training';

const MODELS = 'cd'.repeat(32);

/** What one browser keeps for the tabs of a site. */
function setUp() {
  const { table, values } = memoryTable();
  const browser = new TabLocks();
  const open = (models: () => Promise<string> = async () => MODELS, hasLocks = true) => {
    const { locks, close } = browser.tab();
    const options = { table, modelsOf: models, locks: hasLocks ? locks : undefined, site: 'https://a/' };
    return { trainings: new UnfinishedTrainings(options), close };
  };
  return { table, values, open };
}

/** What there is to go on with, as far as it tells. */
async function found(trainings: UnfinishedTrainings) {
  const training = await trainings.find('game24');
  if (!training || training === 'elsewhere') return training;
  return { samples: training.samples.tokens.length, step: training.learning?.atWork?.steps ?? null };
}

describe('a training that is interrupted', () => {
  it('is there for the next visit as it was told last, for its task alone, until it is thrown away', async () => {
    const { open, values } = setUp();
    const first = open();
    const keeper = (await first.trainings.begin(ORDER))!;
    await keeper.keep(WRITTEN);
    await keeper.keep(learned(3));
    await keeper.keep(learned(8));
    first.close();
    const { trainings } = open();
    const training = await trainings.find('game24');
    const { kind: _, ...learning } = learned(8);
    const { samples, seconds } = WRITTEN;
    expect(training).toEqual({ ...ORDER, samples, seconds, learning, mark: expect.stringMatching(/^\d+(-\d+){3}$/) });
    expect(await trainings.find('word-problems')).toBeNull();
    await trainings.remove('game24');
    expect([await found(trainings), values.size]).toEqual([null, 0]);
  });

  it('is none while a tab trains, nor where it has ended well; what comes after a break is of the same training', async () => {
    const { open } = setUp();
    const [first, second] = [open(), open()];
    const keeper = (await first.trainings.begin(ORDER))!;
    await keeper.keep(WRITTEN);
    expect(await found(second.trainings)).toBe('elsewhere');
    let isFreed = false;
    void second.trainings.freed('game24').then(() => (isFreed = true));
    await second.trainings.freed('word-problems');
    expect(isFreed).toBe(false);
    first.close();
    await eventually(() => expect(isFreed).toBe(true));
    expect(await found(second.trainings)).toEqual({ samples: 2, step: null });

    const { mark } = (await second.trainings.find('game24')) as { readonly mark: string };
    const next = (await second.trainings.begin(ORDER, mark))!;
    await next.keep(learned(5));
    await next.end();
    expect(await found(second.trainings)).toEqual({ samples: 2, step: 5 });
    const last = (await second.trainings.begin(ORDER, mark))!;
    await last.forget();
    await last.end();
    expect(await found(second.trainings)).toBeNull();
  });

  it('gives way to a newer one once that has written something, and to none of another tab meanwhile', async () => {
    const { open } = setUp();
    const [first, second] = [open(), open()];
    const old = (await first.trainings.begin(ORDER))!;
    await old.keep(WRITTEN);
    await old.keep(learned(7));
    expect(await second.trainings.begin(ORDER)).toBeNull();
    expect(await second.trainings.begin({ ...ORDER, task: 'word-problems' })).not.toBeNull();
    await old.end();
    // It is stopped at once, and has taken no one's place.
    const stopped = (await second.trainings.begin(ORDER))!;
    await stopped.forget();
    await stopped.end();
    expect(await found(second.trainings)).toEqual({ samples: 2, step: 7 });
    const newer = (await second.trainings.begin(ORDER))!;
    await newer.keep(WRITTEN);
    await newer.end();
    // What the old one learned is not of these samples.
    expect(await found(second.trainings)).toEqual({ samples: 2, step: null });
  });

  it('that is damaged, of another version or of other models is left out', async () => {
    const { open, values } = setUp();
    const { trainings } = open();
    const keeper = (await trainings.begin(ORDER))!;
    await keeper.keep(WRITTEN);
    await keeper.keep(learned(7));
    await keeper.end();
    const whole = new Map(values);
    const [writtenKey, learnedKey] = [...whole.keys()] as [string, string];
    const damage = (key: string, change: (record: Record<string, unknown>) => unknown): void => {
      const copy = structuredClone(whole.get(key)) as Record<string, unknown>;
      values.set(key, change(copy) ?? copy);
    };
    type Changed = readonly ((record: Record<string, unknown>) => unknown)[];
    const ofWritten: Changed = [
      ({ samples }) => void ((samples as { tokens: Uint16Array }).tokens[1] = 4),
      ({ heads }) => void ((heads as { bytes: Uint8Array }[])[0]!.bytes[40]! ^= 1),
      ({ request }) => void ((request as { steps: number }).steps = 41),
      (record) => ({ ...record, version: 2 }),
      (record) => ({ ...record, task: 'chess' }),
      (record) => ({ ...record, samples: { ...(record['samples'] as object), tokens: [8, 9] } }),
      (record) => ({ ...record, digest: undefined }),
      () => 'text',
      () => [],
    ];
    for (const [at, change] of ofWritten.entries()) {
      damage(writtenKey, change);
      expect(await found(trainings), `${at}`).toBeNull();
    }
    values.set(writtenKey, whole.get(writtenKey));
    const atWork = (record: object) => (record as { atWork: ReturnType<typeof learned>['atWork'] }).atWork!;
    const ofLearned: Changed = [
      (record) => void atWork(record).state.second.get('norm.weight')!.fill(9),
      (record) => void Object.assign(atWork(record), { steps: 1 }),
      (record) => ({ ...record, version: 0 }),
      (record) => ({ ...record, mark: '12-34-56-78' }),
      (record) => ({ ...record, atWork: { ...atWork(record), points: Float64Array.of(1, 2) } }),
      () => 'text',
    ];
    for (const [at, change] of ofLearned.entries()) {
      damage(learnedKey, change);
      // What was written is whole.
      expect(await found(trainings), `${at}`).toEqual({ samples: 2, step: null });
    }
    values.set(learnedKey, whole.get(learnedKey));
    expect(await found(trainings)).toEqual({ samples: 2, step: 7 });
    expect(await found(open(async () => 'ef'.repeat(32)).trainings)).toBeNull();
    expect(await found(open(() => Promise.reject(new Error('no network'))).trainings)).toBeNull();
    // Nothing of it is thrown away: the models may come back.
    expect(await found(trainings)).toEqual({ samples: 2, step: 7 });
  });

  it('that takes more room than there is, is not kept, and the training does not hear of it', async () => {
    const { open, table } = setUp();
    const { trainings } = open();
    const keeper = (await trainings.begin(ORDER))!;
    const logprobs = new Float64Array(MOST_UNFINISHED_BYTES / 8);
    await keeper.keep({ ...WRITTEN, samples: { ...WRITTEN.samples, logprobs } });
    await keeper.end();
    expect(await found(trainings)).toBeNull();
    const full = { ...table, put: async () => Promise.reject(new DOMException('full', 'QuotaExceededError')) };
    const options = { modelsOf: async () => MODELS, locks: undefined, site: 'https://a/' };
    const other = (await new UnfinishedTrainings({ ...options, table: full }).begin(ORDER))!;
    await other.keep(WRITTEN);
    await other.end();
    expect(await found(trainings)).toBeNull();
  });

  it('is none where there is no storage', async () => {
    const denied = async (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'));
    const refused = { request: denied, query: denied } as unknown as LockManager;
    const trainings = new UnfinishedTrainings({
      table: { keys: denied, get: denied, put: denied, remove: denied },
      ...{ modelsOf: async () => MODELS, locks: refused, site: 'https://a/' },
    });
    const keeper = (await trainings.begin(ORDER))!;
    await keeper.keep(WRITTEN);
    await keeper.forget();
    await keeper.end();
    expect(await found(trainings)).toBeNull();
    await trainings.freed('game24');
    await trainings.remove('game24');
  });

  it('is kept where there are no locks, as in a file', async () => {
    const { open } = setUp();
    const { trainings } = open(undefined, false);
    const keeper = (await trainings.begin(ORDER))!;
    await keeper.keep(WRITTEN);
    await keeper.end();
    expect(await found(trainings)).toEqual({ samples: 2, step: null });
  });
});
