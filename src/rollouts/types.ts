/** What sampled solutions are on their way to a data set. All is plain data but `Judge`, which a task gives. */

/** How rollouts are drawn. */
export interface Sampling {
  /** 1 unless the reader says otherwise: the values speak of the policy as it was sampled for training. */
  readonly temperature: number;
  readonly seed: number;
  /** A rollout that has not ended after so many steps counts as wrong. */
  readonly maxSteps: number;
  readonly maxStepTokens: number;
}

/** The part of a task that says whether a solution, the text after the prompt, is right. */
export interface Judge {
  /** Extracts and never judges. */
  answerOf(solution: string): string | null;
  judge(solution: string): { readonly correct: boolean };
}

/** One sampled solution, or the rest of one, as it crosses threads. */
export interface SampledPath {
  /** Counts from 0, and picks the random numbers: a path does not depend on how many there are. */
  readonly index: number;
  /** Of the sampled tokens; the last is empty where the end of the sequence was drawn. */
  readonly tokens: readonly string[];
  /** Indices of the tokens that end a step by the policy's own word; what follows the last of them is a step as well. */
  readonly stepEnds: readonly number[];
  readonly answer: string | null;
  readonly correct: boolean;
}

/** A path with its tokens as the models know them. */
export interface JudgedPath {
  readonly path: SampledPath;
  /** The tokens by their numbers. */
  readonly ids: readonly number[];
  /** One for every token, of the policy at temperature 1. */
  readonly logprobs: readonly number[];
}
