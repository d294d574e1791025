import { describe, expect, it } from 'vitest';
import { TASKS } from '../../../../src/tasks/registry';
import { trainingFiles } from '../../../../src/tasks/word-problems/training-files';

interface Row {
  readonly prompt: string;
  readonly solutions: readonly string[];
  readonly prefixes: readonly string[];
  readonly largest: number;
}

describe('the training files of the word problems', () => {
  const files = trainingFiles({ policy: 300, value: 40, levels: [2, 4] }) as Record<string, Row[]>;
  const read = (prompt: string) => {
    const parsed = TASKS['word-problems'].parse(prompt);
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.problem;
  };

  it('hold as many stories as were asked for, of the levels asked for, with right solutions', () => {
    expect(files['policy.jsonl']).toHaveLength(300);
    expect(files['value.jsonl']).toHaveLength(40);
    expect(files['settings.jsonl']!.length).toBeGreaterThan(30);
    for (const { prompt, solutions } of [...files['policy.jsonl']!, ...files['settings.jsonl']!]) {
      const problem = read(prompt);
      expect(problem.prompt).toBe(prompt);
      expect([2, 3, 4]).toContain(problem.level);
      for (const solution of solutions) {
        expect(problem.judge(solution)).toMatchObject({ correct: true, stepsLegal: true });
      }
    }
    for (const { prompt, largest } of [...files['value.jsonl']!, ...files['settings.jsonl']!])
      expect(read(prompt).level).toBe(largest);
  });

  it('hold perturbed prefixes that are wrong, each in its last line', () => {
    for (const { prompt, prefixes } of files['slips.jsonl']!) {
      expect(prefixes.length).toBeGreaterThan(0);
      for (const prefix of prefixes) {
        expect(read(prompt).firstError(prefix)?.step).toBe(prefix.split('\n').length - 2);
      }
    }
  });

  it('share no story between what is learned, sampled and measured', () => {
    const test = TASKS['word-problems'];
    const measured = (['settings', 'test'] as const).flatMap((split) =>
      Array.from({ length: test.splitSize(split) }, (_, i) => `${test.splitProblem(split, i)}\n`),
    );
    const prompts = [...files['policy.jsonl']!, ...files['value.jsonl']!].map(({ prompt }) => prompt);
    expect(new Set([...prompts, ...measured]).size).toBe(prompts.length + measured.length);
  });
});
