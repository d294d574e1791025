/** What all checks share: refusing bad numbers, one kind of abort, and ends that leave nothing open. */
import { AppError } from '../core/errors';
import type { Sampling } from '../rollouts/types';
import { PARAMETER_LIMITS } from '../search/defaults';
import type { Check, CheckControl, CheckPorts } from './check';

/** How many rollouts or samples one check may ask for. */
export const MAX_ROLLOUTS = 10_000;

/** Why a number cannot be used, as one sentence, or null. */
export const countProblem = (label: string, value: number): string | null =>
  Number.isInteger(value) && value >= 1 && value <= MAX_ROLLOUTS
    ? null
    : `The number of ${label} must be a whole number from 1 to ${MAX_ROLLOUTS}, and this is ${value}.`;

export function samplingProblem(sampling: Sampling): string | null {
  for (const name of ['temperature', 'seed', 'maxSteps', 'maxStepTokens'] as const) {
    const { label, min, max, integer } = PARAMETER_LIMITS[name];
    const value = sampling[name];
    const fits = integer ? Number.isInteger(value) : Number.isFinite(value);
    if (!fits || value < min || value > max) {
      return `The ${label} must be ${integer ? 'a whole number' : 'a number'} from ${min} to ${max}, and this is ${value}.`;
    }
  }
  return null;
}

/**
 * The check so made throws `bad-input` with `problemOf`'s sentence, and `aborted` as soon as its signal is aborted,
 * after which it yields nothing.
 */
export function defineCheck<Options extends { readonly kind: string }, Event, Result>(
  problemOf: (options: Options) => string | null,
  body: (options: Options, ports: CheckPorts, control: CheckControl) => AsyncGenerator<Event, Result, undefined>,
): Check<Options, Event, Result> {
  return async function* check(options, ports, control = {}) {
    const problem = problemOf(options);
    if (problem) throw new AppError('bad-input', problem);
    const running = body(options, ports, control);
    try {
      for (;;) {
        const next = await running.next();
        if (control.signal?.aborted) throw new AppError('aborted', 'The check was aborted.');
        if (next.done) return next.value;
        yield next.value;
      }
    } catch (error) {
      // Models end an aborted call with errors of their own: the caller gets one kind.
      if (!control.signal?.aborted || error instanceof AppError) throw error;
      throw new AppError('aborted', 'The check was aborted.', {}, { cause: error });
    } finally {
      await running.return(undefined as never);
    }
  };
}
