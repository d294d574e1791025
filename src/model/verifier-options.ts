/** What the reader can choose of the verifiers that are made at run time. */
import { ENSEMBLE_CANDIDATES, ENSEMBLE_MEMBERS, type VerifierId } from '../core/ids';
import { AppError } from '../core/errors';

export interface VerifierOptions {
  /** Of `rollouts`: how many from every token. */
  readonly rollouts: number;
  /** Of `ensemble`: the verifiers of the pack that it is made of, two at least. */
  readonly members: readonly VerifierId[];
  /** Of `ensemble`: λ, how much disagreement counts against a token. */
  readonly lambda: number;
}

export const DEFAULT_VERIFIER_OPTIONS: VerifierOptions = { rollouts: 8, members: ENSEMBLE_MEMBERS, lambda: 1 };

export const VERIFIER_OPTION_LIMITS = {
  rollouts: { min: 1, max: 1024, integer: true },
  lambda: { min: 0, max: 10, integer: false },
} as const;

/** Which verifier has which options; in a URL they are `p.<name>=`. */
export const VERIFIER_OPTION_NAMES: Readonly<Partial<Record<VerifierId, readonly (keyof VerifierOptions)[]>>> = {
  rollouts: ['rollouts'],
  ensemble: ['members', 'lambda'],
};

/** @throws AppError `bad-input` for a number outside its range, or for members that make no ensemble. */
export function checkVerifierOptions(given: Partial<VerifierOptions> = {}): VerifierOptions {
  const options = { ...DEFAULT_VERIFIER_OPTIONS, ...given };
  const { rollouts, members, lambda } = options;
  if (!(Number.isInteger(rollouts) && rollouts >= 1 && rollouts <= 1024))
    throw new AppError('bad-input', `A verifier takes 1 to 1024 rollouts from a token, and this is ${rollouts}.`);
  if (!(lambda >= 0 && lambda <= 10))
    throw new AppError('bad-input', `The weight of a spread must be from 0 to 10, and this is ${lambda}.`);
  const known: readonly VerifierId[] = ENSEMBLE_CANDIDATES;
  if (new Set(members).size < 2 || members.some((member) => !known.includes(member))) {
    const sentence = `An ensemble takes two or more of ${known.join(', ')}, and these are ${members.join(', ')}.`;
    throw new AppError('bad-input', sentence);
  }
  return options;
}

/** How a trace names a verifier that is made at run time: with what it was made of. */
export function madeVerifierName(id: VerifierId, options: VerifierOptions): string {
  if (id === 'rollouts') return `rollouts(${options.rollouts})`;
  return id === 'ensemble' ? `ensemble(${options.members.join(', ')}; lambda ${options.lambda})` : id;
}
