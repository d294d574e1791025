/** What `OnnxPolicy` keeps of prefixes and of steps that are being sampled. */
import type { Rng } from '../src/core/rng';
import type { SampledStep, SampledToken, StepSoFar } from '../src/model/types';
import type { PrefixCache } from './decoding';

export interface Prefix<C> {
  /** Where it is a whole prompt, as it was opened. */
  readonly prompt?: readonly number[];
  /** Everything but `unfed`; null when that is the whole of it. */
  cache: C | null;
  /** Tokens at the end that the model has not seen yet. */
  unfed: readonly number[];
  /** Of the next token, [V]; null while something is unfed. */
  logprobs: Float64Array | null;
  /** The end of the sequence was drawn: nothing can follow. */
  readonly isFinished: boolean;
}

/** Who asks for a step, by its place in the call. */
export interface Request {
  readonly rng: Rng;
  readonly index: number;
}

/** Who asks for distinct steps of a prefix: as many as it has places. */
export interface Lot {
  readonly rng: Rng;
  readonly places: readonly Request[];
}

/** Where a beginning of a step stands among all of those of its lot. */
export interface Standing {
  readonly lot: Lot;
  /** Natural log of its probability at the temperature it is drawn at. */
  readonly logprob: number;
  /** The largest perturbed log-probability of the whole steps that begin so. */
  readonly perturbed: number;
}

/** Candidates that have drawn the same tokens so far: they share a row, and so does what is computed for them. */
export interface Continuation<C> {
  readonly source: Prefix<C>;
  readonly requests: readonly Request[];
  readonly tokens: readonly SampledToken[];
  readonly ended: SampledStep['ended'] | null;
  /** Where distinct steps are drawn. */
  readonly standing?: Standing;
}

/** What came of a call. */
export interface Written<C> {
  readonly ended: readonly EndedContinuation<C>[];
  /** By lot, the tokens of beginnings that were written and then overtaken. */
  readonly overtaken: ReadonlyMap<Lot, number>;
}

/** A continuation whose step has ended, and what was computed for it: everything but its last token. */
export interface EndedContinuation<C> {
  readonly continuation: Continuation<C>;
  readonly cache: C | null;
}

/** Of all of a call's continuations, by request; of those that draw distinct steps some may have none. */
export function stepsSoFar(continuations: readonly Continuation<PrefixCache>[]): StepSoFar[] {
  const steps: StepSoFar[] = [];
  for (const { requests, tokens, ended } of continuations)
    for (const { index } of requests) steps[index] = { tokens, isEnded: ended !== null };
  return steps;
}

export const lengthOf = (prefix: Prefix<PrefixCache>): number => (prefix.cache?.total ?? 0) + prefix.unfed.length;
export const lastToken = ({ tokens }: Pick<Continuation<PrefixCache>, 'tokens'>): number => tokens.at(-1)!.token;

/** What is open of this very prompt. */
export function openedAs<C>(open: Iterable<Prefix<C>>, prompt: readonly number[]): Prefix<C> | null {
  for (const prefix of open) {
    const known = prefix.prompt;
    if (known?.length === prompt.length && known.every((token, t) => token === prompt[t])) return prefix;
  }
  return null;
}
