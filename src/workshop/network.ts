/**
 * The layers of a verifier that learn, and their loss, in jax-js. They compute what the pack's graphs compute
 * (`training/model/decoder.py`): RMS norm, rotary positions in the half-split layout, SwiGLU, a scalar head.
 *
 * Shapes: N prompts of at most P tokens, B solutions of at most S tokens, each after one of the prompts. Prompts stand
 * at the right end of their P places, so that every solution begins at position P: rotary positions say only how far
 * two tokens are apart, and one table serves all rows.
 *
 * jax-js counts references: a call consumes its arguments, and `.ref` keeps one for another use.
 */
import { lax, nn, numpy as np, type Array as Arr } from '@jax-js/jax';
import { BIAS, HEAD, layerName, NORM, TOLD, type LayersShape } from './shape';

export type Arrays = Record<string, Arr>;

/** A batch, as arrays of fixed shapes. */
export interface BatchArrays extends Arrays {
  /** [N, P, C] features of the prompts, [B, S, C] of the solutions. */
  ahead: Arr;
  seen: Arr;
  /** [N, P, told], [B, S, told]; absent where nothing is told. */
  aheadTold: Arr;
  seenTold: Arr;
  /** [B, N]: 1 at a solution's prompt. */
  pick: Arr;
  /** [B, 1, 1, P]: 0 where the solution's prompt has a token, a large negative number elsewhere. */
  bias: Arr;
  /** [N, 1, 1, P]: the same by prompt. */
  promptBias: Arr;
  /** [B, S] in [0, 1]. */
  labels: Arr;
  /** [B, S]: how much a token counts; 0 where nothing is learned. */
  weights: Arr;
}

/** Tables that are the same for all batches. */
export interface Tables {
  /** [P + S, D] */
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  /** [S, S]: 0 where a token sees another, a large negative number elsewhere. */
  readonly causal: Float32Array;
  /** [D, D]: what a half-turn of the two halves is multiplied with. */
  readonly turn: Float32Array;
}

/** Added to the score of a token that must not be seen. */
export const HIDDEN = -1e9;

export function makeTables({ width, heads, ropeTheta }: LayersShape, prompt: number, solution: number): Tables {
  const dim = width / heads;
  const [cos, sin] = [new Float32Array((prompt + solution) * dim), new Float32Array((prompt + solution) * dim)];
  for (let at = 0; at < prompt + solution; at++)
    for (let i = 0; i < dim; i++) {
      const angle = at / ropeTheta ** ((2 * (i % (dim / 2))) / dim);
      cos[at * dim + i] = Math.cos(angle);
      sin[at * dim + i] = Math.sin(angle);
    }
  const causal = new Float32Array(solution * solution);
  for (let t = 0; t < solution; t++) causal.fill(HIDDEN, t * solution + t + 1, (t + 1) * solution);
  const turn = new Float32Array(dim * dim);
  for (let i = 0; i < dim / 2; i++) {
    turn[(i + dim / 2) * dim + i] = -1;
    turn[i * dim + i + dim / 2] = 1;
  }
  return { cos, sin, causal, turn };
}

/** What the last layer says of the solutions' tokens, [B, S, C]. Keeps the weights, and what it does not need of the batch. */
export function statesOf(shape: LayersShape, weights: Arrays, batch: BatchArrays): Arr {
  const { width: c, heads, epsilon, layers } = shape;
  const [n, p] = batch.ahead.shape as [number, number];
  const [b, s] = batch.seen.shape as [number, number];
  const dim = c / heads;
  const tables = makeTables(shape, p, s);
  const constant = (data: Float32Array, dims: number[]): Arr => np.array(data).reshape(dims);
  const cos = constant(tables.cos, [p + s, 1, dim]);
  const sin = constant(tables.sin, [p + s, 1, dim]);
  const causal = constant(tables.causal, [1, 1, s, s]);
  const turn = constant(tables.turn, [dim, dim]);
  const promptCausal = constant(makeTables(shape, 0, p).causal, [1, 1, p, p]);

  const norm = (x: Arr, weight: Arr): Arr => scaled(x, epsilon).mul(weight);
  /** x [.., T, H, D], at positions from `from` on. */
  const rotate = (x: Arr, from: number, to: number): Arr => {
    const part = (table: Arr): Arr => table.ref.slice([from, to]);
    return x.ref.mul(part(cos)).add(np.matmul(x, turn.ref).mul(part(sin)));
  };
  const byHead = (x: Arr, rows: number, tokens: number): Arr => x.reshape([rows, tokens, heads, dim]);
  interface Seen {
    /** [R, K, H, D] */
    readonly keys: Arr;
    readonly values: Arr;
    /** What is added to the scores [R, H, T, K]. */
    readonly bias: Arr;
  }
  const scoresOf = (q: Arr, { keys, bias }: Seen): Arr => np.matmul(q, keys.transpose([0, 2, 3, 1])).add(bias);
  const joined = (x: Arr): Arr => {
    const [rows, , tokens] = x.shape as [number, number, number];
    return x.transpose([0, 2, 1, 3]).reshape([rows, tokens, c]);
  };
  /** q [R, T, H, D] -> [R, T, C], over one or two lists of keys under one softmax. */
  const attend = (q: Arr, ...lists: readonly Seen[]): Arr => {
    const query = q.transpose([0, 2, 1, 3]).mul(dim ** -0.5);
    const scores = lists.map((list) => scoresOf(query.ref, list));
    const best = scores
      .map((each) => lax.stopGradient(each.ref).max(-1, { keepdims: true }))
      .reduce((a, b) => np.maximum(a, b));
    const shares = scores.map((each) => np.exp(each.sub(best.ref)));
    const total = shares.map((each) => each.ref.sum(-1, { keepdims: true })).reduce((a, b) => a.add(b));
    const mixed = lists
      .map(({ values }, i) => np.matmul(shares[i]!, values.transpose([0, 2, 1, 3])))
      .reduce((a, b) => a.add(b));
    query.dispose();
    best.dispose();
    return joined(mixed.div(total));
  };

  const w = (name: string): Arr => weights[name]!.ref;
  const told = (x: Arr, numbers: Arr | undefined): Arr => (numbers ? x.add(np.matmul(numbers, w(TOLD))) : x);
  let ahead = told(batch.ahead, batch.aheadTold);
  let x = told(batch.seen, batch.seenTold);
  for (let layer = layers[0]; layer < layers[1]; layer++) {
    const of = (part: string): Arr => w(layerName(layer, part));
    const finish = (from: Arr, mixed: Arr): Arr => {
      const sum = from.add(np.matmul(mixed, of('o_proj')));
      const h = norm(sum.ref, of('post_attention_layernorm'));
      const active = nn.silu(np.matmul(h.ref, of('gate_proj'))).mul(np.matmul(h, of('up_proj')));
      return sum.add(np.matmul(active, of('down_proj')));
    };
    const isLast = layer + 1 === layers[1];
    const before = norm(ahead.ref, of('input_layernorm'));
    const keys = rotate(byHead(np.matmul(before.ref, of('k_proj')), n, p), 0, p);
    const values = byHead(np.matmul(before.ref, of('v_proj')), n, p);
    /** A solution's prompt: [N, P, H, D] -> [B, P, H, D]. */
    const ofRow = (y: Arr): Arr => np.matmul(batch.pick.ref, y.reshape([n, p * c])).reshape([b, p, heads, dim]);
    const h = norm(x.ref, of('input_layernorm'));
    const q = rotate(byHead(np.matmul(h.ref, of('q_proj')), b, s), p, p + s);
    const k = rotate(byHead(np.matmul(h.ref, of('k_proj')), b, s), p, p + s);
    const v = byHead(np.matmul(h, of('v_proj')), b, s);
    const mixed = attend(
      q,
      { keys: ofRow(keys.ref), values: ofRow(values.ref), bias: batch.bias.ref },
      { keys: k, values: v, bias: causal.ref },
    );
    x = finish(x, mixed);
    if (isLast) {
      for (const rest of [before, keys, values, ahead]) rest.dispose();
      break;
    }
    // Of places before a prompt nothing is seen by any later one but themselves: what stands there does not matter.
    const queries = rotate(byHead(np.matmul(before, of('q_proj')), n, p), 0, p);
    const hidden = batch.promptBias.ref.add(promptCausal.ref);
    ahead = finish(ahead, attend(queries, { keys, values, bias: hidden }));
  }
  return x;
}

/** x [.., C] at a root mean square of 1. */
export const scaled = (x: Arr, epsilon: number): Arr =>
  x.ref.div(np.sqrt(np.square(x).mean(-1, { keepdims: true }).add(epsilon)));

/** The logits [B, S] of what `statesOf` gives. Keeps the weights. */
export function headOf({ epsilon }: LayersShape, weights: Arrays, states: Arr): Arr {
  const [b, s] = states.shape as [number, number];
  const w = (name: string): Arr => weights[name]!.ref;
  const features = scaled(states, epsilon).mul(w(NORM));
  return np.matmul(features, w(HEAD)).reshape([b, s]).add(w(BIAS));
}

/** The logits [B, S] of the solutions' tokens. Keeps the weights, and what it does not need of the batch. */
export const logitsOf = (shape: LayersShape, weights: Arrays, batch: BatchArrays): Arr =>
  headOf(shape, weights, statesOf(shape, weights, batch));

/** The weighted mean over tokens of the cross-entropy of sigmoid(logit), stable for any logit. */
export function crossEntropy(logits: Arr, labels: Arr, weights: Arr): Arr {
  const positive = np.maximum(logits.ref, 0);
  const each = positive.sub(logits.ref.mul(labels)).add(np.log1p(np.exp(np.abs(logits).neg())));
  const total = weights.ref.sum();
  return each.mul(weights).sum().div(total);
}
