import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as ort from 'onnxruntime-web/wasm';
import { statePlaces, withStates } from '../../../workers/graph/hidden-states';
import { readGraph, type GraphNode, type OnnxGraph } from '../../../workers/graph/onnx-graph';
import { AppError } from '../../../src/core/errors';
import { HUB_FOLDER, TINY_HUB_MODELS } from '../../fixtures/hub-models';

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, HUB_FOLDER)));
const graphOf = (name: string, file = 'model.onnx'): Uint8Array => read(`${name}/onnx/${file}`);

const TOKENS = [5, 17, 9, 301, 44, 12];
const WIDTH = 32;
const VOCABULARY = 400;

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
});

/** All outputs of a pass over `TOKENS` without a past. */
async function run(bytes: Uint8Array): Promise<Record<string, ort.Tensor>> {
  const session = await ort.InferenceSession.create(bytes);
  const t = TOKENS.length;
  const whole = (numbers: readonly number[]): ort.Tensor =>
    new ort.Tensor('int64', BigInt64Array.from(numbers, BigInt), [1, t]);
  const given: Record<string, ort.Tensor> = {
    input_ids: whole(TOKENS),
    attention_mask: whole(TOKENS.map(() => 1)),
    position_ids: whole(TOKENS.map((_, at) => at)),
  };
  const feeds = Object.fromEntries(
    session.inputNames.map((name) => [name, given[name] ?? new ort.Tensor('float32', [], [1, 2, 0, 8])]),
  );
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}

/** The weights that the states are multiplied with, [C, V]. */
function headOf(bytes: Uint8Array): Float32Array {
  const { nodes, initializers } = readGraph(bytes);
  const name = nodes.find(({ outputs }) => outputs.includes('logits'))!.inputs[1]!;
  return new Float32Array(new Uint8Array(initializers.get(name)!.raw).buffer);
}

describe('the states behind the last norm', () => {
  test.each(TINY_HUB_MODELS)('of %s, times the weights of its head, are its logits', async (name) => {
    const bytes = graphOf(name);
    const made = withStates(bytes, ['last']);
    expect(made).toMatchObject({ layers: 2, canSkipLogits: false });
    const outputs = await run(made.bytes);
    const states = outputs[made.names[0]!]!;
    expect(states.dims).toEqual([1, TOKENS.length, WIDTH]);
    const head = headOf(bytes);
    const [x, logits] = [states.data as Float32Array, outputs['logits']!.data as Float32Array];
    for (const t of TOKENS.keys())
      for (let v = 0; v < VOCABULARY; v++) {
        let sum = 0;
        for (let i = 0; i < WIDTH; i++) sum += x[t * WIDTH + i]! * head[i * VOCABULARY + v]!;
        expect(Math.abs(sum - logits[t * VOCABULARY + v]!)).toBeLessThan(1e-4);
      }
  });

  test('of an int8 graph are those before they are made small', async () => {
    const made = withStates(graphOf('qwen2', 'model_quantized.onnx'), ['last']);
    expect(made.names[0]).toBe('/model/norm/Mul_1_output_0');
    const outputs = await run(made.bytes);
    expect(outputs[made.names[0]!]!.type).toBe('float32');
  });
});

/** x divided by the root of its mean square, a token after the other. */
function normed(x: Float32Array): Float32Array {
  return x.map((value, at) => {
    const from = at - (at % WIDTH);
    const square = x.subarray(from, from + WIDTH).reduce((sum, each) => sum + each * each, 0) / WIDTH;
    return value / Math.sqrt(square + 1e-6);
  });
}

describe('the states after a layer', () => {
  test.each(TINY_HUB_MODELS)(
    'of %s: the last of them, under the last norm, point where the norm says',
    async (name) => {
      const bytes = graphOf(name);
      const [after, behind] = [withStates(bytes, [2]), withStates(bytes, ['last'])];
      const [own, last] = [(await run(after.bytes))[after.names[0]!]!, (await run(behind.bytes))[behind.names[0]!]!];
      expect(own.dims).toEqual(last.dims);
      // The norm multiplies each of the C numbers by a weight that is the same for all tokens.
      const [x, y] = [normed(own.data as Float32Array), last.data as Float32Array];
      for (let i = 0; i < WIDTH; i++) {
        const ratio = y[i]! / x[i]!;
        for (const t of TOKENS.keys())
          expect(Math.abs(y[t * WIDTH + i]! - ratio * x[t * WIDTH + i]!)).toBeLessThan(1e-3);
      }
    },
  );

  test.each(TINY_HUB_MODELS)('of %s differ from layer to layer', async (name) => {
    const made = [1, 2].map((layer) => withStates(graphOf(name), [layer]));
    const [first, second] = await Promise.all(made.map(async ({ bytes, names }) => (await run(bytes))[names[0]!]!));
    expect(first!.dims).toEqual([1, TOKENS.length, WIDTH]);
    expect(first!.data).not.toEqual(second!.data);
    expect(made[0]!.names[0]).toMatch(/layers\.0\/Add_1_output_0$/);
  });

  test.each([0, 3, 1.5, NaN])('that a model has not are refused: %s', (layer) => {
    expect(() => withStates(graphOf('llama3'), [layer])).toThrow(
      `This model has the layers 1 to 2, and this is ${layer}.`,
    );
  });
});

/** A graph of nodes alone: kind, inputs and outputs, and its weights. */
function graph(
  nodes: readonly (readonly [kind: string, inputs: string, outputs: string])[],
  weights: string,
): OnnxGraph {
  const words = (text: string): string[] => text.split(' ').map((word) => (word === '_' ? '' : word));
  const known = words(weights).map((name) => {
    return [name, { name, dims: [], type: 1, place: null, raw: new Uint8Array(0) }] as const;
  });
  return {
    nodes: nodes.map(([kind, inputs, outputs]): GraphNode => {
      return { kind, inputs: words(inputs), outputs: words(outputs) };
    }),
    initializers: new Map(known),
  };
}

describe('graphs of other exporters', () => {
  test('with norms that add, as the one of generative AI has them', () => {
    const places = statePlaces(
      graph(
        [
          ['Gather', 'embed input_ids', 'x'],
          ['SimplifiedLayerNormalization', 'x w', 'h0'],
          ['GroupQueryAttention', 'h0 past', 'a0 present.0.key present.0.value'],
          ['SkipSimplifiedLayerNormalization', 'x a0 w', 'h1 _ _ r1'],
          ['MatMulNBits', 'h1 m', 'f0'],
          ['SkipSimplifiedLayerNormalization', 'r1 f0 w', 'h2 _ _ r2'],
          ['GroupQueryAttention', 'h2 past', 'a1 present.1.key present.1.value'],
          ['SkipSimplifiedLayerNormalization', 'r2 a1 w', 'h3 _ _ r3'],
          ['MatMulNBits', 'h3 m', 'f1'],
          ['SkipSimplifiedLayerNormalization', 'r3 f1 w', 'h4'],
          ['MatMulNBits', 'h4 head', 'l0'],
          ['Div', 'l0 cap', 'l1'],
          ['Tanh', 'l1', 'l2'],
          ['Mul', 'l2 cap', 'l3'],
          ['Cast', 'l3', 'logits'],
        ],
        'embed w m head cap',
      ),
    );
    expect(places).toEqual({ last: 'h4', layers: ['r2', null] });
  });

  test('in half precision, that keep the last token alone, with layers that add once', () => {
    const places = statePlaces(
      graph(
        [
          ['Gather', 'embed input_ids', 'wte'],
          ['Gather', 'places position_ids', 'wpe'],
          ['Add', 'wte wpe', 'x'],
          ['LayerNormalization', 'x w b', 'h'],
          ['Attention', 'h', 'a present.0.key present.0.value'],
          ['Gemm', 'h m', 'f'],
          ['Add', 'f bias', 'f2'],
          ['Add', 'a f2', 'both'],
          ['Add', 'both x', 'y'],
          ['Cast', 'y', 'y32'],
          ['Pow', 'y32 two', 'sq'],
          ['ReduceMean', 'sq', 'mean'],
          ['Add', 'mean eps', 'mean2'],
          ['Sqrt', 'mean2', 'root'],
          ['Div', 'y32 root', 'unit'],
          ['Cast', 'unit', 'unit16'],
          ['Mul', 'unit16 w', 'last'],
          ['Slice', 'last num_logits_to_keep end', 'kept'],
          ['MatMul', 'kept head', 'logits'],
        ],
        'embed places w b m bias two eps end head',
      ),
    );
    expect(places).toEqual({ last: 'last', layers: ['y'] });
  });

  test.each<[string, OnnxGraph]>([
    ['no logits', graph([['MatMul', 'x w', 'scores']], 'w')],
    ['logits that come from nothing', graph([['MatMul', 'x w', 'logits']], 'w')],
    [
      'a head of another kind',
      graph(
        [
          ['Relu', 'input_ids', 'x'],
          ['Softmax', 'x', 'logits'],
        ],
        '_',
      ),
    ],
  ])('with %s are refused in one sentence', (_, given) => {
    expect(() => statePlaces(given)).toThrow(
      'The hidden states of this model cannot be found in its graph: take another export of it.',
    );
  });
});

describe('any bytes', () => {
  const refused = (bytes: Uint8Array): boolean => {
    try {
      const { bytes: made, names } = withStates(bytes, [1]);
      return made.length > bytes.length && names[0] !== '';
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      return ['file-damaged', 'bad-input'].includes((error as AppError).code);
    }
  };

  test('are a graph or refused with one of our own errors', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), refused), { numRuns: 500 });
  });

  test('of a graph that was damaged anywhere, too', () => {
    const whole = graphOf('qwen2');
    const place = fc.nat(whole.length - 1);
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 255 }), place, (at, byte, cut) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        return refused(bytes) && refused(whole.subarray(0, cut));
      }),
      { numRuns: 60 },
    );
  });

  test('may hold a graph in any order: the walk ends', () => {
    const kinds = ['Add', 'Mul', 'MatMul', 'Cast', 'SkipLayerNormalization', 'Identity', 'Slice'];
    const name = fc.constantFrom('logits', 'a', 'b', 'c', 'd', 'present.0.key', '');
    const node = fc.record({
      kind: fc.constantFrom(...kinds),
      inputs: fc.array(name, { maxLength: 3 }),
      outputs: fc.array(name, { maxLength: 4 }),
    });
    const placed = (nodes: readonly GraphNode[]): boolean => {
      try {
        const { last } = statePlaces({ nodes, initializers: new Map() });
        return nodes.some(({ outputs }) => outputs.includes(last));
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-input' });
        return true;
      }
    };
    fc.assert(fc.property(fc.array(node, { maxLength: 14 }), placed), { numRuns: 2000 });
  });
});
