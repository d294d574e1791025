/** Which lines of a model's solution tell its answer. */
import { describe, expect, it } from 'vitest';
import { tellsAnswer } from '../../../src/model/prompt-format';
import { TASKS } from '../../../src/tasks/registry';

describe('a line tells the answer', () => {
  it.each([
    'The answer is 35',
    'The answer is 35.\n',
    '  **The final answer is: $1,200**\n',
    'So the answer is (12 * 2) * (9 - 8) = 24\n',
    'First 3 + 4 = 7.\nThe answer is 7.\n\n',
    '\\boxed{42}\n',
    'Therefore \\(x = \\boxed{\\frac{1}{2}}\\)\n',
  ])('%j', (line) => expect(tellsAnswer(line)).toBe(true));
});

describe('a line tells none', () => {
  it.each([
    'The answer is N, 35'.replace(', 35', ''),
    'The answer is the number of eggs\n',
    'We check whether the answer is 7.\n',
    'Tom has 5 + 3 = 8 apples.\n',
    'The answers are 7 and 8\n',
    'The answer isn 7',
    '\\boxed{x}',
  ])('%j', (line) => expect(tellsAnswer(line)).toBe(false));
});

it.each(Object.values(TASKS))(
  'the worked examples of $id tell it in their last line, and in no other',
  ({ hubExamples }) => {
    expect(hubExamples.length).toBeGreaterThan(1);
    for (const { solution } of hubExamples) {
      const lines = solution.trim().split('\n');
      expect(lines.map(tellsAnswer)).toEqual(lines.map((_, i) => i === lines.length - 1));
    }
  },
);
