/** What the page needs from outside. `src/main.ts` fills these in; a test may fill them in otherwise. */
import type { SearchEvent } from '../../protocol/parameters';
import type { CheckKind, CheckRequest, Checks } from '../../protocol/checks';
import type { LoadedEngine, RunRequest, TogetherEvent, TogetherRequest } from '../../protocol/engine';
import type { Entry, ImportApi, Listing } from '../../protocol/import';
import type { TaskId, VerifierId, BackendId } from '../../core/ids';
import type { TraceResult } from '../../trace/types';

import type { HubClient } from '../../runtime/hub/hub-client';

export type { HubOffer, HubPlan, KeptModel } from '../../runtime/hub/hub-client';
export type { LoadedEngine, RunRequest } from '../../protocol/engine';

export interface LoadProgress {
  readonly loadedBytes: number;
  /** 0 while it is not known. */
  readonly totalBytes: number;
  readonly phase: string;
}

export interface EnginePort {
  /** The tasks that the site holds models for, and the verifiers of one. Rejects when its list cannot be read. */
  packOffer(task: TaskId): Promise<{ readonly tasks: readonly TaskId[]; readonly verifiers: readonly VerifierId[] }>;
  /** Has the engine start while the page is built, where a load will follow; says nothing of what goes wrong. */
  warm(backend: BackendId | 'auto'): void;
  load(options: {
    readonly task: TaskId;
    readonly verifiers: readonly VerifierId[];
    readonly backend: BackendId | 'auto';
    readonly onProgress: (progress: LoadProgress) => void;
  }): Promise<LoadedEngine>;
  run(
    request: RunRequest,
    options: { readonly onEvents: (events: readonly SearchEvent[]) => void },
  ): Promise<TraceResult>;
  /** Several searches on one problem, in lock-step; see `EngineApi.together`. */
  together(
    request: TogetherRequest,
    options: { readonly onEvents: (events: readonly TogetherEvent[]) => void },
  ): Promise<TraceResult[]>;
  /** One at a time with searches. `stop` ends it with the result of what it has so far; the signal with none. */
  check<K extends CheckKind>(
    request: CheckRequest<K>,
    onEvents: (events: readonly Checks[K]['event'][]) => void,
    signal?: AbortSignal,
  ): Promise<Checks[K]['result']>;
  /** Ends the run with the best answer so far. */
  stop(): void;
  /** Ends the run with no answer. */
  abort(): void;
  /** False where what was loaded is gone, as when the browser ended the engine while it had nothing to do. */
  isLoaded(): boolean;
  /** Gives all memory back, where nothing runs; the next load starts anew. */
  release(): void;
}

/** Files that come with the page, by their path on the site. */
export interface FilePort {
  /** Rejects when there is no such file. */
  read(path: string): Promise<Uint8Array>;
}

/** All but the engine; a page can do without them. */
export interface OtherPorts {
  readonly hub: HubPort;
  readonly imports: ImportPort;
  readonly offline: OfflinePort;
  readonly visits: VisitPort;
  readonly files: FilePort;
}

/** Whether the visit before was ended while it computed. */
export interface VisitPort {
  /** Whether this visit should take as little as it can. */
  isLight(): Promise<boolean>;
  setAtWork(isAtWork: boolean): void;
  /** From now on everything is as it is for others. */
  asUsual(): void;
}

/** Keeps the page and its models for use without a network. */
export interface OfflinePort {
  /** False where the page is whole by itself. */
  readonly isPossible: boolean;
  start(listener: {
    readonly onKept: () => void;
    readonly onUpdate: (use: () => void) => void;
    readonly onTrouble: (trouble: 'denied' | 'full') => void;
  }): Promise<void>;
  /** Keeps every task's default models; false where not all could be. */
  keepModels(): Promise<boolean>;
}

/** Reads files of other tools, away from the page. Calls reject with `aborted` when their signal says so. */
export interface ImportPort {
  list(file: Blob, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<Listing>;
  read(file: Blob, place: Pick<Entry, 'start' | 'end'>, signal: AbortSignal): ReturnType<ImportApi['read']>;
}

/** Hub models. Nothing is asked of anybody before `describe`, nothing downloaded before `load`. */
export type HubPort = Pick<
  HubClient,
  | 'kept'
  | 'forget'
  | 'describe'
  | 'describeKept'
  | 'describeFolder'
  | 'load'
  | 'run'
  | 'together'
  | 'check'
  | 'stop'
  | 'close'
>;
