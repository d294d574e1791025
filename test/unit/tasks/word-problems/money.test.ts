/** Amounts with digits behind the point: what is told, and by what the answer is to be divided. */
import { expect, it } from 'vitest';
import { plainNumbers } from '../../../../src/tasks/word-problems/everyday/numbers';
import { anyTellingOf, tellingOf } from '../../../../src/tasks/word-problems/everyday/telling';
import { wordProblems } from '../../../../src/tasks/word-problems/task';

it.each([
  ['A pen costs .50 and $.75', 'A pen costs 0.50 and $0.75'],
  ['A book costs 3,50 euros', 'A book costs 3.50 dollars'],
  ['The town has 1,250 people', 'The town has 1250 people'],
  ['the blue team 4 fewer', 'the blue team 4 fewer'],
])('are written as they are everywhere: %s', (typed, plain) => {
  expect(plainNumbers(typed)).toBe(plain);
});

it('are told in cents to the patterns, and in dollars to the guess', () => {
  const story = 'A pen costs 50 cents and a book 4 dollars. How much do both cost?';
  const [cents, dollars] = [tellingOf(story), anyTellingOf(story)];
  expect(cents.ok && [cents.told.sentences, cents.centsIn]).toEqual([
    ['A pen costs 50 dollars and a book 400 dollars.'],
    100,
  ]);
  expect(dollars.ok && dollars.told.sentences).toEqual(['A pen costs 0.5 dollars and a book 4 dollars.']);
});

it.each([
  ['A book costs 3,50 euros. How much do 3 books cost?', '21', 2],
  ['A pen costs $.50. How much do 6 pens cost?', '12', 4],
  ['A pen costs $2.50. How much do 4 pens cost in cents?', '1000', 1],
  ['I have $10. Apples cost $1.25 each. How many apples can I buy?', '8', 1],
  ['I save $2.50 a week for 10 weeks and spend $5. How much is left?', '40', 2],
])('%s', (story, answer, times) => {
  const parsed = wordProblems.parse(story);
  expect(parsed.ok && [parsed.problem.rightAnswer(), parsed.problem.times]).toEqual([answer, times]);
});

it('are named alone where they are refused', () => {
  const parsed = wordProblems.parse('Ann has 12.345 and it is late. Ben has 2. How many has Ann got of what is there?');
  expect(!parsed.ok && parsed.message).not.toContain('12.345 and in');
});

it.each([
  ['Ana has €3.333. She buys a pen for €2. How many euros are left?', '€3.333 in "Ana has €3.333."'],
  ['A shirt is €12 at 3 o’clock. How fast is it?', '"A shirt is €12 at 3 o’clock."'],
  ['Rice is ₹40 in two free bags of 3/7. How much?', '3/7 in "Rice is ₹40 in two free bags of 3/7."'],
])('what is refused is quoted as it was written: %s', (story, quoted) => {
  const read = wordProblems.parse(story);
  expect(read.ok).toBe(false);
  expect(!read.ok && read.message).toContain(quoted);
});
