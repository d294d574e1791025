/**
 * Learns that a worker is gone, however it went. A script that throws tells its page; a worker that the browser ends, for
 * want of memory say, tells nobody, and calls to it would wait for ever. But whatever a worker holds is let go when it
 * ends: so it holds a lock, and the page waits for that.
 */

/** Asks the worker to hold the lock of this name for as long as it lives; whether it does. */
type Hold = (name: string) => Promise<boolean>;

export interface DeathWatch {
  /** Whether the end will be told; false where there are no locks, as in a file or a sandboxed frame. */
  readonly isWatching: Promise<boolean>;
  /** Call it when the worker is ended on purpose. */
  readonly stop: () => void;
}

/** Calls `onDeath` when the worker is gone, unless stopped before. */
export function watchDeath(hold: Hold, onDeath: () => void): DeathWatch {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  const stopped = new AbortController();
  const begin = async (): Promise<boolean> => {
    if (!locks) return false;
    const name = `inkling-worker-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    if (!(await hold(name))) return false;
    const freed = locks.request(name, { signal: stopped.signal }, () => {
      if (!stopped.signal.aborted) onDeath();
    });
    freed.catch(() => undefined);
    return true;
  };
  return { isWatching: begin().catch(() => false), stop: () => stopped.abort() };
}
