/**
 * A hub model on the page: named, looked up, agreed to, loaded, asked. Nothing is sent anywhere before `lookUp`, and
 * nothing is downloaded before `accept`.
 */
import { AppError, errorCode, type ErrorCode } from '../../core/errors';
import type { BackendId, TaskId } from '../../core/ids';
import { DEFAULT_HUB, readAddress, writeAddress } from '../../runtime/hub/address';
import type { HubLoaded, PromptFormat } from '../../protocol/hub';
import { promptFormatFor, promptProblem } from '../../protocol/hub';
import type { ModelWork } from '../../protocol/model-host';
import { HUB_TASK, TASKS } from '../../tasks/registry';
import type { TraceModel } from '../../trace/types';
import type { Writer } from '../shell/writer';
import { keptBytes } from './kept-bytes';
import type { HubOffer, HubPort, HubPlan, KeptModel } from '../shell/ports';

export interface HubFailure {
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, string | number>>;
  readonly message: string;
}

/** What the reader is asked to agree to. */
export interface HubQuestion {
  readonly policy: HubOffer;
  readonly tuned: HubOffer | null;
}

export interface HubListener {
  /** A model is there, or is gone again. */
  readonly onLoaded: (address: string | null, loaded: HubLoaded | null) => void;
  readonly task: () => TaskId;
  readonly backend: () => BackendId | 'auto';
}

/** Before a model is there. */
const NONE = { hasChatTemplate: true, contextTokens: 0 };

export class HubState implements Writer {
  readonly #port: HubPort | null;
  readonly #listener: HubListener;
  #isOpen = $state(false);
  #address = $state('');
  #tuned = $state('');
  #isAsking = $state(false);
  #question = $state.raw<HubQuestion | null>(null);
  #plan = $state.raw<HubPlan | null>(null);
  /** Null unless something is loading; `total` 0 while the model is being started. */
  #progress = $state.raw<{ readonly loaded: number; readonly total: number } | null>(null);
  #failure = $state.raw<HubFailure | null>(null);
  #isPaused = $state(false);
  #keptBytes = $state<number | null>(null);
  #kept = $state.raw<readonly KeptModel[]>([]);
  #loaded = $state.raw<HubLoaded | null>(null);
  #using = $state.raw<{ readonly name: string; readonly dtype: string } | null>(null);
  #source = $state.raw<HubOffer | null>(null);
  #isUnkept = $state(false);
  #format = $state.raw<PromptFormat>(promptFormatFor(TASKS[HUB_TASK], NONE));
  #abort: AbortController | null = null;

  readonly formatProblem = $derived(promptProblem(this.#format));
  /** Null for what is no address. */
  readonly host = $derived.by(() => {
    const read = readAddress(this.#address);
    return read && new URL(read.host).host;
  });

  constructor(port: HubPort | null, listener: HubListener) {
    this.#port = port;
    this.#listener = listener;
  }

  get isOffered(): boolean {
    return this.#port !== null;
  }
  get isOpen(): boolean {
    return this.#isOpen;
  }
  get address(): string {
    return this.#address;
  }
  set address(text: string) {
    this.#address = text;
    this.#failure = null;
  }
  /** Of the model that was tuned from the first. */
  get tuned(): string {
    return this.#tuned;
  }
  set tuned(text: string) {
    this.#tuned = text;
  }
  get isAsking(): boolean {
    return this.#isAsking;
  }
  get question(): HubQuestion | null {
    return this.#question;
  }
  get plan(): HubPlan | null {
    return this.#plan;
  }
  get progress(): { readonly loaded: number; readonly total: number } | null {
    return this.#progress;
  }
  get failure(): HubFailure | null {
    return this.#failure;
  }
  get isPaused(): boolean {
    return this.#isPaused;
  }
  /** How much is kept of what a download that did not end was of; null where there was none, or that is not known yet. */
  get keptBytes(): number | null {
    return this.#keptBytes;
  }
  get kept(): readonly KeptModel[] {
    return this.#kept;
  }
  get loaded(): HubLoaded | null {
    return this.#loaded;
  }
  get using(): { readonly name: string; readonly dtype: string } | null {
    return this.#using;
  }
  get format(): PromptFormat {
    return this.#format;
  }
  changeFormat(patch: Partial<PromptFormat>): void {
    this.#setFormat({ ...this.#format, ...patch });
  }
  /** The wording for a task, as it is to begin with. */
  resetFormat(task: TaskId): void {
    this.#setFormat(promptFormatFor(TASKS[task], this.#loaded ?? NONE));
  }
  #setFormat(format: PromptFormat): void {
    this.#format = format;
    this.#port?.setFormat(format);
  }

  open(address = this.#address): void {
    this.#address = address;
    this.#isOpen = true;
    this.#anew();
    void this.#refreshKept();
  }
  close(): void {
    this.cancel();
    this.#question = null;
    this.#isOpen = false;
  }

  async #refreshKept(): Promise<void> {
    this.#kept = (await this.#port?.kept().catch(() => [])) ?? [];
  }

  /** Asks the host or hosts of the typed names. */
  async lookUp(): Promise<void> {
    const [policy, tuned] = [readAddress(this.#address), this.#tuned.trim() ? readAddress(this.#tuned) : null];
    if (!policy || (this.#tuned.trim() && !tuned)) return;
    await this.#asking(async (port, signal) => {
      const backend = this.#listener.backend();
      const first = await port.describe(policy, backend, signal);
      return { policy: first, tuned: tuned && (await port.describe(tuned, backend, signal)) };
    });
  }

  async useFolder(files: readonly File[]): Promise<void> {
    if (!files.length) return;
    await this.#asking(async (port) => ({
      policy: await port.describeFolder(files, this.#listener.backend()),
      tuned: null,
    }));
  }

  /** Of a model that is kept nothing is asked; what is missing of it is downloaded only after a yes. */
  async useKept({ listing }: KeptModel): Promise<void> {
    await this.#asking(async (port) => ({
      policy: await port.describeKept(listing, this.#listener.backend()),
      tuned: null,
    }));
  }

  async forget({ listing }: KeptModel): Promise<void> {
    await this.#port?.forget(listing);
    await this.#refreshKept();
  }

  async #asking(ask: (port: HubPort, signal: AbortSignal) => Promise<HubQuestion>): Promise<void> {
    this.cancel();
    const abort = (this.#abort = new AbortController());
    this.#isAsking = true;
    this.#anew();
    try {
      if (!this.#port) throw new AppError('internal', 'This page has no hub models.');
      const question = await ask(this.#port, abort.signal);
      if (abort.signal.aborted) return;
      this.#question = question;
      this.#plan = question.policy.plans[0] ?? null;
    } catch (error) {
      this.#fail(error);
    } finally {
      if (this.#abort === abort) {
        this.#abort = null;
        this.#isAsking = false;
      }
    }
  }

  choosePlan(dtype: string): void {
    this.#plan = this.#question?.policy.plans.find((plan) => plan.dtype === dtype) ?? this.#plan;
  }

  refuse(): void {
    this.#question = null;
  }

  /** Downloads and starts what was asked about. */
  async accept(): Promise<void> {
    const [question, plan, port] = [this.#question, this.#plan, this.#port];
    if (!question || !plan || !port || this.#progress) return;
    const abort = (this.#abort = new AbortController());
    this.#progress = { loaded: 0, total: plan.totalBytes };
    this.#anew();
    const { policy, tuned } = question;
    try {
      const loaded = await port.load({
        policy: { offer: policy, plan },
        ...(tuned ? { tuned: { offer: tuned, plan: tuned.plans[0]! } } : {}),
        signal: abort.signal,
        onProgress: (done, total) => {
          if (this.#abort === abort) this.#progress = { loaded: done, total };
        },
      });
      this.#loaded = loaded;
      this.#using = { name: policy.listing.name, dtype: plan.dtype };
      this.#source = policy;
      this.#isUnkept = false;
      void this.#noteKept(policy, plan);
      this.#question = null;
      this.#isOpen = false;
      const { address } = policy.listing;
      this.#listener.onLoaded(address && writeAddress(address), loaded);
      this.resetFormat(this.#listener.task());
    } catch (error) {
      // The model that was there before has made room for this one.
      if (!port.isLoaded()) this.#gone();
      if (errorCode(error) === 'aborted') this.#isPaused = true;
      else this.#fail(error);
      void this.#noteParts(question, plan);
      void this.#refreshKept();
    } finally {
      if (this.#abort === abort) this.#abort = null;
      this.#progress = null;
    }
  }

  /** What was downloaded and is not kept, since storage is denied or full, comes again on a later visit. */
  async #noteKept(offer: HubOffer, plan: HubPlan): Promise<void> {
    if (offer.local) return;
    const isUnkept = (await keptBytes(this.#port, offer, plan)) < plan.totalBytes;
    if (this.#source === offer) this.#isUnkept = isUnkept;
  }

  /** From where a download would go on. A folder's is none. */
  async #noteParts(question: HubQuestion, plan: HubPlan): Promise<void> {
    const { policy, tuned } = question;
    if (policy.local) return;
    let bytes = await keptBytes(this.#port, policy, plan);
    if (tuned) bytes += await keptBytes(this.#port, tuned, tuned.plans[0]!);
    if (this.#question === question && !this.#progress) this.#keptBytes = bytes;
  }

  /** What was said of an earlier try is over. */
  #anew(): void {
    this.#failure = null;
    this.#isPaused = false;
    this.#keptBytes = null;
  }

  cancel(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#isAsking = false;
  }

  /** Back to the models of the site. */
  leave(): void {
    this.#port?.release();
    this.#gone();
  }

  /** What value heads of the model are trained by. */
  get headPort(): Pick<HubPort, 'trainHeads' | 'openHead' | 'readHead'> | null {
    return this.#port;
  }
  /** Where the model that is loaded came from; null where none is. */
  get source(): HubOffer | null {
    return this.#source;
  }

  /** Whether the model that is loaded was downloaded and is not kept in this browser. */
  get isUnkept(): boolean {
    return this.#source !== null && this.#isUnkept;
  }

  /** Verifiers of the model that were trained or opened: from now on they are offered. */
  join(models: readonly TraceModel[]): void {
    const loaded = this.#loaded;
    if (!loaded) return;
    const isNew = ({ verifier }: TraceModel): boolean => models.every((model) => model.verifier !== verifier);
    const ids = models.flatMap(({ verifier }) => verifier ?? []);
    this.#loaded = {
      ...loaded,
      models: [...loaded.models.filter(isNew), ...models],
      verifiers: [...new Set([...loaded.verifiers, ...ids])],
    };
  }

  get port(): ModelWork {
    if (!this.#port) throw new AppError('internal', 'This page has no hub models.');
    return this.#port;
  }

  /** A hub model and its scores are there, or are not. */
  ensure(): Promise<HubLoaded> {
    if (!this.#loaded) return Promise.reject(new AppError('not-loaded', 'No model is loaded yet.'));
    return Promise.resolve(this.#loaded);
  }

  /** A model that died is left. */
  noteFailure(error: unknown): void {
    if (['worker-died', 'ended', 'device-lost', 'internal', 'not-loaded'].includes(errorCode(error))) this.leave();
  }

  #gone(): void {
    if (!this.#loaded) return;
    this.#loaded = null;
    this.#using = null;
    this.#source = null;
    this.#listener.onLoaded(null, null);
  }

  #fail(error: unknown): void {
    const code = errorCode(error);
    if (code === 'aborted') return;
    const { data = {} } = (error ?? {}) as Partial<AppError>;
    const host = this.host ?? new URL(DEFAULT_HUB).host;
    const message = error instanceof Error ? error.message : String(error);
    this.#failure = { code, data: { host, model: this.#address, ...data }, message };
  }
}
