/** Locks by which the tabs of a site know of each other. Where there are none, as in a file, every tab has its way. */

type Locks = Pick<LockManager, 'request' | 'query'> | undefined;

/** Holds a lock until what it resolves with is called, or the page is left; null where another one holds it. */
export function takeLock(locks: Locks, name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const all = locks?.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise<void>((release) => resolve(release));
    });
    // Where an origin is opaque, locks are there and refused.
    if (all) all.catch(() => resolve(() => undefined));
    else resolve(() => undefined);
  });
}

export async function isLocked(locks: Locks, name: string): Promise<boolean> {
  const held = (await locks?.query().catch(() => null))?.held ?? [];
  return held.some((lock) => lock.name === name);
}

/** Resolves when nobody holds the lock. */
export async function lockFreed(locks: Locks, name: string): Promise<void> {
  // Those who wait do not keep each other waiting.
  await locks?.request(name, { mode: 'shared' }, () => undefined).catch(() => undefined);
}
