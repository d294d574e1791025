/**
 * What learns, by the names that its weights have in a file: the decoder layers that only a verifier has with its head, as
 * in a pack; or a head alone on the hidden states of a language model.
 */

/**
 * Of the layers that learn. What is below them is frozen: its output for a token is called the token's *features*.
 * Matrices are [in, out].
 */
export interface LayersShape {
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

export const HEAD_KINDS = ['linear', 'mlp'] as const;
export type HeadKind = (typeof HEAD_KINDS)[number];

/** A head that reads the hidden states of a token, its features, and of no other. */
export interface HeadShape {
  /** `mlp`: one hidden layer, SiLU. */
  readonly head: HeadKind;
  /** C */
  readonly width: number;
  /** Of the hidden layer, F; 0 for a linear head. */
  readonly hidden: number;
  readonly told: 0;
  /**
   * The logit of a token is the mean of what is said of it and of those before it, of so many in all: a single token
   * says little (fewer where a solution has fewer).
   */
  readonly window: number;
}

export type LearnedShape = LayersShape | HeadShape;

export const isHeadShape = (shape: LearnedShape): shape is HeadShape => 'head' in shape;

/** Weights by name, row by row. */
export type Weights = ReadonlyMap<string, Float32Array>;

export const TOLD = 'forecast.told.weight';
export const NORM = 'norm.weight';
export const HEAD = 'value_head.weight';
export const BIAS = 'value_head.bias';

/** Of a head: what features are brought to mean 0 and spread 1 with. It is measured, not learned. */
export const MEAN = 'features.mean';
export const SCALE = 'features.scale';
export const MEASURED: ReadonlySet<string> = new Set([MEAN, SCALE]);
export const HIDDEN_WEIGHT = 'value_head.hidden.weight';
export const HIDDEN_BIAS = 'value_head.hidden.bias';

/** Of a layer; the sizes of its matrices are in `weightShapes`. */
export const layerName = (layer: number, part: string): string => `blocks.${layer}.${part}.weight`;

/** The shape of every weight that learns, in the order in which they are drawn and stored. */
export function weightShapes(shape: LearnedShape): ReadonlyMap<string, readonly number[]> {
  if (isHeadShape(shape)) return headShapes(shape);
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

function headShapes({ head, width: c, hidden: f }: HeadShape): ReadonlyMap<string, readonly number[]> {
  const layer = [[HIDDEN_WEIGHT, [c, f]] as const, [HIDDEN_BIAS, [f]] as const];
  return new Map<string, readonly number[]>([
    ...[MEAN, SCALE].map((name) => [name, [c]] as const),
    ...(head === 'mlp' ? layer : []),
    [HEAD, [head === 'mlp' ? f : c, 1]],
    [BIAS, [1]],
  ]);
}

export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

export const parameterCount = (shape: LearnedShape): number =>
  [...weightShapes(shape).values()].reduce((sum, dims) => sum + sizeOf(dims), 0);
