import { describe, expect, it } from 'vitest';
import { chooseFinder, findError, localise, type Scored } from '../../../src/measure/error-finder';

describe('naming the first error', () => {
  it.each([
    ['level', 0.5, [0.9, 0.4, 0.3], 1],
    ['level', 0.2, [0.9, 0.4, 0.3], null],
    ['level', 0.95, [0.9], 0],
    ['fall', 0.3, [0.9, 0.4, 0.3], 1],
    ['fall', 0.6, [0.9, 0.4, 0.3], null],
    ['fall', 0.1, [0.1], null],
  ] as const)('%s %d in %j', (rule, threshold, scores, named) => {
    expect(findError(scores, { rule, threshold })).toBe(named);
  });

  it('counts as ProcessBench does', () => {
    const solutions: Scored[] = [
      { scores: [0.9, 0.1], firstError: 1 },
      { scores: [0.9, 0.8, 0.1], firstError: 1 },
      { scores: [0.9, 0.9], firstError: null },
      { scores: [0.2, 0.9], firstError: null },
    ];
    expect(localise(solutions, { rule: 'level', threshold: 0.5 })).toEqual({
      ...{ exact: 0.5, withinOne: 1, withinTwo: 1 },
      ...{ clean: 0.5, f1: 0.5, wrong: 2, right: 2 },
    });
  });

  it('is worth nothing when it always, or never, names one', () => {
    const solutions: Scored[] = [
      { scores: [0.5], firstError: 0 },
      { scores: [0.5], firstError: null },
    ];
    expect(localise(solutions, { rule: 'level', threshold: 1 }).f1).toBe(0);
    expect(localise(solutions, { rule: 'level', threshold: 0 }).f1).toBe(0);
  });

  it('takes the rule that finds more', () => {
    // The level says nothing here: hard problems begin low. The fall does.
    const falls: Scored[] = [
      { scores: [0.9, 0.5, 0.5], firstError: 1 },
      { scores: [0.5, 0.1, 0.1], firstError: 1 },
      { scores: [0.9, 0.9, 0.5], firstError: 2 },
      { scores: [0.3, 0.3, 0.3], firstError: null },
      { scores: [0.6, 0.6, 0.6], firstError: null },
    ];
    const finder = chooseFinder(falls);
    expect(finder.rule).toBe('fall');
    expect(localise(falls, finder).f1).toBe(1);
    const levels: Scored[] = [
      { scores: [0.2], firstError: 0 },
      { scores: [0.8], firstError: null },
    ];
    expect(chooseFinder(levels)).toEqual({ rule: 'level', threshold: 0.8 });
  });
});
