/** The site's packs on the page's side of their worker: which there are, and how one is loaded. */
import { proxy, transfer } from 'comlink';
import type { BackendId, TaskId, VerifierId } from '../core/ids';
import { AppError, errorCode } from '../core/errors';
import type { HeadBytes, LoadedEngine, LoadRequest } from '../protocol/engine';
import type { PackApi } from '../protocol/pack-api';
import { isHead, type HeadFile } from '../protocol/train';
import type { ModelHost } from '../protocol/model-host';
import type { BackendMemory, KnownBackend } from './backend-memory';
import {
  chooseFlavour,
  findPack,
  levelsOf,
  readEngineFiles,
  tasksOf,
  readingsOf,
  scalesOf,
  verifiersOf,
  type PackOffer,
  workerAddress,
  type EngineBytes,
  type EngineFiles,
  type EngineFlavour,
  type FoundPack,
  type LoadProgress,
  type MissingFiles,
} from './engine-files';
import { WorkerHost } from './worker-host';
import { WorkerLife } from './worker-life';

export type { LoadProgress } from './engine-files';

/** A pack to be loaded: that of the task, with the models of these verifiers. */
export interface PackSource {
  readonly task: TaskId;
  readonly verifiers: readonly VerifierId[];
  readonly backend: BackendId | 'auto';
  readonly onProgress: (progress: LoadProgress) => void;
}

export interface PackHostOptions {
  readonly files: EngineFiles;
  /** Constructs a module worker: only the page's `main.ts` does that. */
  readonly createWorker: (address: string) => Worker;
  readonly memory: BackendMemory;
}

/** What a worker has loaded. */
interface Held extends Pick<PackSource, 'task' | 'backend' | 'verifiers'> {
  /** The pack's identifier. */
  readonly pack: string;
}

class PackLife extends WorkerLife<PackApi> {
  hasRuntime = false;
  held: Held | null = null;
  /** Whether it has compiled the runtime itself, once it was asked to. */
  #compiled: Promise<boolean> | null = null;

  constructor(
    readonly flavour: EngineFlavour,
    createWorker: () => Worker,
  ) {
    super(createWorker);
  }

  /** Asks the worker once, and only where the runtime has an address. */
  compileRuntime(): Promise<boolean> {
    const { url, sizeBytes } = this.flavour.runtime;
    if (url === null) return Promise.resolve(false);
    this.#compiled ??= this.api.compileRuntime({ url, sizeBytes }).catch(() => false);
    return this.#compiled;
  }
}

export class PackHost extends WorkerHost<PackLife> implements ModelHost<PackSource> {
  readonly #options: PackHostOptions;
  /** The worker that has models. */
  #loaded: PackLife | null = null;
  #loads: Promise<unknown> = Promise.resolve();
  #isDisposed = false;
  readonly #heads = new Map<VerifierId, HeadBytes & { readonly task: TaskId }>();
  /** What `packOffer` found: the load after it need not ask the site again. */
  #found: { readonly task: TaskId; readonly pack: FoundPack } | null = null;

  constructor(options: PackHostOptions) {
    super();
    this.#options = options;
  }

  /**
   * The tasks that the site holds models for, and the verifiers of one of them.
   * @throws AppError as `load`.
   */
  async packOffer(task: TaskId): Promise<PackOffer> {
    const pack = await findPack(this.#options.files, task);
    this.#found = { task, pack };
    return {
      tasks: tasksOf(pack),
      verifiers: verifiersOf(pack),
      scales: scalesOf(pack),
      readings: readingsOf(pack),
      levels: levelsOf(pack),
    };
  }

  /** Has a verifier in a file of its own at hand: `load` takes it by its name from now on. */
  addHead({ id, task, file, bytes }: HeadFile): void {
    this.#heads.set(id, { task, file, bytes });
  }

  /** @throws AppError `file-missing` */
  #headOf(task: TaskId, id: VerifierId): HeadBytes {
    const head = this.#heads.get(id);
    if (head?.task === task) return { file: head.file, bytes: head.bytes };
    throw new AppError('file-missing', `The verifier ${id} is not on this page: train it, or open its file.`);
  }

  /**
   * Loads a task's models, replacing what was loaded; where only verifiers are missing, those join it. Calls wait for
   * one another.
   * @throws AppError with the code of what went wrong; the next call starts afresh.
   */
  load(options: PackSource): Promise<LoadedEngine> {
    const load = this.#loads.then(() => this.#load(options));
    this.#loads = load.catch(() => undefined);
    return load;
  }

  /**
   * Has the worker start that `load` will take, and compile the runtime where an earlier visit has left it. The load
   * tells what goes wrong.
   */
  warm(backend: PackSource['backend']): void {
    const warm = this.#loads.then(() => this.#warm(backend));
    this.#loads = warm.catch(() => undefined);
  }

  async #warm(backend: PackSource['backend']): Promise<void> {
    const living = await this.#workerFor(backend, this.#recall(backend));
    const { source } = this.#options.files;
    if (!living.hasRuntime && (await source.isKept?.(living.flavour.runtime.path))) void living.compileRuntime();
  }

  /** What an earlier visit found, where the reader leaves the choice. */
  #recall(backend: PackSource['backend']): KnownBackend | null {
    return backend === 'auto' ? this.#options.memory.recall() : null;
  }

  async #workerFor(backend: PackSource['backend'], known: KnownBackend | null): Promise<PackLife> {
    const old = await this.living;
    // A worker that was chosen for this reader serves until it ends, whatever was learned since.
    const isChosen = backend === 'auto' && old?.held?.backend === 'auto';
    const flavour = isChosen ? old.flavour : await chooseFlavour(this.#options.files, known?.backend ?? backend);
    return this.#ensureWorker(flavour);
  }

  async #load(options: PackSource): Promise<LoadedEngine> {
    const { task, backend, onProgress } = options;
    const known = this.#recall(backend);
    const living = await this.#workerFor(backend, known);
    const held = living.held?.task === task && living.held.backend === backend ? living.held : null;
    const missing = options.verifiers.filter((id) => !held?.verifiers.includes(id));
    const verifiers = missing.filter((id) => !isHead(id));
    const heads = missing.filter(isHead).map((id) => this.#headOf(task, id));
    const wants = { runtime: !living.hasRuntime, policy: !held, base: heads.length > 0, verifiers };
    const bytes = await living.orDeath(this.#read(task, living, wants, onProgress));
    // Nothing that is at work is touched.
    if (living.isBusy) throw new AppError('busy', 'A search or a check is running.');
    // Until it is known how this ends, nothing counts as loaded.
    living.held = null;
    // The site has another pack now.
    if (held && held.pack !== bytes.pack.id) return this.#load(options);
    const request: LoadRequest = {
      ...{ task, verifiers, backend, ...bytes },
      ...(held ? { joins: true } : {}),
      ...(heads.length ? { heads } : {}),
      ...(known ? { known } : {}),
    };
    let loaded: LoadedEngine;
    try {
      loaded = await this.#send(living, request, onProgress);
    } catch (error) {
      // A runtime that could not be started fails for ever in its worker.
      if (!held) living.kill(new AppError('aborted', 'The engine could not be started.'));
      // Whoever leaves the choice to us gets the back end that works.
      if (backend !== 'auto' || errorCode(error) !== 'device-lost' || known?.backend === 'wasm') throw error;
      this.#distrustWebGpu();
      return this.#load(options);
    }
    living.held = { task, backend, pack: bytes.pack.id, verifiers: [...(held?.verifiers ?? []), ...missing] };
    living.backend = loaded.backend;
    this.#loaded = living;
    if (backend === 'auto') this.#remember(loaded);
    return loaded;
  }

  async #send(living: PackLife, request: LoadRequest, onProgress: PackSource['onProgress']): Promise<LoadedEngine> {
    const sent = [request.runtimeWasm, ...Object.values(request.pack.files)];
    const total = sent.reduce((sum, { length }) => sum + length, 0);
    const buffers = sent.map(({ buffer }) => buffer as ArrayBuffer);
    const silence = living.flavour === this.#options.files.webgpu ? living.watchGpu() : null;
    const report = (_: number, phase: string): void => {
      silence?.hear();
      onProgress({ loadedBytes: total, totalBytes: total, phase });
    };
    living.hasRuntime = true;
    try {
      return await living.orDeath(living.api.load(transfer(request, buffers), proxy(report)));
    } finally {
      silence?.stop();
    }
  }

  #remember({ backend, backendReason: reason, models }: LoadedEngine): void {
    const { memory } = this.#options;
    const before = memory.recall()?.checked ?? [];
    // A verifier that a reader trained has no known answers, and is gone with this page.
    const ofPack = models.filter(({ verifier }) => !verifier || !isHead(verifier));
    const now = backend === 'wasm' ? ofPack.map(({ id }) => id) : [];
    memory.remember({ backend, reason, checked: [...new Set([...before, ...now])] });
  }

  #distrustWebGpu(): void {
    const { memory } = this.#options;
    const checked = memory.recall()?.checked ?? [];
    memory.remember({ backend: 'wasm', reason: 'WASM: WebGPU stopped answering here', checked });
  }

  async #read(
    task: TaskId,
    living: PackLife,
    wants: MissingFiles,
    onProgress: PackSource['onProgress'],
  ): Promise<EngineBytes> {
    const { files } = this.#options;
    const found = this.#found?.task === task ? this.#found.pack : null;
    this.#found = null;
    const pack = found ?? (await findPack(files, task));
    return readEngineFiles(files, living.flavour, pack, wants, onProgress, () => living.compileRuntime());
  }

  protected onFailure(life: PackLife, error: unknown): void {
    if (['internal', 'not-loaded'].includes(errorCode(error))) life.held = null;
    if (errorCode(error) === 'device-lost' && life.backend === 'webgpu') this.#distrustWebGpu();
  }

  /** Whether what was loaded is still there, and nothing else about to take its place. */
  isLoaded(): boolean {
    return this.#loaded?.isAlive === true && this.#loaded.held !== null;
  }

  /** Ends the worker and gives its memory back, unless it is at work; the next load starts another. */
  release(): void {
    this.#loads = this.#loads.then(async () => {
      const living = await this.living?.catch(() => null);
      if (living?.isBusy === false) living.kill(new AppError('aborted', 'The engine was put away.'));
    });
  }

  /** Ends the worker, for good. Pending calls reject with `aborted`. */
  dispose(): void {
    this.#isDisposed = true;
    void this.living?.then(
      (living) => living.kill(new AppError('aborted', 'The engine was closed.')),
      () => undefined,
    );
  }

  /** The worker of this flavour; one of another flavour ends. */
  async #ensureWorker(flavour: EngineFlavour): Promise<PackLife> {
    if (this.#isDisposed) throw new AppError('aborted', 'The engine was closed.');
    const old = await this.living;
    if (old?.isAlive && old.flavour === flavour) return old;
    if (old?.isBusy) throw new AppError('busy', 'A search is running.');
    old?.kill(new AppError('aborted', 'The engine was changed.'));
    this.living = this.#start(flavour);
    this.living.catch(() => (this.living = null));
    return this.living;
  }

  async #start(flavour: EngineFlavour): Promise<PackLife> {
    const address = await workerAddress(this.#options.files.source, flavour);
    return new PackLife(flavour, () => this.#options.createWorker(address));
  }
}
