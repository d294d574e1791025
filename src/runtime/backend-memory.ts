/**
 * What an earlier visit found out about this browser: its fastest back end, and which models computed the right numbers
 * on WASM. Choosing anew costs a reader some tenths of a second each visit, and finds the same until the browser
 * changes.
 */
import * as v from 'valibot';
import { BACKEND_IDS, type BackendId } from '../core/ids';

const KEY = 'inkling-backend-1';
const MAX_MODELS = 100;

const KnownBackendSchema = v.object({
  /** The browser's own name and version. */
  browser: v.pipe(v.string(), v.maxLength(1000)),
  backend: v.picklist(BACKEND_IDS),
  reason: v.pipe(v.string(), v.maxLength(300)),
  /** Models, as `pack/name`, whose known answers WASM reproduced. A GPU is asked on every visit. */
  checked: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(MAX_MODELS)),
});

export interface KnownBackend {
  readonly backend: BackendId;
  readonly reason: string;
  readonly checked: readonly string[];
}

export interface BackendMemory {
  recall(): KnownBackend | null;
  remember(known: KnownBackend): void;
}

/** In `storage` where that works, else for this visit. Nothing of another browser or version is recalled. */
export function backendMemory(browser: string, storage: () => Pick<Storage, 'getItem' | 'setItem'>): BackendMemory {
  let now: KnownBackend | null = null;
  return {
    recall() {
      if (now) return now;
      try {
        const { browser: of, ...known } = v.parse(KnownBackendSchema, JSON.parse(storage().getItem(KEY) ?? 'null'));
        return of === browser ? known : null;
      } catch {
        // Denied, empty, or not ours.
        return null;
      }
    },
    remember({ backend, reason, checked }) {
      now = { backend, reason, checked: checked.slice(-MAX_MODELS) };
      try {
        storage().setItem(KEY, JSON.stringify({ browser, ...now }));
      } catch {
        // Denied or full: this visit still knows.
      }
    },
  };
}
