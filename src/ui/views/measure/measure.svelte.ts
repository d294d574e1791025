/**
 * Measures on held-out problems, one after the other, in the reader's tab: accuracy against budget, the ceiling,
 * calibration and the finding of first errors. A problem counts when all its searches are done.
 */
import { isProbability } from '../../../core/scale';
import { AppError, errorCode } from '../../../core/errors';
import { beamsOf, budgetSteps, ceilingAt, type Spent } from '../../../measure/curve';
import { sampledSolutions } from '../../../measure/sampled';
import type { ModelWork } from '../../../protocol/model-host';
import type { SearchEvent } from '../../../protocol/parameters';
import { TASKS } from '../../../tasks/registry';
import type { LevelRange } from '../../../tasks/task';
import { treeAt } from '../../../trace/reducer';
import type { TraceResult } from '../../../trace/types';
import type { OfferedTask, OfferedVerifier, UrlState } from '../../../url/fields';
import { confidence } from '../../../verifiers/confidence';
import { scaleOf } from '../../../verifiers/find';
import { fill } from '../../../words';
import type { HubState } from '../../hub/hub.svelte';
import { modelRefusal, type Askable } from '../../search/run-search';
import type { Asking, Ready } from '../../shell/asking';
import type { Job } from '../../shell/jobs.svelte';
import type { RunRequest } from '../../shell/ports';
import { policyOf } from '../../shell/run-models';
import {
  calibrate,
  MEASURED_STRATEGIES,
  Sums,
  VALUE_TEMPERATURE,
  type MeasuredLine,
  type MeasuredStrategy,
  type Measurement,
} from './sums';

/** What a measurement needs of the page. */
export interface MeasureHost extends Askable, Pick<Asking, 'offeredVerifiers' | 'ask' | 'stop' | 'tell'> {
  /** The levels that the models learned, where their pack declares them. */
  readonly learnedLevels: LevelRange | null;
  readonly hub: Pick<HubState, 'loaded' | 'formatProblem' | 'format'>;
  refuse(sentence: string | null): void;
}

/** The models that are measured, and the job that measures them. */
interface Asked extends Ready {
  readonly host: ModelWork;
  readonly runId: number;
}

/** What a search of one problem told and came to. */
interface Ran {
  readonly result: TraceResult;
  readonly events: readonly SearchEvent[];
}

/** What the verifier says at the end of the solution that a search chose; null where it chose none. */
function chosenValue(events: readonly SearchEvent[]): number | null {
  const chosen = events.find((event) => event.type === 'done')?.id;
  const told = events.find((event) => event.type === 'token-values' && event.id === chosen);
  return told?.type === 'token-values' ? (told.values.at(-1) ?? null) : null;
}

/** Adds what one problem brought, all at once. */
type Addition = () => void;

/** The levels that were learned, of those that the task has; null where there are none. */
function within(learned: LevelRange | null, [least, most]: LevelRange): LevelRange | null {
  const range = learned && ([Math.max(learned[0], least), Math.min(learned[1], most)] as const);
  return range && range[0] <= range[1] ? range : null;
}

export class Measure {
  readonly #page: MeasureHost;
  #strategies = $state.raw<readonly MeasuredStrategy[]>(['majority', 'best-of-n', 'beam']);
  #verifiers = $state.raw<readonly OfferedVerifier[]>(['tvm']);
  most = $state(16);
  problems = $state(50);
  /** Searches of every problem by every line. */
  seeds = $state(1);
  /** What the reader chose, of one task. */
  #levels = $state.raw<{ readonly task: OfferedTask; readonly range: LevelRange } | null>(null);
  #status = $state<'none' | 'running' | 'paused' | 'done'>('none');
  #measurement = $state.raw<Measurement | null>(null);
  #of = $state(0);
  #sums: Sums | null = null;
  #job = $state.raw<Job | null>(null);

  constructor(page: MeasureHost) {
    this.#page = page;
  }

  get strategies(): readonly MeasuredStrategy[] {
    return this.#strategies;
  }
  /** Those chosen, of those that there are now: with a hub model there are others. */
  get verifiers(): readonly OfferedVerifier[] {
    const { offeredVerifiers: offered } = this.#page;
    const usable = this.#verifiers.filter((id) => offered.includes(id));
    return usable.length ? usable : offered.slice(0, 1);
  }
  /** Of the problems: those that the reader chose, else those that the models learned, else all; null without levels. */
  get levels(): LevelRange | null {
    const { task } = this.#page.settings;
    const all = TASKS[task].levels;
    if (!all) return null;
    if (this.#levels?.task === task) return this.#levels.range;
    return within(this.#page.learnedLevels, all) ?? all;
  }
  /** Takes problems of other levels from the next measurement on. */
  chooseLevels(range: LevelRange): void {
    this.#levels = { task: this.#page.settings.task, range };
  }
  get status(): 'none' | 'running' | 'pausing' | 'paused' | 'done' {
    return this.#status === 'running' && this.#job?.isStopping ? 'pausing' : this.#status;
  }
  get isRunning(): boolean {
    return this.#status === 'running';
  }
  get measurement(): Measurement | null {
    return this.#measurement;
  }
  /** Problems that this measurement asks for. */
  get of(): number {
    return this.#of;
  }

  /** Best-of-n always stays: its samples are what calibration is read off. */
  toggleStrategy(strategy: MeasuredStrategy): void {
    if (strategy === 'best-of-n') return;
    const has = this.#strategies.includes(strategy);
    this.#strategies = MEASURED_STRATEGIES.filter((id) => (id === strategy ? !has : this.#strategies.includes(id)));
  }
  /** At least one stays. */
  toggleVerifier(verifier: OfferedVerifier): void {
    const { verifiers } = this;
    const without = verifiers.filter((id) => id !== verifier);
    if (without.length === verifiers.length) this.#verifiers = [...verifiers, verifier];
    else if (without.length) this.#verifiers = without;
  }

  /** Begins anew. */
  async start(): Promise<void> {
    const { task, parameters, verifierOptions } = this.#page.settings;
    const lines = this.#strategies.flatMap((strategy): MeasuredLine[] =>
      strategy === 'majority'
        ? [{ strategy, verifier: null }]
        : this.verifiers.map((verifier) => ({ strategy, verifier })),
    );
    const { options: _, ...common } = parameters;
    this.#sums = new Sums(task, lines, budgetSteps(this.most), this.seeds, common, verifierOptions, this.levels);
    this.#of = Math.min(this.problems, TASKS[task].splitSize('test', this.levels ?? undefined));
    this.#measurement = null;
    await this.goOn();
  }

  /** Goes on where it was paused, with the model that it began with; else says so. */
  async goOn(): Promise<void> {
    const sums = this.#sums;
    if (!sums || this.isRunning) return;
    const page = this.#page;
    page.refuse(modelRefusal(page));
    if (modelRefusal(page) !== null) return;
    const verifiers = [...new Set(sums.lines.flatMap(({ line }) => line.verifier ?? []))];
    this.#status = 'running';
    try {
      await page.ask(
        'measure',
        { task: sums.task, problem: '', verifiers, verifierOptions: sums.verifierOptions },
        async (host, { runId }, { loaded, job }) => {
          const model = policyOf(loaded.models) ?? '';
          const format = page.hub.loaded ? page.hub.format : null;
          sums.of ??= { model, format };
          if (sums.of.model !== model || sums.of.format !== format) {
            page.refuse(
              fill(page.messages.lab.measure.otherModel, { made: sums.of.model, here: model }, page.messages.language),
            );
            return;
          }
          this.#job = job;
          const asked: Asked = { host, runId, loaded, job };
          while (sums.problems < this.#of && !job.isStopping) {
            for (const add of await this.#measure(asked, sums, sums.problems)) add();
            sums.problems++;
            this.#measurement = sums.measurement();
          }
        },
      );
    } catch (error) {
      if (errorCode(error) !== 'aborted') page.tell(error);
    } finally {
      this.#job = null;
      this.#status = sums.problems >= this.#of ? 'done' : 'paused';
    }
  }

  /** At once: the problem under way is asked again later. */
  pause(): void {
    if (this.#status === 'running') this.#page.stop();
  }

  async #measure(asked: Asked, sums: Sums, index: number): Promise<Addition[]> {
    const text = TASKS[sums.task].splitProblem('test', index, sums.levels ?? undefined);
    const additions: Addition[] = [];
    const seeds = Array.from({ length: sums.seeds }, (_, i) => sums.parameters.seed + i);
    for (const { line, sums: points } of sums.lines) {
      for (const point of points) {
        const runs: Ran[] = [];
        for (const seed of seeds) runs.push(await this.#run(asked, sums, text, line, point.samples, { seed }));
        const right = runs.filter(({ result }) => result.correct).length;
        // Where no verifier is asked, nothing that it might have read counts.
        const spent = runs.map(({ result: { budget } }): Spent => ({
          ...budget,
          ...(line.verifier === null ? { valueTokens: 0 } : {}),
        }));
        const isBelief = line.verifier !== null && isProbability(scaleOf(line.verifier, asked.loaded.models));
        const believed = isBelief ? runs.flatMap(({ events }) => chosenValue(events) ?? []) : [];
        additions.push(() => point.add(right, spent, believed));
        if (line.strategy !== 'best-of-n' || point !== points.at(-1)) continue;
        additions.push(this.#readSamples(asked, sums, text, line.verifier!, runs));
        if (sums.parameters.temperature === VALUE_TEMPERATURE) continue;
        if (!isProbability(scaleOf(line.verifier!, asked.loaded.models))) continue;
        for (const seed of seeds) {
          const at = { seed, temperature: VALUE_TEMPERATURE };
          const { events } = await this.#run(asked, sums, text, line, point.samples, at);
          const solutions = this.#solutionsOf(sums, text, line.verifier!, events);
          additions.push(() => calibrate(sums.verifier(line.verifier!).calibration, solutions));
        }
      }
    }
    return additions;
  }

  async #run(
    { host, runId, job }: Asked,
    { task, parameters, verifierOptions }: Sums,
    problem: string,
    { strategy, verifier }: MeasuredLine,
    samples: number,
    changed: Partial<Pick<UrlState['parameters'], 'seed' | 'temperature'>>,
  ): Promise<Ran> {
    const events: SearchEvent[] = [];
    const request: RunRequest = {
      ...{ runId, task, problem, strategy, verifierOptions },
      // Free, and read by nobody.
      verifier: verifier ?? confidence.id,
      parameters: { ...parameters, ...changed, samples, beam: beamsOf(samples), alternatives: 0 },
    };
    const result = await host.run(request, (told) => void events.push(...told));
    // What was cut short says nothing about the strategy.
    if (job.isStopping) throw new AppError('aborted', 'The measurement was paused.');
    return { result, events };
  }

  #solutionsOf({ task }: Sums, text: string, verifier: OfferedVerifier, events: readonly SearchEvent[]) {
    const read = TASKS[task].parse(text);
    return read.ok ? sampledSolutions(treeAt(events), verifier, read.problem) : [];
  }

  /** What the samples of best-of-n searches say: the ceiling, and how good the verifier's numbers are. */
  #readSamples({ loaded }: Asked, sums: Sums, text: string, verifier: OfferedVerifier, runs: readonly Ran[]): Addition {
    const solutions = runs.flatMap(({ events }) => this.#solutionsOf(sums, text, verifier, events));
    const right = solutions.filter(({ correct }) => correct).length;
    const isFirst = sums.lines.find(({ line }) => line.strategy === 'best-of-n')?.line.verifier === verifier;
    return () => {
      if (isFirst)
        for (const point of sums.ceiling) {
          const part = (point.samples * runs.length) / solutions.length;
          const spent = runs.map(({ result: { budget } }): Spent => ({
            ...{ policyTokens: budget.policyTokens * part, valueTokens: 0, elapsedMs: budget.elapsedMs * part },
          }));
          point.add(runs.length * ceilingAt(solutions.length, right, point.samples), spent);
        }
      if (!isProbability(scaleOf(verifier, loaded.models))) return;
      const own = sums.verifier(verifier);
      const isAtOne = sums.parameters.temperature === VALUE_TEMPERATURE;
      calibrate(isAtOne ? own.calibration : own.atSearch, solutions);
      const seen = new Set<string>();
      for (const solution of solutions) {
        if (!seen.has(solution.text)) own.firstErrors.add(solution);
        seen.add(solution.text);
      }
    };
  }
}
