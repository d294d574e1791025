import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { auc } from '../../../src/measure/value-error';
import { differencesOf } from '../../../src/workshop/differences';
import type { Places } from '../../../src/workshop/testing';

const PROBLEMS = 40;

/** Numbers that tell right from wrong as far as `skill` says, at the same places for every skill and noise. */
function placesWith(skill: number, noise: number): Places {
  return Array.from({ length: PROBLEMS }, (_, problem) =>
    Array.from({ length: 8 }, (_, place) => {
      const isRight = createRng(1, problem, place).uniform() < 0.5;
      const own = createRng(2, problem, place, noise).uniform();
      return { score: own + (isRight ? skill : 0), isRight, isValid: isRight };
    }),
  );
}

describe('the difference of two verifiers', () => {
  it('is that of their AUC, within an interval that is the same whenever it is asked', () => {
    const [weak, strong] = [placesWith(0.1, 1), placesWith(0.8, 2)];
    const tested = [
      { rule: 'ovm', steps: 40, places: weak },
      { rule: 'tvm', steps: 40, places: strong },
    ] as const;
    const [difference, ...more] = differencesOf(tested);
    expect(more).toEqual([]);
    expect(difference!.rules).toEqual(['ovm', 'tvm']);
    expect(difference!.auc).toBeCloseTo(auc(strong.flat())! - auc(weak.flat())!, 12);
    expect(difference!.interval.low).toBeGreaterThan(0);
    expect(difference!.interval.low).toBeLessThan(difference!.auc);
    expect(difference!.interval.high).toBeGreaterThan(difference!.auc);
    expect(differencesOf(tested)).toEqual([difference]);
  });

  it('holds nothing where two say as much', () => {
    const [difference] = differencesOf([
      { rule: 'ovm', steps: 40, places: placesWith(0.4, 3) },
      { rule: 'tvm', steps: 40, places: placesWith(0.4, 4) },
    ]);
    expect(difference!.interval.low).toBeLessThan(0);
    expect(difference!.interval.high).toBeGreaterThan(0);
  });

  it('is as wide as one problem is, where all places of a problem say the same', () => {
    const wide = (skill: number, noise: number): Places =>
      placesWith(skill, noise).map((own) => own.map(() => own[0]!));
    const widthOf = (places: (skill: number, noise: number) => Places): number => {
      const [difference] = differencesOf([
        { rule: 'ovm', steps: 1, places: places(0.2, 5) },
        { rule: 'tvm', steps: 1, places: places(0.4, 6) },
      ]);
      return difference!.interval.high - difference!.interval.low;
    };
    // Eight times the same place is one place: the interval must not shrink with the copies.
    expect(widthOf(wide)).toBeGreaterThan(1.5 * widthOf(placesWith));
  });

  it('is not told of verifiers that learned for another number of steps, nor where one outcome alone occurs', () => {
    const places = placesWith(0.4, 7);
    const right = places.map((own) => own.map((place) => ({ ...place, isRight: true })));
    const tested = (steps: number, own: Places) => [
      { rule: 'ovm' as const, steps: 40, places: own },
      { rule: 'tvm' as const, steps, places: own },
    ];
    expect(differencesOf(tested(40, places))).toHaveLength(1);
    expect(differencesOf(tested(12, places))).toEqual([]);
    expect(differencesOf(tested(40, right))).toEqual([]);
    expect(differencesOf([])).toEqual([]);
  });
});
