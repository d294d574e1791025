/** Trainings that outlive the page: the newest ones, as many as there is room for. Where there is no storage, none. */
import * as v from 'valibot';
import type { TaskId } from '../core/ids';
import { apart, KEPT_VERSION, readKept, type KeptRecord, type KeptTraining } from '../protocol/kept-training';
import type { BrowserTable } from './browser-table';
import { keepInRoom, keptKeys, newKey, TrainingKeySchema, type KeptKey } from './kept-room';
import { sha256 } from './sha256';

export type { KeptKey };

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
    for (const key of await keptKeys(this.#table)) {
      if (!v.is(TrainingKeySchema, key)) continue;
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
    const key = newKey(this.#now(), runs.length, size);
    try {
      const digests = await Promise.all(runs.map(({ head }) => sha256(head.bytes)));
      const record: KeptRecord = { version: KEPT_VERSION, ...training, digests };
      return (await keepInRoom(this.#table, key, record)) ? key : null;
    } catch {
      // Denied or full: the page goes on without.
      return null;
    }
  }

  /** Forgets them. */
  async remove(keys: readonly KeptKey[]): Promise<void> {
    await this.#table.remove(keys).catch(() => undefined);
  }
}
