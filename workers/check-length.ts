/** What fits into a model. */
import { AppError } from '../src/core/errors';

/** @throws AppError `bad-input` when a sequence would not fit the model. */
export function checkLength(length: number, contextTokens: number): void {
  if (length < 1) throw new AppError('bad-input', 'The text has no tokens.');
  if (length > contextTokens) {
    throw new AppError('bad-input', `The text has ${length} tokens; the model takes ${contextTokens}.`, {
      length,
      limit: contextTokens,
    });
  }
}
