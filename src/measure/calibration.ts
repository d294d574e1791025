/**
 * Whether a verifier's probabilities come true: of the places that it gave about 0.7, do seven in ten end right?
 * Places of one problem are not independent, so the intervals of the bins, which count places, are on the narrow side.
 */
import { wilson, type Share } from '../core/shares';
import { brier, expectedCalibrationError, type ExpectedCalibrationError, type Judged } from './value-error';

/** Of the diagram, each of the same width. */
export const BINS = 10;

export interface Bin extends Share {
  /** The bin holds values from `from` on, up to but not including `to`; the last one includes 1. */
  readonly from: number;
  readonly to: number;
  /** Mean of the values in it; its middle where it is empty. */
  readonly predicted: number;
}

export interface CalibrationSummary {
  readonly bins: readonly Bin[];
  readonly count: number;
  /** Mean squared difference between value and outcome; 0 is perfect. Null of nothing. */
  readonly brier: number | null;
  /** Over groups of equal count, which are not the diagram's bins. Null of nothing. */
  readonly error: ExpectedCalibrationError | null;
}

/** Adds up places, one after the other. */
export class Calibration {
  readonly #counts = new Array<number>(BINS).fill(0);
  readonly #right = new Array<number>(BINS).fill(0);
  readonly #sums = new Array<number>(BINS).fill(0);
  readonly #judged: Judged[] = [];

  /** `value` in [0, 1]. */
  add(value: number, isRight: boolean): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(value * BINS)));
    this.#counts[bin]!++;
    this.#sums[bin]! += value;
    if (isRight) this.#right[bin]!++;
    this.#judged.push({ score: value, isRight });
  }

  summary(): CalibrationSummary {
    const bins = this.#counts.map((count, i): Bin => {
      const [from, to] = [i / BINS, (i + 1) / BINS];
      const predicted = count ? this.#sums[i]! / count : (from + to) / 2;
      return { from, to, predicted, ...wilson(count ? this.#right[i]! / count : 0, count) };
    });
    const judged = this.#judged;
    const count = judged.length;
    return { bins, count, brier: count ? brier(judged) : null, error: expectedCalibrationError(judged) };
  }
}
