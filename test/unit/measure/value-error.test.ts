import { describe, expect, it } from 'vitest';
import {
  auc,
  brier,
  brierSkill,
  calibrationBins,
  calibrationError,
  concordance,
  expectedCalibrationError,
  type SearchCandidate,
  type Judged,
} from '../../../src/measure/value-error';
import { Calibration } from '../../../src/measure/calibration';
import { createRng } from '../../../src/core/rng';

const judged = (...pairs: readonly [number, 0 | 1][]): Judged[] =>
  pairs.map(([score, right]) => ({ score, isRight: right === 1 }));

describe('the errors of values', () => {
  it('agree with what is worked out by hand', () => {
    const four = judged([0.9, 1], [0.6, 0], [0.4, 1], [0.1, 0]);
    // (.01 + .36 + .36 + .01) / 4, and a constant of one half errs by a quarter.
    expect(brier(four)).toBeCloseTo(0.185);
    expect(brierSkill(four)).toBeCloseTo(0.26);
    // Of the four pairs of a right and a wrong one, three are in order.
    expect(auc(four)).toBe(0.75);
  });

  it.each<[string, Judged[], number]>([
    ['perfect order', judged([1, 0], [2, 0], [3, 1]), 1],
    ['reversed', judged([3, 0], [1, 1]), 0],
    ['a tie counts half', judged([1, 0], [1, 1]), 0.5],
    ['ties among others', judged([1, 0], [1, 1], [2, 1]), 0.75],
  ])('area under the curve: %s', (_, given, area) => expect(auc(given)).toBe(area));

  it('compare only the candidates that a search would choose between', () => {
    const group = (...all: readonly [string, number, 0 | 1][]): SearchCandidate[] =>
      all.map(([text, score, right]) => ({ text, score, isRight: right === 1 }));
    // An easy problem and a hard one: over both, values in order of difficulty would look good.
    const easy = group(['a', 0.8, 1], ['b', 0.9, 0], ['c', 0.7, 1]);
    const hard = group(['a', 0.2, 1], ['b', 0.1, 0], ['c', 0.2, 0]);
    expect(concordance([easy])).toBe(0);
    expect(concordance([hard])).toBe(0.75);
    expect(concordance([easy, hard])).toBe(1.5 / 4);
    // The same beginning may end right and wrong: no search chooses between the two.
    expect(concordance([group(['a', 0.5, 1], ['a', 0.5, 0])])).toBeNull();
    expect(concordance([easy.slice(0, 1), hard.slice(1)])).toBeNull();
  });

  it('has no AUC and no Brier skill where only one outcome occurs', () => {
    expect(auc(judged([0.2, 1], [0.3, 1]))).toBeNull();
    expect(brierSkill(judged([0.2, 0]))).toBeNull();
  });
});

describe('calibration', () => {
  it('groups equal counts by rising prediction and measures the distance', () => {
    const bins = calibrationBins(judged([0.8, 1], [0.1, 0], [0.6, 1], [0.3, 0]), 2);
    expect(bins.map(({ count, observed }) => [count, observed])).toEqual([
      [2, 0],
      [2, 1],
    ]);
    expect(bins[0]!.predicted).toBeCloseTo(0.2);
    expect(calibrationError(bins)).toBeCloseTo((0.2 + 0.3) / 2);
  });

  it('finds next to no error in values that say the truth, and a large one in values that are off', () => {
    const rng = createRng(4);
    const values = Array.from({ length: 20_000 }, () => rng.uniform());
    const honest = values.map((score) => ({ score, isRight: rng.uniform() < score }));
    const off = values.map((score) => ({ score: score / 2, isRight: rng.uniform() < score }));
    expect(calibrationError(calibrationBins(honest))).toBeLessThan(0.02);
    expect(calibrationError(calibrationBins(off))).toBeGreaterThan(0.2);
  });

  it('is one number everywhere: the mean distance over 15 groups of equal count, whatever the values crowd at', () => {
    const rng = createRng(6);
    // Nearly all say next to nothing: bins of equal width would hold them in one.
    const judgedHere = Array.from({ length: 3000 }, () => {
      const score = rng.uniform() ** 6;
      return { score, isRight: rng.uniform() < Math.sqrt(score) };
    });
    const { value, groups } = expectedCalibrationError(judgedHere)!;
    expect(groups).toBe(15);
    expect(value).toBe(calibrationError(calibrationBins(judgedHere)));
    const page = new Calibration();
    for (const { score, isRight } of judgedHere) page.add(score, isRight);
    expect(page.summary().error).toEqual({ value, groups });
    expect(expectedCalibrationError([])).toBeNull();
  });

  it('is more than 0 for honest values too, and resampling adds to it: it has no bootstrap interval', () => {
    const rng = createRng(7);
    const honest = Array.from({ length: 800 }, () => rng.uniform()).map((score) => ({
      score,
      isRight: rng.uniform() < score,
    }));
    const { value } = expectedCalibrationError(honest)!;
    const resampled = Array.from({ length: 200 }, () => {
      const sample = honest.map(() => honest[rng.integer(0, honest.length - 1)]!);
      return expectedCalibrationError(sample)!.value;
    });
    expect(value).toBeGreaterThan(0.005);
    // The estimate is lower than nearly all of what a percentile interval would be made of.
    expect(resampled.filter((other) => other > value).length).toBeGreaterThan(180);
  });

  it('has fewer groups where there is less', () => {
    expect(calibrationBins(judged([0.5, 1], [0.6, 0]))).toHaveLength(2);
  });
});
