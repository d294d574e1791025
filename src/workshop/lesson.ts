/** What is learned from, and how much of it stands in a batch. */
import type { Features } from './features';

/** A distinct solution of a problem, which counts for all samples that are the same. */
export interface Row {
  readonly features: Features;
  readonly weight: number;
  /** By rule and token, in [0, 1]; NaN where nothing is learned. */
  readonly labels: ReadonlyMap<string, Float64Array>;
}

/** What is learned from one problem. */
export interface Lesson {
  readonly prompt: Features;
  readonly rows: readonly Row[];
}

export interface BatchSize {
  /** N prompts of P tokens at most, B solutions of S tokens at most. */
  readonly prompts: number;
  readonly promptTokens: number;
  readonly solutions: number;
  readonly solutionTokens: number;
}

/** Some solutions of some problems. */
export type Selection = readonly { readonly lesson: Lesson; readonly rows: readonly Row[] }[];
