/** Drawing a token from a row of logits. */
import type { Rng } from '../src/core/rng';
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

/** The `count` likeliest tokens, likeliest first; of equals the smaller token first. */
export function likeliest(logprobs: Float64Array, count: number): Alternative[] {
  const best: { token: number; logprob: number }[] = [];
  for (let token = 0; token < logprobs.length && count > 0; token++) {
    const logprob = logprobs[token]!;
    if (best.length === count && logprob <= best[count - 1]!.logprob) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.logprob < logprob) at--;
    best.splice(at, 0, { token, logprob });
    if (best.length > count) best.pop();
  }
  return best;
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
