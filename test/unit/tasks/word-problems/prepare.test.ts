import { expect, it, vi } from 'vitest';
import { TASKS } from '../../../../src/tasks/registry';

const STORY = 'Maria has 12 apples. Tom has 5 more apples than Maria. How many apples does Tom have?';

it('tries the rules of everyday words one a step, and reads as before', () => {
  const { parse, prepare } = TASKS['word-problems'];
  const tried = vi.spyOn(RegExp.prototype, 'test');
  const steps = prepare!()[Symbol.iterator]();
  const inOneStep: number[] = [];
  for (let before = 0; !steps.next().done; before = tried.mock.calls.length)
    inOneStep.push(tried.mock.calls.length - before);
  tried.mockRestore();
  expect(inOneStep.filter((count) => count === 1).length).toBeGreaterThan(100);
  const read = parse(STORY);
  expect(read.ok && read.problem.rightAnswer()).toBe('17');
});
