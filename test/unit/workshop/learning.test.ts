import { describe, expect, test } from 'vitest';
import type { Lesson } from '../../../src/workshop/batches';
import type { Learner } from '../../../src/workshop/learner';
import { learn } from '../../../src/workshop/learning';

const SHAPE = { width: 4, heads: 1, hidden: 4, told: 0, layers: [0, 1] as const, epsilon: 1e-5, ropeTheta: 100 };
const SIZE = { prompts: 1, promptTokens: 8, solutions: 1, solutionTokens: 8 };
const STEPS = 12;
const lesson = (): Lesson => {
  const features = { tokens: 2, seen: new Float32Array(8), told: new Float32Array(0) };
  return {
    prompt: features,
    rows: [{ features, weight: 1, labels: new Map([['tvm', Float64Array.from([0, 1])]]) }],
  };
};

/**
 * Learns for twelve steps, every second of which is followed by a look at three held-out problems and each by one at what
 * is watched, and is told to stop while a certain piece of work is done. What was done is written down.
 */
async function stoppedIn(work: string) {
  const done: string[] = [];
  let [isTold, isHeard] = [false, false];
  let at = 0;
  const does = (name: string): void => {
    done.push(name);
    if (name === work) isTold = true;
  };
  const look = async () => {
    does(`look ${at}.${done.filter((one) => one.startsWith(`look ${at}.`)).length + 1}`);
    return { loss: 0.5, logits: new Float32Array(8) };
  };
  const learner: Learner = {
    step: async () => {
      does(`step ${++at}`);
      return 0.7;
    },
    ...{ look, weights: async () => new Map(), reset: () => undefined, dispose: () => undefined },
    gradient: () => Promise.reject(new Error('Nobody asks for it.')),
    state: () => Promise.reject(new Error('Nobody asks for it.')),
    states: () => Promise.reject(new Error('Nobody asks for it.')),
    restore: () => undefined,
  };
  const learned = await learn(
    learner,
    [lesson()],
    [lesson(), lesson(), lesson()],
    { rule: 'tvm', steps: STEPS, rate: 0.1, seed: 1, together: 64, size: SIZE, shape: SHAPE },
    {
      // A message of the page comes in between two passes, and no sooner.
      pass: async () => void (isHeard = isTold),
      shouldStop: () => isHeard,
      onPoint: () => undefined,
      afterStep: async (step) => does(`watched ${step}`),
    },
  );
  return { done, learned };
}

describe('a stop while it learns', () => {
  test.each([
    ['step 3', 3],
    // One that the held-out problems are looked at after.
    ['step 4', 4],
    ['look 4.1', 4],
    ['look 4.3', 4],
    ['watched 5', 5],
    ['step 12', 12],
  ])('during %s is kept before anything else is computed', async (work, steps) => {
    const { done, learned } = await stoppedIn(work);
    expect(done.at(-1)).toBe(work);
    expect(learned).toMatchObject({ steps, exploded: false });
    expect(learned.points.at(-1)!.step).toBe(steps);
  });

  test('that never comes leaves every step its looks', async () => {
    const { done, learned } = await stoppedIn('never');
    expect(done.filter((name) => name.startsWith('step'))).toHaveLength(STEPS);
    expect(done.filter((name) => name.startsWith('look'))).toHaveLength(3 * (STEPS / 2));
    expect(done.filter((name) => name.startsWith('watched'))).toHaveLength(STEPS - 1);
    expect(learned.points.filter(({ heldOut }) => heldOut !== null).map(({ step }) => step)).toEqual([
      2, 4, 6, 8, 10, 12,
    ]);
  });
});
