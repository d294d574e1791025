/** Holds a lock for as long as this worker lives, so that its page learns of its end (`src/runtime/death-watch.ts`). */
export function holdLock(name: string): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return Promise.resolve(false);
  return new Promise((resolve) => {
    const held = locks.request(name, () => {
      resolve(true);
      return new Promise<never>(() => undefined);
    });
    // Where an origin is opaque, locks are there and refused.
    held.catch(() => resolve(false));
  });
}
