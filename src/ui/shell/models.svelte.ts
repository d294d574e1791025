/** The models that answer now: a hub model where one is loaded, else those of the site. */
import type { ModelWork } from '../../protocol/model-host';
import type { HubState } from '../hub/hub.svelte';
import type { EngineState } from './engine.svelte';
import type { SearchState } from '../search/search.svelte';
import type { Job, Jobs } from './jobs.svelte';
import type { LoadedEngine } from './ports';
import { policyOf } from './run-models';
import type { NeededModels, Writer } from './writer';

export class Models {
  readonly engine: EngineState;
  readonly hub: HubState;
  readonly #jobs: Jobs;
  /** Counts what was to be fetched ahead: only the newest is. */
  #turn = 0;

  constructor(engine: EngineState, hub: HubState, jobs: Jobs) {
    this.engine = engine;
    this.hub = hub;
    this.#jobs = jobs;
  }

  get active(): Writer {
    return this.hub.loaded ? this.hub : this.engine;
  }

  /** Those that answer, and what is known of their coming. */
  get shown(): Pick<EngineState, 'loaded' | 'isLoading' | 'progress'> {
    const { loaded } = this.hub;
    return loaded ? { isLoading: false, loaded, progress: null } : this.engine;
  }

  /**
   * The policy that made a tree, and the one that would answer a question about it now, where they are not the same.
   * Null while one of them is not known, and for a tree of another tool, of which nothing can be asked.
   */
  otherThan({
    info,
    origin,
  }: Pick<SearchState, 'info' | 'origin'>): { readonly made: string; readonly here: string } | null {
    const made = info && policyOf(info.models);
    const { loaded } = this.active;
    const here = loaded && policyOf(loaded.models);
    return !origin && made && here && made !== here ? { made, here } : null;
  }

  /**
   * Fetches the site's models ahead of the first run; others than those at work once these have ended. A failure is kept
   * in `engine.failure`.
   * @param wanted asked again when the time has come; null where nothing may be fetched
   */
  async fetchAhead(wanted: () => NeededModels | null): Promise<void> {
    const turn = ++this.#turn;
    const now = wanted();
    if (now && !this.engine.covers(now)) await this.#jobs.whenIdle();
    const then = wanted();
    if (then && turn === this.#turn) await this.engine.ensure(then).catch(() => undefined);
  }

  /**
   * Does a job's work with the models that are active as it begins, once they have what it needs; a stop of the job
   * reaches those models, whatever is active then.
   * @throws AppError as `Writer.ensure` and the work.
   */
  async use<T>(
    job: Job,
    wanted: NeededModels,
    work: (host: ModelWork, loaded: LoadedEngine) => Promise<T>,
  ): Promise<T> {
    const { active } = this;
    const loaded = await job.awaiting(active.ensure(wanted));
    job.onStop(() => active.port.stop(job.id));
    try {
      return await work(active.port, loaded);
    } catch (error) {
      active.noteFailure(error);
      throw error;
    }
  }
}
