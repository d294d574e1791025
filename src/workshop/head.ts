/**
 * A value head on the hidden states of a language model: what it says, in jax-js while it learns and in plain numbers
 * afterwards; what it begins with; and how it is kept from learning its problems by heart.
 */
import { lax, nn, numpy as np, type Array as Arr } from '@jax-js/jax';
import { createRng } from '../core/rng';
import type { Lesson } from './batches';
import type { BatchData } from './batch-data';
import type { Arrays } from './network';
import { normal } from './normal';
import {
  BIAS,
  HEAD,
  HIDDEN_BIAS,
  HIDDEN_WEIGHT,
  MEAN,
  SCALE,
  sizeOf,
  weightShapes,
  type HeadShape,
  type Weights,
} from './shape';

/** A batch for a head, as arrays of fixed shapes. */
export interface HeadBatch extends Arrays {
  /** [B, S, C] */
  seen: Arr;
  /** [F]: by how much what a hidden unit says is multiplied. Of a linear head there is none. */
  kept: Arr;
}

/** [S, S]: what logits by token are multiplied with to become means over the last `window`, each token's own among them. */
function windowMeans(tokens: number, window: number): Float32Array {
  const means = new Float32Array(tokens * tokens);
  for (let t = 0; t < tokens; t++) {
    const from = Math.max(0, t - window + 1);
    for (let at = from; at <= t; at++) means[at * tokens + t] = 1 / (t - from + 1);
  }
  return means;
}

/** The logits [B, S] of the solutions' tokens. Keeps the weights. */
export function headLogits(shape: HeadShape, weights: Arrays, batch: HeadBatch): Arr {
  const [b, s] = batch.seen.shape as [number, number];
  const w = (name: string): Arr => weights[name]!.ref;
  const measured = (name: string): Arr => lax.stopGradient(w(name));
  let x = batch.seen.sub(measured(MEAN)).mul(measured(SCALE));
  if (shape.head === 'mlp') x = nn.silu(np.matmul(x, w(HIDDEN_WEIGHT)).add(w(HIDDEN_BIAS))).mul(batch.kept);
  const own = np.matmul(x, w(HEAD)).reshape([b, s]).add(w(BIAS));
  if (shape.window === 1) return own;
  return np.matmul(own, np.array(windowMeans(s, shape.window)).reshape([s, s]));
}

/** What a head says of each token alone, before the mean over the window: the logits [T] of features [T, C]. */
export function tokenLogits(
  { head, width, hidden }: HeadShape,
  weights: Weights,
  features: Float32Array,
): Float32Array {
  const weight = (name: string): Float32Array => weights.get(name)!;
  const [mean, scale, out] = [weight(MEAN), weight(SCALE), weight(HEAD)];
  const bias = weight(BIAS)[0]!;
  const isLinear = head === 'linear';
  const inner = isLinear ? null : { matrix: weight(HIDDEN_WEIGHT), bias: weight(HIDDEN_BIAS) };
  const x = new Float32Array(width);
  const units = new Float32Array(hidden);
  return Float32Array.from({ length: features.length / width }, (_, t) => {
    for (let i = 0; i < width; i++) x[i] = (features[t * width + i]! - mean[i]!) * scale[i]!;
    if (!inner) return x.reduce((sum, value, i) => sum + value * out[i]!, bias);
    units.set(inner.bias);
    for (let i = 0; i < width; i++) for (let j = 0; j < hidden; j++) units[j]! += x[i]! * inner.matrix[i * hidden + j]!;
    return units.reduce((sum, unit, j) => sum + (unit / (1 + Math.exp(-unit))) * out[j]!, bias);
  });
}

/** Keeps these random numbers apart from others of the same seed. */
const FRESH = 0x4ead;
const DROPPED = 0xd209;

/** A head that says one half of everything, for features as they are. The same seed gives the same one. */
export function freshHead(shape: HeadShape, seed: number): Weights {
  const rng = createRng(seed, FRESH);
  const fill: Readonly<Record<string, () => number>> = {
    [SCALE]: () => 1,
    [HIDDEN_WEIGHT]: () => shape.width ** -0.5 * normal(rng),
  };
  return new Map(
    [...weightShapes(shape)].map(([name, dims]) => [
      name,
      Float32Array.from({ length: sizeOf(dims) }, fill[name] ?? (() => 0)),
    ]),
  );
}

/** Of a feature that hardly differs: its scale would make noise of it. Relative to the mean spread. */
const LEAST = 1e-3;

/** The weights with the mean and the spread of these solutions' features, by the tokens. */
export function measured(weights: Weights, { width }: HeadShape, lessons: readonly Lesson[]): Weights {
  const [sum, square] = [new Float64Array(width), new Float64Array(width)];
  let tokens = 0;
  for (const { rows } of lessons)
    for (const { features } of rows) {
      features.seen.forEach((value, at) => {
        sum[at % width]! += value;
        square[at % width]! += value * value;
      });
      tokens += features.tokens;
    }
  if (!tokens) return weights;
  const mean = sum.map((total) => total / tokens);
  const spread = square.map((total, i) => Math.sqrt(Math.max(0, total / tokens - mean[i]! ** 2)));
  const least = LEAST * (spread.reduce((all, each) => all + each, 0) / width) || 1;
  const scale = spread.map((each) => 1 / Math.max(least, each));
  return new Map([...weights, [MEAN, Float32Array.from(mean)], [SCALE, Float32Array.from(scale)]]);
}

/** Share of the hidden units that say nothing in a step of learning. */
const DROPOUT = 0.2;

/** The batch of a step with some hidden units left out, others in every step. The same seed gives the same ones. */
export function withDropout(batch: BatchData, seed: number, step: number): BatchData {
  const { kept } = batch;
  if (!kept) return batch;
  const rng = createRng(seed, DROPPED, step);
  const data = kept.data.map(() => (rng.uniform() < DROPOUT ? 0 : 1 / (1 - DROPOUT)));
  return { ...batch, kept: { ...kept, data } };
}
