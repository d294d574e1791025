/**
 * Candidates of a step that are drawn without replacement: stochastic beam search (Kool, van Hoof and Welling,
 * arXiv:1903.06059, algorithm 1). Every beginning of a step has a log-probability and a perturbed one, its
 * log-probability plus Gumbel noise, of which the largest among its continuations is its own; the n largest of whole
 * steps are n distinct draws in the order in which one would draw them. So a step is written as a beam search over
 * tokens, whose n rows at any time are the n that are ahead.
 *
 * Ours, and not the paper's: the distribution is that at the search's temperature and top-k, without the tokens that the
 * policy gives less than `leastProbability`; the log-probabilities that are told are the policy's own.
 */
import type { Rng } from '../src/core/rng';
import type { DistinctOptions, SampledToken } from '../src/model/types';
import type { Lot, Request, Standing } from './policy-rows';
import { drawable, likeliest, type DrawOptions } from './sampling';

/** Of nothing written yet. Only differences count, so the largest of all steps may be anything. */
export const unwritten = (lot: Lot): Standing => ({ lot, logprob: 0, perturbed: 0 });

/** ln(1 - e^x) of x ≤ 0. */
const log1mexp = (x: number): number => (x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x)));

/** Standard Gumbel noise. */
const gumbel = (rng: Rng): number => -Math.log(-Math.log(rng.uniform() || Number.MIN_VALUE));

/**
 * The next tokens of a beginning that come first, as many as its lot has places at most, with where each then stands:
 * noise on condition that the largest is the beginning's own (appendix B.3 of the paper, in its stable form).
 * @param logprobs [V], at temperature 1.
 */
export function distinctTokens(
  { lot, logprob, perturbed }: Standing,
  logprobs: Float64Array,
  options: DrawOptions & Pick<DistinctOptions, 'leastProbability'>,
): { readonly token: SampledToken; readonly standing: Standing }[] {
  const { tokens, logs, pick } = drawable(logprobs, options, options.leastProbability);
  const noisy = Float64Array.from(logs, (log) => logprob + log + gumbel(lot.rng));
  const largest = noisy.reduce((most, value) => Math.max(most, value), -Infinity);
  const conditioned = noisy.map((value) => {
    const v = perturbed - value + log1mexp(value - largest);
    return perturbed - Math.max(0, v) - Math.log1p(Math.exp(-Math.abs(v)));
  });
  return likeliest(conditioned, lot.places.length).map(({ token: i }) => ({
    token: pick(tokens[i]!),
    standing: { lot, logprob: logprob + logs[i]!, perturbed: conditioned[i]! },
  }));
}

/** Of each lot those that are ahead, as many as it has places, each with its place by rank; the others are dropped. */
export function thoseAhead<T extends { readonly standing?: Standing }>(all: readonly T[]): Map<T, Request> {
  const byLot = new Map<Lot, T[]>();
  for (const one of all) {
    const { lot } = one.standing!;
    const group = byLot.get(lot);
    if (group) group.push(one);
    else byLot.set(lot, [one]);
  }
  const ahead = new Map<T, Request>();
  for (const [{ places }, group] of byLot) {
    group.sort((a, b) => b.standing!.perturbed - a.standing!.perturbed);
    for (const [rank, one] of group.slice(0, places.length).entries()) ahead.set(one, places[rank]!);
  }
  return ahead;
}
