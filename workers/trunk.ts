/** The frozen part of a pack's verifiers on ONNX Runtime: features of whole texts, many in one pass. */
import type { Manifest } from '../src/protocol/pack';
import { GRAPH_FILE, ModelConfigSchema, patternOf, readJson, WEIGHTS_FILE } from '../src/protocol/pack';
import type { PackBytes } from '../src/protocol/engine';
import { baseFile, startsIn } from '../src/protocol/train';
import { AppError } from '../src/core/errors';
import type { BackendId } from '../src/core/ids';
import type { Base, FeatureGroup, Features, Start, TextGroup, Trunk } from '../src/workshop/features';
import { BIAS, HEAD, sizeOf, weightShapes, type Weights } from '../src/workshop/shape';
import { DecodeBatch } from './decode-batch';
import type { CacheNode } from './kv-cache';
import { createDecoder, oneAtATime, type ModelBytes, type OnnxDecoder } from './onnx-session';
import { cutTo, readGraph } from './graph/onnx-graph';
import {
  policyTrunk,
  readVerifierGraph,
  storedWeight,
  VerifierConfigSchema,
  withLearned,
  type VerifierGraph,
} from './graph/verifier-graph';

/** A pack's verifier, read for the workshop. */
export interface WorkshopBase {
  readonly graph: VerifierGraph;
  /** Of the verifier whose graph it is. */
  readonly weights: Uint8Array;
  readonly folder: string;
  /** The frozen weights where they are the policy's; empty where they are the verifier's own. */
  readonly trunk: Weights;
  readonly start: Start;
  readonly base: Base;
}

const POLICY = 'policy';

/** The starts that a pack offers. Where its verifiers share no trunk, all that is frozen is the policy's. */
export function startsOf(pack: PackBytes, manifest: Manifest): readonly Start[] {
  const { folder } = manifest.models[patternOf(manifest)]!;
  const config = readJson(VerifierConfigSchema, fileOf(pack, `${folder}/config.json`), `${folder}/config.json`);
  return startsIn(config);
}

/** @throws AppError `file-missing`, `file-damaged`, or `bad-input` for a start that the pack has not. */
export function readWorkshopBase(pack: PackBytes, manifest: Manifest, start: Start): WorkshopBase {
  const name = patternOf(manifest);
  const { folder } = manifest.models[name]!;
  const config = readJson(VerifierConfigSchema, fileOf(pack, `${folder}/config.json`), `${folder}/config.json`);
  const graph = readVerifierGraph(fileOf(pack, `${folder}/${GRAPH_FILE}`), config);
  if (!startsOf(pack, manifest).includes(start))
    throw new AppError('bad-input', `The verifiers of ${manifest.id} share no trunk: start from the policy.`);
  const frozen = manifest.models.policy.folder;
  const { path: file, sha256 } = baseFile(manifest, start);
  const base = { id: `${manifest.id}/${start === 'policy' ? POLICY : name}`, sha256, layers: graph.shape.layers[0] };
  const weights = fileOf(pack, `${folder}/${WEIGHTS_FILE}`);
  const trunk =
    start === 'policy'
      ? policyTrunk(graph, readGraph(fileOf(pack, `${frozen}/${GRAPH_FILE}`)), fileOf(pack, file))
      : (new Map() as Weights);
  return { graph, weights, folder, trunk, start, base };
}

/** The verifier with these weights in the layers that learn, as the engine runs a pack's. */
export function trainedModel({ graph, weights, trunk }: WorkshopBase, learned: Weights): ModelBytes {
  return { graph: withLearned(graph, new Map([...trunk, ...learned])), weights };
}

/** Tokens of one pass, noise included: few enough to stop promptly. */
const PASS = 1024;

/** Loads the frozen part. @throws AppError as `createDecoder` */
export async function openTrunk(pack: PackBytes, manifest: Manifest, start: Start, backend: BackendId): Promise<Trunk> {
  const read = readWorkshopBase(pack, manifest, start);
  const { graph, weights, folder, trunk, base } = read;
  const { features, told } = graph.names;
  const names = told === null ? [features] : [features, told];
  const bytes = cutTo(withLearned(graph, trunk), [...names, 'new']);
  const config = readJson(ModelConfigSchema, fileOf(pack, `${folder}/config.json`), `${folder}/config.json`);
  const decoder = await createDecoder({ graph: bytes, weights }, config, null, manifest.contextTokens, backend);
  return {
    start,
    base,
    shape: graph.shape,
    members: 1,
    own: startsOf(pack, manifest).includes('trunk') ? null : policyLayers(pack, manifest, read),
    contextTokens: manifest.contextTokens,
    features: (groups, signal, between) => compute(decoder, names, graph, groups, { signal, between }),
    release: () => oneAtATime(() => decoder.session.release()),
  };
}

/** What the policy has in the place of the layers that learn; its head predicts tokens, so a value begins at nothing. */
function policyLayers(pack: PackBytes, manifest: Manifest, { graph }: WorkshopBase): Weights {
  const { folder } = manifest.models.policy;
  const policy = readGraph(fileOf(pack, `${folder}/${GRAPH_FILE}`));
  const file = fileOf(pack, `${folder}/${WEIGHTS_FILE}`);
  const own = [...weightShapes(graph.shape)].map(([name, dims]): [string, Float32Array] => {
    const weight = [HEAD, BIAS].includes(name) ? new Float32Array(sizeOf(dims)) : storedWeight(policy, file, name);
    if (weight.length !== sizeOf(dims))
      throw new AppError('file-damaged', `The verifiers of ${manifest.id} are no continuation of its policy.`);
    return [name, weight];
  });
  return new Map(own);
}

/** Texts of about the same length, by their places: rows of one pass are as long as the longest of them. */
function* parts(lengths: readonly number[]): Generator<number[]> {
  let part: number[] = [];
  const byLength = [...lengths.keys()].sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  for (const at of byLength) {
    if (part.length && (part.length + 1) * lengths[at]! > PASS) {
      yield part;
      part = [];
    }
    part.push(at);
  }
  if (part.length) yield part;
}

interface Passes {
  readonly signal: AbortSignal | undefined;
  readonly between: ((share: number) => Promise<void>) | undefined;
}

/** All prompts, then the solutions on their caches: each that occurs twice is computed once. */
async function compute(
  decoder: OnnxDecoder,
  names: readonly string[],
  { shape }: VerifierGraph,
  groups: readonly TextGroup[],
  { signal, between }: Passes,
): Promise<FeatureGroup[]> {
  const rows = groups.flatMap(({ solutions }, group) =>
    [...new Map(solutions.map((tokens) => [tokens.join(), tokens]))].map(([key, tokens]) => ({ group, key, tokens })),
  );
  const texts = [...groups.map(({ prompt }) => prompt), ...rows.map(({ tokens }) => tokens)];
  const total = texts.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  /** Features of some texts, and what the decoder keeps of them, in the order of the texts. */
  const read = async (texts: readonly (readonly number[])[], caches: readonly (CacheNode | null)[], grows: boolean) => {
    const features: Features[] = [];
    const grown: CacheNode[] = [];
    for (const part of parts(texts.map(({ length }) => length))) {
      const own = part.map((at) => texts[at]!);
      const batch = new DecodeBatch(
        decoder,
        part.map((at) => caches[at]!),
      );
      const [seen, told] = await batch.feedFor(names, own, signal);
      const kept = grows ? batch.grown([...part.keys()]) : [];
      for (const [row, at] of part.entries()) {
        const tokens = own[row]!.length;
        const rowOf = (data: Float32Array | undefined, width: number): Float32Array =>
          tokensOfRow(data, { row, rows: part.length, tokens, width });
        features[at] = { tokens, seen: rowOf(seen, shape.width), told: rowOf(told, shape.told) };
        if (grows) grown[at] = kept[row]!;
      }
      done += own.reduce((sum, { length }) => sum + length, 0);
      await between?.(done / total);
    }
    return { features, grown };
  };
  const prompts = await read(
    groups.map(({ prompt }) => prompt),
    groups.map(() => null),
    true,
  );
  const written = await read(
    rows.map(({ tokens }) => tokens),
    rows.map(({ group }) => prompts.grown[group]!),
    false,
  );
  const known = new Map(rows.map(({ group, key }, row) => [`${group}:${key}`, written.features[row]!]));
  return groups.map(({ solutions }, group) => ({
    prompt: prompts.features[group]!,
    solutions: solutions.map((tokens) => known.get(`${group}:${tokens.join()}`)!),
  }));
}

/** One row of [T, B, width] that is computed for the longest; zeros where there is nothing. */
function tokensOfRow(
  data: Float32Array | undefined,
  { row, rows, tokens, width }: { row: number; rows: number; tokens: number; width: number },
): Float32Array {
  const own = new Float32Array(tokens * width);
  for (let t = 0; data && t < tokens; t++) {
    const from = (t * rows + row) * width;
    own.set(data.subarray(from, from + width), t * width);
  }
  return own;
}

function fileOf(pack: PackBytes, path: string): Uint8Array {
  const bytes = pack.files[path];
  if (!bytes) throw new AppError('file-missing', `The model pack lacks ${path}.`, { file: path });
  return bytes;
}
