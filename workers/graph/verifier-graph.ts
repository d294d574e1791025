/**
 * A verifier's graph as a frozen part and a part that learns: where the features between them come out, what the
 * learned weights are, and the graph with others in their place.
 */
import * as v from 'valibot';
import { AppError } from '../../src/core/errors';
import { unpackHalf } from '../../src/core/half';
import { HEAD, layerName, NORM, TOLD, weightShapes, type LayersShape, type Weights } from '../../src/workshop/shape';
import { readGraph, withWeights, type GraphNode, type Initializer, type OnnxGraph } from './onnx-graph';

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

/** What the learner needs of a verifier's `config.json`, beside what the engine reads of it. */
export const VerifierConfigSchema = v.object({
  hidden_size: count(4096),
  intermediate_size: count(16384),
  num_attention_heads: count(64),
  rms_norm_eps: v.number(),
  rope_theta: v.number(),
  /** Layers of the trunk that all verifiers of a pack share; absent where each has all its layers for itself. */
  trunk_layers: v.optional(count(64)),
});

export type VerifierConfig = v.InferOutput<typeof VerifierConfigSchema>;

/** Names of the tensors that are a token's features, [T * B, 1, C], and what is told beside them, or null. */
export interface FeatureNames {
  readonly features: string;
  readonly told: string | null;
}

export interface VerifierGraph {
  readonly bytes: Uint8Array;
  readonly graph: OnnxGraph;
  readonly shape: LayersShape;
  readonly names: FeatureNames;
}

const unfit = (): AppError =>
  new AppError('file-damaged', "The pack's verifier has not the layers that a workshop needs: take another pack.");

const FLOAT = 1;
const INT8 = 3;
const HALF = 10;

/** @throws AppError `file-damaged` for a graph that is none of `training/export/step_graph.py`. */
export function readVerifierGraph(bytes: Uint8Array, config: VerifierConfig): VerifierGraph {
  const graph = readGraph(bytes);
  const layers = [...graph.initializers.keys()].flatMap((name) => Number(/^blocks\.(\d+)\./.exec(name)?.[1] ?? -1));
  const all = Math.max(...layers) + 1;
  const from = config.trunk_layers ?? all - 1;
  if (all < 1 || from >= all || !graph.initializers.has(`${HEAD}_0`)) throw unfit();
  const shape: LayersShape = {
    width: config.hidden_size,
    heads: config.num_attention_heads,
    hidden: config.intermediate_size,
    told: graph.initializers.get(`${TOLD}_0`)?.dims[0] ?? 0,
    layers: [from, all],
    epsilon: config.rms_norm_eps,
    ropeTheta: config.rope_theta,
  };
  for (const [name, dims] of weightShapes(shape)) {
    const stored = graph.initializers.get(`${name}_0`)?.dims;
    if (stored?.join() !== dims.join()) throw unfit();
  }
  return { bytes, graph, shape, names: featureNames(graph, shape) };
}

/** The layer's first norm adds what the layer below left to what it read; before told numbers, it reads the features. */
function featureNames({ nodes }: OnnxGraph, { layers, told }: LayersShape): FeatureNames {
  const producer = (name: string | undefined): GraphNode | undefined =>
    nodes.find(({ outputs }) => name !== undefined && outputs.includes(name));
  const weight = layerName(layers[0], 'input_layernorm');
  const norm = nodes.find(({ inputs }) => inputs.length > 2 && producer(inputs[2])?.inputs[0] === `${weight}_0`);
  const [features, added] = norm?.inputs ?? [];
  const sum = norm?.outputs[3];
  if (told) {
    const numbers = producer(added)?.inputs[0];
    if (features === undefined || numbers === undefined) throw unfit();
    return { features, told: numbers };
  }
  if (!sum) throw unfit();
  return { features: sum, told: null };
}

function numbersOf({ type, place, raw, dims }: Initializer, file: Uint8Array): Float32Array {
  // A copy of its own: numbers have to begin at a multiple of their width, and Node's buffers share theirs.
  const bytes = new Uint8Array(place ? file.subarray(place.offset, place.offset + place.length) : raw);
  const size = dims.reduce((product, dim) => product * dim, 1);
  const widths: Readonly<Record<number, number>> = { [FLOAT]: 4, [INT8]: 1, [HALF]: 2 };
  if (bytes.length !== size * (widths[type] ?? NaN)) throw unfit();
  if (type === FLOAT) return new Float32Array(bytes.buffer);
  if (type === INT8) return Float32Array.from(new Int8Array(bytes.buffer));
  return unpackHalf(new Uint16Array(bytes.buffer));
}

/** The weight of a name in single precision, as the graph multiplies it out. Matrices have a scale for each column. */
export function storedWeight(graph: OnnxGraph, file: Uint8Array, name: string): Float32Array {
  const whole = graph.initializers.get(`${name}_0`);
  if (!whole) throw unfit();
  const numbers = numbersOf(whole, file);
  const scale = graph.initializers.get(`${name}_1`);
  if (!scale) return numbers;
  const scales = numbersOf(scale, file);
  const columns = whole.dims.at(-1)!;
  const byRow = scale.dims[0] === whole.dims[0] && scale.dims[1] === 1;
  return numbers.map((number, i) => number * scales[byRow ? Math.floor(i / columns) : i % columns]!);
}

/** All weights that learn, as a pack's verifier has them. */
export const storedWeights = ({ graph, shape }: VerifierGraph, file: Uint8Array): Weights =>
  new Map([...weightShapes(shape).keys()].map((name) => [name, storedWeight(graph, file, name)]));

/** Parts of stored weights of a graph: as single numbers, with scales of 1. */
function* replaced(graph: OnnxGraph, weights: Weights): Generator<[string, Float32Array]> {
  for (const [name, data] of weights) {
    yield [`${name}_0`, data];
    const scale = graph.initializers.get(`${name}_1`);
    if (scale) yield [`${name}_1`, new Float32Array(scale.dims.reduce((product, dim) => product * dim, 1)).fill(1)];
  }
}

/** The verifier with other weights; those that are not named stay. */
export const withLearned = ({ bytes, graph }: VerifierGraph, weights: Weights): Uint8Array =>
  withWeights(bytes, new Map(replaced(graph, weights)));

const EMBEDDING = 'embed_tokens.weight';
const FORECAST_NORM = 'forecast.norm.weight';

/**
 * The frozen part of a policy, by the names that a verifier's graph has for it: the layers below those that learn, and
 * the norm behind the last of them, where the verifier reads a forecast.
 */
export function policyTrunk({ graph, shape }: VerifierGraph, policy: OnnxGraph, file: Uint8Array): Weights {
  const below = [...policy.initializers.keys()]
    .filter((name) => Number(/^blocks\.(\d+)\..*_0$/.exec(name)?.[1] ?? Infinity) < shape.layers[0])
    .map((name) => name.slice(0, -2));
  const weights = new Map([EMBEDDING, ...below].map((name) => [name, storedWeight(policy, file, name)]));
  if (shape.told) weights.set(FORECAST_NORM, storedWeight(policy, file, NORM));
  for (const name of weights.keys()) if (!graph.initializers.has(`${name}_0`)) throw unfit();
  return weights;
}
