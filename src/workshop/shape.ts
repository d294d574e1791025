/** What learns: the decoder layers that only a verifier has, and its head, by the names that their weights have in a pack. */

/**
 * Of the layers that learn. What is below them is frozen: its output for a token is called the token's *features*.
 * Matrices are [in, out].
 */
export interface LearnedShape {
  /** C */
  readonly width: number;
  /** H, of C / H numbers each. */
  readonly heads: number;
  /** Of the feed-forward part, F. */
  readonly hidden: number;
  /** Numbers that are told of each token beside its features (`Forecast` in training/model/decoder.py); 0 for none. */
  readonly told: number;
  /** The first layer that learns and the layer after the last. */
  readonly layers: readonly [from: number, to: number];
  readonly epsilon: number;
  readonly ropeTheta: number;
}

/** Weights by name, row by row. */
export type Weights = ReadonlyMap<string, Float32Array>;

export const TOLD = 'forecast.told.weight';
export const NORM = 'norm.weight';
export const HEAD = 'value_head.weight';
export const BIAS = 'value_head.bias';

/** Of a layer; the sizes of its matrices are in `weightShapes`. */
export const layerName = (layer: number, part: string): string => `blocks.${layer}.${part}.weight`;

/** The shape of every weight that learns, in the order in which they are drawn and stored. */
export function weightShapes(shape: LearnedShape): ReadonlyMap<string, readonly number[]> {
  const { width: c, hidden: f, told, layers } = shape;
  const shapes = new Map<string, readonly number[]>();
  if (told) shapes.set(TOLD, [told, c]);
  for (let layer = layers[0]; layer < layers[1]; layer++) {
    const add = (part: string, ...dims: readonly number[]): unknown => shapes.set(layerName(layer, part), dims);
    add('input_layernorm', c);
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'o_proj']) add(part, c, c);
    add('post_attention_layernorm', c);
    add('gate_proj', c, f);
    add('up_proj', c, f);
    add('down_proj', f, c);
  }
  shapes.set(NORM, [c]);
  shapes.set(HEAD, [c, 1]);
  shapes.set(BIAS, [1]);
  return shapes;
}

export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

export const parameterCount = (shape: LearnedShape): number =>
  [...weightShapes(shape).values()].reduce((sum, dims) => sum + sizeOf(dims), 0);
