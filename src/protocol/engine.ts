/** What the page says to a worker that has models, and what that answers. Types only. */
import type { BackendId, StrategyId, TaskId, VerifierId } from '../core/ids';
import type { SearchEvent, SearchParameters } from '../search/types';
import type { TraceModel } from '../trace/types';
import type { VerifierOptions } from '../verifiers/types';

export type { TraceResult } from '../trace/types';

/** Everything a worker needs arrives as bytes, so that it works from any host, from a file and in a sandbox. */
export interface PackBytes {
  /** Name of the pack's folder. */
  readonly id: string;
  /** The manifest and every file that is needed now, by path inside the pack, already checked against it. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Where the runtime is on this site, and its size. */
export interface RuntimeFile {
  readonly url: string;
  readonly sizeBytes: number;
}

/** A trained verifier's file. */
export interface HeadBytes {
  /** Its name, for sentences. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface LoadRequest {
  readonly task: TaskId;
  /** Empty when this worker was given it before, or has compiled it itself. */
  readonly runtimeWasm: Uint8Array;
  readonly pack: PackBytes;
  readonly verifiers: readonly VerifierId[];
  /** Verifiers in files of their own, which the reader trained; then the pack holds the policy and their pattern, too. */
  readonly heads?: readonly HeadBytes[];
  readonly backend: BackendId | 'auto';
  /**
   * These verifiers join what is loaded, of the same pack: its policy and its back end stay, and the bytes of the
   * pack hold only what is new. Without it, what was loaded is replaced.
   */
  readonly joins?: boolean;
  /** What an earlier visit found, where the back end is `auto`: it is used without being compared again. */
  readonly known?: {
    readonly backend: BackendId;
    readonly reason: string;
    /** Models, as `pack/name`, whose known answers WASM reproduced. */
    readonly checked: readonly string[];
  };
}

export interface LoadedEngine {
  readonly backend: BackendId;
  /** Why this back end was taken, in a few plain words. */
  readonly backendReason: string;
  readonly models: readonly TraceModel[];
}

export interface RunRequest {
  readonly runId: number;
  readonly task: TaskId;
  /** As the reader typed it; the worker parses it again. */
  readonly problem: string;
  readonly strategy: StrategyId;
  readonly verifier: VerifierId;
  /** Where the reader says something else than the defaults. */
  readonly verifierOptions?: VerifierOptions;
  readonly parameters: SearchParameters;
}

/** Several searches on one problem, which take turns in lock-step: none gets more of the machine than another. */
export interface TogetherRequest extends Pick<RunRequest, 'runId' | 'task' | 'problem'> {
  /** Two at least. */
  readonly searches: readonly Pick<RunRequest, 'strategy' | 'verifier' | 'verifierOptions' | 'parameters'>[];
}

/** An event and the place of its search among the request's. */
export interface TogetherEvent {
  readonly search: number;
  readonly event: SearchEvent;
}
