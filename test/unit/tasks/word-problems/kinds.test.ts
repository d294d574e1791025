/** What features of a story compare: kinds of things and of deeds, and what the parts of a step are counted in. */
import { describe, expect, it } from 'vitest';
import { unitRelation } from '../../../../src/tasks/word-problems/everyday/likeness/features';
import { kindOfDeed, kindOfNoun } from '../../../../src/tasks/word-problems/everyday/likeness/kinds';
import { readingsOf, unitsOf, type Operation } from '../../../../src/tasks/word-problems/everyday/likeness/readings';
import { scene } from './scene';

describe('what is counted and done', () => {
  it.each([
    ['box', 'holder'],
    ['lemonade bottle', 'holder'],
    ['dollar', 'money'],
    ['kilometre', 'measure'],
    ['grandchild', 'person'],
    ['plum', 'other'],
    ['', 'other'],
  ])('%s is a %s', (unit, kind) => {
    expect(kindOfNoun(unit)).toBe(kind);
  });

  it.each([
    ['shared', 'split'],
    ['packs', 'put'],
    ['ate', 'loss'],
    ['found', 'gain'],
    ['sews', 'make'],
    ['drove', 'move'],
    ['purple', null],
  ])('%s is %s', (verb, kind) => {
    expect(kindOfDeed(verb)).toBe(kind);
  });

  it('counts how often something is done, where `times` compares nothing', () => {
    const kinds = (story: string) => scene(story).numerals.map(({ kind }) => kind);
    expect(kinds('Omar skipped 125 times and Ann 48 times. How many skips are there?')).toEqual(['stated', 'stated']);
    expect(kinds('Ann has 4 pens and Tom 25 times as many. How many has Tom?')).toEqual(['stated', 'times']);
  });

  it('is compared by what the parts of a step are counted in', () => {
    const told = scene('Ann has 4 boxes with 6 pens each and gives 5 pens away. How many pens are left?');
    expect(unitsOf(told.numerals, told.question.unit)).toEqual([2, 1, 1]);
    const all = readingsOf(told, 1000, () => 0).flat();
    const units = (operation: Operation): Set<number> =>
      new Set(
        all.flatMap(({ reading }) =>
          reading.kind === 'step' && reading.mask === 3 && reading.operation === operation ? [reading.units] : [],
        ),
      );
    // Pens and boxes are multiplied to either, and pens are not divided away by boxes.
    expect([[...units('*')], [...units('+')]]).toEqual([[3], [3]]);
    expect([unitRelation(3, 1), unitRelation(2, 1), unitRelation(1, 1), unitRelation(0, 1)]).toEqual([
      ...[
        [2, 3],
        [1, 1],
        [3, 3],
        [0, 1],
      ],
    ]);
  });
});
