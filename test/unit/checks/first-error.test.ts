import { describe, expect, it } from 'vitest';
import { firstErrorCheck, type FirstErrorOptions } from '../../../src/checks/first-error';
import { drain, fakePorts, SAMPLING } from '../../fixtures/checks';
import type { Table } from '../../fixtures/fake-models';

/** Seven lines "a", then the answer x: right unless somebody wrote a "c". */
const ALWAYS_RIGHT: Table = {
  '7:': { 'The answer is ': 1 },
  '*:': { a: 1 },
  '*:The answer is ': { x: 1 },
  '*:The answer is x': { '<eos>': 1 },
  '*': { '\n': 1 },
};
const BROKEN_IN_STEP_3 = ['a\na\na\nc\na\na\na\nThe answer is x'];
const OPTIONS: FirstErrorOptions = {
  kind: 'first-error',
  solution: BROKEN_IN_STEP_3,
  unit: 'step',
  rollouts: 16,
  sampling: { ...SAMPLING, maxSteps: 10 },
};

describe('the search for the first error', () => {
  it('halves what is left: 4 of 8 steps are hopeless, 2 are not, 3 are not, so it is in the fourth', async () => {
    const ports = fakePorts(ALWAYS_RIGHT);
    const { events, result } = await drain(firstErrorCheck(OPTIONS, ports));
    expect(events.map(({ low, high, units, isWrong }) => [low, high, units, isWrong])).toEqual([
      [0, 8, 4, true],
      [0, 4, 2, false],
      [2, 4, 3, false],
    ]);
    expect(events.map(({ observed }) => observed.successes)).toEqual([0, 16, 16]);
    expect(result).toMatchObject({
      ...{ unit: 3, units: 8, found: { step: 3, offset: 7 }, broken: { step: 3, offset: 6 } },
      hopeless: { step: 3, offset: 6 },
      // A scan probes 1, 2, 3 and 4 steps.
      ...{ rolloutsSpent: 48, rolloutsOfScan: 64 },
    });
    expect(ports.openPrefixes()).toBe(0);
  });

  it('finds the very token', async () => {
    const { result } = await drain(firstErrorCheck({ ...OPTIONS, unit: 'token' }, fakePorts(ALWAYS_RIGHT)));
    expect(result).toMatchObject({ unit: 6, units: 16, found: { step: 3, offset: 6 }, rolloutsOfScan: 7 * 16 });
    expect(result.rolloutsSpent).toBe(4 * 16);
  });

  it('does not pretend to know when it is stopped', async () => {
    const probes: unknown[] = [];
    const control = { shouldStop: () => probes.length > 0 };
    const check = firstErrorCheck(OPTIONS, fakePorts(ALWAYS_RIGHT), control);
    const { result } = await drain(check, (probe) => probes.push(probe));
    expect(result).toMatchObject({ unit: null, found: null, broken: { step: 3 }, rolloutsSpent: 16 });
  });

  it.each([
    [['a\nThe answer is x'], /is right/],
    [['a\na\n'], /no answer yet/],
  ])('refuses %j', async (solution, message) => {
    const check = drain(firstErrorCheck({ ...OPTIONS, solution }, fakePorts(ALWAYS_RIGHT)));
    await expect(check).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) });
  });

  it('parts the solution as the policy does, whose steps may be no lines', async () => {
    // Steps of two lines that end with a d; the second is broken, and rollouts stop to succeed at its end.
    const table: Table = {
      '3:': { 'The answer is ': 1 },
      '*:': { a: 1 },
      '*:a': { '\n': 1 },
      '*:a\n': { d: 1 },
      '*:The answer is ': { x: 1 },
      '*:The answer is x': { '<eos>': 1 },
      '*': { d: 1 },
    };
    const solution = ['a\nd', 'c\nd', 'a\nd', 'The answer is x'];
    const { result } = await drain(firstErrorCheck({ ...OPTIONS, solution }, fakePorts(table, {}, 'd')));
    expect(result).toMatchObject({
      ...{ unit: 1, units: 4, found: { step: 1, offset: 5 } },
      ...{ broken: { step: 1, offset: 3 }, hopeless: { step: 1, offset: 3 } },
    });
  });
});
