/** Teacher forcing: what a policy thinks of tokens that it did not draw. */

/** Stands for the log-probability of a token that a policy rules out, so that sums and files hold numbers. */
export const RULED_OUT = Math.log(Number.MIN_VALUE);

/** A log-probability as a number that is finite: `RULED_OUT` for a token that the policy does not name, or gives -∞. */
export const finiteLogprob = (logprob: number | undefined): number => Math.max(logprob ?? RULED_OUT, RULED_OUT);
