/** What the reader can choose of the verifiers that are made at run time. */
import { AppError } from '../core/errors';

export interface VerifierOptions {
  /** Of `rollouts`: how many from every token. */
  readonly rollouts: number;
  /** Of `ensemble`: λ, how much disagreement counts against a token. */
  readonly lambda: number;
}

export const DEFAULT_VERIFIER_OPTIONS: VerifierOptions = { rollouts: 8, lambda: 1 };

/** @throws AppError `bad-input` for a number outside its range. */
export function checkVerifierOptions(given: Partial<VerifierOptions> = {}): VerifierOptions {
  const options = { ...DEFAULT_VERIFIER_OPTIONS, ...given };
  const { rollouts, lambda } = options;
  if (!(Number.isInteger(rollouts) && rollouts >= 1 && rollouts <= 1024))
    throw new AppError('bad-input', `A verifier takes 1 to 1024 rollouts from a token, and this is ${rollouts}.`);
  if (!(lambda >= 0 && lambda <= 10))
    throw new AppError('bad-input', `The weight of a spread must be from 0 to 10, and this is ${lambda}.`);
  return options;
}
