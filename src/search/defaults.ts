/** The default strategy and verifier, the parameters' limits, and one sentence for each way of leaving them. */
import type { StrategyId, VerifierId } from '../core/ids';
import { optionProblem, scaleFault, scaleSentence, STRATEGY_TRAITS, type Judging } from './options';
import type { CommonParameter, SearchParameters } from './types';

export const DEFAULT_STRATEGY: StrategyId = 'beam';
export const DEFAULT_VERIFIER: VerifierId = 'tvm';

export interface Limit {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly integer: boolean;
  /** How a sentence names it. */
  readonly label: string;
}

const whole = (min: number, max: number, label: string): Limit => ({ min, max, integer: true, label });

export const PARAMETER_LIMITS: Readonly<Record<CommonParameter, Limit>> = {
  samples: whole(1, 1024, 'number of samples (K)'),
  beam: whole(1, 1024, 'number of beams (b)'),
  temperature: { min: 0, max: 5, integer: false, label: 'temperature' },
  topK: whole(0, 1000, 'top-k'),
  seed: whole(0, 2 ** 31 - 1, 'seed'),
  maxSteps: whole(1, 64, 'number of steps'),
  maxStepTokens: whole(1, 512, 'number of tokens a step'),
  alternatives: whole(0, 20, 'number of alternatives'),
};

export const divisors = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => i + 1).filter((candidate) => n % candidate === 0);

/**
 * Why these parameters cannot be run, as one sentence, or null when they can. `verifier` is the one that steers, where
 * it is known: not everything has a meaning on its scale.
 */
export function parameterProblem(
  strategy: StrategyId,
  parameters: SearchParameters,
  verifier: Judging | null = null,
): string | null {
  for (const [name, limit] of Object.entries(PARAMETER_LIMITS) as [CommonParameter, Limit][]) {
    const value = parameters[name];
    const kind = limit.integer ? 'a whole number' : 'a number';
    const fits = limit.integer ? Number.isInteger(value) : Number.isFinite(value);
    if (!fits || value < limit.min || value > limit.max)
      return `The ${limit.label} must be ${kind} from ${limit.min} to ${limit.max}, and this is ${value}.`;
  }
  const { samples, beam } = parameters;
  if (STRATEGY_TRAITS[strategy].sharesSamples && samples % beam !== 0) {
    const fitting = divisors(samples).join(', ');
    return `The samples (K = ${samples}) must be a multiple of the beams (b = ${beam}): for this K, b can be ${fitting}.`;
  }
  const problem = optionProblem(strategy, parameters.options);
  if (problem !== null || !verifier) return problem;
  const fault = scaleFault(strategy, parameters.options, verifier);
  return fault && scaleSentence(fault);
}
