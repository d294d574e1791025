import { expect, it } from 'vitest';
import { TASKS } from '../../../../src/tasks/registry';
import { ceilingOf, taughtBelow } from '../../../../src/ui/views/train/ceiling';
import type { Finished } from '../../../../src/ui/views/train/finished';
import { firstChoice, type Choice } from '../../../../src/ui/views/train/presets';

const CHOICE = firstChoice(TASKS.game24);
const finished = (number: number, choice: Partial<Choice>): Finished => ({
  ...{ number, task: 'game24', choice: { ...CHOICE, ...choice }, start: 'policy', teacher: null, searched: null },
  ...{ labels: { solutions: 4, kept: 4, flipped: 0, spoiled: 0 }, runs: [], differences: [], curves: [] },
});

it('a ceiling knows what it is the ceiling of, the newest first', () => {
  const all = [
    finished(5, { teacher: 'checker', problems: 300 }),
    finished(4, { teacher: 'ovm', problems: 301 }),
    finished(3, { teacher: 'tvm' }),
    finished(2, { teacher: 'checker' }),
    finished(1, { teacher: 'ovm' }),
  ];
  const below = all.map((one) => taughtBelow(one, all).map(({ number }) => number));
  expect(below).toEqual([[], [], [], [3, 1], []]);
  expect(all.map((one) => ceilingOf(one, all)?.number ?? null)).toEqual([5, null, 2, 2, 2]);
});
