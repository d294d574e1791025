/**
 * Measures on held-out problems, one after the other, in the reader's tab: accuracy against budget, the ceiling,
 * calibration and the finding of first errors. A problem counts when all its searches are done.
 */
import { isProbability } from '../../../core/scale';
import { AppError, errorCode } from '../../../core/errors';
import { Calibration, type CalibrationSummary } from '../../../measure/calibration';
import { beamsOf, budgetSteps, ceilingAt, PointSum, type Point, type Spent } from '../../../measure/curve';
import { FirstErrors, type FirstErrorSummary } from '../../../measure/first-errors';
import { sampledSolutions } from '../../../measure/sampled';
import type { PromptFormat } from '../../../protocol/hub';
import type { ModelWork } from '../../../protocol/model-host';
import type { SearchEvent } from '../../../protocol/parameters';
import { TASKS } from '../../../tasks/registry';
import { treeAt } from '../../../trace/reducer';
import type { TraceResult } from '../../../trace/types';
import type { OfferedStrategy, OfferedTask, OfferedVerifier, UrlState } from '../../../url/fields';
import { confidence } from '../../../verifiers/confidence';
import { scaleOf } from '../../../verifiers/find';
import { fill } from '../../../words';
import type { HubState } from '../../hub/hub.svelte';
import { modelRefusal, type Askable } from '../../search/run-search';
import type { Asking, Ready } from '../../shell/asking';
import type { Job } from '../../shell/jobs.svelte';
import type { RunRequest } from '../../shell/ports';
import { policyOf } from '../../shell/run-models';

/** Those whose budget is K samples a step. */
export const MEASURED_STRATEGIES = [
  'majority',
  'best-of-n',
  'weighted-vote',
  'beam',
  'dvts',
  'rebase',
] as const satisfies readonly OfferedStrategy[];
export type MeasuredStrategy = (typeof MEASURED_STRATEGIES)[number];

export interface MeasuredLine {
  readonly strategy: MeasuredStrategy;
  /** Null where none is asked. */
  readonly verifier: OfferedVerifier | null;
}

export interface Measurement {
  readonly task: OfferedTask;
  /** The policy that is measured. */
  readonly model: string;
  readonly problems: number;
  readonly temperature: number;
  readonly seed: number;
  readonly lines: readonly (MeasuredLine & { readonly points: readonly Point[] })[];
  readonly ceiling: readonly Point[];
  /** Only of verifiers that give probabilities. */
  readonly verifiers: readonly {
    readonly verifier: OfferedVerifier;
    /** At the ends of steps of solutions sampled at temperature 1, which is what a value speaks of. */
    readonly calibration: CalibrationSummary;
    /** The same at the temperature of the searches, where that is another. */
    readonly atSearch: CalibrationSummary | null;
    readonly firstErrors: FirstErrorSummary;
  }[];
}

/** What a measurement needs of the page. */
export interface MeasureHost extends Askable, Pick<Asking, 'offeredVerifiers' | 'ask' | 'stop' | 'tell'> {
  readonly hub: Pick<HubState, 'loaded' | 'formatProblem' | 'format'>;
  refuse(sentence: string | null): void;
}

/** The models that are measured, and the job that measures them. */
interface Asked extends Ready {
  readonly host: ModelWork;
  readonly runId: number;
}

/** Adds what one problem brought, all at once. */
type Addition = () => void;

interface VerifierSums {
  readonly calibration: Calibration;
  readonly atSearch: Calibration;
  readonly firstErrors: FirstErrors;
}

/** The values speak of the policy as it was sampled for training. */
const VALUE_TEMPERATURE = 1;

class Sums {
  readonly lines: readonly { readonly line: MeasuredLine; readonly sums: readonly PointSum[] }[];
  readonly ceiling: readonly PointSum[];
  readonly verifiers = new Map<OfferedVerifier, VerifierSums>();
  problems = 0;
  /** The policy that is measured, and how it is asked; null until the first problem. */
  of: { readonly model: string; readonly format: PromptFormat | null } | null = null;

  constructor(
    readonly task: OfferedTask,
    lines: readonly MeasuredLine[],
    readonly steps: readonly number[],
    readonly parameters: UrlState['parameters'],
    readonly verifierOptions: UrlState['verifierOptions'],
  ) {
    const sums = (): PointSum[] => steps.map((samples) => new PointSum(samples));
    this.lines = lines.map((line) => ({ line, sums: sums() }));
    this.ceiling = sums();
  }

  verifier(verifier: OfferedVerifier): VerifierSums {
    const own = this.verifiers.get(verifier) ?? {
      ...{ calibration: new Calibration(), atSearch: new Calibration(), firstErrors: new FirstErrors() },
    };
    this.verifiers.set(verifier, own);
    return own;
  }

  measurement(): Measurement {
    const points = (sums: readonly PointSum[]): Point[] => sums.flatMap((sum) => sum.point() ?? []);
    const { temperature, seed } = this.parameters;
    return {
      ...{ task: this.task, model: this.of?.model ?? '', problems: this.problems, temperature, seed },
      lines: this.lines.map(({ line, sums }) => ({ ...line, points: points(sums) })),
      ceiling: points(this.ceiling),
      verifiers: [...this.verifiers].map(([verifier, { calibration, atSearch, firstErrors }]) => ({
        ...{ verifier, calibration: calibration.summary(), firstErrors: firstErrors.summary() },
        atSearch: temperature === VALUE_TEMPERATURE ? null : atSearch.summary(),
      })),
    };
  }
}

/** Adds what was said at the end of each step. */
function calibrate(calibration: Calibration, solutions: ReturnType<typeof sampledSolutions>): void {
  for (const { values, correct } of solutions)
    for (const step of values) {
      const end = step.at(-1);
      if (end !== undefined) calibration.add(end, correct);
    }
}

export class Measure {
  readonly #page: MeasureHost;
  #strategies = $state.raw<readonly MeasuredStrategy[]>(['majority', 'best-of-n', 'beam']);
  #verifiers = $state.raw<readonly OfferedVerifier[]>(['tvm']);
  most = $state(16);
  problems = $state(50);
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
    this.#sums = new Sums(task, lines, budgetSteps(this.most), common, verifierOptions);
    this.#of = Math.min(this.problems, TASKS[task].splitSize('test'));
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
    const text = TASKS[sums.task].splitProblem('test', index);
    const additions: Addition[] = [];
    for (const { line, sums: points } of sums.lines) {
      for (const point of points) {
        const { result, events } = await this.#run(asked, sums, text, line, point.samples);
        const { policyTokens, valueTokens, elapsedMs } = result.budget;
        // Where no verifier is asked, nothing that it might have read counts.
        const spent: Spent = { policyTokens, valueTokens: line.verifier === null ? 0 : valueTokens, elapsedMs };
        additions.push(() => point.add(Number(result.correct), spent));
        if (line.strategy !== 'best-of-n' || point !== points.at(-1)) continue;
        additions.push(this.#readSamples(asked, sums, text, line.verifier!, events, result));
        if (sums.parameters.temperature === VALUE_TEMPERATURE) continue;
        if (!isProbability(scaleOf(line.verifier!, asked.loaded.models))) continue;
        const again = await this.#run(asked, sums, text, line, point.samples, VALUE_TEMPERATURE);
        additions.push(this.#readCalibration(sums, text, line.verifier!, again.events));
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
    temperature = parameters.temperature,
  ): Promise<{ result: TraceResult; events: SearchEvent[] }> {
    const events: SearchEvent[] = [];
    const request: RunRequest = {
      ...{ runId, task, problem, strategy, verifierOptions },
      // Free, and read by nobody.
      verifier: verifier ?? confidence.id,
      parameters: { ...parameters, temperature, samples, beam: beamsOf(samples), alternatives: 0 },
    };
    const result = await host.run(request, (told) => void events.push(...told));
    // What was cut short says nothing about the strategy.
    if (job.isStopping) throw new AppError('aborted', 'The measurement was paused.');
    return { result, events };
  }

  #readCalibration(sums: Sums, text: string, verifier: OfferedVerifier, events: readonly SearchEvent[]): Addition {
    const read = TASKS[sums.task].parse(text);
    const solutions = read.ok ? sampledSolutions(treeAt(events), verifier, read.problem) : [];
    return () => calibrate(sums.verifier(verifier).calibration, solutions);
  }

  /** What the samples of a best-of-n search say: the ceiling, and how good the verifier's numbers are. */
  #readSamples(
    { loaded }: Asked,
    sums: Sums,
    text: string,
    verifier: OfferedVerifier,
    events: readonly SearchEvent[],
    { budget }: TraceResult,
  ): Addition {
    const read = TASKS[sums.task].parse(text);
    const solutions = read.ok ? sampledSolutions(treeAt(events), verifier, read.problem) : [];
    const right = solutions.filter(({ correct }) => correct).length;
    const isFirst = sums.lines.find(({ line }) => line.strategy === 'best-of-n')?.line.verifier === verifier;
    return () => {
      if (isFirst)
        for (const point of sums.ceiling) {
          const part = point.samples / solutions.length;
          const spent = {
            policyTokens: budget.policyTokens * part,
            valueTokens: 0,
            elapsedMs: budget.elapsedMs * part,
          };
          point.add(ceilingAt(solutions.length, right, point.samples), spent);
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
