/**
 * A worker from its start to its end. comlink never settles a call whose worker is gone; here every pending call rejects,
 * however the end came.
 */
import { wrap, type Remote } from 'comlink';
import { AppError } from '../core/errors';
import { watchDeath } from './death-watch';

/** What every worker answers. */
interface Locking {
  /** Holds the lock of this name for as long as the worker lives; false where there are no locks. */
  holdLock(name: string): Promise<boolean>;
}

/** For sentences about its end. */
export interface WorkerWords {
  /** What it is to a reader. */
  readonly what: string;
  /** What a reader can do when it is gone. */
  readonly goOn: string;
}

export class LivingWorker<Api extends Locking> {
  readonly api: Remote<Api>;
  /** Never resolves; rejects when the worker is gone. */
  readonly death: Promise<never>;
  /** Whether the worker's end is reported, however it comes. */
  protected readonly isWatched: Promise<boolean>;
  readonly #worker: Worker;
  readonly #words: WorkerWords;
  readonly #unwatch: () => void;
  #isAlive = true;
  #reject: (error: AppError) => void = () => undefined;

  /** @throws AppError `worker-died` where the browser starts none. */
  constructor(createWorker: () => Worker, words: WorkerWords) {
    const { what } = words;
    this.#words = words;
    try {
      this.#worker = createWorker();
    } catch (cause) {
      throw new AppError('worker-died', `This browser would not start the ${what} here.`, {}, { cause });
    }
    this.death = new Promise<never>((_, reject) => (this.#reject = reject));
    // It also rejects while nobody waits.
    this.death.catch(() => undefined);
    this.api = wrap<Api>(this.#worker);
    const locking: Remote<Locking> = this.api;
    const { isWatching, stop } = watchDeath(
      (name) => this.orDeath(locking.holdLock(name)),
      () => this.#died(`The browser ended the ${what}.`),
    );
    this.isWatched = isWatching;
    this.#unwatch = stop;
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#died(`The ${what} stopped: ${event.message || 'its script could not be started'}.`);
    });
    this.#worker.addEventListener('messageerror', () => this.#died(`A message of the ${what} could not be read.`));
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Ends the worker: every pending call rejects with this. */
  kill(error: AppError): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#unwatch();
    this.#worker.terminate();
    this.#reject(error);
  }

  #died(why: string): void {
    this.kill(new AppError('worker-died', `${why} ${this.#words.goOn}`));
  }

  /** A call to the worker, which rejects when the worker is gone. */
  orDeath<T>(call: Promise<T>): Promise<T> {
    return Promise.race([call, this.death]);
  }
}
