/** Trainings that outlive the page: the newest ones, as many as there is room for. Where there is no storage, none. */
import * as v from 'valibot';
import type { TaskId } from '../core/ids';
import { apart, KEPT_VERSION, readKept, type KeptRecord, type KeptTraining } from '../protocol/kept-training';
import type { BrowserTable } from './browser-table';
import { sha256 } from './sha256';

/** Verifiers that are kept, and bytes of them. */
export const MOST_KEPT = { verifiers: 50, bytes: 100 * 1024 * 1024 } as const;

/** A key says what its training takes, so that room is made without reading any. The oldest is the lowest. */
const KeySchema = v.strictTuple([
  /** When it was kept, in milliseconds. */
  v.number(),
  v.number(),
  v.number(),
  /** Tells those of one millisecond apart. */
  v.number(),
]);
export type KeptKey = [when: number, verifiers: number, bytes: number, mark: number];

export interface Kept {
  readonly key: KeptKey;
  readonly training: KeptTraining;
}

export class KeptTrainings {
  readonly #table: BrowserTable;
  readonly #basesOf: (task: TaskId) => Promise<readonly string[]>;
  readonly #now: () => number;

  /** @param basesOf the SHA-256 of the weights that a task's verifiers can stand on; rejects where that is not known */
  constructor(table: BrowserTable, basesOf: (task: TaskId) => Promise<readonly string[]>, now = () => Date.now()) {
    this.#table = table;
    this.#basesOf = basesOf;
    this.#now = now;
  }

  /**
   * Those that can be used here, the oldest first. What is damaged, of another version or stands on another model is
   * left out.
   */
  async all(): Promise<readonly Kept[]> {
    const bases = new Map<TaskId, Promise<readonly string[]>>();
    const basesOf = (task: TaskId): Promise<readonly string[]> => {
      const known = bases.get(task) ?? this.#basesOf(task);
      bases.set(task, known);
      return known;
    };
    const kept: Kept[] = [];
    const names = new Map<string, Uint8Array>();
    for (const key of await this.#keys()) {
      try {
        const training = await readKept(await this.#table.get(key), sha256, basesOf);
        if (training) kept.push({ key, training: apart(training, names) });
      } catch {
        // It cannot be read, or nobody knows now what it stands on.
      }
    }
    return kept;
  }

  /** Makes room and keeps it. Resolves with its key; null where it could not be kept. */
  async keep(training: KeptTraining): Promise<KeptKey | null> {
    const { runs } = training.trained;
    const size = runs.reduce((sum, { head }) => sum + head.bytes.length, 0);
    const [mark = 0] = crypto.getRandomValues(new Uint32Array(1));
    const key: KeptKey = [this.#now(), runs.length, size, mark];
    try {
      const digests = await Promise.all(runs.map(({ head }) => sha256(head.bytes)));
      const tooMany = overfull([...(await this.#keys()), key]);
      if (tooMany.includes(key)) return null;
      await this.#table.remove(tooMany);
      const record: KeptRecord = { version: KEPT_VERSION, ...training, digests };
      await this.#table.put(key, record);
      return key;
    } catch {
      // Denied or full: the page goes on without.
      return null;
    }
  }

  /** Forgets them. */
  async remove(keys: readonly KeptKey[]): Promise<void> {
    await this.#table.remove(keys).catch(() => undefined);
  }

  /** The oldest first; none where there is no storage. */
  async #keys(): Promise<KeptKey[]> {
    const keys = await this.#table.keys().catch(() => []);
    return keys.flatMap((key) => (v.is(KeySchema, key) ? [key] : []));
  }
}

/** Those that have to go: the newest stay, as many as there is room for. */
function overfull(keys: readonly KeptKey[]): KeptKey[] {
  let [verifiers, bytes] = [0, 0];
  return [...keys].reverse().filter(([, own, size]) => {
    verifiers += own;
    bytes += size;
    return verifiers > MOST_KEPT.verifiers || bytes > MOST_KEPT.bytes;
  });
}
