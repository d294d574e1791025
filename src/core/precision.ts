/**
 * Every number of a log has six significant digits, and the search decides on the rounded numbers: what the log
 * shows is exactly what decided, a saved log repeats every choice, and rounding noise below that decides nothing.
 */
import { AppError } from './errors';

export const SIGNIFICANT_DIGITS = 6;

/** Rounds to six significant digits. Throws `backend-wrong-numbers` for anything but a finite number. */
export function round(value: number): number {
  if (!Number.isFinite(value)) {
    throw new AppError('backend-wrong-numbers', `A model gave ${value}, which is not a number that can be used.`);
  }
  // `+ 0` turns -0 into 0, which JSON would not keep.
  return Number(value.toPrecision(SIGNIFICANT_DIGITS)) + 0;
}
