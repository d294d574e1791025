import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { isFlipped, spoilStep, stepSpoiler } from '../../../src/workshop/noise';
import { consensus, sampledError } from '../../../src/workshop/rules';

const samples = Array.from({ length: 2000 }, (_, i) => [Math.floor(i / 4), i % 4] as const);

describe('noise', () => {
  test('turns over the share of outcomes that was asked for, and at a larger share the same ones and more', () => {
    const flipped = (share: number) => samples.filter(([problem, sample]) => isFlipped(share, 1, problem, sample));
    expect(flipped(0)).toEqual([]);
    expect(flipped(1)).toHaveLength(2000);
    const [few, many] = [flipped(0.1), flipped(0.4)];
    expect(few.length / 2000).toBeCloseTo(0.1, 1);
    expect(many.length / 2000).toBeCloseTo(0.4, 1);
    expect(many).toEqual(expect.arrayContaining(few));
  });

  test('changes one number of one step, and never the answer line', () => {
    const solution = '13 - 9 = 4 (left: 4 4 10)\n10 - 4 = 6 (left: 4 6)\nThe answer is (10 - 4) * 4 = 24';
    for (let seed = 0; seed < 50; seed++) {
      const spoilt = spoilStep(solution, '\n', createRng(seed)).split('\n');
      const differ = solution.split('\n').filter((line, i) => line !== spoilt[i]);
      expect(differ).toHaveLength(1);
      expect(spoilt.at(-1)).toBe('The answer is (10 - 4) * 4 = 24');
    }
  });

  test('leaves a solution without a step alone', () => {
    expect(spoilStep('The answer is 4', '\n', createRng(1))).toBe('The answer is 4');
  });

  test('spoils the share of solutions that was asked for', () => {
    const spoilt = samples.filter(([problem, sample]) => stepSpoiler(0.25, 1, problem, sample));
    expect(spoilt.length / 2000).toBeCloseTo(0.25, 1);
  });
});

describe('consensus', () => {
  const row = (tokens: number[], correct: boolean, firstError: number | null) => {
    return { tokens, correct, stepEnds: [1, 3], firstError };
  };

  test('finds the first step from which no sample ends right', () => {
    expect(sampledError(Float64Array.from([1, 1, 0, 0]), [1, 3])).toBe(1);
    expect(sampledError(Float64Array.from([1, 1, 1, 1]), [1, 3])).toBe(null);
  });

  test('keeps what Monte Carlo and the checker agree on, and throws the rest away', () => {
    const right = row([1, 2, 3, 4], true, null);
    const wrongLater = row([1, 2, 5, 6], false, 1);
    // Nothing is wrong with its first step by the checker, and by Monte Carlo nothing comes of it.
    const unlucky = row([7, 8, 3, 9], false, 1);
    expect(consensus([right, wrongLater, unlucky])).toEqual([right, wrongLater]);
  });
});
