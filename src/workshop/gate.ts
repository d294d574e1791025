/** A policy that waits before every pass, so that whoever samples can be held. */
import type { Policy } from '../model/types';

/** Resolves when there is nothing to wait for. */
export type Gate = () => Promise<void>;

export const gated = (policy: Policy, gate: Gate): Policy => ({
  info: policy.info,
  tokenizer: policy.tokenizer,
  can: policy.can,
  contextTokens: policy.contextTokens,
  endsStep: (text) => policy.endsStep(text),
  open: async (...given) => {
    await gate();
    return policy.open(...given);
  },
  sampleSteps: async (...given) => {
    await gate();
    return policy.sampleSteps(...given);
  },
  ...(policy.sampleDistinct
    ? {
        sampleDistinct: async (...given) => {
          await gate();
          return policy.sampleDistinct!(...given);
        },
      }
    : {}),
  next: (...given) => policy.next(...given),
  scoreGivenTokens: (...given) => policy.scoreGivenTokens(...given),
  ...(policy.entropies ? { entropies: (...given) => policy.entropies!(...given) } : {}),
  ...(policy.hiddenStates ? { hiddenStates: (...given) => policy.hiddenStates!(...given) } : {}),
  extend: (...given) => policy.extend(...given),
  release: (prefix) => policy.release(prefix),
});
