import { describe, expect, it } from 'vitest';
import { TASK_IDS } from '../../../src/core/ids';
import { createRng } from '../../../src/core/rng';
import { TASKS } from '../../../src/tasks/registry';

describe.each(TASK_IDS)('the task %s', (id) => {
  const task = TASKS[id];

  it('reads what it makes and offers', () => {
    expect(task.id).toBe(id);
    const texts = [task.generate(createRng(1)), ...task.gallery.map(({ text }) => text)];
    for (const split of ['settings', 'test'] as const) {
      const last = task.splitSize(split) - 1;
      if (last >= 0) texts.push(task.splitProblem(split, 0), task.splitProblem(split, last));
    }
    for (const text of texts) {
      const parsed = task.parse(text);
      if (!parsed.ok) throw new Error(parsed.message);
      expect(parsed.problem.text).toBe(text);
      expect(parsed.problem.prompt).toBe(`${text}\n`);
      expect(parsed.problem.warning).toBeNull();
    }
  });

  it('judges, finds errors and has an oracle', () => {
    const parsed = task.parse(task.gallery[0]!.text);
    if (!parsed.ok) throw new Error(parsed.message);
    const { problem } = parsed;
    expect(problem.oracle('', false)).toBe(1);
    // Of everyday words only the equations can be checked.
    const wrong = id === 'gsm8k' ? '1 + 1 = 3\n' : 'nonsense\n';
    expect(problem.oracle(wrong, false)).toBe(0);
    expect(problem.firstError(wrong)).toMatchObject({ step: 0 });
    expect(problem.judge('The answer is 0').correct).toBe(false);
    expect(problem.answerOf('The answer is 0')).toBe('0');
  });

  it('refuses what it cannot read, in one sentence', () => {
    for (const text of ['', 'hello', 'x'.repeat(task.maxText + 1)]) {
      const parsed = task.parse(text);
      expect(parsed.ok).toBe(false);
      if (!parsed.ok) expect(parsed.message).toMatch(/^\S.*[.]$/);
    }
  });
});
