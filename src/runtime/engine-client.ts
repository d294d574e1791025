/**
 * The page's side of the engine. comlink never settles a call whose worker died; here every pending call rejects, and
 * the next `load` starts a new worker.
 */
import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { BackendId, TaskId, VerifierId } from '../core/ids';
import { AppError, errorCode } from '../core/errors';
import type { CheckKind, CheckRequest, Checks } from '../protocol/checks';
import type { EngineApi, LoadedEngine, LoadRequest, RunRequest, TraceResult } from '../protocol/engine';
import type { TogetherEvent, TogetherRequest } from '../protocol/engine';
import { installErrorTransfer } from '../protocol/error-transfer';
import type { SearchEvent } from '../protocol/parameters';
import type { BackendMemory, KnownBackend } from './backend-memory';
import {
  chooseFlavour,
  findPack,
  readEngineFiles,
  tasksOf,
  verifiersOf,
  workerAddress,
  type EngineBytes,
  type EngineFiles,
  type EngineFlavour,
  type FoundPack,
  type LoadProgress,
  type Wanted,
} from './engine-files';
import { watchDeath } from './death-watch';
import { watch, type Watchdog } from './watchdog';

export type { LoadProgress } from './engine-files';

export interface LoadOptions {
  readonly task: TaskId;
  readonly verifiers: readonly VerifierId[];
  readonly backend: BackendId | 'auto';
  readonly onProgress: (progress: LoadProgress) => void;
}

export interface PackOffer {
  readonly tasks: readonly TaskId[];
  readonly verifiers: readonly VerifierId[];
}

export interface EngineClientOptions {
  readonly files: EngineFiles;
  /** Constructs a module worker: only the page's `main.ts` does that. */
  readonly createWorker: (address: string) => Worker;
  readonly memory: BackendMemory;
}

/** One worker's life. */
interface Living {
  readonly worker: Worker;
  readonly api: Remote<EngineApi>;
  /** Never resolves; rejects when the worker is gone. */
  readonly death: Promise<never>;
  readonly kill: (error: AppError) => void;
  readonly flavour: EngineFlavour;
  /** Whether the worker's end is told, however it comes. */
  readonly isWatched: Promise<boolean>;
  hasRuntime: boolean;
  /** Whether it has compiled the runtime itself, once it was asked to. */
  compiled: Promise<boolean> | null;
  held: Held | null;
  /** Of what is loaded. */
  backend: BackendId | null;
}

/** What a worker has loaded. */
interface Held extends Pick<LoadOptions, 'task' | 'backend' | 'verifiers'> {
  /** The pack's identifier. */
  readonly pack: string;
}

/** A processor may be slow, and a step of many samples long: so many times five seconds. */
const PATIENT_TICKS = 24;
const SAY_RELOAD = 'Load the models again to go on.';

export class EngineClient {
  readonly #options: EngineClientOptions;
  #living: Promise<Living> | null = null;
  /** The worker that has models, while it lives. */
  #loaded: Living | null = null;
  #loads: Promise<unknown> = Promise.resolve();
  #runId: number | null = null;
  #isDisposed = false;
  /** What `packOffer` found: the load after it need not ask the site again. */
  #found: { readonly task: TaskId; readonly pack: FoundPack } | null = null;

  constructor(options: EngineClientOptions) {
    this.#options = options;
    installErrorTransfer();
  }

  /**
   * The tasks that the site holds models for, and the verifiers of one of them.
   * @throws AppError as `load`.
   */
  async packOffer(task: TaskId): Promise<PackOffer> {
    const pack = await findPack(this.#options.files, task);
    this.#found = { task, pack };
    return { tasks: tasksOf(pack), verifiers: verifiersOf(pack) };
  }

  /**
   * Loads a task's models, replacing what was loaded; where only verifiers are missing, those join it. Calls wait for
   * one another.
   * @throws AppError with the code of what went wrong; the next call starts afresh.
   */
  load(options: LoadOptions): Promise<LoadedEngine> {
    const load = this.#loads.then(() => this.#load(options));
    this.#loads = load.catch(() => undefined);
    return load;
  }

  /**
   * Has the worker start that `load` will take, and compile the runtime where an earlier visit has left it. The load
   * tells what goes wrong.
   */
  warm(backend: LoadOptions['backend']): void {
    const warm = this.#loads.then(() => this.#warm(backend));
    this.#loads = warm.catch(() => undefined);
  }

  async #warm(backend: LoadOptions['backend']): Promise<void> {
    const living = await this.#workerFor(backend, this.#recall(backend));
    const { source } = this.#options.files;
    if (!living.hasRuntime && (await source.isKept?.(living.flavour.runtime.path))) void compileRuntime(living);
  }

  /** What an earlier visit found, where the reader leaves the choice. */
  #recall(backend: LoadOptions['backend']): KnownBackend | null {
    return backend === 'auto' ? this.#options.memory.recall() : null;
  }

  async #workerFor(backend: LoadOptions['backend'], known: KnownBackend | null): Promise<Living> {
    const old = await this.#living;
    // A worker that was chosen for this reader serves until it ends, whatever was learned since.
    const isChosen = backend === 'auto' && old?.held?.backend === 'auto';
    const flavour = isChosen ? old.flavour : await chooseFlavour(this.#options.files, known?.backend ?? backend);
    return this.#ensureWorker(flavour);
  }

  async #load(options: LoadOptions): Promise<LoadedEngine> {
    const { task, backend, onProgress } = options;
    const known = this.#recall(backend);
    const living = await this.#workerFor(backend, known);
    const held = living.held?.task === task && living.held.backend === backend ? living.held : null;
    const verifiers = options.verifiers.filter((id) => !held?.verifiers.includes(id));
    const wants = { runtime: !living.hasRuntime, policy: !held, verifiers };
    const bytes = await Promise.race([this.#read(task, living, wants, onProgress), living.death]);
    // Until it is known how this ends, nothing counts as loaded.
    living.held = null;
    // The site has another pack now.
    if (held && held.pack !== bytes.pack.id) return this.#load(options);
    const total = [bytes.runtimeWasm, ...Object.values(bytes.pack.files)].reduce((sum, { length }) => sum + length, 0);
    const request: LoadRequest = {
      ...{ task, verifiers, backend, ...bytes },
      ...(held ? { joins: true } : {}),
      ...(known ? { known } : {}),
    };
    const buffers = [bytes.runtimeWasm, ...Object.values(bytes.pack.files)].map(({ buffer }) => buffer as ArrayBuffer);
    const silence = living.flavour === this.#options.files.webgpu ? this.#watch(living) : null;
    const report = (_: number, phase: string): void => {
      silence?.hear();
      onProgress({ loadedBytes: total, totalBytes: total, phase });
    };
    living.hasRuntime = true;
    let loaded: LoadedEngine;
    try {
      loaded = await Promise.race([living.api.load(transfer(request, buffers), proxy(report)), living.death]);
    } catch (error) {
      // Whoever leaves the choice to us gets the back end that works.
      if (backend !== 'auto' || errorCode(error) !== 'device-lost' || known?.backend === 'wasm') throw error;
      this.#distrustWebGpu();
      return this.#load(options);
    } finally {
      silence?.stop();
    }
    living.held = { task, backend, pack: bytes.pack.id, verifiers: [...(held?.verifiers ?? []), ...verifiers] };
    living.backend = loaded.backend;
    if (this.#living) this.#loaded = living;
    if (backend === 'auto') this.#remember(loaded);
    return loaded;
  }

  #remember({ backend, backendReason: reason, models }: LoadedEngine): void {
    const { memory } = this.#options;
    const before = memory.recall()?.checked ?? [];
    const now = backend === 'wasm' ? models.map(({ id }) => id) : [];
    memory.remember({ backend, reason, checked: [...new Set([...before, ...now])] });
  }

  #distrustWebGpu(): void {
    const { memory } = this.#options;
    const checked = memory.recall()?.checked ?? [];
    memory.remember({ backend: 'wasm', reason: 'WASM: WebGPU stopped answering here', checked });
  }

  /** A GPU can hang without an error. */
  #watch(living: Living): Watchdog {
    return watch(() => living.kill(new AppError('device-lost', 'WebGPU stopped answering.')));
  }

  /** What looks after a run: nothing where the worker's end is told anyway. */
  async #watchRun(living: Living): Promise<Watchdog | null> {
    if (living.backend === 'webgpu') return this.#watch(living);
    if (await living.isWatched) return null;
    const silent = new AppError('worker-died', `The engine stopped answering. ${SAY_RELOAD}`);
    return watch(() => living.kill(silent), PATIENT_TICKS);
  }

  async #read(
    task: TaskId,
    living: Living,
    wants: Wanted,
    onProgress: LoadOptions['onProgress'],
  ): Promise<EngineBytes> {
    const { files } = this.#options;
    const found = this.#found?.task === task ? this.#found.pack : null;
    this.#found = null;
    const pack = found ?? (await findPack(files, task));
    return readEngineFiles(files, living.flavour, pack, wants, onProgress, () => compileRuntime(living));
  }

  /**
   * Runs a search; events come in batches, the last before this resolves.
   * @throws AppError `not-loaded`, `busy`, `bad-input`, `aborted`, `device-lost` or `worker-died`.
   */
  async run(
    request: RunRequest,
    options: { readonly onEvents: (events: readonly SearchEvent[]) => void },
  ): Promise<TraceResult> {
    return this.#perform(request.runId, options.onEvents, (api, onEvents) => api.run(request, proxy(onEvents)));
  }

  /**
   * Runs several searches together; their events come as those of `run`.
   * @throws AppError as `run`.
   */
  async together(
    request: TogetherRequest,
    options: { readonly onEvents: (events: readonly TogetherEvent[]) => void },
  ): Promise<TraceResult[]> {
    return this.#perform(request.runId, options.onEvents, (api, onEvents) => api.together(request, proxy(onEvents)));
  }

  /**
   * Runs a check; events come in batches, the last before this resolves. `stop` ends it with the result of what it has
   * so far, and the signal with none.
   * @throws AppError as `run`.
   */
  async check<K extends CheckKind>(
    request: CheckRequest<K>,
    onEvents: (events: readonly Checks[K]['event'][]) => void,
    signal?: AbortSignal,
  ): Promise<Checks[K]['result']> {
    if (signal?.aborted) throw new AppError('aborted', 'The check was aborted.');
    const onAbort = (): void => this.abort();
    const checking = this.#perform(
      request.runId,
      onEvents,
      // The engine's answer is of the request's kind.
      (api, hear) => api.check(request, proxy(hear)) as Promise<Checks[K]['result']>,
    );
    signal?.addEventListener('abort', onAbort);
    try {
      return await checking;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** A search or a check: one at a time. */
  async #perform<Event, Result>(
    runId: number,
    onEvents: (events: readonly Event[]) => void,
    start: (api: Remote<EngineApi>, onEvents: (events: readonly Event[]) => void) => Promise<Result>,
  ): Promise<Result> {
    if (this.#runId !== null) throw new AppError('busy', 'A search or a check is running already.');
    this.#runId = runId;
    let living: Living | null = null;
    let silence: Watchdog | null = null;
    try {
      living = await this.#living;
      if (!living) throw new AppError('not-loaded', 'No model is loaded yet.');
      silence = await this.#watchRun(living);
      const hear = (events: readonly Event[]): void => {
        silence?.hear();
        onEvents(events);
      };
      return await Promise.race([start(living.api, hear), living.death]);
    } catch (error) {
      if (['internal', 'not-loaded'].includes(errorCode(error)) && living) living.held = null;
      // A runtime that lost its device cannot be used again within the same worker.
      if (errorCode(error) === 'device-lost') {
        living?.kill(new AppError('device-lost', 'The device was lost.'));
        if (living?.backend === 'webgpu') this.#distrustWebGpu();
      }
      throw error;
    } finally {
      silence?.stop();
      this.#runId = null;
    }
  }

  /** Ends the run with the best answer so far, the check with what it has so far. */
  stop(): void {
    this.#tell((api, runId) => api.stop(runId));
  }

  /** Ends the run or check with no answer: it rejects with the code `aborted`. */
  abort(): void {
    this.#tell((api, runId) => api.abort(runId));
  }

  #tell(say: (api: Remote<EngineApi>, runId: number) => Promise<void>): void {
    const runId = this.#runId;
    if (runId === null) return;
    // A failure to arrive is the failure of the run, which reports it.
    void this.#living?.then(({ api }) => say(api, runId)).catch(() => undefined);
  }

  /** Whether what was loaded is still there. */
  isLoaded(): boolean {
    return this.#loaded !== null;
  }

  /** Ends the worker and gives its memory back, unless it is at work; the next load starts another. */
  release(): void {
    this.#loads = this.#loads.then(async () => {
      const living = await this.#living?.catch(() => null);
      if (this.#runId === null) living?.kill(new AppError('aborted', 'The engine was put away.'));
    });
  }

  /** Ends the worker, for good. Pending calls reject with `aborted`. */
  dispose(): void {
    this.#isDisposed = true;
    void this.#living?.then(
      ({ kill }) => kill(new AppError('aborted', 'The engine was closed.')),
      () => undefined,
    );
  }

  /** The worker of this flavour; one of another flavour ends. */
  async #ensureWorker(flavour: EngineFlavour): Promise<Living> {
    if (this.#isDisposed) throw new AppError('aborted', 'The engine was closed.');
    const old = await this.#living;
    if (old && old.flavour !== flavour) {
      if (this.#runId !== null) throw new AppError('busy', 'A search is running.');
      old.kill(new AppError('aborted', 'The engine was changed.'));
    }
    this.#living ??= this.#start(flavour).catch((error: unknown) => {
      this.#living = null;
      throw error;
    });
    return this.#living;
  }

  async #start(flavour: EngineFlavour): Promise<Living> {
    const address = await workerAddress(this.#options.files.source, flavour);
    let worker: Worker;
    try {
      worker = this.#options.createWorker(address);
    } catch (cause) {
      throw new AppError('worker-died', 'This browser would not start the engine here.', {}, { cause });
    }
    let reject: (error: AppError) => void = () => undefined;
    const death = new Promise<never>((_, no) => (reject = no));
    // It also rejects while nobody waits.
    death.catch(() => undefined);
    const api = wrap<EngineApi>(worker);
    const { isWatching, stop } = watchDeath(
      (name) => Promise.race([api.holdLock(name), death]),
      () => kill(new AppError('worker-died', `The browser ended the engine. ${SAY_RELOAD}`)),
    );
    const kill = (error: AppError): void => {
      stop();
      worker.terminate();
      this.#living = null;
      this.#loaded = null;
      reject(error);
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const why = event.message || 'its script could not be started';
      kill(new AppError('worker-died', `The engine stopped: ${why}. ${SAY_RELOAD}`));
    });
    worker.addEventListener('messageerror', () => {
      kill(new AppError('worker-died', `A message of the engine could not be read. ${SAY_RELOAD}`));
    });
    const about = { flavour, isWatched: isWatching, hasRuntime: false, compiled: null, held: null, backend: null };
    return { worker, api, death, kill, ...about };
  }
}

/** Asks the worker once, and only where the runtime has an address. */
function compileRuntime(living: Living): Promise<boolean> {
  const { url, sizeBytes } = living.flavour.runtime;
  if (url === null) return Promise.resolve(false);
  living.compiled ??= living.api.compileRuntime({ url, sizeBytes }).catch(() => false);
  return living.compiled;
}
