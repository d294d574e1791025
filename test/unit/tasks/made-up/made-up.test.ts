/** A task is its folder, an identifier and a line of the registry: the two files that are replaced here are all. */
import { describe, expect, it, vi } from 'vitest';
import { readProblem } from '../../../../workers/problems';
import { taskOf } from '../../../../src/tasks/registry';
import { fetchMessages, faultSentence, messagesFor } from '../../../../src/words';
import { parseUrl } from '../../../../src/url/parse';
import { serialiseUrl } from '../../../../src/url/serialise';
import { DEFAULTS } from './task';

vi.mock('../../../../src/core/ids', async (original) => {
  const ids = await original<{ TASK_IDS: readonly string[] }>();
  return { ...ids, TASK_IDS: [...ids.TASK_IDS, 'doubling'] };
});
vi.mock('../../../../src/tasks/registry', async () => {
  const { game24 } = await import('../../../../src/tasks/game24/task');
  const { gsm8k } = await import('../../../../src/tasks/gsm8k/task');
  const { wordProblems } = await import('../../../../src/tasks/word-problems/task');
  const { doubling } = await import('./task');
  const TASKS: Record<string, typeof doubling> = { game24, 'word-problems': wordProblems, gsm8k, doubling };
  const DEFAULT_PARAMETERS = Object.fromEntries(Object.entries(TASKS).map(([id, { defaults }]) => [id, defaults]));
  return { TASKS, DEFAULT_PARAMETERS, taskOf: (name: string) => TASKS[name] ?? null };
});

const ID = 'doubling' as 'game24';

describe('a made-up task', () => {
  it('is offered by a link, with its own problem and parameters, in the fewest words', () => {
    const { state, problems } = parseUrl('?task=doubling');
    expect(problems).toEqual([]);
    expect(state).toMatchObject({ task: 'doubling', problem: '21', parameters: DEFAULTS });
    expect(serialiseUrl(state)).toBe('?task=doubling');
  });

  it('is read and judged as a search reads and judges it', () => {
    const problem = readProblem(ID, '21');
    expect(problem.judge('21 + 21 = 42\nThe answer is 42')).toMatchObject({ answer: '42', correct: true });
    expect(() => readProblem(ID, 'x')).toThrow('No number.');
    expect(taskOf('doubling')?.defaults).toEqual(DEFAULTS);
  });

  it('speaks English where it has no words of a language', async () => {
    await fetchMessages('es');
    expect(messagesFor('es').tasks[ID].name).toBe('Doubling');
    expect(messagesFor('es').tasks.game24.name).toBe('Juego del 24');
    expect(faultSentence(ID, { code: 'odd', data: {}, message: 'x' }, messagesFor('es'))).toBe('No number.');
  });
});
