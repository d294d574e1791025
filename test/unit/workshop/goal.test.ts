import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchOf, selections, sizeFor, type Lesson } from '../../../src/workshop/batches';
import { CONTRASTED, goalsOf, pairsOf, sourcesOf } from '../../../src/workshop/contrast';
import { fitted, goalVerifier } from '../../../src/workshop/goal';
import { createLearner, type Learner } from '../../../src/workshop/learner';
import { BIAS, HEAD, NORM } from '../../../src/workshop/shape';
import { readWorkshopBatch } from '../../fixtures/workshop-batch';

/** `training/workshop/goal_fixture.py` made it with PyTorch. */
const { fixture, featuresOf, start } = readWorkshopBatch<{ readonly right: boolean }>('workshop-goal.json');
const { shape } = fixture;

const told = (tokens: number, label: number) => new Map([['goal', new Float64Array(tokens).fill(label)]]);
const lessons = fixture.prompts.map((prompt, at): Lesson => ({
  prompt: featuresOf(prompt),
  rows: fixture.solutions
    .filter((solution) => solution.prompt === at)
    .map((solution) => {
      const features = featuresOf(solution);
      return { features, weight: 1, labels: told(features.tokens, Number(solution.right)) };
    }),
}));
// With places for more problems and solutions than there are.
const size = sizeFor(lessons, 3, 7, 1);
const batchOfAll = () => {
  const [selection] = selections(lessons, size);
  return batchOf(selection!, shape, size, 'goal');
};
describe('the contrast', () => {
  let learner: Learner;
  beforeAll(async () => {
    learner = await createLearner({ shape, start, device: 'wasm', weightDecay: 0, clip: 1e9 });
  });
  afterAll(() => learner.dispose());

  test('has the loss and the gradients that PyTorch has, whatever stands in the places that are empty', async () => {
    const { loss, gradient } = await learner.gradient(batchOfAll());
    expect(loss).toBeCloseTo(fixture.loss, 5);
    for (const [name, expected] of Object.entries(fixture.gradients)) {
      const own = gradient.get(name)!;
      const scale = Math.max(...expected.map(Math.abs), 1e-3);
      const worst = Math.max(...expected.map((value, i) => Math.abs(own[i]! - value)));
      expect(worst / scale, name).toBeLessThan(1e-4);
    }
  });

  test('has gradients that agree with finite differences', async () => {
    const { gradient } = await learner.gradient(batchOfAll());
    for (const [name, own] of gradient) {
      const norm = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
      // The bias is in both rewards of a pair.
      if (name === BIAS) {
        expect(norm).toBeLessThan(1e-6);
        continue;
      }
      const lossAt = async (step: number): Promise<number> => {
        const moved = start.get(name)!.map((value, i) => value + (step * own[i]!) / norm);
        learner.reset(new Map([...start, [name, moved]]));
        return (await learner.look(batchOfAll())).loss;
      };
      const step = 0.02;
      const [a, b, c, d] = [await lossAt(2 * step), await lossAt(step), await lossAt(-step), await lossAt(-2 * step)];
      const difference = (-a + 8 * b - 8 * c + d) / (12 * step);
      expect(Math.abs(difference - norm), name).toBeLessThan(1e-3 * norm + 2e-5);
    }
    learner.reset(start);
  });

  test('becomes a verifier whose logits are the cosine to the mean goal state, scaled and moved', async () => {
    const [selection] = selections(lessons, size);
    const plain = batchOf(selection!, shape, size, null);
    const states = await learner.states(plain);
    const made = await goalVerifier(
      start,
      () => Promise.resolve(states),
      lessons,
      shape,
      size,
      () => Promise.resolve(),
    );
    const { width } = shape;
    const stateOf = (row: number, token: number) => {
      const from = (row * size.solutionTokens + token) * width;
      return [...states.subarray(from, from + width)];
    };
    const right = [
      { row: 0, tokens: 6 },
      { row: 3, tokens: 7 },
    ];
    const goals = right.flatMap(({ row, tokens }) => goalsOf(tokens).map((token) => stateOf(row, token)));
    const mean = Array.from({ length: width }, (_, i) => goals.reduce((sum, goal) => sum + goal[i]!, 0) / goals.length);
    const length = (x: readonly number[]) => Math.hypot(...x);
    const cosine = (x: readonly number[]) =>
      x.reduce((sum, value, i) => sum + value * mean[i]!, 0) / length(x) / length(mean);
    const scale = length([...made.get(HEAD)!]) * Math.sqrt(width);
    const offset = made.get(BIAS)![0]!;
    expect(scale).toBeGreaterThan(0);
    expect([...made.get(NORM)!]).toEqual(Array(width).fill(1));
    learner.reset(made);
    const { logits } = await learner.look(plain);
    fixture.solutions.forEach(({ seen }, row) => {
      for (let token = 0; token < seen.length / width; token++)
        expect(logits[row * size.solutionTokens + token]).toBeCloseTo(scale * cosine(stateOf(row, token)) + offset, 3);
    });
    learner.reset(start);
  });

  test('that learns draws sources of right solutions nearer to their goals than to those of wrong ones', async () => {
    const before = (await learner.look(batchOfAll())).loss;
    for (let step = 0; step < 8; step++) await learner.step(batchOfAll(), 0.02);
    expect((await learner.look(batchOfAll())).loss).toBeLessThan(before - 0.05);
    learner.reset(start);
  });
});

test('each right and each wrong solution is in a pair of its own problem, and one whose verdict is even in none', () => {
  const row = (label: number) => ({ ...lessons[0]!.rows[0]!, labels: told(6, label) });
  const of = (...labels: number[]) => ({ lesson: lessons[0]!, rows: labels.map(row) });
  expect(pairsOf([of(1, 0, 0), of(1, 1), of(0.5, 1, 0, 1)])).toEqual([
    [0, 1],
    [0, 2],
    [6, 7],
    [8, 7],
  ]);
  const batch = batchOf([of(1, 1)], shape, size, 'goal');
  // Nothing is learned of a problem whose solutions all end alike.
  expect(batch['weights']!.data.every((weight) => weight === 0)).toBe(true);
});

test('all sources stand before all goals, wherever there are two tokens', () => {
  for (const tokens of [2, 3, 7, 40, 101]) {
    expect(Math.max(...sourcesOf(tokens))).toBeLessThan(Math.min(...goalsOf(tokens)));
    expect(Math.max(...goalsOf(tokens))).toBeLessThan(tokens);
    expect(sourcesOf(tokens)).toHaveLength(CONTRASTED);
  }
  expect([sourcesOf(1)[0], goalsOf(1)[0]]).toEqual([0, 0]);
});

describe('scale and offset', () => {
  const place = (cosine: number, label: number, weight = 1) => ({ cosine, label, weight });

  test('say of each cosine the share that ends right', () => {
    const places = [place(0.1, 1, 1), place(0.1, 0, 3), place(0.3, 1, 3), place(0.3, 0, 1)];
    const { scale, offset } = fitted(places);
    const said = (cosine: number) => 1 / (1 + Math.exp(-scale * cosine - offset));
    expect(said(0.1)).toBeCloseTo(0.25, 1);
    expect(said(0.3)).toBeCloseTo(0.75, 1);
  });

  test('never turn the order round, and are numbers where the cosine parts all outcomes or there are none', () => {
    const against = fitted([place(0.1, 1), place(0.3, 0), place(0.4, 0), place(0.2, 1)]);
    expect(against.scale).toBe(0);
    expect(against.offset).toBeCloseTo(0, 3);
    const parted = fitted([place(0.1, 0), place(0.2, 0), place(0.3, 1), place(0.4, 1)]);
    expect(Number.isFinite(parted.scale) && Number.isFinite(parted.offset)).toBe(true);
    expect(parted.scale).toBeGreaterThan(10);
    expect(fitted([])).toEqual({ scale: 0, offset: 0 });
  });
});
