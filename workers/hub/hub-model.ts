/**
 * A causal language model of the hub as transformers.js loads it, from bytes: the library is given a cache that holds
 * the files and a network that has nothing, so it can ask nobody.
 */
import { AutoModelForCausalLM, AutoTokenizer, DynamicCache, env, LogLevel, Tensor } from '@huggingface/transformers';
import type { PreTrainedTokenizer } from '@huggingface/transformers';
import * as v from 'valibot';
import type { BackendId } from '../../src/core/ids';
import { AppError } from '../../src/core/errors';
import { hubGraph, type HubModelBytes, type StateLayer } from '../../src/protocol/hub';
import { readJson } from '../../src/protocol/pack';
import { withStates } from '../graph/hidden-states';
import { notePass } from '../passes';
import { KnownTexts } from './known-texts';
import { loadFailure, reasonOf } from './load-failure';
import type { CacheTensors } from './rows';

/** Some write −1 for none. */
const tokens = v.optional(v.nullable(v.union([v.number(), v.array(v.number())])));
const size = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));

/** What is read of a configuration; of a model of several kinds of input, the part about text. */
const ConfigSchema = v.looseObject({
  model_type: v.pipe(v.string(), v.maxLength(100)),
  eos_token_id: tokens,
  max_position_embeddings: size,
  n_positions: size,
  text_config: v.optional(v.looseObject({ max_position_embeddings: size, eos_token_id: tokens })),
});
const GenerationSchema = v.looseObject({ eos_token_id: tokens });

/** Where a configuration does not say how long a text may be; and the most that a search is given anyway. */
const USUAL_CONTEXT = 2048;
const MOST_CONTEXT = 16_384;

/** What the library's model is used for. */
interface LoadedModel {
  forward(inputs: Record<string, unknown>): Promise<Record<string, Tensor>>;
  dispose(): Promise<unknown>;
  readonly sessions: Readonly<Record<string, { run: Run; readonly outputNames: readonly string[] }>>;
}
/** A session's, which the library calls with what goes in alone. */
type Run = (feeds: unknown, outputs?: readonly string[]) => Promise<unknown>;

/** The hidden states that a model gives. */
export interface GivenStates {
  readonly given: readonly StateLayer[];
  /** Layers of the model. */
  readonly layers: number;
  /** Of the graph, one for each of `given`. */
  readonly outputs: readonly string[];
  /** Whether the logits of all tokens but the last can be left out. */
  readonly canSkipLogits: boolean;
}

/** What a pass gives. */
export interface HubPass {
  readonly logits: Tensor;
  readonly caches: CacheTensors;
  /** [B, T, C] each, in single precision, as they were wanted. */
  readonly states: readonly Tensor[];
}

/** What stands before the tokens of a pass. */
export interface Past {
  /** Places of a row, those of its padding included. */
  readonly length: number;
  readonly tensors: CacheTensors;
  /** By row, how many of the first places are padding, which nothing may look at; none by default. */
  readonly padding?: readonly number[];
}

export interface HubModel {
  readonly id: string;
  readonly parameters: number;
  readonly backend: BackendId;
  /** As the configuration names the architecture. */
  readonly modelType: string;
  /** Longest sequence, in tokens. */
  readonly contextTokens: number;
  /** Tokens that end a text, the first of them the one that stands for all. What its template says is added later. */
  readonly ends: number[];
  readonly tokenizer: PreTrainedTokenizer;
  /** A template in a file of its own, as newer models have it. */
  readonly chatTemplate: string | null;
  /** Null where it was not asked for any. */
  readonly states: GivenStates | null;
  /**
   * Rows of different lengths may share a pass, the shorter ones behind padding: whether this graph gives the same for
   * them is tried when it is opened (`padding-probe.ts`); until then not.
   */
  masksPadding: boolean;
  readonly known: KnownTexts;
  /**
   * One pass over `ids` [B, T] after `past`. Logits [B, T, V], or [B, 1, V] where the graph can leave out all but the last
   * and no more is wanted.
   * @param states places among those that the model gives, of which this pass is to give them; none by default
   */
  forward(
    ids: BigInt64Array,
    rows: number,
    past: Past | null,
    wanted: 'last' | 'all',
    states?: readonly number[],
  ): Promise<HubPass>;
  dispose(): Promise<void>;
}

/** The files of models that are being loaded, by `<place>/<path>`. */
const shelf = new Map<string, Uint8Array>();
let places = 0;

/** A response that hands its bytes over instead of copying them. */
class BytesResponse extends Response {
  constructor(readonly whole: Uint8Array) {
    super(null);
  }
  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.whole;
    if (byteOffset === 0 && byteLength === buffer.byteLength) return buffer as ArrayBuffer;
    return this.whole.slice().buffer;
  }
}

/** Called once a thread, before the first model. Without `wasm` the runtime was given what it needs before. */
export function prepareLibrary(wasm: Uint8Array | null): void {
  env.allowLocalModels = false;
  env.remoteHost = 'https://none.invalid/';
  env.useBrowserCache = false;
  env.useFSCache = false;
  env.useWasmCache = false;
  env.logLevel = LogLevel.NONE;
  env.useCustomCache = true;
  env.customCache = {
    match: async (request: string) => {
      const bytes = shelf.get(/(m\d+)\/resolve\/main\/(.*)$/.exec(request)?.slice(1).join('/') ?? '');
      return bytes && new BytesResponse(bytes);
    },
    put: async () => undefined,
  };
  env.fetch = async () => new Response(null, { status: 404 });
  const runtime = env.backends.onnx.wasm;
  if (!wasm || !runtime) return;
  // The library points it at a CDN. Its glue is in this bundle.
  runtime.wasmPaths = undefined;
  runtime.wasmBinary = wasm;
  runtime.numThreads = 1;
}

/** @throws AppError `file-missing`, `file-damaged`, and as `loadFailure` and `withStates`. */
export async function loadHubModel(given: HubModelBytes, backend: BackendId): Promise<HubModel> {
  const { id, files, dtype, dataFiles, parameters } = given;
  for (const path of ['config.json', 'tokenizer.json'])
    if (!files[path]) throw new AppError('file-missing', `${id} has no ${path}.`, { file: path });
  const config = readJson(ConfigSchema, files['config.json']!, `${id}/config.json`);
  const generation = files['generation_config.json']
    ? readJson(GenerationSchema, files['generation_config.json'], `${id}/generation_config.json`)
    : null;
  const stated = given.states?.length ? statesOf(given, given.states) : null;
  const place = `m${++places}`;
  for (const [path, bytes] of Object.entries(files)) shelf.set(`${place}/${path}`, bytes);
  if (stated) shelf.set(`${place}/${hubGraph(dtype)}`, stated.graph);
  shelf.set(`${place}/tokenizer_config.json`, tokenizerConfig(id, files));
  try {
    const tokenizer = await openTokenizer(id, place);
    const weights = namedWeights(files);
    const model = await openModel(id, place, backend, {
      dtype,
      ...(dataFiles ? { use_external_data_format: dataFiles } : {}),
      ...(weights.length ? { session_options: { externalData: weights } } : {}),
    });
    const choose = leaveOut(model, stated?.states.outputs ?? []);
    const { max_position_embeddings: positions, n_positions, text_config } = config;
    const context = positions ?? text_config?.max_position_embeddings ?? n_positions ?? USUAL_CONTEXT;
    const named = [generation?.eos_token_id, config.eos_token_id, text_config?.eos_token_id, tokenizer.eos_token_id];
    const ends = named.flatMap((end) => end ?? []).filter((end) => Number.isInteger(end) && end >= 0);
    const template = new TextDecoder().decode(files['chat_template.jinja']);
    return {
      ...{ id, parameters, backend, tokenizer },
      modelType: config.model_type,
      contextTokens: Math.min(context, MOST_CONTEXT),
      ends: [...new Set(ends)],
      chatTemplate: template.trim() === '' ? null : template,
      states: stated && stated.states,
      masksPadding: false,
      known: new KnownTexts(),
      forward: (ids, rows, past, wanted, places = []) => {
        const names = places.map((place) => stated!.states.outputs[place]!);
        choose(names);
        return pass(model, ids, rows, past, wanted, names);
      },
      dispose: async () => {
        await model.dispose();
      },
    };
  } finally {
    for (const key of shelf.keys()) if (key.startsWith(`${place}/`)) shelf.delete(key);
  }
}

/** The graph with the states as one more output. @throws AppError as `withStates` */
function statesOf(
  { id, files, dtype }: HubModelBytes,
  given: readonly StateLayer[],
): { readonly graph: Uint8Array; readonly states: GivenStates } {
  const graph = files[hubGraph(dtype)];
  if (!graph) throw new AppError('file-missing', `${id} has no ${hubGraph(dtype)}.`, { file: hubGraph(dtype) });
  const { bytes, names: outputs, layers, canSkipLogits } = withStates(graph, given);
  return { graph: bytes, states: { given, layers, outputs, canSkipLogits } };
}

/** Tokens that have a name of their own in a tokenizer's configuration. */
const NAMED_TOKENS = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'].map((name) => `${name}_token`);
const AnyObject = v.looseObject({});

/**
 * `tokenizer_config.json` in the one form that the library reads: a token by its text, also where the file has an object
 * for it or where only `special_tokens_map.json` names it.
 */
function tokenizerConfig(id: string, files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const read = (path: string): Record<string, unknown> =>
    files[path] ? readJson(AnyObject, files[path], `${id}/${path}`) : {};
  const [config, map] = [read('tokenizer_config.json'), read('special_tokens_map.json')];
  for (const name of NAMED_TOKENS) {
    const texts = [config[name], map[name]].map((token) =>
      typeof token === 'string' ? token : (token as { readonly content?: unknown } | null | undefined)?.content,
    );
    const text = texts.find((found) => typeof found === 'string' && found !== '');
    if (text === undefined) delete config[name];
    else config[name] = text;
  }
  return new TextEncoder().encode(JSON.stringify(config));
}

/** In Node the library knows the runtime's CPU by another name. */
function deviceOf(backend: BackendId): 'wasm' | 'webgpu' | 'cpu' {
  const isNode = 'process' in globalThis && !('WorkerGlobalScope' in globalThis) && !('document' in globalThis);
  return backend === 'wasm' && isNode ? 'cpu' : backend;
}

async function openTokenizer(id: string, place: string): Promise<PreTrainedTokenizer> {
  try {
    return await AutoTokenizer.from_pretrained(place);
  } catch (cause) {
    const message = `The tokenizer of ${id} could not be read: ${reasonOf(cause)}`;
    throw new AppError('file-damaged', message, { file: 'tokenizer.json' }, { cause });
  }
}

async function openModel(id: string, place: string, backend: BackendId, options: object): Promise<LoadedModel> {
  const hadWorker = 'Worker' in globalThis;
  try {
    return await AutoModelForCausalLM.from_pretrained(place, { ...options, device: deviceOf(backend) });
  } catch (cause) {
    throw loadFailure(cause, id, backend);
  } finally {
    // In Node the runtime's glue leaves one behind, and a learner that finds it takes Node for a browser.
    if (!hadWorker) Reflect.deleteProperty(globalThis, 'Worker');
  }
}

/** Weights beside a graph under the name that most exporters give them, for which the library does not look. */
const namedWeights = (
  files: Readonly<Record<string, Uint8Array>>,
): { readonly path: string; readonly data: Uint8Array }[] =>
  Object.entries(files).flatMap(([path, data]) =>
    /^onnx\/[^/]+\.onnx\.data$/.test(path) ? [{ path: path.slice('onnx/'.length), data }] : [],
  );

/**
 * Hidden states that a pass does not want are not copied out of the runtime: the library knows no choice of outputs, and
 * its sessions are made to. @returns says which ones the next passes want
 */
function leaveOut({ sessions }: LoadedModel, states: readonly string[]): (wanted: readonly string[]) => void {
  let left: ReadonlySet<string> = new Set(states);
  if (states.length)
    for (const session of Object.values(sessions)) {
      const run = session.run.bind(session);
      session.run = (feeds) =>
        run(
          feeds,
          session.outputNames.filter((name) => !left.has(name)),
        );
    }
  return (wanted) => (left = new Set(states.filter((name) => !wanted.includes(name))));
}

async function pass(
  model: LoadedModel,
  ids: BigInt64Array,
  rows: number,
  past: Past | null,
  wanted: 'last' | 'all',
  stateOutputs: readonly string[],
): Promise<HubPass> {
  const width = ids.length / rows;
  const seen = (past?.length ?? 0) + width;
  const mask = new BigInt64Array(rows * seen).fill(1n);
  past?.padding?.forEach((places, row) => mask.fill(0n, row * seen, row * seen + places));
  const outputs = await model.forward({
    input_ids: new Tensor('int64', ids, [rows, width]),
    attention_mask: new Tensor('int64', mask, [rows, seen]),
    past_key_values: past ? new DynamicCache({ ...past.tensors }) : null,
    ...(wanted === 'last' ? { num_logits_to_keep: new Tensor('int64', new BigInt64Array([1n]), []) } : {}),
  });
  notePass();
  const caches: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    if (name.startsWith('present')) caches[pastName(name)] = tensor;
  }
  const { logits } = outputs;
  if (!logits) throw new AppError('file-damaged', 'The model gives no logits: it is no language model.');
  const states = stateOutputs.map((name) => {
    const tensor = outputs[name];
    if (!tensor) throw new AppError('file-damaged', 'The model gives no hidden states.');
    return single(tensor);
  });
  return { logits: single(logits), caches, states };
}

const single = (tensor: Tensor): Tensor => (tensor.type === 'float32' ? tensor : tensor.to('float32'));

/** The input that takes an output back: `present.0.key`, and of other kinds of memory `present_conv.0`. */
const pastName = (name: string): string =>
  /^present_/.test(name) ? name.replace('present', 'past') : name.replace('present', 'past_key_values');
