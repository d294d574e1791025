import { AppError } from '../core/errors';

/** The largest file of a trained verifier that is read. */
export const MAX_VERIFIER_BYTES = 16 * 1024 * 1024;

/** For a file of more than `MAX_VERIFIER_BYTES`. */
export const tooLarge = (file: string): AppError => {
  const limit = MAX_VERIFIER_BYTES / 1024 / 1024;
  return new AppError('too-large', `${file} is larger than a trained verifier can be (${limit} MB).`, {
    file,
    limit,
    fault: 'too-large',
  });
};
