/** What commands tell of a story that was read in other words. */
import { expect, it } from 'vitest';
import { readingNote } from '../../../src/cli/reading-note';
import { wordProblems } from '../../../src/tasks/word-problems/task';

const noteOf = (story: string): string => {
  const parsed = wordProblems.parse(story);
  if (!parsed.ok) throw new Error(parsed.message);
  return readingNote(parsed.problem);
};

it('is nothing of a story in the words of the grammar', () => {
  expect(noteOf('Anna has 12 marbles. Ben has 5 more marbles than Anna. How many marbles does Ben have?')).toBe('');
});

it('is how it was read, and by what its answer is to be divided', () => {
  expect(noteOf('Oliver has $20. He buys two comics at $3.50 each. How much change does he get?')).toMatch(
    /(?:Read as|Guessed from stories like it, so check it): .* 7 .*\nAmounts are told 2 times .* by 2\.\n$/,
  );
});

it('says for what of the story its names and things stand, and nothing of those that are kept', () => {
  expect(
    noteOf('I have 14 toy cars. My friend has 9 toy cars. How many more toy cars do I have than my friend?'),
  ).toMatch(/^Read as: Ida has 14 marbles\. .*\nIts words for yours: I → Ida, toy cars → marbles\.\n$/);
  expect(noteOf('Tom has twelve marbles. He finds 5 more. How many marbles does Tom have?')).not.toContain('for yours');
});
