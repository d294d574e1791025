/** Stories that no pattern reads are read by likeness: expression trees over their numbers, chosen by a learned score. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countReadings, readStories } from '../../../../src/cli/read-problems';
import { HASH_BITS, placeOf } from '../../../../src/tasks/word-problems/everyday/likeness/features';
import { guess, unpackWeights } from '../../../../src/tasks/word-problems/everyday/likeness';
import { sceneOf, type Scene } from '../../../../src/tasks/word-problems/everyday/likeness/numerals';
import { rank, scorerOf, stepHashes } from '../../../../src/tasks/word-problems/everyday/likeness/rank';
import {
  OPERATIONS,
  quantityOf,
  readingsOf,
  valueOf,
  type Reading,
} from '../../../../src/tasks/word-problems/everyday/likeness/readings';
import table from '../../../../src/tasks/word-problems/everyday/likeness/weights.json';
import { numbersIn, worth } from '../../../../src/tasks/word-problems/everyday/quantities';
import { tellingOf, type Telling } from '../../../../src/tasks/word-problems/everyday/telling';
import { wordProblems } from '../../../../src/tasks/word-problems/task';

function toldOf(story: string): Telling {
  const typed = tellingOf(story);
  if (!typed.ok) throw new Error(story);
  return typed.told;
}
const scene = (story: string): Scene => sceneOf(toldOf(story));

const EGGS = 'Nils packs 6 boxes with 12 eggs each. Half of the eggs are brown. How many brown eggs are there?';

describe('the numbers of a story', () => {
  it('are what is written, and what words say to multiply or divide by', () => {
    const found = scene(`${EGGS.slice(0, -27)} He sells 20 percent in a week. How many are left?`).numerals;
    expect(found.map(({ value, kind }) => [value, kind])).toEqual([
      [6, 'stated'],
      [12, 'stated'],
      [2, 'part'],
      [20, 'percent'],
      [7, 'implied'],
    ]);
  });

  it('know their unit, and that of the question', () => {
    const { numerals, question } = scene(EGGS);
    expect(numerals.map(({ unit }) => unit)).toEqual(['box', 'egg', 'egg']);
    expect([question.unit, question.isOfStranger]).toEqual(['brown', false]);
    expect(scene('Tom has 3 pens. Ann has 4 pens. How many pens has Zoe?').question.isOfStranger).toBe(true);
  });
});

describe('readings', () => {
  it.each([
    ['+', 5, 3, 8],
    ['-', 5, 3, 2],
    ['-', 3, 5, NaN],
    ['/', 6, 4, NaN],
    ['%', 50, 20, 10],
    ['x-', 14, 5, 23],
    ['x*', 8, 3, 32],
    ['-*', 8, 3, 16],
    ['-/', 12, 3, 8],
    ['-%', 50, 20, 40],
    ['*', 5000, 5000, NaN],
  ] as const)('%s of %i and %i', (operation, a, b, value) => {
    expect(valueOf(operation, a, b)).toEqual(value);
  });

  it('come to what their quantities come to, and use each number that they are made of', () => {
    const { numerals } = scene('Ann has 8 pens and 3 bags. Tom has 4 more pens. How many pens are there?');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 2, maxLength: 3 }), (values) => {
        const those = values.map((value, at) => ({ ...numerals[at]!, value }));
        for (const { reading } of readingsOf(those, 500, () => 0).flat()) {
          const quantity = quantityOf(reading);
          expect(worth(quantity)).toBe(reading.value);
          const used = numbersIn(quantity);
          expect(those.every(({ value }, at) => !((reading.mask >> at) & 1) || used.includes(value))).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('take a share only to multiply or divide by, and a percentage only of something', () => {
    const { numerals } = scene('Ann has 40 pens. Half of them are red, 20 percent are blue. How many are red?');
    const steps = readingsOf(numerals, 1000, () => 0).flat();
    const by = (kind: string): Set<string> =>
      new Set(
        steps.flatMap(({ reading }) =>
          reading.kind === 'step' && reading.right.kind === 'numeral' && numerals[reading.right.main]!.kind === kind
            ? [reading.operation]
            : [],
        ),
      );
    expect([...by('part')].every((operation) => /[/*]$/.test(operation))).toBe(true);
    expect([...by('percent')].every((operation) => operation.endsWith('%'))).toBe(true);
  });
});

describe('the score of a step', () => {
  it('is the sum of the weights of its features, however it is put together', () => {
    const place = scene(EGGS);
    const weights = Float32Array.from({ length: 1 << HASH_BITS }, (_, at) => Math.sin(at));
    const score = scorerOf(place, weights);
    const number = (main: number): Reading => ({ kind: 'numeral', main, mask: 1 << main, value: 2 });
    for (const operation of OPERATIONS)
      for (const isLast of [false, true]) {
        const [left, right] = [number(0), number(1)];
        const sum = stepHashes(place, left, right, isLast)
          .map((hash) => weights[placeOf(hash, operation)]!)
          .reduce((a, b) => a + b, 0);
        expect(score(operation, left, right, isLast)).toBeCloseTo(sum, 6);
      }
  });

  it('without weights prefers nothing: every answer is as likely as it has readings', () => {
    const answers = rank(toldOf('Ann has 8 pens. Tom has 3 pens. How many pens?'), []);
    expect(answers.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(new Set(answers.map(({ value }) => value)).size).toBe(answers.length);
    expect(answers.map(({ value }) => value)).toContain(24);
  });

  it('is read from bytes behind distances', () => {
    // Place 3 has 5, place 3 + 200 has -1: 3, 5, 0x80 | 72, 1, 0xff.
    const weights = unpackWeights({ bits: 9, scale: 0.5, data: 'AwXIAf8=' });
    expect(table.bits).toBe(HASH_BITS);
    expect([weights[3], weights[203], weights.length]).toEqual([2.5, -0.5, 512]);
    expect(Array.from(weights).filter((weight) => weight !== 0)).toHaveLength(2);
  });
});

describe('stories that the reader has not learned from', () => {
  const { sure, guessed, offered, refused } = countReadings(
    readStories(wordProblems, readFileSync('test/fixtures/stories-held-out.txt', 'utf8')),
  );

  it('are read rightly, three in five, and nearly always where nothing is guessed', () => {
    expect(sure.all + guessed.all + offered.all + refused.all).toBe(180);
    expect(sure.right + guessed.right).toBeGreaterThanOrEqual(114);
    expect(sure.all - sure.right).toBeLessThanOrEqual(4);
    expect(guessed.all - guessed.right).toBeLessThanOrEqual(7);
  });

  it('are otherwise offered, now and then, as a story that can be read', () => {
    expect(offered.all).toBeGreaterThan(10);
  });

  it('are not guessed at where no operation answers them', () => {
    for (const story of [
      'Three tests brought 7, 9 and 8 points. What is the average?',
      'A garden is a rectangle of 9 metres and 5 metres. How long is the fence all the way around it?',
      'The war began in 1914 and ended in 1918. Who won the war?',
      'My phone number is 5551 and my code is 9876. What is my name?',
      'A ship carries 26 sheep and 10 goats. How old is the captain?',
      '27 children go by car. A car takes 4 children. What is the smallest number of cars?',
    ])
      expect([story, guess(story)]).toEqual([story, null]);
  });
});
