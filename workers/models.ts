/** Makes the policy and the verifiers of a pack from bytes, on the fastest back end that computes correctly. */
import type { BackendId, VerifierId } from '../src/core/ids';
import { AppError, errorCode } from '../src/core/errors';
import type { LoadedEngine, LoadRequest } from '../src/protocol/engine';
import type { PackBytes } from '../src/protocol/engine';
import {
  GRAPH_FILE,
  ManifestSchema,
  ModelConfigSchema,
  ParitySchema,
  readJson,
  WEIGHTS_FILE,
  type Manifest,
} from '../src/protocol/pack';
import type { TraceModel } from '../src/trace/types';
import { checkKnownAnswers } from './known-answer';
import { ImplicitPrm } from './implicit-prm';
import type { CacheNode } from './kv-cache';
import { packDecoding } from './decoding';
import { OnnxPolicy } from './onnx-policy';
import { createDecoder, oneAtATime, provideRuntime, type OnnxDecoder } from './onnx-session';
import { OnnxValueModel } from './onnx-value-model';
import { secondsOfPasses } from './timing';
import { createTokenizer } from './tokenizer';
import { findAdapter } from '../src/protocol/webgpu-adapter';

/** A verifier that is a model of a pack. */
export type PackVerifier = OnnxValueModel | ImplicitPrm<CacheNode>;

export interface LoadedModels extends LoadedEngine {
  readonly policy: OnnxPolicy;
  readonly verifiers: ReadonlyMap<VerifierId, PackVerifier>;
  dispose(): Promise<void>;
}

export interface LoadModelsRequest extends Pick<LoadRequest, 'runtimeWasm' | 'pack' | 'backend' | 'known'> {
  /** Those that are models of the pack; `oracle` and the like are made elsewhere. */
  readonly verifiers: readonly VerifierId[];
  readonly onProgress?: (fraction: number, phase: string) => void;
}

type Decoders = ReadonlyMap<string, OnnxDecoder>;

/**
 * @throws AppError `file-missing` or `file-damaged` for a bad pack; `backend-unavailable` or `backend-wrong-numbers`
 * when the back end that was asked for cannot be used (`auto` falls back to WASM instead).
 */
export async function loadModels(request: LoadModelsRequest): Promise<LoadedModels> {
  const { pack, verifiers, backend, known } = request;
  provideRuntime(request.runtimeWasm);
  const manifest = manifestOf(pack);
  const names = ['policy', ...verifiers];
  const open = (id: BackendId): Promise<Decoders> => openDecoders(request, manifest, names, id);
  const chosen = backend === 'auto' ? await recallOrChoose(known, open) : await takeBackend(backend, open);
  try {
    const made = assemble(pack, manifest, verifiers, chosen.decoders);
    return { ...made, backend: chosen.backend, backendReason: chosen.reason };
  } catch (error) {
    await closeDecoders(chosen.decoders);
    throw error;
  }
}

/**
 * The models with more verifiers of the same pack, on the same back end; nothing that was there is loaded again.
 * @throws AppError as `loadModels`; what was loaded stays.
 */
export async function addVerifiers(loaded: LoadedModels, request: LoadModelsRequest): Promise<LoadedModels> {
  const { pack } = request;
  const manifest = manifestOf(pack);
  const missing = request.verifiers.filter((id) => !loaded.verifiers.has(id));
  const decoders = await openDecoders(request, manifest, missing, loaded.backend);
  const more = assembleVerifiers(pack, manifest, missing, decoders);
  return {
    ...loaded,
    verifiers: new Map([...loaded.verifiers, ...more.verifiers]),
    models: [...loaded.models, ...more.models],
    dispose: async () => {
      await Promise.all([loaded.dispose(), closeDecoders(decoders)]);
    },
  };
}

interface Chosen {
  readonly backend: BackendId;
  readonly reason: string;
  readonly decoders: Decoders;
}

async function takeBackend(backend: BackendId, open: (id: BackendId) => Promise<Decoders>): Promise<Chosen> {
  if (backend === 'webgpu') {
    const adapter = await findAdapter();
    if (!adapter.found) throw new AppError('backend-unavailable', `WebGPU: ${adapter.reason}.`, { backend });
  }
  return { backend, reason: `${NAMES[backend]}: you asked for it`, decoders: await open(backend) };
}

const NAMES: Record<BackendId, string> = { wasm: 'WASM', webgpu: 'WebGPU' };

/** What an earlier visit chose; a GPU that fails now is chosen against anew. */
async function recallOrChoose(
  known: LoadRequest['known'],
  open: (id: BackendId) => Promise<Decoders>,
): Promise<Chosen> {
  if (!known) return chooseBackend(open);
  const { backend, reason } = known;
  if (backend === 'wasm') return { backend, reason, decoders: await open(backend) };
  try {
    return { backend, reason, decoders: await open(backend) };
  } catch (error) {
    if (!['backend-wrong-numbers', 'backend-unavailable', 'device-lost'].includes(errorCode(error))) throw error;
    return chooseBackend(open);
  }
}

/** WASM unless WebGPU is there, right and, over a few real passes, faster. */
async function chooseBackend(open: (id: BackendId) => Promise<Decoders>): Promise<Chosen> {
  const wasm = await open('wasm');
  const onWasm = (reason: string): Chosen => ({ backend: 'wasm', reason: `WASM: ${reason}`, decoders: wasm });
  const adapter = await findAdapter();
  if (!adapter.found) return onWasm(adapter.reason);
  if (adapter.isSoftware) return onWasm('WebGPU has only a software adapter here');
  let webgpu: Decoders;
  try {
    webgpu = await open('webgpu');
  } catch (error) {
    if (errorCode(error) === 'backend-wrong-numbers') return onWasm('WebGPU computes wrong numbers here');
    if (errorCode(error) === 'backend-unavailable') return onWasm('WebGPU could not load the model here');
    if (errorCode(error) === 'device-lost') return onWasm('WebGPU failed its first run here');
    throw error;
  }
  const [slow, fast] = [await secondsOfPasses(wasm.get('policy')!), await secondsOfPasses(webgpu.get('policy')!)];
  const isFaster = fast < slow;
  await closeDecoders(isFaster ? wasm : webgpu);
  if (isFaster)
    return {
      backend: 'webgpu',
      reason: `WebGPU: ${(slow / fast).toFixed(1)} times as fast as WASM here`,
      decoders: webgpu,
    };
  return onWasm(`${(fast / slow).toFixed(1)} times as fast as WebGPU here`);
}

/** @throws AppError `file-missing` or `file-damaged` */
export const manifestOf = (pack: PackBytes): Manifest =>
  readJson(ManifestSchema, fileOf(pack, 'manifest.json'), 'manifest.json');

function fileOf(pack: PackBytes, path: string): Uint8Array {
  const bytes = pack.files[path];
  if (!bytes) throw new AppError('file-missing', `The model pack lacks ${path}.`, { file: path });
  return bytes;
}

/** One model of a pack, unchecked. @throws AppError as `createDecoder`, and `file-missing`. */
export function openDecoder(
  pack: PackBytes,
  manifest: Manifest,
  name: string,
  backend: BackendId,
): Promise<OnnxDecoder> {
  const folder = folderOf(manifest, name);
  const config = readJson(ModelConfigSchema, fileOf(pack, `${folder}/config.json`), `${folder}/config.json`);
  const model = {
    graph: fileOf(pack, `${folder}/${GRAPH_FILE}`),
    weights: fileOf(pack, `${folder}/${WEIGHTS_FILE}`),
  };
  return createDecoder(model, config, outputOf(manifest, name), manifest.contextTokens, backend);
}

/** What a model of the pack computes: one whose score is a log-ratio to the policy is a language model, as that is. */
const outputOf = ({ models }: Manifest, name: string): 'logits' | 'value' =>
  name === 'policy' || models[name]?.beta !== undefined ? 'logits' : 'value';

async function openDecoders(
  { pack, known, onProgress = () => undefined }: LoadModelsRequest,
  manifest: Manifest,
  names: readonly string[],
  backend: BackendId,
): Promise<Decoders> {
  const decoders = new Map<string, OnnxDecoder>();
  const parity = readJson(ParitySchema, fileOf(pack, 'parity.json'), 'parity.json');
  try {
    for (const [i, name] of names.entries()) {
      onProgress(i / names.length, `Starting ${name} on ${NAMES[backend]}`);
      const decoder = await openDecoder(pack, manifest, name, backend);
      decoders.set(name, decoder);
      const isKnown = backend === 'wasm' && known?.checked.includes(`${pack.id}/${name}`);
      if (!isKnown) await checkKnownAnswers(decoder, name, parity);
    }
  } catch (error) {
    await closeDecoders(decoders);
    throw error;
  }
  onProgress(1, 'Ready');
  return decoders;
}

function folderOf(manifest: Manifest, name: string): string {
  const model = manifest.models[name];
  if (!model) throw new AppError('file-missing', `The model pack ${manifest.id} has no ${name}.`, { model: name });
  return model.folder;
}

async function closeDecoders(decoders: Decoders): Promise<void> {
  await Promise.all([...decoders.values()].map(({ session }) => oneAtATime(() => session.release())));
}

function assemble(
  pack: PackBytes,
  manifest: Manifest,
  verifiers: readonly VerifierId[],
  decoders: Decoders,
): Pick<LoadedModels, 'policy' | 'verifiers' | 'models' | 'dispose'> {
  const { folder, parameters } = manifest.models.policy;
  const tokenizer = createTokenizer(
    fileOf(pack, `${folder}/tokenizer.json`),
    fileOf(pack, `${folder}/tokenizer_config.json`),
    readJson(ModelConfigSchema, fileOf(pack, `${folder}/config.json`), `${folder}/config.json`),
  );
  const policy = new OnnxPolicy(
    { id: `${pack.id}/policy`, parameters },
    tokenizer,
    packDecoding(decoders.get('policy')!),
  );
  const judging = assembleVerifiers(pack, manifest, verifiers, decoders);
  return {
    policy,
    verifiers: judging.verifiers,
    models: [{ ...policy.info, role: 'policy' }, ...judging.models],
    dispose: () => closeDecoders(decoders),
  };
}

function assembleVerifiers(
  pack: PackBytes,
  manifest: Manifest,
  ids: readonly VerifierId[],
  decoders: Decoders,
): { readonly verifiers: Map<VerifierId, PackVerifier>; readonly models: TraceModel[] } {
  const verifiers = new Map<VerifierId, PackVerifier>();
  const models: TraceModel[] = [];
  for (const id of ids) {
    const declared = manifest.models[id]!;
    const info = { id: `${pack.id}/${id}`, parameters: declared.parameters };
    const decoder = decoders.get(id)!;
    const model =
      declared.beta === undefined
        ? new OnnxValueModel(id, info, declared.scale, decoder)
        : new ImplicitPrm(info, declared.beta, packDecoding(decoder), id);
    verifiers.set(id, model);
    models.push({ ...info, role: 'verifier', verifier: id, scale: model.scale });
  }
  return { verifiers, models };
}
