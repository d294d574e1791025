/**
 * One step of learning after the other, on jax-js: loss, gradient and AdamW (arXiv:1711.05101) are one compiled program,
 * which is made once for each size of batch. Deviation from AdamW: matrices alone decay, as is usual.
 */
import { defaultDevice, init, jit, numpy as np, valueAndGrad, type Array as Arr } from '@jax-js/jax';
import { AppError } from '../core/errors';
import type { BatchData } from './batch-data';
import { contrastLoss, isContrast } from './goal-loss';
import { headLogits, type HeadBatch } from './head';
import { crossEntropy, headOf, logitsOf, scaled, statesOf, type Arrays, type BatchArrays } from './network';
import { isHeadShape, MEASURED, weightShapes, type LearnedShape, type Weights } from './shape';

/** Where it computes. */
export type LearnerDevice = 'wasm' | 'webgpu';

export interface LearnerOptions {
  readonly shape: LearnedShape;
  readonly start: Weights;
  readonly device: LearnerDevice;
  readonly weightDecay: number;
  /** The norm to which a longer gradient is cut. */
  readonly clip: number;
}

/** Of a learner between two steps: the weights, AdamW's means of the gradients and of their squares, by weight. */
export interface LearnerState {
  readonly weights: Weights;
  readonly first: Weights;
  readonly second: Weights;
  /** Steps since the start, which the means are corrected for. */
  readonly steps: number;
}

export interface Learner {
  /** Learns from a batch; the loss is that before it did. */
  step(batch: BatchData, rate: number): Promise<number>;
  /** The loss on a batch, and the logits [B, S]; nothing is learned. */
  look(batch: BatchData): Promise<{ readonly loss: number; readonly logits: Float32Array }>;
  /** What the last layer says of the solutions' tokens, [B, S, C] at a root mean square of 1; of layers, not of a head. */
  states(batch: BatchData): Promise<Float32Array>;
  /** The gradient of the loss, by weight. */
  gradient(batch: BatchData): Promise<{ readonly loss: number; readonly gradient: Map<string, Float32Array> }>;
  weights(): Promise<Map<string, Float32Array>>;
  /** Takes other weights; what was remembered of earlier gradients is forgotten. */
  reset(weights: Weights): void;
  /** All that the next step depends on, copied. */
  state(): Promise<LearnerState>;
  /** Goes on as if it had just come to this state: what it learns then is the same, byte for byte. */
  restore(state: LearnerState): void;
  dispose(): void;
}

const BETA_1 = 0.9;
const BETA_2 = 0.98;
const EPSILON = 1e-8;

/** @throws AppError `backend-unavailable` where the device is not there. */
export async function createLearner(options: LearnerOptions): Promise<Learner> {
  const { shape, start, device, weightDecay, clip } = options;
  if (!(await init(device)).includes(device))
    throw new AppError('backend-unavailable', `There is no ${device} here to learn on.`, { backend: device });
  defaultDevice(device);
  const shapes = weightShapes(shape);
  const names = [...shapes.keys()];
  const learned = names.filter((name) => !MEASURED.has(name));
  const network = (weights: Arrays, batch: BatchArrays): Arr =>
    isHeadShape(shape) ? headLogits(shape, weights, batch as Arrays as HeadBatch) : logitsOf(shape, weights, batch);

  const lossOf = (weights: Arrays, batch: BatchArrays): Arr => {
    const { labels, weights: counts } = batch;
    if (isHeadShape(shape) || !isContrast(batch)) return crossEntropy(network(weights, batch), labels, counts);
    // They are for who counts what is learned from.
    for (const rest of [labels, counts]) rest.dispose();
    return contrastLoss(shape, weights, statesOf(shape, weights, batch), batch);
  };
  const states = jit((weights: Arrays, batch: BatchArrays): Arr => {
    if (isHeadShape(shape)) throw new AppError('internal', 'A head has no states of its own.');
    for (const rest of [batch.labels, batch.weights]) rest.dispose();
    return scaled(statesOf(shape, weights, batch), shape.epsilon);
  });
  const look = jit((weights: Arrays, batch: BatchArrays): [Arr, Arr] => {
    if (!isHeadShape(shape) && isContrast(batch)) {
      for (const rest of [batch.labels, batch.weights]) rest.dispose();
      const seen = statesOf(shape, weights, batch);
      return [contrastLoss(shape, weights, seen.ref, batch), headOf(shape, weights, seen)];
    }
    const logits = network(weights, batch);
    return [crossEntropy(logits.ref, batch.labels, batch.weights), logits];
  });
  const gradient = jit((weights: Arrays, batch: BatchArrays): [Arr, Arrays] => {
    return valueAndGrad(lossOf)(weights, batch);
  });
  /** `rates`: the learning rate, and the corrections of the two means for their start at nothing. */
  const step = jit((weights: Arrays, first: Arrays, second: Arrays, batch: BatchArrays, rates: Arr) => {
    const [loss, gradients] = valueAndGrad(lossOf)(refs(weights), batch) as [Arr, Arrays];
    const norm = np.sqrt(
      learned.map((name) => np.square(gradients[name]!.ref).sum()).reduce((sum, square) => sum.add(square)),
    );
    const factor = np.minimum(np.array(clip).div(norm.add(1e-6)), 1);
    const [rate, correct1, correct2] = [0, 1, 2].map((i) => rates.ref.slice(i)) as [Arr, Arr, Arr];
    const next: [Arrays, Arrays, Arrays] = [{}, {}, {}];
    for (const name of MEASURED) {
      if (!weights[name]) continue;
      gradients[name]!.dispose();
      [next[0][name], next[1][name], next[2][name]] = [weights[name], first[name]!, second[name]!];
    }
    for (const name of learned) {
      const g = gradients[name]!.mul(factor.ref);
      const m = first[name]!.mul(BETA_1).add(g.ref.mul(1 - BETA_1));
      const v = second[name]!.mul(BETA_2).add(np.square(g).mul(1 - BETA_2));
      const move = m.ref.mul(correct1.ref).div(np.sqrt(v.ref.mul(correct2.ref)).add(EPSILON));
      const decay = shapes.get(name)!.length > 1 ? weightDecay : 0;
      const old = weights[name]!;
      const moved = decay ? move.add(old.ref.mul(decay)) : move;
      next[0][name] = old.sub(moved.mul(rate.ref));
      next[1][name] = m;
      next[2][name] = v;
    }
    for (const rest of [factor, rate, correct1, correct2, rates]) rest.dispose();
    return [...next, loss] as const as unknown as [Arrays, Arrays, Arrays, Arr];
  });

  const given = (weights: Weights): Arrays =>
    Object.fromEntries(
      names.map((name) => [name, np.array(weights.get(name)!.slice()).reshape([...shapes.get(name)!])]),
    );
  const zeros = (): Arrays => Object.fromEntries(names.map((name) => [name, np.zeros([...shapes.get(name)!])]));
  let state: [Arrays, Arrays, Arrays] = [given(start), zeros(), zeros()];
  let steps = 0;
  const drop = (arrays: Arrays): void => Object.values(arrays).forEach((array) => array.dispose());
  const take = (next: typeof state, count: number): void => {
    state.forEach(drop);
    [state, steps] = [next, count];
  };
  const copied = async (arrays: Arrays): Promise<Map<string, Float32Array>> => {
    const read = new Map<string, Float32Array>();
    for (const name of names) read.set(name, (await numbersOf(arrays[name]!.ref)).slice());
    return read;
  };

  return {
    step: async (batch, rate) => {
      steps++;
      const rates = np.array([rate, 1 / (1 - BETA_1 ** steps), 1 / (1 - BETA_2 ** steps)]);
      const [weights, first, second, loss] = step(...state, arraysOf(batch), rates);
      state = [weights, first, second];
      return numberOf(loss);
    },
    look: async (batch) => {
      const [loss, logits] = look(refs(state[0]), arraysOf(batch));
      return { loss: await numberOf(loss), logits: await numbersOf(logits) };
    },
    states: async (batch) => numbersOf(states(refs(state[0]), arraysOf(batch))),
    gradient: async (batch) => {
      const [loss, gradients] = gradient(refs(state[0]), arraysOf(batch));
      const read = new Map<string, Float32Array>();
      for (const name of learned) read.set(name, await numbersOf(gradients[name]!));
      for (const name of names) if (!read.has(name)) gradients[name]!.dispose();
      return { loss: await numberOf(loss), gradient: read };
    },
    weights: () => copied(state[0]),
    reset: (weights) => take([given(weights), zeros(), zeros()], 0),
    state: async () => {
      const [weights, first, second] = [await copied(state[0]), await copied(state[1]), await copied(state[2])];
      return { weights, first, second, steps };
    },
    restore: (saved) => take([given(saved.weights), given(saved.first), given(saved.second)], saved.steps),
    dispose: () => {
      state.forEach(drop);
      for (const program of [look, states, gradient, step]) program.dispose();
    },
  };
}

/** What an array holds, which is consumed. */
const numbersOf = async (array: Arr): Promise<Float32Array> => (await array.data()) as Float32Array;
const numberOf = async (array: Arr): Promise<number> => (await numbersOf(array))[0]!;

const refs = (arrays: Arrays): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.ref]));

const arraysOf = (batch: BatchData): BatchArrays =>
  Object.fromEntries(
    Object.entries(batch).map(([name, { data, dims }]) => [name, np.array(data).reshape([...dims])]),
  ) as BatchArrays;
