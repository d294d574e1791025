import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import { installErrorTransfer } from '../../../src/protocol/error-transfer';
import type { ModelApi } from '../../../src/protocol/model-host';
import type { RunRequest } from '../../../src/protocol/engine';
import { WorkerLife } from '../../../src/runtime/worker-life';
import { never, RESULT } from './fake-engine';
import { FakeWorker } from './fake-worker';
import { eventually } from '../../fixtures/eventually';

installErrorTransfer();

/** A minute, in ticks of five seconds that are let pass one by one: between them messages cross. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 5) {
    vi.advanceTimersByTime(5000);
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

const lives: WorkerLife<ModelApi>[] = [];
function start(changed: Partial<ModelApi> = {}): { life: WorkerLife<ModelApi>; worker: FakeWorker } {
  const api: ModelApi = {
    holdLock: async () => true,
    passes: () => 0,
    run: never,
    together: never,
    check: never,
    stop: () => undefined,
    abort: () => undefined,
    ...changed,
  };
  const worker = new FakeWorker(api);
  const life = new WorkerLife<ModelApi>(() => worker as unknown as Worker);
  lives.push(life);
  return { life, worker };
}
const REQUEST = { runId: 7 } as RunRequest;
const run = (life: WorkerLife<ModelApi>, runId = 7): Promise<unknown> =>
  life.perform(
    runId,
    () => undefined,
    (api, hear) => api.run({ ...REQUEST, runId }, hear),
  );
/** What a promise comes to, looked at without waiting for it. */
function outcome(promise: Promise<unknown>): { code: string | null; value: unknown } {
  const seen: { code: string | null; value: unknown } = { code: null, value: undefined };
  promise.then(
    (value) => (seen.value = value),
    (error: AppError) => (seen.code = error.code),
  );
  return seen;
}

let locks: { request: ReturnType<typeof vi.fn> };
let freeLock: () => void;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  locks = {
    request: vi.fn((_name: string, _options: object, work: () => void) => {
      return new Promise<void>((resolve) => (freeLock = resolve)).then(work);
    }),
  };
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => {
  for (const life of lives.splice(0)) life.kill(new AppError('aborted', 'The test is over.'));
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a worker’s life', () => {
  it('does not begin where the browser starts no worker', () => {
    const refuse = (): Worker => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(() => new WorkerLife<ModelApi>(refuse)).toThrow(expect.objectContaining({ code: 'worker-died' }));
  });

  it.each([
    ['its script throws', (worker: FakeWorker) => worker.die('out of memory'), 'out of memory'],
    ['a message cannot be read', (worker: FakeWorker) => worker.garble(), 'could not be read'],
    ['the browser ends it', () => freeLock(), 'browser ended'],
  ])('ends where %s, and with it what is under way', async (_, end, why) => {
    const { life, worker } = start();
    await eventually(() => expect(locks.request).toHaveBeenCalled());
    const running = run(life);
    await Promise.resolve();
    end(worker);
    await expect(running).rejects.toMatchObject({ code: 'worker-died', message: expect.stringContaining(why) });
    expect(worker.isTerminated).toBe(true);
    expect(life.isAlive).toBe(false);
    expect(life.isBusy).toBe(false);
  });

  it('ends once: what it was ended with first is what its calls reject with', async () => {
    const { life, worker } = start();
    const running = run(life);
    life.kill(new AppError('aborted', 'Put away.'));
    worker.die('too late');
    await expect(running).rejects.toMatchObject({ code: 'aborted', message: 'Put away.' });
    await expect(run(life)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('has one piece of work at a time', async () => {
    let finish = (): void => undefined;
    const { life } = start({ run: () => new Promise((resolve) => (finish = () => resolve(RESULT))) });
    const first = run(life, 1);
    await expect(run(life, 2)).rejects.toMatchObject({ code: 'busy' });
    expect(life.isBusy).toBe(true);
    await pass(5);
    finish();
    expect(await first).toEqual(RESULT);
    expect(life.isBusy).toBe(false);
  });

  it('ends when its device is lost, and not for other failures', async () => {
    const fail = (code: 'bad-input' | 'device-lost') => async (): Promise<never> => {
      throw new AppError(code, 'No.');
    };
    const [good, lost] = [start({ run: fail('bad-input') }), start({ run: fail('device-lost') })];
    await expect(run(good.life)).rejects.toMatchObject({ code: 'bad-input' });
    await expect(run(lost.life)).rejects.toMatchObject({ code: 'device-lost' });
    expect([good.life.isAlive, lost.life.isAlive]).toEqual([true, false]);
  });
});

describe('a GPU', () => {
  it('that hangs is found out after half a minute without a pass or an event', async () => {
    const { life } = start();
    life.backend = 'webgpu';
    const running = outcome(run(life));
    await pass(25);
    expect(running.code).toBeNull();
    await pass(20);
    expect(running.code).toBe('device-lost');
  });

  it('that is slow is left alone while passes end, though no event comes for minutes', async () => {
    let passes = 0;
    const { life } = start({ passes: () => passes });
    life.backend = 'webgpu';
    const running = outcome(run(life));
    for (let i = 0; i < 12; i++) {
      passes++;
      await pass(20);
    }
    expect(running.code).toBeNull();
    await pass(45);
    expect(running.code).toBe('device-lost');
  });

  it('is watched while it loads as well', async () => {
    const { life } = start();
    const watchdog = life.watchGpu(24);
    await pass(115);
    expect(life.isAlive).toBe(true);
    await pass(15);
    expect(life.isAlive).toBe(false);
    watchdog.stop();
  });
});

describe('a processor', () => {
  it('may take its time where the worker’s end is told, and two minutes without a sign where it is not', async () => {
    const watched = start();
    const unwatched = start({ holdLock: async () => false });
    const [a, b] = [outcome(run(watched.life)), outcome(run(unwatched.life))];
    await pass(100);
    expect([a.code, b.code]).toEqual([null, null]);
    await pass(100);
    expect([a.code, b.code]).toEqual([null, 'worker-died']);
  });
});

describe('being told to end', () => {
  it.each(['stop', 'abort'] as const)(
    '%s reaches the work of that number, also one that is not sent yet',
    async (how) => {
      const told: number[] = [];
      let finish = (): void => undefined;
      const { life } = start({
        run: () => new Promise((resolve) => (finish = () => resolve(RESULT))),
        [how]: (runId: number) => {
          told.push(runId);
          finish();
        },
      });
      life[how](7);
      const running = run(life);
      life[how](8);
      life[how](7);
      expect(await running).toEqual(RESULT);
      expect(told).toEqual([7]);
    },
  );

  it('ends a worker that does not hear, as one whose model’s chat template loops', async () => {
    const deaf = (): void => never() as never;
    const { life, worker } = start({ stop: deaf });
    const running = outcome(run(life));
    await pass(300);
    expect(running.code).toBeNull();
    life.stop(7);
    await pass(10);
    expect(running.code).toBeNull();
    await pass(15);
    expect(running.code).toBe('ended');
    expect(worker.isTerminated).toBe(true);
  });

  it('also where it heard first and went deaf then', async () => {
    let isDeaf = false;
    const mayHear = (): void => (isDeaf ? (never() as never) : undefined);
    const { life } = start({ stop: mayHear });
    const running = outcome(run(life));
    await pass(5);
    life.stop(7);
    await pass(60);
    expect(running.code).toBeNull();
    isDeaf = true;
    await pass(25);
    expect(running.code).toBe('ended');
  });
});
