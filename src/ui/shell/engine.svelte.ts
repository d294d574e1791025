/**
 * The engine as the page sees it: being loaded, ready, or failed. The models stay loaded from run to run; another
 * back end or another verifier loads what is missing.
 */
import { AppError, errorCode } from '../../core/errors';
import type { ErrorCode } from '../../core/errors';
import type { EnginePort, LoadedEngine, LoadProgress, RunRequest } from './ports';
import type { CheckKind, CheckRequest, Checks } from '../../protocol/checks';
import type { TogetherEvent, TogetherRequest } from '../../protocol/engine';
import type { SearchEvent } from '../../protocol/parameters';
import type { TraceResult } from '../../trace/types';
import { modelsNeeded, type VerifierId } from '../../core/ids';
import type { OfferedBackend, OfferedTask, OfferedVerifier } from '../../url/fields';

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

export const failureOf = (error: unknown): Failure => ({
  code: errorCode(error),
  message: error instanceof Error ? error.message : String(error),
});

interface Wanted {
  readonly task: OfferedTask;
  readonly verifier: OfferedVerifier;
  /** Of `ensemble`. */
  readonly members?: readonly VerifierId[] | undefined;
  readonly backend: OfferedBackend;
}

export class EngineState {
  readonly #port: EnginePort;
  #loaded = $state.raw<LoadedEngine | null>(null);
  #progress = $state.raw<LoadProgress | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #loading: { readonly key: string; readonly promise: Promise<LoadedEngine> } | null = null;
  #isLoading = $state(false);
  #runId = 0;
  /** The verifiers, the back end and the task of what is loaded. */
  #verifiers = new Set<VerifierId>();
  #backend: OfferedBackend | null = null;
  #task: OfferedTask | null = null;

  constructor(port: EnginePort) {
    this.#port = port;
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

  /** Has the engine start; what goes wrong is told by `ensure`. */
  warm(backend: OfferedBackend): void {
    this.#port.warm(backend);
  }

  /** Loads what is missing. Calls for the same thing share one load; the newest call for another thing comes after. */
  async ensure(wanted: Wanted): Promise<LoadedEngine> {
    if (this.#loaded && !this.#port.isLoaded()) this.#forget();
    if (this.#loaded && this.#isSame(wanted) && this.#has(wanted)) return this.#loaded;
    const key = `${wanted.task} ${modelsNeeded([wanted.verifier], wanted.members).join()} ${wanted.backend}`;
    if (this.#loading?.key === key) return this.#loading.promise;
    const before = this.#loading?.promise;
    const promise = (async () => {
      await before?.catch(() => undefined);
      return this.#load(wanted);
    })();
    this.#loading = { key, promise };
    try {
      return await promise;
    } finally {
      if (this.#loading?.promise === promise) this.#loading = null;
    }
  }

  #isSame({ task, backend }: Wanted): boolean {
    return this.#task === task && this.#backend === backend;
  }

  #has({ verifier, members }: Wanted): boolean {
    return modelsNeeded([verifier], members).every((id) => this.#verifiers.has(id));
  }

  async #load(wanted: Wanted): Promise<LoadedEngine> {
    this.#isLoading = true;
    this.#failure = null;
    this.#progress = null;
    const verifiers = new Set<VerifierId>(this.#isSame(wanted) ? this.#verifiers : []);
    for (const id of modelsNeeded([wanted.verifier], wanted.members)) verifiers.add(id);
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
      // What is at work is still there.
      if (errorCode(error) !== 'busy') this.#forget();
      this.#failure = failureOf(error);
      throw error;
    } finally {
      this.#isLoading = false;
    }
  }

  /** Runs one search. An engine that died is loaded anew by the next `ensure`. */
  async run(request: RunRequest, onEvents: (events: readonly SearchEvent[]) => void): Promise<TraceResult> {
    return this.#guarded(request, () => this.#port.run(request, onEvents));
  }

  /** Runs several searches together; see `EnginePort.together`. */
  async together(
    request: TogetherRequest,
    onEvents: (events: readonly TogetherEvent[]) => void,
  ): Promise<TraceResult[]> {
    return this.#guarded(request, () => this.#port.together(request, onEvents));
  }

  /** Runs one check; see `EnginePort.check`. */
  async check<K extends CheckKind>(
    request: CheckRequest<K>,
    onEvents: (events: readonly Checks[K]['event'][]) => void,
  ): Promise<Checks[K]['result']> {
    return this.#guarded(request, () => this.#port.check(request, onEvents));
  }

  async #guarded<T>({ runId }: { readonly runId: number }, work: () => Promise<T>): Promise<T> {
    if (!this.#loaded) throw new AppError('not-loaded', 'The models are not loaded.');
    this.#runId = runId;
    try {
      return await work();
    } catch (error) {
      if (['worker-died', 'device-lost', 'internal', 'not-loaded'].includes(errorCode(error))) this.#forget();
      throw error;
    }
  }

  stop(): void {
    this.#port.stop(this.#runId);
  }

  abort(): void {
    this.#port.abort(this.#runId);
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
