/** Paths of a search, what grows them, and how they are ordered. */
import type { PrefixId, SampledStep } from '../model/types';
import { round } from '../core/precision';

/** A path from the root to a node. */
export interface Path {
  readonly id: number;
  /** The node that it grew from; null for the root. */
  readonly parent: number | null;
  readonly policyPrefix: PrefixId;
  readonly verifierPrefix: PrefixId | null;
  /** The generated text, the prompt left out. */
  readonly text: string;
  /** Its tokens, prompt included. */
  readonly length: number;
  /** The generated tokens, as a key. */
  readonly key: string;
  /** The verifier's number at the last token, rounded; null where no verifier was given, and for the root. */
  readonly value: number | null;
  /** The values at the ends of its steps, from the first; empty without a verifier. */
  readonly stepValues: readonly number[];
  /** What strategies compare: the aggregate of `stepValues`. Null where `value` is. */
  readonly score: number | null;
  /** exp of the mean logprob of the last step's tokens (AlphaMath's prior); 1 for the root. */
  readonly prior: number;
  /** `open`: can grow; `solution`: the end of the sequence came; `limit`: cut, so it never grows or answers. */
  readonly state: 'open' | 'solution' | 'limit';
  /** Read off a `solution`; null for any other. */
  readonly answer: string | null;
  readonly duplicateOf: number | null;
}

/** One candidate to grow. `index` is its number among the candidates of the step, and picks its random numbers. */
export interface Growth {
  readonly parent: Path;
  readonly index: number;
}

export interface GrowOptions {
  /** Instead of the run's. */
  readonly temperature?: number;
  /** Whether `node-added` carries the priors. */
  readonly withPriors?: boolean;
  /** Keeps the scores: a later candidate with the same path is not scored again, as long as its beginning is retained. */
  readonly memoizeScores?: boolean;
}

/** Orders paths by score, highest first; equal ones keep their order. */
export const byScore = (a: Path, b: Path): number => (b.score ?? 0) - (a.score ?? 0);

/** For the log of a choice: the score, where it is not simply the node's value. */
export const decidedBy = ({ score, value }: Pick<Path, 'score' | 'value'>): { score?: number } =>
  score === null || score === value ? {} : { score };

/** AlphaMath (2405.03553), its code: exp of the mean log-probability of a step's tokens. */
export function priorOf({ tokens }: SampledStep): number {
  return round(Math.exp(tokens.reduce((sum, { logprob }) => sum + logprob, 0) / tokens.length));
}
