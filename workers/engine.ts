/** The engine: models and search in one thread, so that no tensor ever crosses. `engine.worker.ts` exposes it. */
import { AppError } from '../src/core/errors';
import { modelsNeeded, type VerifierId } from '../src/core/ids';
import { runCheck } from '../src/checks/run-check';
import type { Verifier } from '../src/model/types';
import type { VerifierOptions } from '../src/model/verifier-options';
import type { CheckEvent, CheckRequest, CheckResult } from '../src/protocol/checks';
import type { EngineApi, LoadedEngine, LoadRequest, RunRequest } from '../src/protocol/engine';
import { strategyOf } from '../src/search/registry';
import type { SearchEvent } from '../src/search/types';
import { resultOf } from '../src/trace/codec';
import { treeAt } from '../src/trace/reducer';
import type { TraceResult } from '../src/trace/types';
import { addVerifiers, loadModels, type LoadedModels } from './models';
import { readProblem, type Problem } from './problems';
import { EventBatches } from './rpc/batches';

interface Run {
  readonly id: number;
  readonly abort: AbortController;
  isStopped: boolean;
}

export class Engine implements EngineApi {
  #models: LoadedModels | null = null;
  #run: Run | null = null;

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
  ): Promise<TraceResult> {
    return this.#perform(request, (problem, models, run) =>
      search(request, problem, models, run, new EventBatches(onEvents)),
    );
  }

  async check(
    request: CheckRequest,
    onEvents: (events: readonly CheckEvent[]) => void | Promise<void>,
  ): Promise<CheckResult> {
    return this.#perform(request, async (truth, models, run) => {
      const batches = new EventBatches<CheckEvent>(onEvents);
      const verifierOf = (id: VerifierId): Verifier => findVerifier(id, truth, models);
      const ports = { policy: models.policy, verifierOf, truth };
      const control = { signal: run.abort.signal, shouldStop: () => run.isStopped };
      const result = await runCheck(request, ports, control, (event) => batches.push(event));
      await batches.flush();
      return result;
    });
  }

  /** One at a time. */
  async #perform<T>(
    { runId, task, problem }: Pick<RunRequest, 'runId' | 'task' | 'problem'>,
    work: (problem: Problem, models: LoadedModels, run: Run) => Promise<T>,
  ): Promise<T> {
    if (this.#run) throw new AppError('busy', 'A search or a check is running already.');
    const models = this.#models;
    if (!models) throw new AppError('not-loaded', 'No model is loaded yet.');
    const parsed = readProblem(task, problem);
    const run: Run = { id: runId, abort: new AbortController(), isStopped: false };
    this.#run = run;
    try {
      return await work(parsed, models, run);
    } finally {
      this.#run = null;
    }
  }

  stop(runId: number): void {
    if (this.#run?.id === runId) this.#run.isStopped = true;
  }

  abort(runId: number): void {
    if (this.#run?.id === runId) this.#run.abort.abort();
  }
}

async function search(
  request: RunRequest,
  problem: Problem,
  models: LoadedModels,
  run: Run,
  batches: EventBatches<SearchEvent>,
): Promise<TraceResult> {
  const strategy = strategyOf(request.strategy);
  if (!strategy) throw new AppError('bad-input', `There is no strategy ${request.strategy}.`);
  const ports = {
    policy: models.policy,
    verifier: findVerifier(request.verifier, problem, models, request.verifierOptions),
    answerOf: (solution: string) => problem.answerOf(solution),
  };
  const control = { signal: run.abort.signal, shouldStop: () => run.isStopped };
  const events: SearchEvent[] = [];
  const start = performance.now();
  for await (const event of strategy.search(problem.prompt, ports, request.parameters, control)) {
    events.push(event);
    batches.push(event);
  }
  const elapsedMs = performance.now() - start;
  await batches.flush();
  return resultOf(treeAt(events), (solution) => problem.judge(solution), elapsedMs);
}

function findVerifier(
  id: VerifierId,
  problem: Problem,
  models: LoadedModels,
  options?: Partial<VerifierOptions>,
): Verifier {
  const verifier = models.verifiers.get(id) ?? problem.modelFreeVerifier(id, models, options);
  if (!verifier) throw new AppError('not-loaded', `The verifier ${id} is not loaded.`, { verifier: id });
  return verifier;
}
