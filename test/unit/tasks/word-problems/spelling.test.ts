/** Small words as they are spelt in a hurry. */
import { expect, it } from 'vitest';
import { plainSpelling } from '../../../../src/tasks/word-problems/everyday/spelling';

it.each([
  ['how meny do i hav', 'how many do i have'],
  ['Wot is left?', 'What is left?'],
  ['wots left', "what's left"],
  ['he gav 5 to evry frend', 'he gave 5 to every friend'],
  ['Moran has 3 gavottes', 'Moran has 3 gavottes'],
])('%s', (typed, plain) => {
  expect(plainSpelling(typed)).toBe(plain);
});
