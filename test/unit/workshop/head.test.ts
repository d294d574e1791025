import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { batchOf, sizeFor, selections, type Lesson } from '../../../src/workshop/batches';
import { freshHead, measured, tokenLogits, withDropout } from '../../../src/workshop/head';
import type { BatchData } from '../../../src/workshop/batch-data';
import { createLearner, type Learner } from '../../../src/workshop/learner';
import { learn } from '../../../src/workshop/learning';
import { MEAN, SCALE, weightShapes, type HeadShape, type Weights } from '../../../src/workshop/shape';

interface Fixture {
  readonly shape: HeadShape;
  readonly weights: Readonly<Record<string, number[]>>;
  readonly solutions: readonly {
    readonly seen: number[];
    readonly labels: number[];
    readonly logits: number[];
    readonly weight: number;
  }[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, number[]>>;
}

/** `training/workshop/head_fixture.py` made them with PyTorch. */
const fixtures = (
  JSON.parse(readFileSync(new URL('../../fixtures/workshop-heads.json', import.meta.url), 'utf8')) as Fixture[]
).map((fixture) => [`${fixture.shape.head}, window ${fixture.shape.window}`, fixture] as const);

const NOTHING = { tokens: 0, seen: new Float32Array(0), told: new Float32Array(0) };

const lessonOf = ({ shape, solutions }: Fixture): Lesson => ({
  prompt: NOTHING,
  rows: solutions.map(({ seen, labels, weight }) => ({
    features: { tokens: seen.length / shape.width, seen: Float32Array.from(seen), told: new Float32Array(0) },
    weight,
    labels: new Map([['tvm', Float64Array.from(labels)]]),
  })),
});

function batch(fixture: Fixture): { readonly data: BatchData; readonly tokens: number } {
  const lesson = lessonOf(fixture);
  // With room for another row, which counts for nothing.
  const size = sizeFor([lesson], 1, 4, 1);
  const [selection] = selections([lesson], size);
  return { data: batchOf(selection!, fixture.shape, size, 'tvm'), tokens: size.solutionTokens };
}

const startOf = ({ weights }: Fixture): Weights =>
  new Map(Object.entries(weights).map(([name, data]) => [name, Float32Array.from(data)] as const));

const open = (fixture: Fixture, weightDecay = 0): Promise<Learner> =>
  createLearner({ shape: fixture.shape, start: startOf(fixture), device: 'wasm', weightDecay, clip: 1e9 });

describe.each(fixtures)('a head (%s)', (_, fixture) => {
  test('has the logits, the loss and the gradients that PyTorch has', async () => {
    const learner = await open(fixture);
    const { data, tokens } = batch(fixture);
    const { loss, logits } = await learner.look(data);
    expect(loss).toBeCloseTo(fixture.loss, 5);
    fixture.solutions.forEach((solution, row) =>
      solution.logits.forEach((logit, t) => expect(Math.abs(logits[row * tokens + t]! - logit)).toBeLessThan(1e-4)),
    );
    const { gradient } = await learner.gradient(data);
    expect([...gradient.keys()].sort()).toEqual(Object.keys(fixture.gradients).sort());
    for (const [name, expected] of Object.entries(fixture.gradients)) {
      const scale = Math.max(...expected.map(Math.abs), 1e-3);
      const worst = Math.max(...expected.map((value, i) => Math.abs(gradient.get(name)![i]! - value)));
      expect(worst / scale, name).toBeLessThan(1e-4);
    }
    learner.dispose();
  });

  test('has gradients that agree with finite differences', async () => {
    const learner = await open(fixture);
    const { data } = batch(fixture);
    const { gradient } = await learner.gradient(data);
    for (const [name, own] of gradient) {
      const norm = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
      const lossAt = async (step: number): Promise<number> => {
        const moved = startOf(fixture)
          .get(name)!
          .map((value, i) => value + (step * own[i]!) / norm);
        learner.reset(new Map([...startOf(fixture), [name, moved]]));
        return (await learner.look(data)).loss;
      };
      const step = 0.02;
      const [a, b, c, d] = [await lossAt(2 * step), await lossAt(step), await lossAt(-step), await lossAt(-2 * step)];
      expect(Math.abs((-a + 8 * b - 8 * c + d) / (12 * step) - norm), name).toBeLessThan(1e-3 * norm + 2e-5);
    }
    learner.dispose();
  });

  test('says in plain numbers, token by token, what it says to the learner', () => {
    const { window, width } = fixture.shape;
    for (const { seen, logits } of fixture.solutions) {
      const own = tokenLogits(fixture.shape, startOf(fixture), Float32Array.from(seen));
      expect(own).toHaveLength(seen.length / width);
      logits.forEach((logit, t) => {
        const last = own.slice(Math.max(0, t - window + 1), t + 1);
        expect(Math.abs(last.reduce((sum, each) => sum + each, 0) / last.length - logit)).toBeLessThan(1e-4);
      });
    }
  });

  test('learns, but not what was measured', async () => {
    const learner = await open(fixture, 0.05);
    const { data } = batch(fixture);
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) losses.push(await learner.step(data, 0.03));
    expect(losses.at(-1)!).toBeLessThan(losses[0]! - 0.05);
    const weights = await learner.weights();
    expect([...weights.keys()]).toEqual([...weightShapes(fixture.shape).keys()]);
    for (const name of [MEAN, SCALE]) expect(weights.get(name)).toEqual(startOf(fixture).get(name));
    learner.dispose();
  });
});

const shape: HeadShape = { head: 'mlp', width: 3, hidden: 4, told: 0, window: 2 };

describe('what a head begins with', () => {
  test('says one half of everything, the same for the same seed', () => {
    const fresh = freshHead(shape, 7);
    expect([...tokenLogits(shape, fresh, Float32Array.from([1, -2, 3, 100, 0, 5]))]).toEqual([0, 0]);
    expect(freshHead(shape, 7)).toEqual(fresh);
    expect(freshHead(shape, 8)).not.toEqual(fresh);
  });

  test('brings every feature to mean 0 and spread 1, and leaves one alone that never differs', () => {
    const seen = Float32Array.from([1, 1000, 5, 3, 3000, 5, 5, 5000, 5]);
    const lesson = {
      prompt: NOTHING,
      rows: [{ features: { tokens: 3, seen, told: new Float32Array(0) }, weight: 1, labels: new Map() }],
    };
    const weights = measured(freshHead(shape, 1), shape, [lesson]);
    const [mean, scale] = [weights.get(MEAN)!, weights.get(SCALE)!];
    expect([...mean]).toEqual([3, 3000, 5]);
    expect(scale[0]! / scale[1]!).toBeCloseTo(1000, 1);
    const own = [0, 3, 6].map((at) => (seen[at]! - mean[0]!) * scale[0]!);
    expect(own.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 5);
    expect(Number.isFinite(scale[2]!)).toBe(true);
    expect(measured(freshHead(shape, 1), shape, [])).toEqual(freshHead(shape, 1));
  });
});

test('dropout leaves some units out, others in every step, and the mean as it is', () => {
  const wide = { ...shape, hidden: 400 };
  const data = batchOf([], wide, { prompts: 1, promptTokens: 8, solutions: 1, solutionTokens: 8 }, null);
  const [first, second] = [withDropout(data, 1, 0), withDropout(data, 1, 1)];
  const kept = (given: BatchData): number[] => [...given['kept']!.data];
  expect(kept(withDropout(data, 1, 0))).toEqual(kept(first));
  expect(kept(first)).not.toEqual(kept(second));
  expect(kept(first).filter((unit) => unit === 0).length).toBeGreaterThan(40);
  expect(kept(first).reduce((sum, unit) => sum + unit, 0) / 400).toBeCloseTo(1, 0);
  const linear = batchOf(
    [],
    { ...wide, head: 'linear', hidden: 0 },
    { prompts: 1, promptTokens: 8, solutions: 1, solutionTokens: 8 },
    null,
  );
  expect(withDropout(linear, 1, 0)).toBe(linear);
});

describe('a head that learns its problems by heart', () => {
  /** Solutions whose labels are chance: what is learned of them is worth nothing for others. */
  const lessonsOf = (count: number, from: number): Lesson[] =>
    Array.from({ length: count }, (_, problem) => ({
      prompt: NOTHING,
      rows: Array.from({ length: 2 }, (_, row) => {
        const seen = Float32Array.from({ length: 12 }, (_, i) => Math.sin((from + problem * 37 + row * 11 + i) ** 2));
        const label = Number(Math.sin((from + problem * 7 + row) ** 3) > 0);
        return {
          features: { tokens: 4, seen, told: new Float32Array(0) },
          weight: 1,
          labels: new Map([['tvm', new Float64Array(4).fill(label)]]),
        };
      }),
    }));

  test('is given as it was when it said most of the problems that it has not learned from', async () => {
    const heldOut = lessonsOf(6, 5000);
    const size = sizeFor(heldOut, 6, 12, 1);
    const learner = await createLearner({
      ...{ shape, start: freshHead(shape, 1), device: 'wasm', weightDecay: 0, clip: 1 },
    });
    const options = { rule: 'tvm', steps: 64, rate: 0.05, seed: 1, together: 64, size, shape } as const;
    const control = { pass: async () => undefined, shouldStop: () => false, onPoint: () => undefined };
    const { weights, points } = await learn(learner, lessonsOf(6, 1), heldOut, options, control);
    const looks = points.flatMap((point) => point.heldOut ?? []);
    expect(looks).toHaveLength(16);
    const [selection] = selections(heldOut, size);
    learner.reset(weights);
    const { loss } = await learner.look(batchOf(selection!, shape, size, 'tvm'));
    expect(loss).toBeCloseTo(Math.min(...looks), 5);
    expect(looks.at(-1)!).toBeGreaterThan(loss);
    learner.dispose();
  });
});
