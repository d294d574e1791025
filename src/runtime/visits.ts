/**
 * Knows at the start of a visit whether the one before was ended while it computed, as phones end a page that takes too
 * much: a mark in the browser's storage stands as long as something is computed, and a page that leaves takes it along.
 */

/** Names the visit that computes. */
const MARK = 'inkling-at-work';
/** Present from such an end on, until the reader wants it otherwise. */
const LIGHT = 'inkling-light';
const lockOf = (visit: string): string => `inkling-visit-${visit}`;

export interface Visits {
  /** Whether this visit should take as little as it can. Ask once, before anything is computed. */
  isLight(): Promise<boolean>;
  /** Something begins to be computed, or nothing is any more. */
  setAtWork(isAtWork: boolean): void;
  /** From now on this visit loads as much as any other. */
  asUsual(): void;
}

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where storage is denied nothing is known. `locks` tell a visit that is dead from one in another tab. */
export function createVisits(storage: () => Kept, locks: Pick<LockManager, 'request' | 'query'> | undefined): Visits {
  const own = crypto.getRandomValues(new Uint32Array(4)).join('-');
  locks?.request(lockOf(own), () => new Promise<never>(() => undefined)).catch(() => undefined);
  const attempt = <T>(work: (kept: Kept) => T): T | null => {
    try {
      return work(storage());
    } catch {
      // Denied or full.
      return null;
    }
  };
  const isAlive = async (visit: string): Promise<boolean> => {
    const held = (await locks?.query().catch(() => null))?.held ?? [];
    return held.some(({ name }) => name === lockOf(visit));
  };
  return {
    async isLight() {
      const mark = attempt((kept) => kept.getItem(MARK));
      if (mark !== null && mark !== own && !(await isAlive(mark))) {
        attempt((kept) => kept.setItem(LIGHT, '1'));
        attempt((kept) => kept.removeItem(MARK));
      }
      return attempt((kept) => kept.getItem(LIGHT)) !== null;
    },
    setAtWork(isAtWork) {
      if (isAtWork) attempt((kept) => kept.setItem(MARK, own));
      else attempt((kept) => kept.getItem(MARK) === own && kept.removeItem(MARK));
    },
    asUsual() {
      attempt((kept) => kept.removeItem(LIGHT));
    },
  };
}
