/** What a quantity is told as: in the sizes that the models have learned, whatever the reader's are. */
import { expect, it } from 'vitest';
import { combine, number, worth, type Quantity } from '../../../../src/tasks/word-problems/everyday/quantities';
import { tellStory } from '../../../../src/tasks/word-problems/everyday/write';
import { formatStory } from '../../../../src/tasks/word-problems/story';

const product = (a: number, b: number): Quantity => combine(number(a), '*', number(b));
const share = (a: number, b: number): Quantity => combine(number(a), '/', number(b));

it.each([
  ['boxes of so many', product(20, 9), '20 boxes of 9'],
  ['the other way around, where that is learned', product(6, 25), '25 boxes of 6'],
  ['times as many, where boxes would be too large', product(35, 6), '6 times as many'],
  ['twice as many', product(2, 150), 'twice as many'],
  ['times as many twice, where it is too often', product(36, 150), '9 times as many'],
  ['a share', share(84, 7), 'equally among 7'],
  ['shared twice among too many', share(300, 15), 'equally among 5'],
  ['as it is, where nothing divides so many', share(230, 23), 'equally among 23'],
])('%s', (_, quantity, said) => {
  const told = tellStory(quantity, 'marbles', '')!;
  expect(formatStory(told.story)).toContain(said);
  expect(told.solved.answer).toBe(worth(quantity));
});

it('says which of its words stand for the reader’s own, whatever signs these have', () => {
  const theirs = { ...product(3, 40), who: 'mr. (x)' } as Quantity;
  const text = 'I have 14 c++ [gizmos and Mr. (X) has 3 bags of 40.';
  const told = tellStory(combine(number(14), '+', theirs), 'c++ [gizmos', text)!;
  const said = formatStory(told.story);
  expect(told.standIns!.map(({ own }) => own)).toEqual(['Mr. (X)', 'c++ [gizmos']);
  for (const { word } of told.standIns!) expect(said).toContain(word);
});

it('says so of both names of somebody whose number changes, in the order of the story', () => {
  const before = { ...combine({ ...number(14), who: 'i' }, '+', product(2, 9)), who: 'i' } as Quantity;
  const told = tellStory({ ...combine(before, '-', number(3)), who: 'i' }, 'marbles', 'I have 14 marbles')!;
  const said = formatStory(told.story);
  const places = told.standIns!.map(({ own, word }) => (own === 'I' ? said.indexOf(word) : -1));
  expect(places.length).toBeGreaterThan(1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
});
