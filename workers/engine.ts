/** The engine: models and search in one thread, so that no tensor ever crosses. `engine.worker.ts` exposes it. */
import { AppError } from '../src/core/errors';
import { modelsNeeded, type VerifierId } from '../src/core/ids';
import { runCheck } from '../src/checks/run-check';
import { searchTogether } from '../src/model/together';
import type { Policy, Verifier } from '../src/model/types';
import type { VerifierOptions } from '../src/model/verifier-options';
import type { CheckEvent, CheckRequest, CheckResult } from '../src/protocol/checks';
import type {
  EngineApi,
  LoadedEngine,
  LoadRequest,
  RunRequest,
  RuntimeFile,
  TogetherEvent,
  TogetherRequest,
} from '../src/protocol/engine';
import { strategyOf } from '../src/search/registry';
import type { SearchControl, SearchEvent } from '../src/search/types';
import { resultOf } from '../src/trace/codec';
import { treeAt } from '../src/trace/reducer';
import type { TraceResult } from '../src/trace/types';
import { compileCached } from './compiled-runtime';
import { addVerifiers, loadModels, type LoadedModels } from './models';
import { provideRuntime } from './onnx-session';
import { readProblem, type Problem } from './problems';
import { holdLock } from './rpc/hold-lock';
import { EventBatches } from './rpc/batches';

/** What a search runs on. */
export interface SearchModels {
  readonly policy: Policy;
  readonly verifiers: ReadonlyMap<VerifierId, Verifier>;
}

/** Models that were loaded elsewhere, and how they are asked: with a prompt of their own, say. */
export interface OwnModels {
  readonly models: SearchModels;
  readonly adapt: (problem: Problem) => Problem;
}

interface Run {
  readonly id: number;
  readonly abort: AbortController;
  readonly stop: AbortController;
}

export class Engine implements EngineApi {
  #models: LoadedModels | null = null;
  #run: Run | null = null;

  holdLock(name: string): Promise<boolean> {
    return holdLock(name);
  }

  async compileRuntime(file: RuntimeFile): Promise<boolean> {
    const module = await compileCached(file);
    if (module) provideRuntime(module);
    return module !== null;
  }

  /** Replaces what was loaded before, or adds verifiers to it. */
  async load(
    request: LoadRequest,
    onProgress: (fraction: number, phase: string) => void | Promise<void>,
  ): Promise<LoadedEngine> {
    if (this.#run) throw new AppError('busy', 'A search is running.');
    const wanted = {
      ...request,
      verifiers: modelsNeeded(request.verifiers),
      onProgress: (fraction: number, phase: string) => void onProgress(fraction, phase),
    };
    if (request.joins) {
      if (!this.#models) throw new AppError('not-loaded', 'There is no model that a verifier could join.');
      this.#models = await addVerifiers(this.#models, wanted);
    } else {
      await this.#models?.dispose();
      this.#models = null;
      this.#models = await loadModels(wanted);
    }
    const { backend, backendReason, models } = this.#models;
    return { backend, backendReason, models };
  }

  async run(
    request: RunRequest,
    onEvents: (events: readonly SearchEvent[]) => void | Promise<void>,
    own?: OwnModels,
  ): Promise<TraceResult> {
    return this.#perform(request, own, async (problem, models, run) => {
      const batches = new EventBatches(onEvents);
      const ports = {
        policy: models.policy,
        verifier: findVerifier(request.verifier, problem, models, request.verifierOptions),
      };
      const control = controlOf(run, own !== undefined || asksRollouts(request));
      const result = await search(request, problem, ports, control, (event) => batches.push(event));
      await batches.flush();
      return result;
    });
  }

  async together(
    request: TogetherRequest,
    onEvents: (events: readonly TogetherEvent[]) => void | Promise<void>,
    own?: OwnModels,
  ): Promise<TraceResult[]> {
    return this.#perform(request, own, async (problem, models, run) => {
      const batches = new EventBatches<TogetherEvent>(onEvents);
      const { searches } = request;
      const verifiers = searches.map(({ verifier, verifierOptions }) =>
        findVerifier(verifier, problem, models, verifierOptions),
      );
      // One model answers one call at a time; where all ask the same one, their calls become one.
      const isShared = new Set(searches.map(({ verifier }) => verifier)).size === 1;
      if (!isShared && new Set(verifiers).size < verifiers.length)
        throw new AppError('bad-input', 'Searches with different verifiers must each have one of their own.');
      const control = controlOf(run, own !== undefined || searches.some(asksRollouts));
      const results = await searchTogether(
        { policy: models.policy, verifier: isShared ? verifiers[0]! : null },
        searches.map((wanted, place) => (shared) => {
          const ports = { policy: shared.policy, verifier: shared.verifier ?? verifiers[place]! };
          return search(wanted, problem, ports, control, (event) => batches.push({ search: place, event }));
        }),
      );
      await batches.flush();
      return results;
    });
  }

  async check(
    request: CheckRequest,
    onEvents: (events: readonly CheckEvent[]) => void | Promise<void>,
    own?: OwnModels,
  ): Promise<CheckResult> {
    return this.#perform(request, own, async (truth, models, run) => {
      const batches = new EventBatches<CheckEvent>(onEvents);
      const verifierOf = (id: VerifierId): Verifier => findVerifier(id, truth, models, request.verifierOptions);
      const ports = { policy: models.policy, verifierOf, truth };
      const control = controlOf(run, own !== undefined || asksRollouts(request));
      const result = await runCheck(request, ports, control, (event) => batches.push(event));
      await batches.flush();
      return result;
    });
  }

  /** One at a time. */
  async #perform<T>(
    { runId, task, problem }: Pick<RunRequest, 'runId' | 'task' | 'problem'>,
    own: OwnModels | undefined,
    work: (problem: Problem, models: SearchModels, run: Run) => Promise<T>,
  ): Promise<T> {
    if (this.#run) throw new AppError('busy', 'A search or a check is running already.');
    const models = own?.models ?? this.#models;
    if (!models) throw new AppError('not-loaded', 'No model is loaded yet.');
    const parsed = readProblem(task, problem);
    const run: Run = { id: runId, abort: new AbortController(), stop: new AbortController() };
    this.#run = run;
    try {
      return await work(own ? own.adapt(parsed) : parsed, models, run);
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

/**
 * How a run is ended. A call of a pack's models takes milliseconds, and a stop lets it end, so that what it computes is
 * shown; those of a hub model and rollouts can take minutes, and it breaks them off.
 */
const controlOf = ({ abort, stop }: Run, breaksOff: boolean): SearchControl => ({
  signal: abort.signal,
  shouldStop: () => stop.signal.aborted,
  ...(breaksOff ? { stopSignal: stop.signal } : {}),
});

/** Of a search or a check. */
interface Asked {
  readonly runId?: number;
  readonly verifier?: VerifierId | null;
  readonly verifiers?: readonly VerifierId[];
}

const asksRollouts = ({ verifier, verifiers = [] }: Asked): boolean =>
  verifier === 'rollouts' || verifiers.includes('rollouts');

async function search(
  { strategy: id, parameters }: Pick<RunRequest, 'strategy' | 'parameters'>,
  problem: Problem,
  models: { readonly policy: Policy; readonly verifier: Verifier },
  control: SearchControl,
  onEvent: (event: SearchEvent) => void,
): Promise<TraceResult> {
  const strategy = strategyOf(id);
  if (!strategy) throw new AppError('bad-input', `There is no strategy ${id}.`);
  const ports = { ...models, answerOf: (solution: string) => problem.answerOf(solution) };
  const events: SearchEvent[] = [];
  const start = performance.now();
  for await (const event of strategy.search(problem.prompt, ports, parameters, control)) {
    events.push(event);
    onEvent(event);
  }
  const elapsedMs = performance.now() - start;
  return resultOf(treeAt(events), (solution) => problem.judge(solution), elapsedMs);
}

function findVerifier(
  id: VerifierId,
  problem: Problem,
  models: SearchModels,
  options?: Partial<VerifierOptions>,
): Verifier {
  const verifier = models.verifiers.get(id) ?? problem.modelFreeVerifier(id, models, options);
  if (!verifier) throw new AppError('not-loaded', `The verifier ${id} is not loaded.`, { verifier: id });
  return verifier;
}
