/** What a check is asked for where the reader says nothing else. */
import type { CommonParameters } from '../core/search-parameters';
import type { Sampling } from '../rollouts/types';

/** 256 rollouts give an interval of at most 12 points. */
export const DEFAULT_ROLLOUTS = 256;

/** TVM's and OVM's papers sample 100 solutions of a problem. */
export const DEFAULT_SAMPLES = 100;

/** From every prefix that `first-error` probes; 16 in openr's OmegaPRM. */
export const DEFAULT_PROBE_ROLLOUTS = 16;

/** The values speak of the policy at temperature 1, since it was sampled so for training. */
export const defaultSampling = ({ seed, maxSteps, maxStepTokens }: CommonParameters): Sampling => ({
  ...{ temperature: 1, seed, maxSteps, maxStepTokens },
});
