/** A training that was interrupted, by the end of its tab or of its worker: what there is to go on with. */
import type { TaskId } from '../../../core/ids';
import type { UnfinishedNews } from '../../../protocol/train';
import type { UnfinishedOrder, UnfinishedTraining } from '../../../protocol/unfinished';
import type { UnfinishedKeeper } from '../../../runtime/unfinished-trainings';
import type { UnfinishedSource } from '../../shell/ports';

/** What a training under way leaves behind. Nobody waits for what is kept. */
export interface Trail {
  keep(news: UnfinishedNews): void;
  forget(): void;
  /** Resolves when all of it is done. */
  end(): Promise<void>;
}

export class Interrupted {
  readonly #source: UnfinishedSource | null;
  #found = $state.raw<UnfinishedTraining | null>(null);
  /** Tasks whose verifiers another tab trains, which is waited for. */
  readonly #elsewhere = new Set<TaskId>();
  #last: Promise<void> = Promise.resolve();

  /** @param source null where nothing outlives the page */
  constructor(source: UnfinishedSource | null) {
    this.#source = source;
  }

  /** The training of a task that can be gone on with; null where there is none. */
  of(task: TaskId): UnfinishedTraining | null {
    return this.#found?.task === task ? this.#found : null;
  }

  /** Finds out what there is of a task. It never rejects. */
  async look(task: TaskId): Promise<UnfinishedTraining | null> {
    try {
      const source = await this.#source?.();
      const found = (await source?.find(task)) ?? null;
      this.#found = found === 'elsewhere' ? null : found;
      if (found === 'elsewhere' && !this.#elsewhere.has(task)) {
        this.#elsewhere.add(task);
        void source!.freed(task).then(() => {
          this.#elsewhere.delete(task);
          return this.look(task);
        });
      }
    } catch {
      // The code for it could not be fetched.
      this.#found = null;
    }
    return this.of(task);
  }

  /** @param before the training that this one goes on with */
  begin(order: UnfinishedOrder, before: UnfinishedTraining | null): Trail {
    const begin = async (): Promise<UnfinishedKeeper | null> => {
      const source = await this.#source?.();
      return (await source?.begin(order, before?.mark)) ?? null;
    };
    // One that ended just now may still be writing.
    const keeper = this.#last.then(begin).catch(() => null);
    const use = async (work: (own: UnfinishedKeeper) => Promise<void>): Promise<void> => {
      const own = await keeper;
      if (own) await work(own);
    };
    return {
      keep: (news) => void use((own) => own.keep(news)),
      forget: () => void use((own) => own.forget()),
      end: () => (this.#last = use((own) => own.end())),
    };
  }

  async throwAway(task: TaskId): Promise<void> {
    this.#found = null;
    const source = await this.#source?.().catch(() => null);
    // Another tab may go on with it.
    if (source && (await source.find(task)) !== 'elsewhere') await source.remove(task);
  }
}
