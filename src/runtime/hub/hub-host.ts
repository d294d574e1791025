/**
 * The page's side of hub models: what a hub says about one, its files, and the worker that runs it. Nothing here asks
 * anybody before it is called, and every call is one that the reader has agreed to.
 */
import { proxy, transfer, type Remote } from 'comlink';
import type { BackendId } from '../../core/ids';
import { AppError, errorCode } from '../../core/errors';
import type { HubApi, HubLoaded, HubModelBytes, PromptFormat } from '../../protocol/hub';
import {
  HEAD_RUN,
  type HeadEvent,
  type HeadOrder,
  type OpenedHead,
  type TrainedHeads,
} from '../../protocol/head-training';
import type { Hear, ModelHost } from '../../protocol/model-host';
import { MAX_VERIFIER_BYTES, tooLarge } from '../../protocol/train';
import { findAdapter } from '../../protocol/webgpu-adapter';
import { workerAddress, type EngineFlavour } from '../engine-files';
import type { Bytes, FileSource } from '../file-source';
import type { HubAddress } from './address';
import { hashModel } from './model-hash';
import { fileOf } from './beside';
import { downloadOne, downloadPlan, type DownloadOptions } from './download';
import { fetchListing, fileUrl, folderListing, type HubFile, type HubListing } from './listing';
import { forgetModel, keptBytesOf, keptModels, type KeptModel } from './parts';
import { usablePlans, type HubDevice, type HubPlan } from './plan';
import { hashAway, type HashClientOptions } from '../hash-client';
import type { Hash } from '../sha256';
import { WorkerHost } from '../worker-host';
import { PATIENT_TICKS, WorkerLife } from '../worker-life';

export { DEFAULT_HUB, readAddress, writeAddress } from './address';
export type { HubAddress } from './address';
export { listingKey } from './listing';
export type { HubFile, HubListing } from './listing';
export type { KeptModel } from './parts';
export type { HubPlan } from './plan';

/** A model and the sizes of it that this device can take, best first. */
export interface HubOffer {
  readonly listing: HubListing;
  readonly plans: readonly HubPlan[];
  readonly backend: BackendId;
  readonly backendReason: string;
  /** The files of a folder of this machine, by path. */
  readonly local: ReadonlyMap<string, File> | null;
  /** Of the files that are kept in this browser, by path, how many bytes. */
  readonly kept: ReadonlyMap<string, number>;
}

/** One of an offer's plans. */
export interface HubChoice {
  readonly offer: HubOffer;
  readonly plan: HubPlan;
}

export interface HubSource {
  readonly policy: HubChoice;
  /** Tuned from the policy: see `HubLoadRequest`. */
  readonly tuned?: HubChoice;
  readonly signal: AbortSignal;
  /** Bytes; `total` 0 while the model is being started. */
  readonly onProgress: (loaded: number, total: number) => void;
}

export interface HubHostOptions {
  readonly source: FileSource;
  /** The flavour with both back ends. */
  readonly runtime: EngineFlavour['runtime'];
  readonly worker: EngineFlavour['worker'];
  /** Constructs a module worker: only the page's `main.ts` does that. */
  readonly createWorker: (address: string) => Worker;
  /** The worker that hashes large files, and how it is constructed. */
  readonly hashing: Omit<HashClientOptions, 'source'>;
}

/** A training under way, as `Training` of the workshop. */
export interface HeadTraining {
  /** Rejects with an AppError: `aborted`, `busy`, `not-loaded`, `worker-died`, and what the worker throws. */
  readonly result: Promise<TrainedHeads>;
  pause(): void;
  goOn(): void;
  /** See `HubApi.stopTraining`. */
  stop(): void;
  /** With no result: `result` rejects with `aborted`. */
  abort(): void;
}

type HubLife = WorkerLife<HubApi>;

export class HubHost extends WorkerHost<HubLife> implements ModelHost<HubSource, HubLoaded> {
  readonly #options: HubHostOptions;
  readonly #hash: Hash;
  /** The worker that has a model. */
  #loaded: HubLife | null = null;

  constructor(options: HubHostOptions) {
    super();
    this.#options = options;
    this.#hash = hashAway({ source: options.source, ...options.hashing });
  }

  /** The models that are kept in this browser; asks nobody. */
  kept(): Promise<KeptModel[]> {
    return keptModels();
  }

  forget(listing: HubListing): Promise<void> {
    return forgetModel(listing);
  }

  /** Asks the model's host what it is. @throws AppError as `fetchListing` and `usablePlans`. */
  async describe(address: HubAddress, backend: BackendId | 'auto', signal: AbortSignal): Promise<HubOffer> {
    return this.#offer(await fetchListing(address, signal), backend, null);
  }

  /** What is known of a model that is kept here; asks nobody. */
  describeKept(listing: HubListing, backend: BackendId | 'auto'): Promise<HubOffer> {
    return this.#offer(listing, backend, null);
  }

  describeFolder(files: readonly File[], backend: BackendId | 'auto'): Promise<HubOffer> {
    const { listing, byPath } = folderListing(files);
    return this.#offer(listing, backend, byPath);
  }

  async #offer(
    listing: HubListing,
    wanted: BackendId | 'auto',
    local: ReadonlyMap<string, File> | null,
  ): Promise<HubOffer> {
    const { backend, backendReason, device } = await chooseDevice(wanted);
    const plans = usablePlans(listing, device);
    return { listing, plans, backend, backendReason, local, kept: await keptOf(listing, plans) };
  }

  /**
   * Downloads what is missing, from the host of the offer, and starts the model in a worker. One that was loaded before
   * is put away first: two models rarely fit into a device's memory, and a runtime gives back none of what it freed.
   * @throws AppError as `downloadPlan` and `HubApi.load`; `aborted` when the signal says so; `busy`, and then the model
   * that is at work stays.
   */
  async load({ policy, tuned, signal, onProgress }: HubSource): Promise<HubLoaded> {
    await this.#putAway();
    const total = policy.plan.totalBytes + (tuned?.plan.totalBytes ?? 0);
    const hash: Hash = (bytes) => this.#hash(bytes, signal);
    const read = (choice: HubChoice, before: number): Promise<HubModelBytes> =>
      readModel(choice, { signal, hash, onBytes: (loaded) => onProgress(before + loaded, total) });
    const policyBytes = await hashModel(await read(policy, 0), checkedHashes(policy), hash);
    const tunedBytes = tuned ? await read(tuned, policy.plan.totalBytes) : undefined;
    const { runtime, source } = this.#options;
    const runtimeWasm = await source.read(runtime.path, { sizeBytes: runtime.sizeBytes });
    unlessCalledOff(signal);
    onProgress(total, 0);
    this.living = this.#start();
    const life = await this.living;
    const callOff = (): void => life.kill(calledOff());
    signal.addEventListener('abort', callOff, { once: true });
    const { backend, backendReason } = policy.offer;
    const request = {
      ...{ runtimeWasm, policy: policyBytes, backend, backendReason },
      ...(tunedBytes ? { tuned: tunedBytes } : {}),
    };
    const bytes = [runtimeWasm, ...buffersOf(policyBytes), ...(tunedBytes ? buffersOf(tunedBytes) : [])];
    const silence = backend === 'webgpu' ? life.watchGpu(PATIENT_TICKS) : null;
    try {
      // It may have been called off while the worker was started.
      unlessCalledOff(signal);
      const sent = transfer(
        request,
        bytes.map(({ buffer }) => buffer),
      );
      const loading = life.api.load(
        sent,
        proxy(() => silence?.hear()),
      );
      const loaded = await life.orDeath(loading);
      life.backend = loaded.backend;
      this.#loaded = life;
      return loaded;
    } catch (error) {
      life.kill(new AppError('aborted', 'It could not be started.'));
      throw error;
    } finally {
      silence?.stop();
      signal.removeEventListener('abort', callOff);
    }
  }

  async #putAway(): Promise<void> {
    const old = await this.living?.catch(() => null);
    if (old?.isBusy) throw new AppError('busy', 'A search or a check is running.');
    old?.kill(new AppError('aborted', 'Another model is loaded.'));
  }

  /** How the model is asked from the next piece of work on. */
  setFormat(format: PromptFormat): void {
    void this.#loaded?.api.setFormat(format).catch(() => undefined);
  }

  /** Trains value heads on the model that is loaded; they are its verifiers from then on. */
  trainHeads(order: HeadOrder, onEvents: Hear<HeadEvent>): HeadTraining {
    const life = this.#loaded;
    const result = life?.isAlive
      ? life.perform(HEAD_RUN, onEvents, (_, hear) => life.api.trainHeads(order, hear))
      : Promise.reject(new AppError('not-loaded', 'No model is loaded yet.'));
    const tell = (say: (api: Remote<HubApi>) => Promise<unknown>): void =>
      void (life?.isAlive && say(life.api).catch(() => undefined));
    return {
      result,
      pause: () => tell((api) => api.pauseTraining()),
      goOn: () => tell((api) => api.goOnTraining()),
      stop: () => tell((api) => api.stopTraining()),
      abort: () => life?.abort(HEAD_RUN),
    };
  }

  /**
   * Reads a value head's file: where it fits the model that is loaded, it is one of its verifiers from then on.
   * @throws AppError `too-large` or `file-damaged`, with one sentence; `not-loaded`, `worker-died`
   */
  async openHead(file: File): Promise<OpenedHead> {
    const life = this.#loaded;
    if (!life?.isAlive) throw new AppError('not-loaded', 'No model is loaded yet.');
    if (file.size > MAX_VERIFIER_BYTES) throw tooLarge(file.name);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return life.orDeath(life.api.openHead(file.name, bytes));
  }

  /**
   * A value head that lies beside a model, from the model's host or out of its folder: only after a yes to this file.
   * @throws AppError as `downloadPlan`; `bad-input` for a file that cannot be read any more
   */
  async readHead({ listing, local }: HubOffer, file: HubFile, signal: AbortSignal): Promise<File> {
    if (!local) return new File([await downloadOne(listing, file, signal)], fileOf(file));
    const found = local.get(file.path);
    if (!found) throw new AppError('bad-input', `${file.path} cannot be read any more: choose the folder again.`);
    return new File([found], fileOf(file));
  }

  isLoaded(): boolean {
    return this.#loaded?.isAlive === true;
  }

  /** Ends the model, whatever it is at, and frees its memory. */
  release(): void {
    this.#loaded?.kill(new AppError('aborted', 'The model was closed.'));
  }

  protected onFailure(life: HubLife, error: unknown): void {
    // A runtime that is out of memory cannot be used again within the same worker.
    if (errorCode(error) === 'internal') life.kill(new AppError('worker-died', 'The model failed and was ended.'));
  }

  async #start(): Promise<HubLife> {
    const { source, worker: script, createWorker } = this.#options;
    const address = await workerAddress(source, { worker: script });
    return new WorkerLife<HubApi>(() => createWorker(address));
  }
}

const calledOff = (): AppError => new AppError('aborted', 'It was called off.');

function unlessCalledOff(signal: AbortSignal): void {
  if (signal.aborted) throw calledOff();
}

const buffersOf = ({ files }: HubModelBytes): Bytes[] => Object.values(files) as Bytes[];

/** By path, of files that were checked against what the hub says of them; of a folder nothing is said. */
const checkedHashes = ({ offer, plan }: HubChoice): ReadonlyMap<string, string> =>
  new Map(offer.local ? [] : plan.files.flatMap(({ path, sha256 }) => (sha256 ? [[path, sha256] as const] : [])));

async function readModel({ offer, plan }: HubChoice, options: DownloadOptions): Promise<HubModelBytes> {
  const { listing, local } = offer;
  const files = local
    ? await readFolder(local, plan, (loaded) => options.onBytes(loaded, plan.totalBytes))
    : await downloadPlan(listing, plan, options);
  const id = listing.address ? listing.name : kindOf(files['config.json']);
  return { id, files, dtype: plan.dtype, dataFiles: plan.dataFiles, parameters: listing.parameters };
}

/** What a trace may say of a model out of a folder, whose name is the reader's business: its architecture. */
function kindOf(config: Bytes | undefined): string {
  try {
    const { model_type: kind } = JSON.parse(new TextDecoder().decode(config)) as { readonly model_type?: unknown };
    return typeof kind === 'string' && /^[\w.-]{1,100}$/.test(kind) ? kind : 'model';
  } catch {
    // The worker says what is wrong with it.
    return 'model';
  }
}

async function readFolder(
  byPath: ReadonlyMap<string, File>,
  { files }: HubPlan,
  onBytes: (loaded: number) => void,
): Promise<Record<string, Bytes>> {
  const result: Record<string, Bytes> = {};
  let loaded = 0;
  for (const { path } of files) {
    try {
      const bytes = new Uint8Array(await byPath.get(path)!.arrayBuffer());
      result[path] = bytes;
      onBytes((loaded += bytes.length));
    } catch (cause) {
      // It was changed or taken away since the folder was chosen.
      throw new AppError('bad-input', `${path} cannot be read any more: choose the folder again.`, {}, { cause });
    }
  }
  return result;
}

/** WebGPU where there is a real adapter: a model of this kind is faster on any. */
async function chooseDevice(
  wanted: BackendId | 'auto',
): Promise<{ readonly backend: BackendId; readonly backendReason: string; readonly device: HubDevice }> {
  const adapter = wanted === 'wasm' ? null : await findAdapter();
  if (wanted === 'webgpu' && !adapter?.found)
    throw new AppError('backend-unavailable', `WebGPU: ${adapter?.reason ?? ''}.`, { backend: 'webgpu' });
  const isGood = adapter?.found && (wanted === 'webgpu' || !adapter.isSoftware);
  const backend: BackendId = isGood ? 'webgpu' : 'wasm';
  const name = isGood ? 'WebGPU' : 'WASM';
  const why = !adapter || wanted !== 'auto' ? 'you asked for it' : adapterReason(adapter);
  const { deviceMemory } = navigator as { deviceMemory?: number };
  const device = { backend, hasHalf: adapter?.found === true && adapter.hasHalf, memoryGiB: deviceMemory ?? null };
  return { backend, backendReason: `${name}: ${why}`, device };
}

function adapterReason(adapter: Awaited<ReturnType<typeof findAdapter>>): string {
  if (!adapter.found) return adapter.reason;
  return adapter.isSoftware ? 'WebGPU has only a software adapter here' : 'this device has an adapter for it';
}

/** Of the files that the plans of a host's model need. */
async function keptOf(
  { address, revision }: HubListing,
  plans: readonly HubPlan[],
): Promise<ReadonlyMap<string, number>> {
  if (!address) return new Map();
  const paths = [...new Set(plans.flatMap(({ files }) => files.map(({ path }) => path)))];
  const urlOf = (path: string): string => fileUrl(address, revision, path);
  const bytes = await keptBytesOf(paths.map(urlOf));
  return new Map(paths.flatMap((path) => (bytes.has(urlOf(path)) ? [[path, bytes.get(urlOf(path))!]] : [])));
}
