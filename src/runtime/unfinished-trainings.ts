/**
 * Trainings that were interrupted: of each task the newest, until it has ended or is thrown away. The tab that trains holds
 * a lock of the task, so that no other one takes its training for interrupted, or writes over it. Where there is no storage,
 * nothing is kept.
 */
import type { TaskId } from '../core/ids';
import type { UnfinishedNews } from '../protocol/train';
import {
  readUnfinished,
  unfinishedRecord,
  type UnfinishedOrder,
  type UnfinishedTraining,
} from '../protocol/unfinished';
import type { BrowserTable } from './browser-table';
import { isLocked, lockFreed, takeLock } from './held-lock';
import { sha256 } from './sha256';

/** What a training under way leaves behind. Its calls are carried out one after the other. */
export interface UnfinishedKeeper {
  /** Keeps the newest. It never rejects: where there is no room nothing is kept. */
  keep(news: UnfinishedNews): Promise<void>;
  /** Nothing of it is to be gone on with; an earlier one that it has not taken the place of stays. */
  forget(): Promise<void>;
  /** It is over: what is kept of it can be gone on with. */
  end(): Promise<void>;
}

export interface UnfinishedOptions {
  /** That of the trainings that are kept: keys are of another form. */
  readonly table: BrowserTable;
  /** What the models of a task are known by; rejects where that is not known now. */
  readonly modelsOf: (task: TaskId) => Promise<string>;
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined;
  /** Tells the locks of this copy of the site from those of others on its origin. */
  readonly site: string;
}

const PARTS = ['written', 'learned'] as const;
const keyOf = (task: TaskId, part: (typeof PARTS)[number]): string[] => ['unfinished', task, part];
const keysOf = (task: TaskId): string[][] => PARTS.map((part) => keyOf(task, part));

export class UnfinishedTrainings {
  readonly #options: UnfinishedOptions;

  constructor(options: UnfinishedOptions) {
    this.#options = options;
  }

  /**
   * The training of a task that was interrupted; null where there is none. What is damaged, of another version or of other
   * models is none. `elsewhere`: another tab trains one.
   */
  async find(task: TaskId): Promise<UnfinishedTraining | 'elsewhere' | null> {
    const { table, modelsOf, locks } = this.#options;
    if (await isLocked(locks, this.#lock(task))) return 'elsewhere';
    try {
      const [written, learned] = await Promise.all(PARTS.map((part) => table.get(keyOf(task, part))));
      return written === undefined ? null : await readUnfinished(written, learned, sha256, modelsOf);
    } catch {
      // It cannot be read, or nobody knows now which models are here.
      return null;
    }
  }

  /** Resolves when no tab trains a verifier of the task. */
  freed(task: TaskId): Promise<void> {
    return lockFreed(this.#options.locks, this.#lock(task));
  }

  /**
   * Keeps from now on what is told of a training, in place of an earlier one; null where another tab trains.
   * @param before the mark of the training that this one goes on with
   */
  async begin(order: UnfinishedOrder, before?: string): Promise<UnfinishedKeeper | null> {
    const { table, modelsOf, locks } = this.#options;
    const { task } = order;
    const release = await takeLock(locks, this.#lock(task));
    if (!release) return null;
    const mark = before ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
    const models = modelsOf(task);
    let isKept = before !== undefined;
    let last: Promise<void> = models.then(() => undefined).catch(() => undefined);
    const then = (next: () => Promise<void> | void): Promise<void> => (last = last.then(next).catch(() => undefined));
    return {
      keep: (news) =>
        then(async () => {
          const record = await unfinishedRecord(news, order, { mark, models: await models }, sha256);
          if (!record) return;
          await table.put(keyOf(task, news.kind === 'samples' ? 'written' : 'learned'), record);
          isKept = true;
        }),
      forget: () => then(() => (isKept ? table.remove(keysOf(task)) : undefined)),
      end: () => then(release),
    };
  }

  /** Throws it away. */
  async remove(task: TaskId): Promise<void> {
    await this.#options.table.remove(keysOf(task)).catch(() => undefined);
  }

  #lock(task: TaskId): string {
    return `inkling-training ${this.#options.site} ${task}`;
  }
}
