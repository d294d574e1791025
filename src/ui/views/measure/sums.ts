/** What a measurement has counted so far. */
import { Calibration, type CalibrationSummary } from '../../../measure/calibration';
import { PointSum, type Point } from '../../../measure/curve';
import { FirstErrors, type FirstErrorSummary } from '../../../measure/first-errors';
import type { sampledSolutions } from '../../../measure/sampled';
import type { PromptFormat } from '../../../protocol/hub';
import type { LevelRange } from '../../../tasks/task';
import type { OfferedStrategy, OfferedTask, OfferedVerifier, UrlState } from '../../../url/fields';

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
  /** The first of `seeds` that follow each other. */
  readonly seed: number;
  readonly seeds: number;
  /** Of the problems, lowest and highest; null of a task that has none. */
  readonly levels: LevelRange | null;
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

interface VerifierSums {
  readonly calibration: Calibration;
  readonly atSearch: Calibration;
  readonly firstErrors: FirstErrors;
}

/** The values speak of the policy as it was sampled for training. */
export const VALUE_TEMPERATURE = 1;

export class Sums {
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
    /** Searches of every problem by every line, at seeds that follow each other. */
    readonly seeds: number,
    readonly parameters: UrlState['parameters'],
    readonly verifierOptions: UrlState['verifierOptions'],
    readonly levels: LevelRange | null,
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
      ...{ seeds: this.seeds, levels: this.levels },
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
export function calibrate(calibration: Calibration, solutions: ReturnType<typeof sampledSolutions>): void {
  for (const { values, correct } of solutions)
    for (const step of values) {
      const end = step.at(-1);
      if (end !== undefined) calibration.add(end, correct);
    }
}
