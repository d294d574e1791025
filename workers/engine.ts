/** The engine: models and search in one thread, so that no tensor ever crosses. What it loads, its heirs say. */
import { AppError } from '../src/core/errors';
import type { VerifierId } from '../src/core/ids';
import { runCheck } from '../src/checks/run-check';
import { runLockstep } from '../src/model/lockstep';
import type { Policy, Verifier } from '../src/model/types';
import type { CheckKind, CheckRequest, Checks } from '../src/protocol/checks';
import type { RunRequest, TogetherEvent, TogetherRequest } from '../src/protocol/engine';
import type { Glimpse, ModelApi } from '../src/protocol/model-host';
import type { SearchControl, SearchEvent } from '../src/search/types';
import type { TraceResult } from '../src/trace/types';
import { keyOf, traitsOf } from '../src/verifiers/find';
import { makeVerifier } from '../src/verifiers/make';
import type { VerifierOptions } from '../src/verifiers/types';
import { passesSoFar } from './passes';
import { readProblem, type Problem } from './problems';
import { runSearch } from './run-search';
import { holdLock } from './rpc/hold-lock';
import { EventBatches } from './rpc/batches';
import { Glimpses } from './rpc/glimpses';

/** What a search runs on. */
export interface SearchModels {
  readonly policy: Policy;
  readonly verifiers: ReadonlyMap<VerifierId, Verifier>;
}

/** Models that are loaded, and how they are asked. */
export interface LoadedSearch {
  readonly models: SearchModels;
  /** The problem as it is put to them: with a prompt of their own, say. */
  readonly adapt: (problem: Problem) => Problem;
  /** A call of theirs can take minutes: a stop interrupts it. */
  readonly interruptsCalls: boolean;
}

interface Run {
  readonly id: number;
  readonly abort: AbortController;
  readonly stop: AbortController;
}

/** Between two glimpses of a search; of models whose rounds are over sooner there are none. */
const SLOW_MS = 200;
const FAST_MS = 500;

/** What a worker's models are asked; the engines that extend this decide what is loaded, and how. */
export abstract class Engine implements ModelApi {
  #run: Run | null = null;

  /** What is loaded, for the work that begins now. @throws AppError `bad-input` where it cannot be asked. */
  protected abstract readonly loaded: LoadedSearch | null;

  /** Resolves when the models do nothing of their own accord: work begins then. */
  protected settled(): Promise<void> {
    return Promise.resolve();
  }

  protected get isBusy(): boolean {
    return this.#run !== null;
  }

  holdLock(name: string): Promise<boolean> {
    return holdLock(name);
  }

  passes(): number {
    return passesSoFar();
  }

  async run(
    request: RunRequest,
    onEvents: (events: readonly SearchEvent[]) => void | Promise<void>,
    onGlimpse?: (glimpse: Glimpse) => void | Promise<void>,
  ): Promise<TraceResult> {
    return this.#perform(request, async (problem, { models, interruptsCalls }, run) => {
      const batches = new EventBatches(onEvents);
      const glimpses = onGlimpse && new Glimpses(onGlimpse, interruptsCalls, interruptsCalls ? SLOW_MS : FAST_MS);
      const ports = {
        policy: models.policy,
        verifier: findVerifier(request.verifier, problem, models, request.verifierOptions),
      };
      const control = {
        ...controlOf(run, interruptsCalls || isSlow(request)),
        ...(glimpses ? { watcher: (look: () => Glimpse) => glimpses.offer(look) } : {}),
      };
      const result = await runSearch(request, problem, ports, control, (event) => {
        batches.push(event);
        glimpses?.rest();
      });
      await batches.flush();
      return result;
    });
  }

  async together(
    request: TogetherRequest,
    onEvents: (events: readonly TogetherEvent[]) => void | Promise<void>,
  ): Promise<TraceResult[]> {
    return this.#perform(request, async (problem, { models, interruptsCalls }, run) => {
      const batches = new EventBatches<TogetherEvent>(onEvents);
      const { searches } = request;
      const made = new Map<string, Verifier>();
      const verifiers = searches.map(({ verifier, verifierOptions }) => {
        const key = keyOf(verifier, verifierOptions);
        const own = made.get(key) ?? findVerifier(verifier, problem, models, verifierOptions);
        made.set(key, own);
        return own;
      });
      // One model answers one call at a time; where all ask the same one, their calls become one.
      const isShared = made.size === 1;
      if (!isShared && new Set(verifiers).size < verifiers.length)
        throw new AppError('bad-input', 'Searches with different verifiers must each have one of their own.');
      const control = controlOf(run, interruptsCalls || searches.some(isSlow));
      const results = await runLockstep(
        { policy: models.policy, verifier: isShared ? verifiers[0]! : null },
        searches.map((wanted, place) => (shared) => {
          const ports = { policy: shared.policy, verifier: shared.verifier ?? verifiers[place]! };
          return runSearch(wanted, problem, ports, control, (event) => batches.push({ search: place, event }));
        }),
      );
      await batches.flush();
      return results;
    });
  }

  async check<K extends CheckKind>(
    request: CheckRequest<K>,
    onEvents: (events: readonly Checks[K]['event'][]) => void | Promise<void>,
  ): Promise<Checks[K]['result']> {
    return this.#perform(request, async (truth, { models, interruptsCalls }, run) => {
      const batches = new EventBatches<Checks[K]['event']>(onEvents);
      const verifierOf = (id: VerifierId): Verifier => findVerifier(id, truth, models, request.verifierOptions);
      const ports = { policy: models.policy, verifierOf, truth };
      const control = controlOf(run, interruptsCalls || isSlow(request));
      const result = await runCheck(request, ports, control, (event) => batches.push(event));
      await batches.flush();
      return result;
    });
  }

  /** One at a time. */
  async #perform<T>(
    { runId, task, problem }: Pick<RunRequest, 'runId' | 'task' | 'problem'>,
    work: (problem: Problem, loaded: LoadedSearch, run: Run) => Promise<T>,
  ): Promise<T> {
    if (this.#run) throw new AppError('busy', 'A search or a check is running already.');
    const { loaded } = this;
    if (!loaded) throw new AppError('not-loaded', 'No model is loaded yet.');
    const parsed = readProblem(task, problem);
    const run: Run = { id: runId, abort: new AbortController(), stop: new AbortController() };
    this.#run = run;
    try {
      await this.settled();
      return await work(loaded.adapt(parsed), loaded, run);
    } finally {
      this.#run = null;
    }
  }

  stop(runId: number): void {
    if (this.#run?.id === runId) this.#run.stop.abort();
  }

  abort(runId: number): void {
    if (this.#run?.id !== runId) return;
    this.#run.abort.abort();
    this.#run.stop.abort();
  }
}

/** How a run is ended: a stop lets a call of the models end, or interrupts it where that can take minutes. */
const controlOf = ({ abort, stop }: Run, interruptsCalls: boolean): SearchControl => ({
  signal: abort.signal,
  shouldStop: () => stop.signal.aborted,
  ...(interruptsCalls ? { stopSignal: stop.signal } : {}),
});

/** Of a search or a check. */
interface Asked {
  readonly runId?: number;
  readonly verifier?: VerifierId | null;
  readonly verifiers?: readonly VerifierId[];
}

const isSlow = ({ verifier, verifiers = [] }: Asked): boolean =>
  [...(verifier ? [verifier] : []), ...verifiers].some((id) => traitsOf(id).slow);

const findVerifier = (
  id: VerifierId,
  problem: Problem,
  { policy, verifiers }: SearchModels,
  options?: VerifierOptions,
): Verifier => makeVerifier(id, { policy, loaded: verifiers, problem }, options);
