/** What is true of a tree's steps, by the exact checkers of the tasks. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/tasks/registry';
import { readRecording } from '../../../src/trace/recording';
import { gapOf, partingOf, truthOf, type TruthTeller } from '../../../src/viz/truth';

const puzzle = problemOf('game24', '4 5 6 10')!;
const story = problemOf(
  'word-problems',
  'Anna has 12 marbles. Ben has 5 more marbles than Anna. How many marbles does Ben have?',
)!;
const question = problemOf(
  'gsm8k',
  'A robe takes 2 bolts of blue fiber and half that much white fiber. How many bolts in total does it take?',
)!;
const own = problemOf('gsm8k', 'How many eggs are left if 3 of 5 break?')!;
const step = '6 * 5 = 30 (left: 4 10 30)\n';

describe('what is true of a step', () => {
  it.each<[string, TruthTeller, string, boolean, string | null]>([
    ['a beginning that can go on', puzzle, step, false, 'open'],
    [
      'one from which 24 is out of reach',
      puzzle,
      '10 + 6 = 16 (left: 4 5 16)\n5 - 4 = 1 (left: 1 16)\n',
      false,
      'hopeless',
    ],
    ['a wrong result', puzzle, '6 * 5 = 31 (left: 4 10 31)\n', false, 'broken'],
    ['what follows a wrong step', puzzle, '6 * 5 = 31 (left: 4 10 31)\n31 - 4 = 27 (left: 10 27)\n', false, 'broken'],
    [
      'the whole',
      puzzle,
      `${step}10 - 4 = 6 (left: 6 30)\n30 - 6 = 24 (left: 24)\nThe answer is (6 * 5) - (10 - 4) = 24`,
      true,
      'right',
    ],
    ['another answer', puzzle, `${step}The answer is 6 * 4 = 24`, false, 'wrong'],
    ['an end without an answer', puzzle, step, true, 'wrong'],
    ['a story', story, 'Anna has 12 marbles', false, 'broken'],
    ['a story’s answer', story, 'The answer is 17', true, 'right'],
    [
      'a beginning of which only equations can be checked',
      question,
      'It takes 2 / 2 = 1 bolt of white.\n',
      false,
      null,
    ],
    ['a false equation', question, 'White: 2 / 2 = 3.\n', false, 'broken'],
    ['an answer that nobody knows', own, 'The answer is 3', true, null],
  ])('%s', (_, problem, text, isFinished, truth) => expect(truthOf(text, isFinished, problem)).toBe(truth));
});

describe('where a verifier parts from it', () => {
  const tokens = (...said: readonly (readonly [string, number])[]) =>
    said.map(([text, tvm]) => ({ text, values: { tvm } }));
  it('is certain from the token on after which nothing can follow', () => {
    // 6 * 5 leads to 24, as long as it is 30.
    const node = { id: 7, tokens: tokens(['6', 0.9], [' * 5', 0.8], [' = 31', 0.7], [' (left: 4 10 31)\n', 0.2]) };
    expect(partingOf(node, '', 'broken', 'tvm', puzzle)).toEqual({ node: 7, token: 2, value: 0.7, truth: 0 });
  });
  it('is its end, of a right solution', () => {
    const before = `${step}10 - 4 = 6 (left: 6 30)\n30 - 6 = 24 (left: 24)\n`;
    const node = { id: 9, tokens: tokens(['The answer is (6 * 5) - (10 - 4)', 0.1], [' = 24', 0.75]) };
    const found = partingOf(node, before, 'right', 'tvm', puzzle)!;
    expect([found, gapOf(found)]).toEqual([{ node: 9, token: 1, value: 0.75, truth: 1 }, 0.25]);
  });
  it('is nowhere in a step that can still become right, and where nothing is known or said', () => {
    const node = { id: 1, tokens: tokens([step, 0.01]) };
    expect(partingOf(node, '', 'open', 'tvm', puzzle)).toBeNull();
    expect(partingOf(node, '', null, 'tvm', puzzle)).toBeNull();
    expect(partingOf(node, '', 'hopeless', 'ovm', puzzle)).toBeNull();
  });
});

it('every recorded answer is as true as its search says', () => {
  for (const name of ['first-search.inkling.json', 'game24-313dfd77.json']) {
    const trace = readRecording(readFileSync(`public/recorded/${name}`, 'utf8'))!;
    const end = trace.events.findLast(({ type }) => type === 'done') as { id: number };
    let text = '';
    for (let id: number | null = end.id; id; id = trace.nodes[id]!.parent) text = trace.nodes[id]!.text + text;
    const told = truthOf(text, true, problemOf(trace.task, trace.problem.text)!);
    expect(told).toBe(trace.result.correct ? 'right' : 'wrong');
  }
});

describe('a right answer', () => {
  it.each([
    ['game24', '4 5 6 10'],
    ['game24', '3 3 8 8'],
    ['word-problems', story.text],
    ['gsm8k', question.text],
  ])('of %s is one by its checker: %s', (task, text) => {
    const problem = problemOf(task, text)!;
    const answer = problem.rightAnswer()!;
    expect(problem.judge(`The answer is ${answer}${task === 'game24' ? ' = 24' : ''}`).correct).toBe(true);
  });
  it('is not made up', () => {
    expect(problemOf('game24', '1 1 1 1')!.rightAnswer()).toBeNull();
    expect(own.rightAnswer()).toBeNull();
  });
});
