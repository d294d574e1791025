/**
 * The page's side of the workshop's worker. A worker lives for one training, or for the check of one file: ending it is
 * how that is called off, at once and whatever it is doing, and gives all its memory back. It computes on WASM: a
 * training then gives the same verifier everywhere.
 */
import { proxy, transfer, type Remote } from 'comlink';
import type { TaskId, VerifierId } from '../core/ids';
import { AppError } from '../core/errors';
import type { PackBytes } from '../protocol/engine';
import { installErrorTransfer } from '../protocol/error-transfer';
import { patternOf, readJson } from '../protocol/pack';
import {
  baseFile,
  MAX_VERIFIER_BYTES,
  PatternConfigSchema,
  startsIn,
  type HeadFile,
  type TrainApi,
  type Trained,
  type TrainOffer,
  type TrainOrder,
  type TrainEvent,
  type Unfinished,
  type UnfinishedNews,
  tooLarge,
} from '../protocol/train';
import {
  findPack,
  readEngineFiles,
  workerAddress,
  type EngineBytes,
  type EngineFiles,
  type EngineFlavour,
  type LoadProgress,
} from './engine-files';
import { LivingWorker } from './living-worker';
import { sha256 } from './sha256';

export interface TrainHostOptions {
  /** The engine's runtimes, each with the workshop's worker for it. */
  readonly files: EngineFiles;
  /** Constructs a module worker: only the page's `main.ts` does that. */
  readonly createWorker: (address: string) => Worker;
}

/** Who hears of a training. */
export interface TrainListener {
  readonly onProgress: (progress: LoadProgress) => void;
  readonly onEvents: (events: readonly TrainEvent[]) => void;
  /** Of what the training can be gone on from, should it be interrupted. */
  readonly onUnfinished: (news: readonly UnfinishedNews[]) => void;
}

/** A training under way. */
export interface Training {
  /** Rejects with an AppError: `aborted`, `worker-died`, and what the worker throws. */
  readonly result: Promise<Trained>;
  pause(): void;
  goOn(): void;
  /** See `TrainApi.stop`. */
  stop(): void;
  /** At once, with no result: `result` rejects with `aborted`. */
  abort(): void;
}

export class TrainHost {
  readonly #options: TrainHostOptions;

  constructor(options: TrainHostOptions) {
    this.#options = options;
    installErrorTransfer();
  }

  /** What a task's pack offers. @throws AppError as `readEngineFiles` */
  async offer(task: TaskId): Promise<TrainOffer> {
    const { files } = this.#options;
    const { folder, manifest } = await findPack(files, task);
    const path = `${folder}/${manifest.models[patternOf(manifest)]!.folder}/config.json`;
    const starts = startsIn(readJson(PatternConfigSchema, await files.source.read(path), path));
    const models = await sha256(new TextEncoder().encode(JSON.stringify(manifest)));
    return { starts, bases: starts.map((start) => baseFile(manifest, start).sha256), models };
  }

  /**
   * @param teachers the models of the pack that the order's teacher needs
   * @param unfinished what an interrupted training of this order is gone on from
   */
  train(
    order: TrainOrder,
    teachers: readonly VerifierId[],
    { onProgress, onEvents, onUnfinished }: TrainListener,
    unfinished?: Unfinished,
  ): Training {
    const life = new TrainLife();
    const result = life.use(async () => {
      const flavour = await this.#flavour();
      const { runtimeWasm, pack } = await this.#read(flavour, order.task, teachers, true, onProgress);
      const api = await this.#start(life, flavour);
      const request = { order, runtimeWasm, pack, unfinished };
      return api.train(transfer(request, buffersOf({ runtimeWasm, pack })), proxy(onEvents), proxy(onUnfinished));
    });
    return {
      result,
      pause: () => life.tell((api) => api.pause()),
      goOn: () => life.tell((api) => api.goOn()),
      stop: () => life.tell((api) => api.stop()),
      abort: () => life.end(new AppError('aborted', 'The training was called off.')),
    };
  }

  /**
   * Reads a trained verifier's file and checks that it fits a task's models.
   * @throws AppError `too-large` or `file-damaged`, with one sentence; else as `train`
   */
  async read(task: TaskId, file: File): Promise<HeadFile> {
    if (file.size > MAX_VERIFIER_BYTES) throw tooLarge(file.name);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const life = new TrainLife();
    return life.use(async () => {
      const flavour = await this.#flavour();
      const { pack } = await this.#read(flavour, task, [], false, () => undefined);
      const api = await this.#start(life, flavour);
      return api.read(transfer(pack, buffersOf({ pack })), file.name, bytes);
    });
  }

  /** The smaller runtime, unless only the other one is kept here already. */
  async #flavour(): Promise<EngineFlavour> {
    const { source, wasm, webgpu } = this.#options.files;
    if (!wasm) return webgpu;
    const isKept = async ({ runtime }: EngineFlavour): Promise<boolean> =>
      (await source.isKept?.(runtime.path)) ?? false;
    return (await isKept(webgpu)) && !(await isKept(wasm)) ? webgpu : wasm;
  }

  async #read(
    flavour: EngineFlavour,
    task: TaskId,
    teachers: readonly VerifierId[],
    runtime: boolean,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<EngineBytes> {
    const pack = await findPack(this.#options.files, task);
    const verifiers = [...new Set([...teachers, patternOf(pack.manifest)])];
    return readEngineFiles(this.#options.files, flavour, pack, { runtime, policy: true, verifiers }, onProgress);
  }

  async #start(life: TrainLife, flavour: EngineFlavour): Promise<Remote<TrainApi>> {
    const address = await workerAddress(this.#options.files.source, flavour);
    return life.start(() => this.#options.createWorker(address));
  }
}

/** What can be handed over, not copied. */
const buffersOf = ({ runtimeWasm, pack }: { readonly runtimeWasm?: Uint8Array; readonly pack: PackBytes }) =>
  [...(runtimeWasm ? [runtimeWasm] : []), ...Object.values(pack.files)].map(({ buffer }) => buffer as ArrayBuffer);

/** A worker for one piece of work, which can be called off before there is a worker. */
class TrainLife {
  #worker: LivingWorker<TrainApi> | null = null;
  #callOff: (error: AppError) => void = () => undefined;
  readonly #calledOff: Promise<never>;
  #isOver = false;

  constructor() {
    this.#calledOff = new Promise<never>((_, reject) => (this.#callOff = reject));
    // It also rejects while nobody waits.
    this.#calledOff.catch(() => undefined);
  }

  /** Does the work, and ends the worker with it. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await Promise.race([work(), this.#calledOff]);
    } finally {
      this.end(new AppError('aborted', 'The work has ended.'));
    }
  }

  /** @throws AppError `aborted` where it was ended before; `worker-died` where the browser starts none */
  start(create: () => Worker): Remote<TrainApi> {
    if (this.#isOver) throw new AppError('aborted', 'It was called off before it began.');
    const worker = new LivingWorker<TrainApi>(create, { what: 'workshop', goOn: 'Train again to go on.' });
    this.#worker = worker;
    worker.death.catch((error: AppError) => this.end(error));
    return worker.api;
  }

  /** Says something that needs no answer; one who is not there yet, or no more, hears nothing. */
  tell(say: (api: Remote<TrainApi>) => Promise<unknown>): void {
    if (this.#worker && !this.#isOver) say(this.#worker.api).catch(() => undefined);
  }

  /** Ends the worker: what waits for it rejects with this. */
  end(error: AppError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#worker?.kill(error);
    this.#callOff(error);
  }
}
