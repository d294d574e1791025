/** Stories as people write them: each is read rightly or refused, and never read wrongly. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStory } from '../../../../src/tasks/word-problems/parser';
import { wordProblems } from '../../../../src/tasks/word-problems/task';
import { readClause } from '../../../../src/tasks/word-problems/everyday/clauses';
import { Memory } from '../../../../src/tasks/word-problems/everyday/memory';
import { plainNumbers } from '../../../../src/tasks/word-problems/everyday/numbers';
import { growth, LINEAR } from '../../growth';

/** Story and answer; the first 60 were the ones to begin with, the others were written afterwards. */
const STORIES = readFileSync('test/fixtures/stories-people-write.txt', 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' | ') as [story: string, answer: string]);

describe('everyday stories', () => {
  const read = STORIES.map(([story, answer]) => ({ story, answer, parsed: wordProblems.parse(story) }));

  it('are never read as another story', () => {
    for (const { story, answer, parsed } of read)
      if (parsed.ok) expect([story, parsed.problem.rightAnswer()]).toEqual([story, answer]);
  });

  it('are read, nearly all', () => {
    const isRead = read.map(({ parsed }) => parsed.ok);
    expect(isRead.slice(0, 60).filter(Boolean).length).toBeGreaterThanOrEqual(57);
    expect(isRead.slice(60).filter(Boolean).length).toBeGreaterThanOrEqual(41);
  });

  it('are told in the words of the grammar, which says so', () => {
    for (const { story, answer, parsed } of read) {
      if (!parsed.ok) continue;
      const told = parseStory(parsed.problem.text);
      expect([story, told.ok && `${told.solved.answer}`]).toEqual([story, answer]);
      expect(parsed.problem.isReworded ?? false).toBe(parsed.problem.text !== story);
    }
  });

  it.each([
    ['a thing that nobody counted', 'Sam has 5 cats. How many dogs does he have?'],
    ['a number that the answer does not use', 'Sam has 5 cats. Ann pays 7 dollars. How many cats does Sam have?'],
    ['an answer that is not whole', 'Sam has 5 apples. He gives half of them to Ann. How many apples does Sam have?'],
    ['less than nothing', 'Sam has 5 apples. He eats 9 apples. How many apples does Sam have left?'],
    [
      'a sentence without a meaning here',
      'Sam has 5 apples. Every Fibonacci of 3 sings twice. How many apples has Sam?',
    ],
    ['no question', 'Maria has 5 apples. Tom has 3 pears.'],
    ['parts of a whole number', 'Maria has 3.5 dollars. Tom has twice as many. How many dollars does Tom have?'],
  ])('are refused with %s', (_, story) => {
    const parsed = wordProblems.parse(story);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.message).toMatch(/[a-z].*\.$/);
  });

  it('name the sentence that cannot be read', () => {
    const parsed = wordProblems.parse(
      'Maria has 12 apples. The moon sings 3 songs backwards twice. How many apples has she?',
    );
    expect(parsed).toMatchObject({ ok: false, code: 'unknown-sentence' });
    expect(!parsed.ok && parsed.message).toContain('The moon sings 3 songs backwards twice.');
  });

  it('keep the names that the models have learned', () => {
    const parsed = wordProblems.parse(
      'Tom has 12 gizmos. Maria has 5 more gizmos than Tom. How many gizmos does Maria have?',
    );
    expect(parsed.ok && parsed.problem.text).toMatch(
      /^Tom has 12 marbles\. (\w+) has 5 more marbles than Tom\. How many marbles does \1 have\?$/,
    );
  });

  it('are read or refused whatever is typed', () => {
    const words = fc.constantFrom(
      ...'Tom she has gives 3 of them half each box apples and than more 12 dollars in . ? ,'.split(' '),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (typed) => {
        const parsed = wordProblems.parse(typed.join(' '));
        expect(parsed.ok ? parseStory(parsed.problem.text).ok : parsed.message !== '').toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('take time in proportion to their length', async () => {
    const story = (sentences: number): string =>
      `${'Tom has 2 apples and 3 more pears than apples, and half as many figs in the box of Ann and Bo. '.repeat(sentences)}How many?`;
    expect(await growth(story, 5, (text) => void wordProblems.parse(text))).toBeLessThan(LINEAR);
  });
});

it('a clause that could not be read leaves nothing behind', () => {
  const memory = new Memory();
  expect(readClause(memory, 'Paul has 3 times as many cards as Ruth and juggles cats')).toBe(false);
  expect(memory.ratio).toBeNull();
  expect([memory.subject, memory.noun, memory.owners()]).toEqual(['', '', []]);
});

describe('numbers as people write them', () => {
  it.each([
    ['seven marbles', '7 marbles'],
    ['twenty-four eggs', '24 eggs'],
    ['three dozen buttons', '36 buttons'],
    ['half a dozen eggs', '6 eggs'],
    ['a dozen of eggs', '12 eggs'],
    ['1,200 people', '1200 people'],
    ['$18 and $1,050', '18 dollars and 1050 dollars'],
    ['30% full', '30 percent full'],
    ['5km in 2 km', '5 kilometres in 2 kilometres'],
    ['$4.50 each', '$4.50 each'],
    ['one of them', 'one of them'],
  ])('%s: %s', (typed, plain) => {
    expect(plainNumbers(typed)).toBe(plain);
  });
});
