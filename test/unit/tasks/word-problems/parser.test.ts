import { describe, expect, it } from 'vitest';
import { storyMessage } from '../../../../src/tasks/word-problems/messages';
import { parseStory } from '../../../../src/tasks/word-problems/parser';
import { formatSolution } from '../../../../src/tasks/word-problems/solver';
import { formatStory } from '../../../../src/tasks/word-problems/story';

const ASK = 'How many marbles does Anna have?';
const answerTo = (text: string): number => {
  const parsed = parseStory(text);
  if (!parsed.ok) throw new Error(storyMessage(parsed.problem));
  return parsed.solved.answer;
};

describe('a typed story', () => {
  // Each worked out by hand.
  it.each([
    ['Ben has 4 marbles. Anna has 3 more marbles than Ben. ' + ASK, 7],
    ['Anna has 3 more marbles than Ben. Ben has 4 marbles. ' + ASK, 7],
    ['At first, Anna had 12 marbles. Then Anna gave away 5 marbles. ' + ASK, 7],
    ['Ben has 40 marbles. Anna has 25 percent as many marbles as Ben. ' + ASK, 10],
    ['Ben has 12 marbles. Anna has a third as many marbles as Ben. ' + ASK, 4],
    ['Ben has 5 marbles. Anna has 4 more than 3 times as many marbles as Ben. ' + ASK, 19],
    ['Anna has 3 boxes. Each of the boxes of Anna holds 6 marbles. ' + ASK, 18],
    ['Ben has 12 marbles. Anna has as many marbles as each of 4 friends would get if Ben shared equally. ' + ASK, 3],
    ['Anna buys 3 pens at 4 dollars each. Anna pays the bill with 20 dollars. How many dollars does Anna get back?', 8],
    ['Anna rides at 20 kilometres an hour for 3 hours. How many kilometres does Anna ride?', 60],
    ['Anna works 3 hours. Anna counts the hours in minutes. How many minutes does Anna work?', 180],
    ['Ben is 12 years old. Anna was born 5 years before Ben. How old is Anna?', 17],
    ['Ben has 4 kites. Anna has 9 kites. How many fewer kites does Ben have than Anna?', 5],
    ['In each hour of work, Anna packs 5 eggs. Anna works 4 hours. How many eggs does Anna have?', 20],
  ])('%s', (text, answer) => {
    expect(answerTo(text)).toBe(answer);
  });

  it('is read whatever its case, spaces and line ends, and with commas in numbers', () => {
    const parsed = parseStory('  anna HAS 1,200\n marbles.\nBen has 5 marbles.  how many marbles does anna have? ');
    expect(parsed.ok && formatStory(parsed.story)).toBe(
      'Anna has 1200 marbles. Ben has 5 marbles. How many marbles does Anna have?',
    );
  });

  it('may leave out "At first" where the verb says it', () => {
    expect(answerTo(`Anna had 12 marbles. Then Anna found 5 more marbles. ${ASK}`)).toBe(17);
  });

  it('is solved one line a step, in an order in which each step can be done', () => {
    const parsed = parseStory(
      `Carla has twice as many marbles as Ben. Anna has as many marbles as Ben and Carla together. Ben has 6 marbles. ${ASK}`,
    );
    expect(parsed.ok && formatSolution(parsed.solved)).toBe(
      "Carla's marbles: Ben's marbles 6 * 2 = 12\nAnna's marbles: Ben's marbles 6 + Carla's marbles 12 = 18\nThe answer is 18",
    );
  });

  it.each([
    ['', 'empty', ''],
    ['x'.repeat(2001), 'text-too-long', ''],
    ['Anna has 5 marbles. '.repeat(20) + ASK, 'too-many-sentences', ''],
    ['Anna has 5 marbles.', 'no-question', 'Anna has 5 marbles.'],
    [`${ASK} Anna has 5 marbles. ${ASK}`, 'early-question', ASK],
    [`Anna likes marbles. ${ASK}`, 'unknown-sentence', 'Anna likes marbles.'],
    [`Anna works 5 marbles. ${ASK}`, 'unknown-sentence', 'Anna works 5 marbles.'],
    [`At first, Anna has 5 marbles. ${ASK}`, 'unknown-sentence', 'At first, Anna has 5 marbles.'],
    [`Anna has 5 zebras. ${ASK}`, 'unknown-word', 'Anna has 5 zebras.'],
    [`Xerxes has 5 marbles. ${ASK}`, 'unknown-word', 'Xerxes has 5 marbles.'],
    [`Anna has 10000 marbles. ${ASK}`, 'bad-number', 'Anna has 10000 marbles.'],
    [`Anna has 1 marbles. ${ASK}`, 'bad-number', 'Anna has 1 marbles.'],
    [`Anna has 5 marbles. Anna has 6 marbles. ${ASK}`, 'stated-twice', 'Anna has 6 marbles.'],
    [`Anna has 5 more marbles than Ben. ${ASK}`, 'not-stated', 'Anna has 5 more marbles than Ben.'],
    [ASK, 'not-stated', ASK],
    [
      `Anna has twice as many marbles as Ben. Ben has half as many marbles as Anna. ${ASK}`,
      'circular',
      'Anna has twice as many marbles as Ben.',
    ],
    [
      `Ben has 5 marbles. Anna has half as many marbles as Ben. ${ASK}`,
      'not-whole',
      'Anna has half as many marbles as Ben.',
    ],
    [
      `Ben has 5 marbles. Anna has 9 fewer marbles than Ben. ${ASK}`,
      'out-of-range',
      'Anna has 9 fewer marbles than Ben.',
    ],
    [
      `At first, Ben had 5 marbles. Then Ben found 4 more marbles. At first, Anna had 2 more marbles than Ben. Then Anna found 3 more marbles. ${ASK}`,
      'which-time',
      'At first, Anna had 2 more marbles than Ben.',
    ],
  ])('is refused with the sentence at fault: %s', (text, code, sentence) => {
    const parsed = parseStory(text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.problem.code).toBe(code);
    if (sentence) expect(parsed.problem).toMatchObject({ sentence });
    expect(storyMessage(parsed.problem)).toContain(sentence);
  });

  it.each(['a ', '.', 'Anna has ', '9'])(
    'answers a long text of %j: what took exponential time would not end',
    (text) => {
      expect(parseStory(text.repeat(2000 / text.length)).ok).toBe(false);
    },
  );
});

it('refuses to count hours in metres, with the sentence', () => {
  const text = 'Anna works 3 hours. Anna counts the hours in metres. How many metres does Anna ride?';
  expect(parseStory(text)).toMatchObject({
    ok: false,
    problem: { code: 'unknown-sentence', sentence: 'Anna counts the hours in metres.' },
  });
});

describe('a number that is no whole number', () => {
  it.each([
    ['Anna has 3.5 dollars. Ben has twice as many dollars as Anna. How many dollars does Ben have?', '3.5'],
    ['Anna has 1,2 marbles. How many marbles does Anna have?', '1,2'],
    ['Anna has 12,34 marbles. How many marbles does Anna have?', '12,34'],
  ])('is named: %s', (text, word) => {
    expect(parseStory(text)).toMatchObject({ ok: false, problem: { code: 'bad-number', word } });
  });

  it('is not seen in a number with its thousands apart', () => {
    expect(parseStory('Anna has 1,200 marbles. How many marbles does Anna have?').ok).toBe(true);
  });
});
