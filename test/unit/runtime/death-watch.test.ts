import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchDeath } from '../../../src/runtime/death-watch';
import { holdLock } from '../../../workers/rpc/hold-lock';

/** Locks as a browser has them: one holder at a time, the next in the order of asking. */
class FakeLocks {
  readonly #queues = new Map<string, (() => void)[]>();
  isDenied = false;

  async request(name: string, ...rest: [object, () => unknown] | [() => unknown]): Promise<void> {
    if (this.isDenied) throw new DOMException('denied', 'SecurityError');
    const work = rest.at(-1) as () => unknown;
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    const isFirst = queue.length === 0;
    await new Promise<void>((resolve) => {
      queue.push(resolve);
      if (isFirst) resolve();
    });
    await work();
  }

  /** The holder's thread is gone. */
  free(): void {
    for (const queue of this.#queues.values()) {
      queue.shift();
      queue[0]?.();
    }
  }
}

let locks: FakeLocks;
beforeEach(() => {
  locks = new FakeLocks();
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => void vi.unstubAllGlobals());

describe('the end of a worker', () => {
  it('is told when its lock is free, and not before', async () => {
    const onDeath = vi.fn();
    const { isWatching } = watchDeath(holdLock, onDeath);
    expect(await isWatching).toBe(true);
    await Promise.resolve();
    expect(onDeath).not.toHaveBeenCalled();
    locks.free();
    await expect.poll(() => onDeath).toHaveBeenCalledTimes(1);
  });

  it('is not told when it was ended on purpose', async () => {
    const onDeath = vi.fn();
    const { isWatching, stop } = watchDeath(holdLock, onDeath);
    await isWatching;
    stop();
    locks.free();
    await new Promise((resolve) => setTimeout(resolve));
    expect(onDeath).not.toHaveBeenCalled();
  });

  it.each([
    ['where there are no locks', () => vi.stubGlobal('navigator', {})],
    ['where they are denied', () => (locks.isDenied = true)],
  ])('is known not to be told %s', async (_, arrange) => {
    arrange();
    expect(await watchDeath(holdLock, () => undefined).isWatching).toBe(false);
  });
});
