/**
 * Measures on held-out problems, one after the other, in the reader's tab: accuracy against budget, the ceiling,
 * calibration and the finding of first errors. A problem counts when all its searches are done.
 */
import { errorCode } from '../../../core/errors';
import { Calibration, type CalibrationSummary } from '../../../measure/calibration';
import { beamsOf, budgetSteps, ceilingAt, PointSum, type Point, type Spent } from '../../../measure/curve';
import { FirstErrors, type FirstErrorSummary } from '../../../measure/first-errors';
import { sampledSolutions } from '../../../measure/sampled';
import type { SearchEvent } from '../../../protocol/parameters';
import { TASKS } from '../../../tasks/registry';
import { treeAt } from '../../../trace/reducer';
import type { TraceResult } from '../../../trace/types';
import type { OfferedStrategy, OfferedTask, OfferedVerifier, UrlState } from '../../../url/fields';
import type { LoadedEngine, RunRequest } from '../../shell/ports';

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
  readonly problems: number;
  readonly temperature: number;
  readonly seed: number;
  readonly lines: readonly (MeasuredLine & { readonly points: readonly Point[] })[];
  readonly ceiling: readonly Point[];
  /** Only of verifiers that give probabilities. */
  readonly verifiers: readonly {
    readonly verifier: OfferedVerifier;
    /** At the ends of steps. */
    readonly calibration: CalibrationSummary;
    readonly firstErrors: FirstErrorSummary;
  }[];
}

export interface MeasureHost {
  readonly settings: UrlState;
  /** The back end that is used. */
  readonly backend: UrlState['backend'];
  readonly engine: {
    readonly loaded: LoadedEngine | null;
    ensure(wanted: Pick<UrlState, 'task' | 'backend' | 'verifier'>): Promise<LoadedEngine>;
    run(request: RunRequest, onEvents: (events: readonly SearchEvent[]) => void): Promise<TraceResult>;
    abort(): void;
  };
  occupy<T>(work: () => Promise<T>): Promise<T>;
  nextRunId(): number;
  tell(error: unknown): void;
}

/** Adds what one problem brought, all at once. */
type Addition = () => void;

class Sums {
  readonly lines: readonly { readonly line: MeasuredLine; readonly sums: readonly PointSum[] }[];
  readonly ceiling: readonly PointSum[];
  readonly verifiers = new Map<OfferedVerifier, { calibration: Calibration; firstErrors: FirstErrors }>();
  problems = 0;

  constructor(
    readonly task: OfferedTask,
    lines: readonly MeasuredLine[],
    readonly steps: readonly number[],
    readonly parameters: UrlState['parameters'],
  ) {
    const sums = (): PointSum[] => steps.map((samples) => new PointSum(samples));
    this.lines = lines.map((line) => ({ line, sums: sums() }));
    this.ceiling = sums();
  }

  measurement(): Measurement {
    const points = (sums: readonly PointSum[]): Point[] => sums.flatMap((sum) => sum.point() ?? []);
    const { temperature, seed } = this.parameters;
    return {
      ...{ task: this.task, problems: this.problems, temperature, seed },
      lines: this.lines.map(({ line, sums }) => ({ ...line, points: points(sums) })),
      ceiling: points(this.ceiling),
      verifiers: [...this.verifiers].map(([verifier, { calibration, firstErrors }]) => ({
        ...{ verifier, calibration: calibration.summary(), firstErrors: firstErrors.summary() },
      })),
    };
  }
}

export class Measure {
  readonly #page: MeasureHost;
  #strategies = $state.raw<readonly MeasuredStrategy[]>(['majority', 'best-of-n', 'beam']);
  #verifiers = $state.raw<readonly OfferedVerifier[]>(['tvm']);
  most = $state(16);
  problems = $state(50);
  #status = $state<'none' | 'running' | 'pausing' | 'paused' | 'done'>('none');
  #measurement = $state.raw<Measurement | null>(null);
  #of = $state(0);
  #sums: Sums | null = null;

  constructor(page: MeasureHost) {
    this.#page = page;
  }

  get strategies(): readonly MeasuredStrategy[] {
    return this.#strategies;
  }
  get verifiers(): readonly OfferedVerifier[] {
    return this.#verifiers;
  }
  get status(): 'none' | 'running' | 'pausing' | 'paused' | 'done' {
    return this.#status;
  }
  get isRunning(): boolean {
    return this.#status === 'running' || this.#status === 'pausing';
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
    const without = this.#verifiers.filter((id) => id !== verifier);
    if (without.length < this.#verifiers.length) this.#verifiers = without.length ? without : this.#verifiers;
    else this.#verifiers = [...this.#verifiers, verifier];
  }

  /** Begins anew. */
  async start(): Promise<void> {
    const { task, parameters } = this.#page.settings;
    const lines = this.#strategies.flatMap((strategy): MeasuredLine[] =>
      strategy === 'majority'
        ? [{ strategy, verifier: null }]
        : this.#verifiers.map((verifier) => ({ strategy, verifier })),
    );
    const { options: _, ...common } = parameters;
    this.#sums = new Sums(task, lines, budgetSteps(this.most), common);
    this.#of = Math.min(this.problems, TASKS[task].splitSize('test'));
    this.#measurement = null;
    await this.goOn();
  }

  /** Goes on where it was paused. */
  async goOn(): Promise<void> {
    const sums = this.#sums;
    if (!sums || this.isRunning) return;
    this.#status = 'running';
    try {
      await this.#page.occupy(async () => {
        const { backend } = this.#page;
        for (const verifier of new Set(sums.lines.flatMap(({ line }) => line.verifier ?? [])))
          await this.#page.engine.ensure({ task: sums.task, backend, verifier });
        while (sums.problems < this.#of && this.#status === 'running') {
          for (const add of await this.#measure(sums, sums.problems)) add();
          sums.problems++;
          this.#measurement = sums.measurement();
        }
      });
      this.#status = sums.problems >= this.#of ? 'done' : 'paused';
    } catch (error) {
      this.#status = 'paused';
      if (errorCode(error) !== 'aborted') this.#page.tell(error);
    }
  }

  /** At once: the problem under way is asked again later. */
  pause(): void {
    if (this.#status !== 'running') return;
    this.#status = 'pausing';
    this.#page.engine.abort();
  }

  async #measure(sums: Sums, index: number): Promise<Addition[]> {
    const text = TASKS[sums.task].splitProblem('test', index);
    const additions: Addition[] = [];
    for (const { line, sums: points } of sums.lines) {
      for (const point of points) {
        const { result, events } = await this.#run(sums, text, line, point.samples);
        const { policyTokens, valueTokens, elapsedMs } = result.budget;
        // Where no verifier is asked, nothing that it might have read counts.
        const spent: Spent = { policyTokens, valueTokens: line.verifier === null ? 0 : valueTokens, elapsedMs };
        additions.push(() => point.add(Number(result.correct), spent));
        if (line.strategy === 'best-of-n' && point === points.at(-1))
          additions.push(this.#readSamples(sums, text, line.verifier!, events, result));
      }
    }
    return additions;
  }

  async #run(
    { task, parameters }: Sums,
    problem: string,
    { strategy, verifier }: MeasuredLine,
    samples: number,
  ): Promise<{ result: TraceResult; events: SearchEvent[] }> {
    const events: SearchEvent[] = [];
    const request: RunRequest = {
      ...{ runId: this.#page.nextRunId(), task, problem, strategy },
      // Free, and read by nobody.
      verifier: verifier ?? 'confidence',
      parameters: { ...parameters, samples, beam: beamsOf(samples), alternatives: 0 },
    };
    const result = await this.#page.engine.run(request, (told) => events.push(...told));
    return { result, events };
  }

  /** What the samples of a best-of-n search say: the ceiling, and how good the verifier's numbers are. */
  #readSamples(
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
      if (!this.#isProbability(verifier)) return;
      const own = sums.verifiers.get(verifier) ?? { calibration: new Calibration(), firstErrors: new FirstErrors() };
      sums.verifiers.set(verifier, own);
      const seen = new Set<string>();
      for (const solution of solutions) {
        for (const step of solution.values) {
          const end = step.at(-1);
          if (end !== undefined) own.calibration.add(end, solution.correct);
        }
        if (!seen.has(solution.text)) own.firstErrors.add(solution);
        seen.add(solution.text);
      }
    };
  }

  #isProbability(verifier: OfferedVerifier): boolean {
    const model = this.#page.engine.loaded?.models.find((known) => known.verifier === verifier);
    return model ? model.scale === 'probability' : verifier !== 'confidence';
  }
}
