/**
 * What can be asked of loaded models, wherever they come from. A worker answers it in its thread, a host on the page
 * passes it on to its worker: they differ in what they load, and in nothing else. Types only.
 */
import type { CheckKind, CheckRequest, Checks } from './checks';
import type { LoadedEngine, RunRequest, TogetherEvent, TogetherRequest } from './engine';
import type { SearchEvent } from '../search/types';
import type { Glimpse } from '../search/watched';
import type { TraceResult } from '../trace/types';

/** Events come in batches, the last before the call resolves. */
export type Hear<Event> = (events: readonly Event[]) => void;

export type { Glimpse } from '../search/watched';

/** Work for loaded models, one piece at a time. */
export interface ModelWork {
  /**
   * Runs a search. `onGlimpse` hears a few times a second what it is at, where that takes longer.
   * @throws AppError `not-loaded`, `busy`, `bad-input`, `aborted`, `device-lost`, `out-of-memory` or `worker-died`.
   */
  run(request: RunRequest, onEvents: Hear<SearchEvent>, onGlimpse?: (glimpse: Glimpse) => void): Promise<TraceResult>;
  /**
   * Runs several searches in lock-step. The results are in the order of the searches; the seconds of each are those
   * that all of them took.
   * @throws AppError as `run`.
   */
  together(request: TogetherRequest, onEvents: Hear<TogetherEvent>): Promise<TraceResult[]>;
  /** Runs a check; its events and its result are of the request's kind. @throws AppError as `run`. */
  check<K extends CheckKind>(
    request: CheckRequest<K>,
    onEvents: Hear<Checks[K]['event']>,
  ): Promise<Checks[K]['result']>;
  /** Ends the work of this number with the best answer so far, or with what the check has so far. */
  stop(runId: number): void;
  /** Ends the work of this number with no answer: it rejects with the code `aborted`. */
  abort(runId: number): void;
}

/** What a worker answers (over comlink), beside the loading that is its own. */
export interface ModelApi extends ModelWork {
  /** Holds the lock of this name for as long as the worker lives; false where there are no locks. */
  holdLock(name: string): Promise<boolean>;
  /** How many passes through a model have ended so far: one that is at work counts on. */
  passes(): number;
}

/**
 * Models on the page's side of their worker.
 * @typeParam Source what is loaded: a pack of the site, a hub model; its prompt format, where it has one, is its own.
 */
export interface ModelHost<Source, Loaded extends LoadedEngine = LoadedEngine> extends ModelWork {
  /** Replaces what was loaded. @throws AppError with the code of what went wrong. */
  load(source: Source): Promise<Loaded>;
  /** False where what was loaded is gone, as when the browser ended the worker while it had nothing to do. */
  isLoaded(): boolean;
  /** Ends the worker and gives all memory back; the next load starts another. */
  release(): void;
}
