/** Accuracy against budget: a point for each strategy, verifier and number of samples, over the problems so far. */
import { passAtK, wilson, type Share } from '../core/shares';

export interface Point extends Share {
  readonly samples: number;
  /** Of each problem, how many of its runs were right; for a ceiling, how many are expected to be. */
  readonly rights: readonly number[];
  /** Means per problem. */
  readonly policyTokens: number;
  readonly valueTokens: number;
  readonly seconds: number;
  /** Mean value that the verifier gives to what was chosen; null where it gives no probability. */
  readonly believed: number | null;
}

export interface Spent {
  readonly policyTokens: number;
  readonly valueTokens: number;
  readonly elapsedMs: number;
}

/** Adds up the runs of one setting, a problem at a time: its runs are one for each seed, the same for every problem. */
export class PointSum {
  readonly #rights: number[] = [];
  #runs = 0;
  #policyTokens = 0;
  #valueTokens = 0;
  #elapsedMs = 0;
  readonly #believed: number[] = [];

  constructor(readonly samples: number) {}

  /**
   * @param right how many of the runs were right; a fraction where it is estimated, as for `passAtK`
   * @param believed the verifier's values of what was chosen, one a run that chose something; none where it gives none
   */
  add(right: number, runs: readonly Spent[], believed: readonly number[] = []): void {
    this.#believed.push(...believed);
    this.#rights.push(right);
    this.#runs += runs.length;
    for (const { policyTokens, valueTokens, elapsedMs } of runs) {
      this.#policyTokens += policyTokens;
      this.#valueTokens += valueTokens;
      this.#elapsedMs += elapsedMs;
    }
  }

  /** The interval is over problems: runs of one are not independent. Null before the first problem. */
  point(): Point | null {
    const runs = this.#runs;
    if (!runs) return null;
    const believed = this.#believed;
    const right = this.#rights.reduce((sum, own) => sum + own, 0);
    return {
      samples: this.samples,
      rights: [...this.#rights],
      ...wilson(right / runs, this.#rights.length),
      policyTokens: this.#policyTokens / runs,
      valueTokens: this.#valueTokens / runs,
      seconds: this.#elapsedMs / 1000 / runs,
      believed: believed.length ? believed.reduce((sum, value) => sum + value, 0) / believed.length : null,
    };
  }
}

/** From 1 on, each `times` (above 1) the one before, up to `most`, and `most` itself. */
export function stepsUpTo(most: number, times: number): number[] {
  const steps: number[] = [];
  for (let step = 1; step < most; step *= times) steps.push(step);
  return [...steps, most];
}

/** The numbers of samples that are measured: every fourth power of two up to `most`, and `most` itself. */
export const budgetSteps = (most: number): number[] => stepsUpTo(most, 4);

/** The beams that are kept of so many samples: a quarter, and always a divisor. */
export const beamsOf = (samples: number): number => (samples % 4 === 0 ? samples / 4 : 1);

/** The ceiling: of `n` samples, `right` were right, and a chooser that never errs takes one of `k`. */
export const ceilingAt = (n: number, right: number, k: number): number => passAtK(n, right, Math.min(n, k));
