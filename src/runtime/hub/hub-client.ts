/**
 * The page's side of hub models: what a hub says about one, its files, and the worker that runs it. Nothing here asks
 * anybody before it is called, and every call is one that the reader has agreed to.
 */
import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { BackendId } from '../../core/ids';
import { AppError, errorCode } from '../../core/errors';
import { installErrorTransfer } from '../../protocol/error-transfer';
import type { CheckKind, CheckRequest, Checks } from '../../protocol/checks';
import type {
  HubApi,
  HubLoaded,
  HubModelBytes,
  HubRunRequest,
  HubTogetherRequest,
  PromptFormat,
} from '../../protocol/hub';
import type { TogetherEvent, TraceResult } from '../../protocol/engine';
import type { SearchEvent } from '../../protocol/parameters';
import { findAdapter } from '../../protocol/webgpu-adapter';
import { watchDeath } from '../death-watch';
import { workerAddress, type EngineFlavour } from '../engine-files';
import type { Bytes, FileSource } from '../file-source';
import type { HubAddress } from './address';
import { downloadPlan } from './download';
import { fetchListing, folderListing, type HubListing } from './listing';
import { forgetModel, keptModels, type KeptModel } from './parts';
import { usablePlans, type HubDevice, type HubPlan } from './plan';

export { DEFAULT_HUB, readAddress, writeAddress } from './address';
export type { HubAddress } from './address';
export { listingKey } from './listing';
export type { HubListing } from './listing';
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
}

/** One of an offer's plans. */
export interface HubChoice {
  readonly offer: HubOffer;
  readonly plan: HubPlan;
}

export interface HubLoadOptions {
  readonly policy: HubChoice;
  /** Tuned from the policy: see `HubLoadRequest`. */
  readonly tuned?: HubChoice;
  readonly signal: AbortSignal;
  /** Bytes; `total` 0 while the model is being started. */
  readonly onProgress: (loaded: number, total: number) => void;
}

export interface HubClientOptions {
  readonly source: FileSource;
  /** The flavour with both back ends. */
  readonly runtime: EngineFlavour['runtime'];
  readonly worker: EngineFlavour['worker'];
  /** Constructs a module worker: only the page's `main.ts` does that. */
  readonly createWorker: (address: string) => Worker;
}

interface Living {
  readonly api: Remote<HubApi>;
  /** Never resolves; rejects when the worker is gone. */
  readonly death: Promise<never>;
  readonly kill: (error: AppError) => void;
}

export class HubClient {
  readonly #options: HubClientOptions;
  #living: Living | null = null;
  #runId: number | null = null;

  constructor(options: HubClientOptions) {
    this.#options = options;
    installErrorTransfer();
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
    return { listing, plans: usablePlans(listing, device), backend, backendReason, local };
  }

  /**
   * Downloads what is missing, from the host of the offer, and starts the model in a worker; one that was loaded before
   * is gone then.
   * @throws AppError as `downloadPlan` and `HubApi.load`; `aborted` when the signal says so.
   */
  async load({ policy, tuned, signal, onProgress }: HubLoadOptions): Promise<HubLoaded> {
    if (this.#runId !== null) throw new AppError('busy', 'A search is running.');
    const total = policy.plan.totalBytes + (tuned?.plan.totalBytes ?? 0);
    const read = (choice: HubChoice, before: number): Promise<HubModelBytes> =>
      readModel(choice, signal, (loaded) => onProgress(before + loaded, total));
    const policyBytes = await read(policy, 0);
    const tunedBytes = tuned ? await read(tuned, policy.plan.totalBytes) : undefined;
    const { runtime, source } = this.#options;
    const runtimeWasm = await source.read(runtime.path, { sizeBytes: runtime.sizeBytes });
    if (signal.aborted) throw new AppError('aborted', 'It was called off.');
    onProgress(total, 0);
    // A runtime takes one model: what was freed in it is not given back.
    this.#living?.kill(new AppError('aborted', 'Another model is loaded.'));
    const living = await this.#start();
    this.#living = living;
    const callOff = (): void => living.kill(new AppError('aborted', 'It was called off.'));
    signal.addEventListener('abort', callOff, { once: true });
    const request = {
      ...{ runtimeWasm, policy: policyBytes, backend: policy.offer.backend },
      backendReason: policy.offer.backendReason,
      ...(tunedBytes ? { tuned: tunedBytes } : {}),
    };
    const buffers = [runtimeWasm, ...buffersOf(policyBytes), ...(tunedBytes ? buffersOf(tunedBytes) : [])];
    try {
      const transferred = transfer(
        request,
        buffers.map(({ buffer }) => buffer),
      );
      return await Promise.race([
        living.api.load(
          transferred,
          proxy(() => undefined),
        ),
        living.death,
      ]);
    } catch (error) {
      living.kill(new AppError('aborted', 'It could not be started.'));
      throw error;
    } finally {
      signal.removeEventListener('abort', callOff);
    }
  }

  /** @throws AppError `not-loaded`, `busy`, `bad-input`, `aborted`, `device-lost`, `out-of-memory` or `worker-died`. */
  run(
    request: HubRunRequest,
    options: { readonly onEvents: (events: readonly SearchEvent[]) => void },
  ): Promise<TraceResult> {
    return this.#perform(request.runId, (api) => api.run(request, proxy(options.onEvents)));
  }

  /** Several searches in lock-step; as `run`. */
  together(
    request: HubTogetherRequest,
    options: { readonly onEvents: (events: readonly TogetherEvent[]) => void },
  ): Promise<TraceResult[]> {
    return this.#perform(request.runId, (api) => api.together(request, proxy(options.onEvents)));
  }

  /** As `run`; `stop` ends it with the result of what it has so far. */
  check<K extends CheckKind>(
    check: CheckRequest<K>,
    format: PromptFormat,
    onEvents: (events: readonly Checks[K]['event'][]) => void,
  ): Promise<Checks[K]['result']> {
    const hear = onEvents;
    // The engine's answer is of the request's kind.
    return this.#perform(
      check.runId,
      (api) => api.check({ check: check, format }, proxy(hear)) as Promise<Checks[K]['result']>,
    );
  }

  /** A search or a check: one at a time. */
  async #perform<Result>(runId: number, start: (api: Remote<HubApi>) => Promise<Result>): Promise<Result> {
    if (this.#runId !== null) throw new AppError('busy', 'A search or a check is running already.');
    const living = this.#living;
    if (!living) throw new AppError('not-loaded', 'No model is loaded yet.');
    this.#runId = runId;
    try {
      return await Promise.race([start(living.api), living.death]);
    } catch (error) {
      // A runtime that lost its device or its memory cannot be used again within the same worker.
      if (['device-lost', 'internal'].includes(errorCode(error)))
        living.kill(new AppError('device-lost', 'The device was lost.'));
      throw error;
    } finally {
      this.#runId = null;
    }
  }

  stop(): void {
    this.#tell((api, runId) => api.stop(runId));
  }

  abort(): void {
    this.#tell((api, runId) => api.abort(runId));
  }

  #tell(say: (api: Remote<HubApi>, runId: number) => Promise<void>): void {
    if (this.#runId === null || !this.#living) return;
    // A failure to arrive is the failure of the run, which reports it.
    void say(this.#living.api, this.#runId).catch(() => undefined);
  }

  /** Ends the model and frees its memory. */
  close(): void {
    this.#living?.kill(new AppError('aborted', 'The model was closed.'));
  }

  async #start(): Promise<Living> {
    const { source, worker: script, createWorker } = this.#options;
    const address = await workerAddress(source, { worker: script });
    let worker: Worker;
    try {
      worker = createWorker(address);
    } catch (cause) {
      throw new AppError('worker-died', 'This browser would not start the engine here.', {}, { cause });
    }
    let reject: (error: AppError) => void = () => undefined;
    const death = new Promise<never>((_, no) => (reject = no));
    // It also rejects while nobody waits.
    death.catch(() => undefined);
    const api = wrap<HubApi>(worker);
    const { stop } = watchDeath(
      (name) => Promise.race([api.holdLock(name), death]),
      () => living.kill(new AppError('worker-died', 'The browser ended the engine.')),
    );
    const living: Living = {
      api,
      death,
      kill: (error) => {
        stop();
        worker.terminate();
        if (this.#living === living) this.#living = null;
        reject(error);
      },
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const why = event.message || 'its script could not be started';
      living.kill(new AppError('worker-died', `The engine stopped: ${why}.`));
    });
    return living;
  }
}

const buffersOf = ({ files }: HubModelBytes): Bytes[] => Object.values(files) as Bytes[];

async function readModel(
  { offer, plan }: HubChoice,
  signal: AbortSignal,
  onBytes: (loaded: number) => void,
): Promise<HubModelBytes> {
  const { listing, local } = offer;
  const files = local
    ? await readFolder(local, plan, onBytes)
    : await downloadPlan(listing, plan, { signal, onBytes: (loaded) => onBytes(loaded) });
  return { id: listing.name, files, dtype: plan.dtype, dataFiles: plan.dataFiles, parameters: listing.parameters };
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
      throw new AppError('file-missing', `${path} cannot be read.`, { file: path, model: path, host: '' }, { cause });
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
