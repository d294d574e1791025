/** Accuracy against budget: a point for each strategy, verifier and number of samples, over the problems so far. */
import { passAtK, wilson, type Share } from '../core/shares';

export interface Point extends Share {
  readonly samples: number;
  /** Means per problem. */
  readonly policyTokens: number;
  readonly valueTokens: number;
  readonly seconds: number;
}

export interface Spent {
  readonly policyTokens: number;
  readonly valueTokens: number;
  readonly elapsedMs: number;
}

/** Adds up the runs of one setting, one a problem. */
export class PointSum {
  #right = 0;
  #runs = 0;
  #policyTokens = 0;
  #valueTokens = 0;
  #elapsedMs = 0;

  constructor(readonly samples: number) {}

  /** `right` is a share where it is estimated, as for `passAtK`. */
  add(right: number, { policyTokens, valueTokens, elapsedMs }: Spent): void {
    this.#right += right;
    this.#runs++;
    this.#policyTokens += policyTokens;
    this.#valueTokens += valueTokens;
    this.#elapsedMs += elapsedMs;
  }

  /** Null before the first run. */
  point(): Point | null {
    const runs = this.#runs;
    if (!runs) return null;
    return {
      samples: this.samples,
      ...wilson(this.#right / runs, runs),
      policyTokens: this.#policyTokens / runs,
      valueTokens: this.#valueTokens / runs,
      seconds: this.#elapsedMs / 1000 / runs,
    };
  }
}

/** The numbers of samples that are measured: every fourth power of two up to `most`, and `most` itself. */
export function budgetSteps(most: number): number[] {
  const steps: number[] = [];
  for (let samples = 1; samples < most; samples *= 4) steps.push(samples);
  return [...steps, most];
}

/** The beams that are kept of so many samples: a quarter, and always a divisor. */
export const beamsOf = (samples: number): number => (samples % 4 === 0 ? samples / 4 : 1);

/** The ceiling: of `n` samples, `right` were right, and a chooser that never errs takes one of `k`. */
export const ceilingAt = (n: number, right: number, k: number): number => passAtK(n, right, Math.min(n, k));
