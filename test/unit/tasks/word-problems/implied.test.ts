/** Numbers that a story implies and does not write. */
import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../../src/cli/story-example';
import { createRng } from '../../../../src/core/rng';
import { withoutHyphens } from '../../../../src/tasks/word-problems/everyday/likeness/implied';
import { isCountable, MOST_NUMERALS } from '../../../../src/tasks/word-problems/everyday/likeness/numerals';
import { scene } from './scene';

const numeralsOf = (story: string) => scene(story).numerals;

describe('numbers that words imply', () => {
  it.each([
    ['Yusuf runs 4 km every day from Monday to Saturday. How far does he run?', [4, 6]],
    ['A shop opens 5 hours from Friday to Monday. How many hours is that?', [5, 4]],
    ['Ann got 7, 9 and 8 points in three tests. What is her average score?', [7, 9, 8, 3, 4]],
    ['A garden is 12 m long and 7 m wide. How many metres of fence go all the way round it?', [12, 7, 2]],
    ['A square table has sides of 8 cm. How long is the ribbon all the way around it?', [8, 4]],
    ['There are 8 cows and 13 hens. How many legs is that?', [8, 4, 13, 2]],
    ['There are 48 wheels in the garage, all of cars. How many cars are there?', [48, 4]],
    ['There are 5 cars with 4 wheels each. How many wheels are there?', [5, 4]],
    ['It is 7 km to the office. I go there and back on 5 days. How many km is that?', [7, 2, 5]],
    ['The twins got £25 each. How much do they have?', [2, 25]],
    ['An eighth of the 24 beads are red. How many are red?', [8, 24]],
    ['Ben came eighth and got 24 points. Tom got 6. How many points are that?', [24, 6]],
    ['I have 3 ten-euro notes and 4 two-euro coins. How many euros do I have?', [3, 10, 4, 2]],
    ['I spayed 4 cats on each of 5 days. One more came in later. How many cats is that?', [4, 5, 1]],
    ['Each one of the 4 boxes holds 6 pens. How many pens are there?', [4, 6]],
    ['Ann shares 60 conkers with her 3 friends. How many does each get?', [60, 1, 3]],
    ['All 5 halls have 18 pictures except the last, which has 7. How many are there?', [5, 18, 1, 7]],
    ['Peter, Paul and Mary share 84 sweets equally. How many does each get?', [3, 84]],
    ['Peter and Mary have 84 sweets. How many are left when they eat 5?', [84, 5]],
    ['There are 18 pairs of wellies. How many wellies is that?', [18, 2]],
    ['Two thirds of the 27 pupils are boys. How many boys are there?', [2, 3, 27]],
    ['5 cells doubled and doubled again. How many cells are there?', [5, 2, 2]],
    ['A coffee is 3.20 and a bun 1.80. What do 2 of each cost?', [3.2, 1.8, 2]],
  ])('%s', (story, values) => {
    expect(numeralsOf(story).map(({ value }) => value)).toEqual(values);
  });

  it.each([
    ['a 25-year-old dog', 'a 25-year-old dog'],
    ['a five-year-old boy', 'a five-year-old boy'],
    ['3 two-litre bottles and a 20-page book', '3 2 litre bottles and a 20 page book'],
  ])('a hyphen behind a number of things: %s', (text, plain) => {
    expect(withoutHyphens(text)).toBe(plain);
  });

  it('go where there are too many, those first that are implied twice', () => {
    const numerals = numeralsOf(
      'In a week Ann reads 5, 6, 7 and 8 pages, in the next week 9 pages. How many pages does she read in the two weeks?',
    );
    expect(numerals.length).toBeLessThanOrEqual(MOST_NUMERALS);
    expect(numerals.filter(({ kind }) => kind === 'stated').map(({ value }) => value)).toEqual([5, 6, 7, 8, 9, 2]);
  });

  it('are of what they count, and know what their clause names beside it', () => {
    const [price, , adults] = numeralsOf(
      'Tickets are $8 for adults and $5 for children. We are 3 adults. What do we pay?',
    );
    expect(price!.nouns).toContain('adult');
    expect(adults!.unit).toBe('adult');
  });
});

describe('what is learned from a story', () => {
  it.each([
    [
      'Tickets for the puppet theatre are $8 for adults and $5 for children. A group of 3 adults and 20 children goes in. What do they pay?',
      '3*8+20*5',
      '124',
    ],
    [
      'The school has 26 chairs and 29 tables and 75 benches. 100 of these go. How many are left?',
      '26+29+75-100',
      '30',
    ],
    ['Lena has 21 marbles. Tom has 5 fewer. How many have they together?', '21+(21-5)', '37'],
  ])('is its right reading too, however many wrong ones there are: %s', (problem, expression, answer) => {
    const told = scene(problem);
    expect(isCountable(told)).toBe(true);
    const { right, values } = exampleOf(told, { problem, expression, answer, lot: 'x' }, null, createRng(1));
    expect(right).toBeGreaterThan(0);
    expect(values.slice(0, right).every((value) => value === Number(answer))).toBe(true);
    expect(values.length).toBeGreaterThan(right + 5);
  });
});
