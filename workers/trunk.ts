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
import { createDecoder, oneAtATime, type ModelBytes, type OnnxDecoder } from './onnx-session';
import { readGraph, withOutputs } from './graph/onnx-graph';
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

/** Tokens of one pass: few enough to stop promptly. */
const PASS = 1536;

/** Loads the frozen part. @throws AppError as `createDecoder` */
export async function openTrunk(pack: PackBytes, manifest: Manifest, start: Start, backend: BackendId): Promise<Trunk> {
  const read = readWorkshopBase(pack, manifest, start);
  const { graph, weights, folder, trunk, base } = read;
  const { features, told } = graph.names;
  const names = told === null ? [features] : [features, told];
  const bytes = withOutputs(withLearned(graph, trunk), names);
  const config = readJson(ModelConfigSchema, fileOf(pack, `${folder}/config.json`), `${folder}/config.json`);
  const decoder = await createDecoder({ graph: bytes, weights }, config, 'value', manifest.contextTokens, backend);
  return {
    start,
    base,
    shape: graph.shape,
    own: startsOf(pack, manifest).includes('trunk') ? null : policyLayers(pack, manifest, read),
    contextTokens: manifest.contextTokens,
    features: async (groups, signal) => {
      const answers: FeatureGroup[] = [];
      for (const part of parts(groups)) answers.push(...(await compute(decoder, names, graph, part, signal)));
      return answers;
    },
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

/** Groups of about `PASS` tokens. */
function* parts(groups: readonly TextGroup[]): Generator<TextGroup[]> {
  let part: TextGroup[] = [];
  let size = 0;
  for (const group of groups) {
    const tokens = group.prompt.length + group.solutions.reduce((sum, { length }) => sum + length, 0);
    if (part.length && size + tokens > PASS) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(group);
    size += tokens;
  }
  if (part.length) yield part;
}

async function compute(
  decoder: OnnxDecoder,
  names: readonly string[],
  { shape }: VerifierGraph,
  groups: readonly TextGroup[],
  signal?: AbortSignal,
): Promise<FeatureGroup[]> {
  const pass = async (batch: DecodeBatch, texts: readonly (readonly number[])[]): Promise<Features[]> => {
    const [seen, told] = await batch.feedFor(names, texts, signal);
    const rows = (data: Float32Array | undefined, width: number, row: number): Float32Array => {
      const own = new Float32Array(texts[row]!.length * width);
      if (data)
        for (let t = 0; t < texts[row]!.length; t++) {
          const from = (t * texts.length + row) * width;
          own.set(data.subarray(from, from + width), t * width);
        }
      return own;
    };
    return texts.map(({ length }, row) => ({
      tokens: length,
      seen: rows(seen, shape.width, row),
      told: rows(told, shape.told, row),
    }));
  };
  const ahead = new DecodeBatch(
    decoder,
    groups.map(() => null),
  );
  const prompts = await pass(
    ahead,
    groups.map(({ prompt }) => prompt),
  );
  const caches = ahead.grown([...groups.keys()]);
  const rows = groups.flatMap(({ solutions }, group) => solutions.map((solution) => ({ group, solution })));
  if (!rows.length) return prompts.map((prompt) => ({ prompt, solutions: [] }));
  const batch = new DecodeBatch(
    decoder,
    rows.map(({ group }) => caches[group]!),
  );
  const solutions = await pass(
    batch,
    rows.map(({ solution }) => solution),
  );
  return prompts.map((prompt, group) => ({
    prompt,
    solutions: solutions.filter((_, row) => rows[row]!.group === group),
  }));
}

function fileOf(pack: PackBytes, path: string): Uint8Array {
  const bytes = pack.files[path];
  if (!bytes) throw new AppError('file-missing', `The model pack lacks ${path}.`, { file: path });
  return bytes;
}
