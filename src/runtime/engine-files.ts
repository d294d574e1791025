/** The engine's files: its runtime, its worker script and a task's model pack, with progress in bytes. */
import { TASK_IDS, type BackendId, type Reading, type TaskId, type VerifierId } from '../core/ids';
import type { Scale } from '../core/scale';
import { AppError } from '../core/errors';
import type { PackBytes } from '../protocol/engine';
import {
  ManifestSchema,
  neededFiles,
  PackIndexSchema,
  patternOf,
  readJson,
  type Manifest,
  type PackIndex,
} from '../protocol/pack';
import { findAdapter } from '../protocol/webgpu-adapter';
import type { Bytes, FileSource } from './file-source';

export interface EngineFiles {
  readonly source: FileSource;
  /** With both back ends. */
  readonly webgpu: EngineFlavour;
  /** Without WebGPU, and half the size, where the site has it. */
  readonly wasm?: EngineFlavour;
}

/** A build of the engine. */
export interface EngineFlavour {
  /** The WASM of ONNX Runtime: its path in the source, on a site its address, and its size, which no manifest tells. */
  readonly runtime: { readonly path: string; readonly url: string | null; readonly sizeBytes: number };
  /** The worker's whole script: its path in the source and, on a site, its address. */
  readonly worker: { readonly path: string; readonly url: string | null };
}

/** The smallest flavour that this reader can use: a WebGPU that is only software is never taken unasked. */
export async function chooseFlavour(files: EngineFiles, backend: BackendId | 'auto'): Promise<EngineFlavour> {
  if (!files.wasm || backend === 'webgpu') return files.webgpu;
  if (backend === 'wasm') return files.wasm;
  const adapter = await findAdapter();
  return adapter.found && !adapter.isSoftware ? files.webgpu : files.wasm;
}

export interface LoadProgress {
  readonly loadedBytes: number;
  /** 0 while it is not known. */
  readonly totalBytes: number;
  readonly phase: string;
}

export interface EngineBytes {
  /** Empty when it was not asked for. */
  readonly runtimeWasm: Bytes;
  readonly pack: PackBytes;
}

/** A task's pack, found in the site's list, its manifest read and checked. */
export interface FoundPack {
  readonly id: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manifestBytes: Bytes;
  readonly index: PackIndex;
}

/** @throws AppError as `readEngineFiles`. */
export async function findPack({ source }: EngineFiles, task: TaskId): Promise<FoundPack> {
  const index = readJson(PackIndexSchema, await source.read('models/index.json'), 'models/index.json');
  const id = index.packs[task];
  if (!id) throw new AppError('file-missing', `There is no model for ${task}.`, { task });
  const folder = `models/${id}`;
  const manifestBytes = await source.read(`${folder}/manifest.json`);
  const manifest = readJson(ManifestSchema, manifestBytes, `${folder}/manifest.json`);
  if (manifest.id !== id)
    throw new AppError('file-damaged', `${folder} holds the pack ${manifest.id}.`, { file: folder });
  return { id, folder, manifest, manifestBytes, index };
}

/** What a site has models for. */
export interface PackOffer {
  readonly tasks: readonly TaskId[];
  /** Those of one task. */
  readonly verifiers: readonly VerifierId[];
  /** By verifier, what its pack says. */
  readonly scales?: Readonly<Record<VerifierId, Scale>>;
  readonly readings?: Readonly<Record<VerifierId, Reading>>;
  /** Of the problems that the models learned from, lowest and highest; null where the pack declares none. */
  readonly levels?: readonly [low: number, high: number] | null;
}

/** What a pack's manifest says of its verifiers, by their names. */
function modelsOf({
  manifest,
}: FoundPack): [VerifierId, { readonly scale: Scale; readonly reading?: Reading | undefined }][] {
  const { policy: _, ...models } = manifest.models;
  return Object.entries(models);
}

/** The verifiers whose models a pack holds. */
export const verifiersOf = (pack: FoundPack): VerifierId[] => modelsOf(pack).map(([id]) => id);

/** Their scales. */
export const scalesOf = (pack: FoundPack): Readonly<Record<VerifierId, Scale>> =>
  Object.fromEntries(modelsOf(pack).map(([id, { scale }]) => [id, scale]));

/** How much they have read, of those of which the pack says it. */
export const readingsOf = (pack: FoundPack): Readonly<Record<VerifierId, Reading>> =>
  Object.fromEntries(modelsOf(pack).flatMap(([id, { reading }]) => (reading ? [[id, reading]] : [])));

/** The levels that the models learned, as the pack declares them; null where it does not. */
export const levelsOf = ({ manifest }: FoundPack): readonly [low: number, high: number] | null =>
  manifest.training?.config?.problems?.levels ?? null;

/** The tasks of the site's packs. */
export const tasksOf = ({ index }: FoundPack): TaskId[] => TASK_IDS.filter((id) => index.packs[id] !== undefined);

/** What is not there yet. */
export interface MissingFiles {
  readonly runtime: boolean;
  readonly policy: boolean;
  /** What verifiers in files of their own stand on: the policy, and the verifier whose layers are their pattern. */
  readonly base?: boolean;
  readonly verifiers: readonly VerifierId[];
}

/**
 * Reads what a pack's policy and verifiers need, and the runtime if asked.
 * @throws AppError `file-missing`, `file-damaged` or `download-failed`.
 */
export async function readEngineFiles(
  files: EngineFiles,
  { runtime }: EngineFlavour,
  pack: FoundPack,
  wants: MissingFiles,
  onProgress: (progress: LoadProgress) => void,
  compileRuntime: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<EngineBytes> {
  const { source } = files;
  const { id, folder, manifest, manifestBytes, index } = pack;
  const isPolicy = `${manifest.models.policy.folder}/`;
  const { base = false } = wants;
  const wanted = neededFiles(manifest, [...wants.verifiers, ...(base ? [patternOf(manifest)] : [])]).filter(
    ({ path }) => wants.policy || base || !path.startsWith(isPolicy),
  );
  const packBytes = wanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const totalBytes = packBytes + (wants.runtime ? runtime.sizeBytes : 0);
  let loadedBytes = 0;
  const onBytes = (count: number): void => {
    loadedBytes = Math.min(totalBytes, loadedBytes + count);
    onProgress({ loadedBytes, totalBytes, phase: 'Loading the models' });
  };
  onBytes(0);
  const [runtimeWasm, ...contents] = await Promise.all([
    wants.runtime ? readRuntime(source, runtime, onBytes, compileRuntime) : new Uint8Array(0),
    ...wanted.map(({ path, sizeBytes, sha256 }) => source.read(`${folder}/${path}`, { sizeBytes, sha256, onBytes })),
  ]);
  const runtimes = [files.webgpu, files.wasm].flatMap((flavour) => flavour?.runtime.path ?? []);
  const current = ['models/index.json', ...runtimes, ...Object.values(index.packs).map((pack) => `models/${pack}/`)];
  // Tidying may fail quietly: it only costs space.
  source.forgetUnless?.((path) => isCurrent(path, current)).catch(() => undefined);
  const read = wanted.map(({ path }, i) => [path, contents[i]!] as const);
  return { runtimeWasm, pack: { id, files: Object.fromEntries([['manifest.json', manifestBytes], ...read]) } };
}

/** Whether a kept file is of these, or in none of their folders: another site may stand in a folder of this one. */
function isCurrent(path: string, current: readonly string[]): boolean {
  const top = (file: string): string => file.slice(0, file.indexOf('/') + 1);
  return current.some((start) => path.startsWith(start)) || !current.some((start) => top(start) === top(path));
}

/**
 * Empty where the worker has compiled it. The worker is asked only once the file is kept: then the browser's own cache,
 * out of which it compiles, has most likely kept it too.
 */
async function readRuntime(
  source: FileSource,
  { path, sizeBytes }: EngineFlavour['runtime'],
  onBytes: (count: number) => void,
  compile: () => Promise<boolean>,
): Promise<Bytes> {
  const isKept = async (): Promise<boolean> => (await source.isKept?.(path)) ?? false;
  const wasKept = await isKept();
  if (wasKept && (await compile())) {
    onBytes(sizeBytes);
    return new Uint8Array(0);
  }
  const bytes = await source.read(path, { sizeBytes, onBytes });
  return !wasKept && (await isKept()) && (await compile()) ? new Uint8Array(0) : bytes;
}

/**
 * Makes sure that each task's policy and these verifiers are kept, so that they are there without a network.
 * @throws AppError as `readEngineFiles`.
 */
export async function keepPacks(files: EngineFiles, verifiers: readonly VerifierId[]): Promise<void> {
  const index = readJson(PackIndexSchema, await files.source.read('models/index.json'), 'models/index.json');
  for (const task of TASK_IDS.filter((id) => index.packs[id] !== undefined)) {
    const { folder, manifest } = await findPack(files, task);
    for (const { path, sizeBytes, sha256 } of neededFiles(manifest, verifiers))
      await files.source.keep?.(`${folder}/${path}`, { sizeBytes, sha256 });
  }
}

/**
 * An address that `new Worker` takes here. A page of an opaque origin (a file, a sandboxed frame) may start a worker
 * from a `data:` address only; a module worker, so that WebGPU works there too.
 */
export async function workerAddress(source: FileSource, { worker }: Pick<EngineFlavour, 'worker'>): Promise<string> {
  if (worker.url !== null && globalThis.origin !== 'null') return worker.url;
  const script = new TextDecoder().decode(await source.read(worker.path));
  // Only what an address would not keep: it may have 2 MB in Chromium, and escaping all takes half as much again.
  const kept = script.replace(/[%#?\n\r\t]|[^\x20-\x7e]/gu, encodeURIComponent);
  return `data:text/javascript;charset=utf-8,${kept}`;
}
