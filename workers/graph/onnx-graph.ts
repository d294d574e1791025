/**
 * Reads an ONNX graph's nodes and weights out of the file's bytes, and writes the file again with other weights or other
 * outputs. A graph is never built here: it is one that training wrote (`training/export/step_graph.py`).
 */
import { bytesField, bytesText, concatBytes, numberField, readFields, textBytes, type Field } from './protobuf';

/** Numbers of fields, as in onnx.proto. */
const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5, output: 12 };
const NODE = { input: 1, output: 2, kind: 4 };
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9, external: 13 };
const ENTRY = { key: 1, value: 2 };
const VALUE_INFO = { name: 1 };

const FLOAT = 1;

export interface GraphNode {
  readonly kind: string;
  /** Names of tensors; empty where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  /** A number of onnx.proto: 1 float, 3 int8, 10 half. */
  readonly type: number;
  /** Where its bytes are in the weights' file; null where the graph holds them itself. */
  readonly place: { readonly offset: number; readonly length: number } | null;
  /** The bytes that the graph holds itself. */
  readonly raw: Uint8Array;
}

export interface OnnxGraph {
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, Initializer>;
}

const all = (fields: readonly Field[], number: number): Field[] => fields.filter((field) => field.number === number);
const text = (field: Field | undefined): string => (field ? bytesText(field.bytes) : '');

function readNode(field: Field): GraphNode {
  const fields = readFields(field.bytes);
  return {
    kind: text(all(fields, NODE.kind)[0]),
    inputs: all(fields, NODE.input).map(text),
    outputs: all(fields, NODE.output).map(text),
  };
}

/** Of a list of whole numbers, which stand one a field or all in one. */
function readDims(fields: readonly Field[]): number[] {
  return all(fields, TENSOR.dims).flatMap(({ bytes, value }) => {
    if (!bytes.length) return [value];
    // Packed: as a message whose fields have no tags.
    const dims: number[] = [];
    let at = 0;
    while (at < bytes.length) {
      let dim = 0;
      for (let factor = 1; ; factor *= 128) {
        const byte = bytes[at++] ?? 0;
        dim += (byte & 127) * factor;
        if (byte < 128) break;
      }
      dims.push(dim);
    }
    return dims;
  });
}

function readInitializer(field: Field): Initializer {
  const fields = readFields(field.bytes);
  const entries = new Map(
    all(fields, TENSOR.external).map(({ bytes }) => {
      const entry = readFields(bytes);
      return [text(all(entry, ENTRY.key)[0]), text(all(entry, ENTRY.value)[0])];
    }),
  );
  return {
    name: text(all(fields, TENSOR.name)[0]),
    dims: readDims(fields),
    type: all(fields, TENSOR.type)[0]?.value ?? 0,
    place: entries.size ? { offset: Number(entries.get('offset') ?? 0), length: Number(entries.get('length')) } : null,
    raw: all(fields, TENSOR.raw)[0]?.bytes ?? new Uint8Array(0),
  };
}

/** @throws AppError `file-damaged` for bytes that are no ONNX file. */
export function readGraph(model: Uint8Array): OnnxGraph {
  const fields = all(readFields(model), MODEL.graph).flatMap(({ bytes }) => readFields(bytes));
  const initializers = all(fields, GRAPH.initializer).map(readInitializer);
  return {
    nodes: all(fields, GRAPH.node).map(readNode),
    initializers: new Map(initializers.map((initializer) => [initializer.name, initializer])),
  };
}

/**
 * The file with these outputs in place of its own, and without the nodes and weights that none of them needs: the
 * runtime would compute them all the same. It infers the types of the new ones.
 */
export function cutTo(model: Uint8Array, names: readonly string[]): Uint8Array {
  const parts = readFields(model).map((field) => {
    if (field.number !== MODEL.graph) return field.raw;
    const inner = readFields(field.bytes);
    const needed = neededFor(all(inner, GRAPH.node), names);
    const known = new Set<string>();
    const kept = inner.filter((part) => {
      if (part.number === GRAPH.node) return readNode(part).outputs.some((output) => needed.has(output));
      if (part.number === GRAPH.initializer) return needed.has(readInitializer(part).name);
      if (part.number !== GRAPH.output) return true;
      const name = text(all(readFields(part.bytes), VALUE_INFO.name)[0]);
      known.add(name);
      return names.includes(name);
    });
    const added = names
      .filter((name) => !known.has(name))
      .map((name) => bytesField(GRAPH.output, bytesField(VALUE_INFO.name, textBytes(name))));
    return bytesField(MODEL.graph, concatBytes([...kept.map(({ raw }) => raw), ...added]));
  });
  return concatBytes(parts);
}

/** The tensors that lead to some others, these included. Nodes stand in the order in which they are computed. */
function neededFor(nodes: readonly Field[], names: readonly string[]): ReadonlySet<string> {
  const needed = new Set(names);
  for (const { inputs, outputs } of nodes.map(readNode).reverse())
    if (outputs.some((output) => needed.has(output))) for (const input of inputs) if (input) needed.add(input);
  return needed;
}

/** The file with more outputs: Protocol Buffers merge a message that is appended, and the runtime infers the types. */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const outputs = names.map((name) => bytesField(GRAPH.output, bytesField(VALUE_INFO.name, textBytes(name))));
  return concatBytes([model, bytesField(MODEL.graph, concatBytes(outputs))]);
}

/** Numbers in single precision that take the place of an initializer's; its shape stays. */
export type Replacements = ReadonlyMap<string, Float32Array>;

function floatTensor({ name, dims }: Initializer, data: Float32Array): Uint8Array {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return concatBytes([
    ...dims.map((dim) => numberField(TENSOR.dims, dim)),
    numberField(TENSOR.type, FLOAT),
    bytesField(TENSOR.name, textBytes(name)),
    bytesField(TENSOR.raw, raw),
  ]);
}

/** The file with other weights, inside it; initializers that are not named stay where they are. */
export function withWeights(model: Uint8Array, weights: Replacements): Uint8Array {
  const parts = readFields(model).map((field) => {
    if (field.number !== MODEL.graph) return field.raw;
    const inner = readFields(field.bytes).map((part) => {
      if (part.number !== GRAPH.initializer) return part.raw;
      const initializer = readInitializer(part);
      const data = weights.get(initializer.name);
      return data ? bytesField(GRAPH.initializer, floatTensor(initializer, data)) : part.raw;
    });
    return bytesField(MODEL.graph, concatBytes(inner));
  });
  return concatBytes(parts);
}
