/**
 * Where the hidden states of a language model's graph come out, whoever exported it: found by walking back from its
 * logits. The graph's own outputs stay; one more is written behind the file.
 */
import { AppError } from '../../src/core/errors';
import type { StateLayer } from '../../src/protocol/hub';
import { readGraph, withOutputs, type GraphNode, type OnnxGraph } from './onnx-graph';

/** Names of tensors of C numbers a token. */
export interface StatePlaces {
  /** Behind the last norm: what the logits are a product of. */
  readonly last: string;
  /**
   * By layer, what it leaves on the residual stream; null where the graph computes it inside of a larger operation. Empty
   * where the layers cannot be told apart.
   */
  readonly layers: readonly (string | null)[];
}

export interface StatesGraph {
  readonly bytes: Uint8Array;
  /** The outputs that were added, in the order in which they were asked for. */
  readonly names: readonly string[];
  /** Of the model. */
  readonly layers: number;
  /** Whether it can be told to leave out the logits of all tokens but the last. */
  readonly canSkipLogits: boolean;
}

const LOGITS = 'logits';
const SKIPPING = 'num_logits_to_keep';

/** Between the product with the head's weights and the logits: scales, caps, other precisions, the choice of a token. */
const AFTER_HEAD = new Set(
  'Cast Identity Mul Div Add Sub Tanh Clip Min Max Where Reshape Squeeze Unsqueeze Slice Gather GatherND'.split(' '),
);
const HEADS = new Set('MatMul Gemm MatMulInteger MatMulNBits MatMulBnb4 FusedMatMul QLinearMatMul QGemm'.split(' '));
/** Between the states and that product: what makes them small numbers, and what picks tokens. */
const BEFORE_HEAD = new Set(
  'DynamicQuantizeLinear QuantizeLinear DequantizeLinear Identity Slice Gather GatherND GatherElements'.split(' '),
);
const NORMS = new Set('SimplifiedLayerNormalization LayerNormalization RMSNormalization'.split(' '));
const SKIP_NORMS = new Set('SkipSimplifiedLayerNormalization SkipLayerNormalization'.split(' '));
/** What a norm that is written out is made of. */
const NORM_PARTS = new Set([
  ...'Cast Identity Mul Div Add Sub Pow Sqrt Reciprocal ReduceMean ReduceSum'.split(' '),
  ...NORMS,
]);
/** The output of a norm that adds first which is the sum. */
const SUM_OUTPUT = 3;
/** Of a product of small integers: the scales are others of its inputs. */
const FAR = 24;

interface Sum {
  /** Null where the graph does not give it a name. */
  readonly name: string | null;
  readonly parts: readonly string[];
}

/** Follows a graph from its outputs to its inputs. */
class Walk {
  readonly #nodes: readonly GraphNode[];
  readonly #producers = new Map<string, number>();
  /** Tensors that are the same for every text. */
  readonly #constant = new Set<string>();

  constructor({ nodes, initializers }: OnnxGraph) {
    this.#nodes = nodes;
    for (const name of initializers.keys()) this.#constant.add(name);
    // A graph lists its nodes in an order in which each comes after what it reads.
    for (const [at, { inputs, outputs }] of nodes.entries()) {
      const isConstant = inputs.every((name) => name === '' || this.#constant.has(name));
      for (const output of outputs) {
        if (output === '') continue;
        this.#producers.set(output, at);
        if (isConstant) this.#constant.add(output);
      }
    }
  }

  producer(name: string): GraphNode | undefined {
    return this.#nodes[this.#producers.get(name) ?? -1];
  }

  inputsOf({ inputs }: GraphNode): string[] {
    return inputs.filter((name) => name !== '' && !this.#constant.has(name));
  }

  /** The nearest tensor behind which `found` is something, over operations of these kinds. */
  nearest<T>(from: string, kinds: ReadonlySet<string>, found: (name: string) => T | null): T | null {
    const seen = new Set([from]);
    let level = [from];
    for (let depth = 0; depth < FAR && level.length; depth++) {
      const next: string[] = [];
      for (const name of level) {
        const result = found(name);
        if (result !== null) return result;
        const node = this.producer(name);
        if (!node || !kinds.has(node.kind)) continue;
        for (const input of this.inputsOf(node)) {
          if (seen.has(input)) continue;
          seen.add(input);
          next.push(input);
        }
      }
      level = next;
    }
    return null;
  }

  /** A sum of two tensors that both depend on the text, as a layer adds what it found to what came in. */
  sum(name: string): Sum | null {
    const node = this.producer(name);
    if (!node) return null;
    const parts = this.inputsOf(node);
    if (node.kind === 'Add' && parts.length === 2) return { name, parts };
    if (!SKIP_NORMS.has(node.kind)) return null;
    return { name: node.outputs[SUM_OUTPUT] || null, parts: parts.slice(0, 2) };
  }

  /** Of the parts of a sum what came in: what is added to it is computed from it, so later. */
  earlier({ parts }: Sum): string {
    const at = (name: string): number => this.#producers.get(name) ?? -1;
    return parts.reduce((first, other) => (at(other) < at(first) ? other : first));
  }
}

const noStates = (): AppError =>
  new AppError('bad-input', 'The hidden states of this model cannot be found in its graph: take another export of it.');

/** @throws AppError `bad-input` where they cannot be found */
export function statePlaces(graph: OnnxGraph): StatePlaces {
  const walk = new Walk(graph);
  const head = walk.nearest(LOGITS, AFTER_HEAD, (name) => {
    const node = walk.producer(name);
    return node && HEADS.has(node.kind) ? node : null;
  });
  let last = head && walk.inputsOf(head)[0];
  for (let far = 0; last && far < FAR; far++) {
    const node = walk.producer(last);
    if (!node || !BEFORE_HEAD.has(node.kind)) break;
    last = walk.inputsOf(node)[0];
  }
  if (!last || !walk.producer(last)) throw noStates();
  return { last, layers: layersOf(graph, walk, last) };
}

/** The residual stream from the last norm down: one sum a layer, or two. */
function layersOf(graph: OnnxGraph, walk: Walk, last: string): (string | null)[] {
  const count = layerCount(graph);
  const sums: Sum[] = [];
  const nextSum = (name: string, kinds: ReadonlySet<string>): Sum | null =>
    walk.nearest(name, kinds, (found) => walk.sum(found));
  for (let sum = nextSum(last, NORM_PARTS); sum && sums.length <= 2 * count;) {
    sums.push(sum);
    sum = sum.parts.length ? nextSum(walk.earlier(sum), STREAM) : null;
  }
  const each = sums.length >= 2 * count ? 2 : 1;
  if (!count || sums.length < each * count) return [];
  return Array.from({ length: count }, (_, layer) => sums[(count - 1 - layer) * each]!.name);
}

/** What may stand on the residual stream between two sums. */
const STREAM = new Set(['Cast', 'Identity']);

/** As many as the graph gives keys of. */
function layerCount({ nodes }: OnnxGraph): number {
  const layers = new Set<string>();
  for (const { outputs } of nodes)
    for (const output of outputs) {
      const layer = /^present\.(\d+)\./.exec(output)?.[1];
      if (layer !== undefined) layers.add(layer);
    }
  return layers.size;
}

/**
 * The file with the states of every token as more outputs.
 * @throws AppError `file-damaged` for bytes that are no graph; `bad-input`, with one sentence, where it has no such
 * states
 */
export function withStates(model: Uint8Array, wanted: readonly StateLayer[]): StatesGraph {
  const graph = readGraph(model);
  const { last, layers } = statePlaces(graph);
  const names = wanted.map((layer) => (layer === 'last' ? last : stateOfLayer(layers, layer)));
  const canSkipLogits = graph.nodes.some(({ inputs }) => inputs.includes(SKIPPING));
  return { bytes: withOutputs(model, [...new Set(names)]), names, layers: layers.length, canSkipLogits };
}

/** The hidden states that a graph shows, each layer's in their order. @throws AppError as `withStates` */
export function foundLayers(model: Uint8Array): StateLayer[] {
  const { layers } = statePlaces(readGraph(model));
  return [...layers.flatMap((name, i) => (name === null ? [] : i + 1)), 'last'];
}

function stateOfLayer(layers: readonly (string | null)[], layer: number): string {
  if (!layers.length)
    throw new AppError(
      'bad-input',
      'The layers of this model cannot be told apart in its graph: name none, for the last.',
    );
  if (!Number.isInteger(layer) || layer < 1 || layer > layers.length)
    throw new AppError('bad-input', `This model has the layers 1 to ${layers.length}, and this is ${layer}.`);
  const name = layers[layer - 1];
  if (name) return name;
  throw new AppError('bad-input', `This model's graph does not show what layer ${layer} gives: name another layer.`);
}
