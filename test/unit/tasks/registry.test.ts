import { describe, expect, it } from 'vitest';
import { TASK_IDS } from '../../../src/core/ids';
import { createRng } from '../../../src/core/rng';
import { problemOf, TASKS, taskOf, TRAINED_TASK_IDS } from '../../../src/tasks/registry';
import { STANDARD_PARAMETERS } from '../../../src/core/search-parameters';
import { parameterProblem } from '../../../src/search/defaults';
import type { TrainingFilesOf } from '../../../src/tasks/task';
import { fetchTaskWords } from '../../../src/tasks/words';
import { OFFERED_LANGUAGES } from '../../../src/url/fields';

it('the trained tasks come first, and the page begins with one of them', () => {
  expect(TRAINED_TASK_IDS).toEqual(TASK_IDS.slice(0, TRAINED_TASK_IDS.length));
  expect(TRAINED_TASK_IDS.length).toBeGreaterThan(0);
});

it('knows tasks by names from outside', () => {
  expect(taskOf('game24')).toBe(TASKS.game24);
  for (const name of [undefined, '', 'chess', 'constructor', '__proto__']) expect(taskOf(name)).toBeNull();
  expect(problemOf('game24', '10 6 5 4')?.text).toBe('4 5 6 10');
  expect(problemOf('game24', 'four')).toBeNull();
  expect(problemOf('chess', '4 5 6 10')).toBeNull();
});

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

  it('begins with a problem of its own and with parameters that can be run', () => {
    expect(task.parse(task.defaultProblem).ok).toBe(true);
    expect(task.gallery.map(({ text }) => text)).toContain(task.defaultProblem);
    expect(Object.keys(task.defaults)).toEqual(Object.keys(STANDARD_PARAMETERS));
    expect(parameterProblem('beam', task.defaults)).toBeNull();
  });

  it('has words of its own in every language', async () => {
    expect(['en', ...task.languages]).toEqual(OFFERED_LANGUAGES);
    for (const language of task.languages) expect(await fetchTaskWords(task, language)).not.toBe(task.words);
    // A language that is not there yet is no fault.
    expect(await fetchTaskWords(task, 'eo')).toBe(task.words);
  });

  it('has training files where packs are trained for it, and only there', async () => {
    const load = () =>
      import(`../../../src/tasks/${id}/training-files.ts`) as Promise<{ trainingFiles: TrainingFilesOf }>;
    if (task.isTrained) expect((await load()).trainingFiles).toBeTypeOf('function');
    else await expect(load()).rejects.toThrow();
  });

  it('refuses what it cannot read, in one sentence', () => {
    for (const text of ['', 'hello', 'x'.repeat(task.maxText + 1)]) {
      const parsed = task.parse(text);
      expect(parsed.ok).toBe(false);
      if (!parsed.ok) expect(parsed.message).toMatch(/^\S.*[.]$/);
    }
  });
});
