/** Models in a worker, as the page asks them. The hosts that extend this decide what is loaded, and how. */
import { proxy } from 'comlink';
import type { CheckKind, CheckRequest, Checks } from '../protocol/checks';
import type { RunRequest, TogetherEvent, TogetherRequest, TraceResult } from '../protocol/engine';
import { AppError } from '../core/errors';
import { installErrorTransfer } from '../protocol/error-transfer';
import type { Glimpse, Hear, ModelApi, ModelWork } from '../protocol/model-host';
import type { SearchEvent } from '../protocol/parameters';
import type { WorkerLife } from './worker-life';

export abstract class WorkerHost<Life extends WorkerLife<ModelApi>> implements ModelWork {
  /** The worker that is started or starting; it may have ended since. */
  protected living: Promise<Life> | null = null;

  constructor() {
    installErrorTransfer();
  }

  run(request: RunRequest, onEvents: Hear<SearchEvent>, onGlimpse?: (glimpse: Glimpse) => void): Promise<TraceResult> {
    return this.#perform((life) =>
      life.perform(request.runId, onEvents, (api, hear) =>
        onGlimpse ? api.run(request, hear, proxy(onGlimpse)) : api.run(request, hear),
      ),
    );
  }

  together(request: TogetherRequest, onEvents: Hear<TogetherEvent>): Promise<TraceResult[]> {
    return this.#perform((life) => life.perform(request.runId, onEvents, (api, hear) => api.together(request, hear)));
  }

  check<K extends CheckKind>(
    request: CheckRequest<K>,
    onEvents: Hear<Checks[K]['event']>,
  ): Promise<Checks[K]['result']> {
    return this.#perform((life) =>
      life.perform(
        request.runId,
        onEvents as Hear<Checks[CheckKind]['event']>,
        // The worker's answer is of the request's kind.
        (api, hear) => api.check(request, hear) as Promise<Checks[K]['result']>,
      ),
    );
  }

  async #perform<Result>(work: (life: Life) => Promise<Result>): Promise<Result> {
    const life = await this.#life();
    if (!life?.isAlive) throw new AppError('not-loaded', 'No model is loaded yet.');
    try {
      return await work(life);
    } catch (error) {
      this.onFailure(life, error);
      throw error;
    }
  }

  stop(runId: number): void {
    void this.#life().then((life) => life?.stop(runId));
  }

  abort(runId: number): void {
    void this.#life().then((life) => life?.abort(runId));
  }

  /** Null where none was started, or could be. */
  async #life(): Promise<Life | null> {
    return (await this.living?.catch(() => null)) ?? null;
  }

  /** What a piece of work failed with: what it leaves in the worker may be of no use any more. */
  protected abstract onFailure(life: Life, error: unknown): void;
}
