import { describe, expect, it } from 'vitest';
import { TASK_IDS } from '../../../src/core/ids';
import {
  EXAMPLES_LIMIT,
  exampleTurns,
  plainPrompt,
  PROMPT_LIMIT,
  promptFormatFor,
  promptProblem,
} from '../../../src/model/prompt-format';
import { TASKS } from '../../../src/tasks/registry';

const LARGE = { hasChatTemplate: true, contextTokens: 8192 };

describe.each(TASK_IDS)('the worked examples of %s', (id) => {
  const { hubExamples, parse, splitSize, splitProblem, levels } = TASKS[id];

  it('are right by its own checker, step by step', () => {
    expect(hubExamples).toHaveLength(2);
    for (const { question, solution } of hubExamples) {
      // The checker of GSM8K learns the answer from the text.
      const read = parse(
        levels === null && TASKS[id].isText ? `${question}\n#### ${solution.split(' ').at(-1)}` : question,
      );
      if (!read.ok) throw new Error(read.message);
      expect(read.problem.judge(solution)).toMatchObject({ correct: true, stepsLegal: true });
      expect(read.problem.isReworded ?? false).toBe(false);
    }
  });

  it('are none that a number is measured on', () => {
    const measured = (['test', 'settings'] as const).flatMap((split) =>
      Array.from({ length: Math.min(200, splitSize(split)) }, (_, i) => splitProblem(split, i)),
    );
    for (const { question } of hubExamples) expect(measured.some((text) => text.startsWith(question))).toBe(false);
  });
});

describe('a format', () => {
  it('begins with examples where the context holds them and the model has not learned the task’s own form', () => {
    const count = (id: keyof typeof TASKS, hasChatTemplate: boolean, contextTokens: number): number =>
      promptFormatFor(TASKS[id], { hasChatTemplate, contextTokens }).examples.length;
    expect(count('gsm8k', true, 8192)).toBe(2);
    expect(count('gsm8k', true, 1024)).toBe(0);
    expect(count('gsm8k', false, 2048)).toBe(2);
    expect(count('word-problems', true, 8192)).toBe(2);
    expect(count('word-problems', false, 8192)).toBe(0);
  });

  it('asks the questions of examples as it asks the reader’s', () => {
    const examples = [{ question: '1 + 1?', solution: 'The answer is 2' }];
    const format = { ...promptFormatFor(TASKS.gsm8k, LARGE), user: 'Q: {problem}', examples };
    expect(exampleTurns(format)).toEqual([{ question: 'Q: 1 + 1?', solution: 'The answer is 2' }]);
    expect(plainPrompt({ ...format, user: '{problem}\n' }, '2 + 2?')).toBe('1 + 1?\nThe answer is 2\n\n2 + 2?\n');
  });

  it.each([
    ['without a question', { question: '', solution: 'x' }, 'no-example'],
    ['without a solution', { question: 'x', solution: ' \n' }, 'no-example'],
    ['that is too long', { question: 'x', solution: 'x'.repeat(PROMPT_LIMIT + 1) }, 'too-long'],
  ])('refuses an example %s', (_, example, code) => {
    expect(promptProblem({ ...promptFormatFor(TASKS.gsm8k, LARGE), examples: [example] })).toMatchObject({ code });
  });

  it('refuses more examples than it takes', () => {
    const examples = Array.from({ length: EXAMPLES_LIMIT + 1 }, () => ({ question: 'x', solution: 'y' }));
    expect(promptProblem({ ...promptFormatFor(TASKS.gsm8k, LARGE), examples })).toMatchObject({ code: 'too-many' });
  });
});
