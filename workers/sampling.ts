/** Drawing a token from a row of logits. */
import type { Rng } from '../src/core/rng';
import { COLDEST } from '../src/core/search-parameters';
import type { Alternative, SampledToken } from '../src/model/types';

export interface DrawOptions {
  /** 0 takes the likeliest token. */
  readonly temperature: number;
  /** Draw among this many likeliest tokens; 0 means all. */
  readonly topK: number;
  readonly alternatives: number;
}

/** Natural-log probabilities at temperature 1, [V]. Plain loops: this runs for every token of every candidate. */
export function logSoftmax(logits: Float32Array): Float64Array {
  let top = -Infinity;
  for (const logit of logits) if (logit > top) top = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  const shift = top + Math.log(sum);
  const logprobs = new Float64Array(logits.length);
  for (let token = 0; token < logits.length; token++) logprobs[token] = logits[token]! - shift;
  return logprobs;
}

/** The `count` likeliest of V tokens, likeliest first; ties go to the smaller token. O(V log count). */
export function likeliest(logprobs: Float64Array, count: number): Alternative[] {
  const kept = count < logprobs.length ? topTokens(logprobs, count) : Uint32Array.from(logprobs.keys());
  // The difference of two -∞ is no number, and ties like any other.
  kept.sort((a, b) => logprobs[b]! - logprobs[a]! || a - b);
  return Array.from(kept, (token) => ({ token, logprob: logprobs[token]! }));
}

/** The `count` likeliest tokens, fewer than there are, in no order: a heap of those so far, the least likely on top. */
function topTokens(logprobs: Float64Array, count: number): Uint32Array {
  const heap = Uint32Array.from({ length: count }, (_, token) => token);
  if (!count) return heap;
  const isWorse = (a: number, b: number): boolean =>
    logprobs[a]! < logprobs[b]! || (logprobs[a] === logprobs[b] && a > b);
  const sink = (from: number): void => {
    const token = heap[from]!;
    let at = from;
    for (let child = 2 * at + 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && isWorse(heap[child + 1]!, heap[child]!)) child++;
      if (!isWorse(heap[child]!, token)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = token;
  };
  for (let at = (count >> 1) - 1; at >= 0; at--) sink(at);
  for (let token = count; token < logprobs.length; token++) {
    if (logprobs[token]! <= logprobs[heap[0]!]!) continue;
    heap[0] = token;
    sink(0);
  }
  return heap;
}

/** What may be drawn of a row of log-probabilities [V], and how a drawn token is told. */
interface Drawable {
  readonly tokens: readonly number[];
  /** Natural log of the probability with which each is drawn: at the temperature, among those that may be. */
  readonly logs: Float64Array;
  /** `logprob` and the alternatives are the policy's own, at temperature 1 and over all tokens. */
  readonly pick: (token: number) => SampledToken;
}

/** `least`: the probability at temperature 1 below which a token is not drawn, unless it is the likeliest. */
export function drawable(logprobs: Float64Array, options: DrawOptions, least: number): Drawable {
  const { temperature, topK } = options;
  const alternatives = likeliest(logprobs, options.alternatives);
  const [first] = likeliest(logprobs, 1);
  const isNarrowed = topK > 0 && topK < logprobs.length;
  const among = isNarrowed ? likeliest(logprobs, topK).map(({ token }) => token) : allTokens(logprobs.length);
  const lowest = Math.min(Math.log(least), first!.logprob);
  const tokens = among.filter((token) => logprobs[token]! >= lowest && logprobs[token]! > -Infinity);
  const heat = Math.max(temperature, COLDEST);
  const logs = logSoftmax(Float32Array.from(tokens, (token) => (logprobs[token]! - first!.logprob) / heat));
  return { tokens, logs, pick: (token) => ({ token, logprob: logprobs[token]!, alternatives }) };
}

/**
 * Prepares a row of log-probabilities [V] for any number of draws. `logprob` and the alternatives are the policy's own,
 * at temperature 1 and over all tokens, whatever the token was drawn with. A draw takes exactly one number from its
 * generator, at temperature 0 too.
 */
export function tokenDrawer(logprobs: Float64Array, options: DrawOptions): (rng: Rng) => SampledToken {
  const { temperature, topK } = options;
  const alternatives = likeliest(logprobs, options.alternatives);
  const pick = (token: number): SampledToken => ({ token, logprob: logprobs[token]!, alternatives });
  const isNarrowed = temperature === 0 || (topK > 0 && topK < logprobs.length);
  const tokens = isNarrowed
    ? likeliest(logprobs, temperature === 0 ? 1 : topK).map(({ token }) => token)
    : allTokens(logprobs.length);
  const top = (alternatives[0] ?? likeliest(logprobs, 1)[0]!).logprob;
  const weights = new Float64Array(tokens.length);
  let total = 0;
  for (let i = 0; i < tokens.length; i++) {
    const weight = temperature === 0 ? 1 : Math.exp((logprobs[tokens[i]!]! - top) / temperature);
    weights[i] = weight;
    total += weight;
  }
  return (rng) => {
    let left = rng.uniform() * total;
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i]!;
      if (left < 0) return pick(tokens[i]!);
    }
    // Rounding may leave a remainder of the last weight's size.
    return pick(tokens[weights.findLastIndex((weight) => weight > 0)]!);
  };
}

/** 0 to `count` - 1, made once. */
function allTokens(count: number): readonly number[] {
  if (everyToken.length !== count) everyToken = Array.from({ length: count }, (_, token) => token);
  return everyToken;
}

let everyToken: readonly number[] = [];
