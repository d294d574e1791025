/**
 * The engine as the page sees it: being loaded, ready, or failed. The models stay loaded from run to run; another
 * back end or another verifier loads what is missing.
 */
import { errorCode } from '../../core/errors';
import type { ErrorCode } from '../../core/errors';
import type { VerifierId } from '../../core/ids';
import type { ModelWork } from '../../protocol/model-host';
import { DEFAULT_VERIFIER } from '../../protocol/parameters';
import type { OfferedBackend, OfferedTask } from '../../url/fields';
import { modelsNeeded } from '../../verifiers/find';
import type { NeededModels, Writer } from './writer';
import type { EnginePort, LoadedEngine, LoadProgress } from './ports';

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

export const failureOf = (error: unknown): Failure => ({
  code: errorCode(error),
  message: error instanceof Error ? error.message : String(error),
});

/** The models of the site that these need; those of the default where they need none, which are on their way anyway. */
const neededBy = ({ verifiers, options }: NeededModels): VerifierId[] =>
  modelsNeeded(verifiers.length ? verifiers : [DEFAULT_VERIFIER], options);

export class EngineState implements Writer {
  readonly #port: EnginePort;
  #loaded = $state.raw<LoadedEngine | null>(null);
  #progress = $state.raw<LoadProgress | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #loading: { readonly key: string; readonly promise: Promise<LoadedEngine> } | null = null;
  #isLoading = $state(false);
  /** The verifiers, the back end and the task of what is loaded. */
  #verifiers = new Set<VerifierId>();
  #backend: OfferedBackend | null = null;
  #task: OfferedTask | null = null;

  constructor(port: EnginePort) {
    this.#port = port;
  }

  get port(): ModelWork {
    return this.#port;
  }
  get loaded(): LoadedEngine | null {
    return this.#loaded;
  }
  get progress(): LoadProgress | null {
    return this.#progress;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get isLoading(): boolean {
    return this.#isLoading;
  }

  packOffer(task: OfferedTask): ReturnType<EnginePort['packOffer']> {
    return this.#port.packOffer(task);
  }

  /** See `PackHost.addHead`. */
  addHead(head: Parameters<EnginePort['addHead']>[0]): void {
    this.#port.addHead(head);
  }

  /** Has the engine start; `ensure` reports what goes wrong. */
  warm(backend: OfferedBackend): void {
    this.#port.warm(backend);
  }

  /** Loads what is missing. Calls for the same thing share one load; the newest call for another thing comes after. */
  async ensure(wanted: NeededModels): Promise<LoadedEngine> {
    if (!this.#loading && this.#has(wanted)) return this.#loaded!;
    const key = keyOf(wanted);
    if (this.#loading?.key === key) return this.#loading.promise;
    const before = this.#loading?.promise;
    const promise = (async () => {
      await before?.catch(() => undefined);
      return this.#has(wanted) ? this.#loaded! : this.#load(wanted);
    })();
    this.#loading = { key, promise };
    try {
      return await promise;
    } finally {
      if (this.#loading?.promise === promise) this.#loading = null;
    }
  }

  /** Whether what is wanted is there, or is what is being loaded. */
  covers(wanted: NeededModels): boolean {
    return this.#loading ? this.#loading.key === keyOf(wanted) : this.#has(wanted);
  }

  #isSame({ task, backend }: NeededModels): boolean {
    return this.#task === task && this.#backend === backend;
  }

  #has(wanted: NeededModels): boolean {
    if (this.#loaded && !this.#port.isLoaded()) this.#forget();
    if (!this.#loaded || !this.#isSame(wanted)) return false;
    return neededBy(wanted).every((id) => this.#verifiers.has(id));
  }

  async #load(wanted: NeededModels): Promise<LoadedEngine> {
    this.#isLoading = true;
    this.#failure = null;
    this.#progress = null;
    const verifiers = new Set<VerifierId>(this.#isSame(wanted) ? this.#verifiers : []);
    for (const id of neededBy(wanted)) verifiers.add(id);
    try {
      const loaded = await this.#port.load({
        task: wanted.task,
        verifiers: [...verifiers],
        backend: wanted.backend,
        onProgress: (progress) => {
          this.#progress = progress;
        },
      });
      this.#loaded = loaded;
      this.#verifiers = verifiers;
      this.#backend = wanted.backend;
      this.#task = wanted.task;
      return loaded;
    } catch (error) {
      this.#forget();
      this.#failure = failureOf(error);
      throw error;
    } finally {
      this.#isLoading = false;
    }
  }

  noteFailure(error: unknown): void {
    // What died is loaded anew by the next `ensure`.
    if (['worker-died', 'ended', 'device-lost', 'internal', 'not-loaded'].includes(errorCode(error))) this.#forget();
  }

  /** Ends the engine and gives its memory back, unless it is being loaded. The next `ensure` loads it again. */
  release(): void {
    if (this.#isLoading || !this.#loaded) return;
    this.#port.release();
    this.#forget();
  }

  dismissFailure(): void {
    this.#failure = null;
  }

  #forget(): void {
    this.#loaded = null;
    this.#verifiers = new Set();
    this.#backend = null;
    this.#task = null;
  }
}

/** One load, among others. */
const keyOf = (wanted: NeededModels): string => `${wanted.task} ${neededBy(wanted).join()} ${wanted.backend}`;
