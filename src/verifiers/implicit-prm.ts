/**
 * Implicit PRM (arXiv:2412.01981): a language model tuned on outcomes, whose log-ratio to the policy is the score. What
 * computes it is `workers/implicit-prm.ts`.
 */
import { trained } from './trained';

export const implicitPrm = {
  ...trained('implicit-prm', 'unbounded'),
  needs: { logprobs: true, answer: false },
} as const;
