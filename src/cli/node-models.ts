/** The models of a task, loaded from `public/models` into this process. */
import { createHash } from 'node:crypto';
import * as flavour from 'onnxruntime-web/wasm';
import { loadModels, type LoadedModels } from '../../workers/models';
import { useOrt, type Ort } from '../../workers/ort';
import { joinTrained, readTrained } from '../../workers/trained-verifier';
import type { TaskId, VerifierId } from '../core/ids';
import { AppError, errorCode } from '../core/errors';
import type { PackBytes } from '../protocol/engine';
import { ManifestSchema, patternOf, readJson, type Manifest } from '../protocol/pack';
import { modelsNeeded, offeredBeside } from '../verifiers/find';
import type { VerifierOptions } from '../verifiers/types';
import { badInput } from './command';
import { headFile, isHead, type HeadFile } from './head-files';
import { MODELS_FOLDER, readPack, readRuntimeWasm } from './model-files';
import { delayWasmTiering } from './wasm-tiering';

/**
 * Loads the policy and those of `verifiers` that are models, on the WASM back end. A measurement may give a `runtime`
 * that counts.
 * @throws AppError `bad-input` for a verifier that the pack lacks; `file-missing` or `file-damaged` for a bad pack.
 */
export async function loadNodeModels(
  task: TaskId,
  verifiers: readonly VerifierId[],
  runtime: Ort = flavour,
  options: VerifierOptions = {},
): Promise<LoadedModels> {
  const pack = await checkVerifiers(task, verifiers, options);
  const needed = modelsNeeded(verifiers, options);
  const inPack = needed.filter((id) => !isHead(id));
  return withHeads(await loadPack(pack, inPack, runtime), pack, needed.filter(isHead));
}

async function loadPack(pack: PackBytes, verifiers: readonly VerifierId[], runtime: Ort): Promise<LoadedModels> {
  checkPack(pack);
  delayWasmTiering();
  useOrt(runtime);
  return loadModels({ runtimeWasm: await readRuntimeWasm(), pack, verifiers, backend: 'wasm' });
}

/** What the workshop needs: the policy, those of `teachers` that are models, and the files of the pack's pattern. */
export async function loadWorkshop(
  task: TaskId,
  teachers: readonly VerifierId[],
): Promise<{ readonly pack: PackBytes; readonly manifest: Manifest; readonly models: LoadedModels }> {
  const needed = modelsNeeded(teachers);
  const taught = needed.filter((id) => !isHead(id));
  await checkVerifiers(task, teachers);
  const manifest = readManifest(await readPack(MODELS_FOLDER, task, []));
  const pack = await readPack(MODELS_FOLDER, task, [...new Set([...taught, patternOf(manifest)])]);
  const models = await withHeads(await loadPack(pack, taught, flavour), pack, needed.filter(isHead));
  return { pack, manifest, models };
}

/**
 * Reads the pack that has these verifiers.
 * @throws AppError `bad-input` with a sentence that names those there are.
 */
export async function checkVerifiers(
  task: TaskId,
  verifiers: readonly VerifierId[],
  options: VerifierOptions = {},
): Promise<PackBytes> {
  const wanted = modelsNeeded(verifiers, options);
  if (wanted.some(isHead)) return checkHeads(task, verifiers, options);
  const pack = await readPack(MODELS_FOLDER, task, wanted);
  const { policy: _, ...inPack } = readManifest(pack).models;
  const offered = offeredBeside('pack', Object.keys(inPack));
  const lacking = [...verifiers, ...wanted].find((id) => !offered.includes(id));
  if (lacking === undefined) return pack;
  throw badInput(`There is no verifier ${lacking} for ${task} yet: take one of ${offered.join(', ')}.`);
}

/** As `checkVerifiers`, where some stand in files of their own: with the files that those need of the pack. */
async function checkHeads(
  task: TaskId,
  verifiers: readonly VerifierId[],
  options: VerifierOptions,
): Promise<PackBytes> {
  const others = verifiers.filter((id) => !isHead(id));
  const { files } = await checkVerifiers(task, others, options);
  const manifest = readManifest({ id: '', files });
  const pack = await readPack(MODELS_FOLDER, task, [
    ...new Set([...modelsNeeded(others, options), patternOf(manifest)]),
  ]);
  for (const id of verifiers.filter(isHead)) fileOfHead(id, (file) => readTrained(pack, manifest, file));
  return pack;
}

/** What is made of a verifier's file. @throws AppError `bad-input`, with its sentence, for one that does not fit */
function fileOfHead<T>(id: VerifierId, make: (file: HeadFile) => T): T {
  const file = headFile(id);
  if (!file) throw badInput(`${id} is a verifier in a file of its own: name it as head:FILE.`);
  try {
    return make(file);
  } catch (error) {
    throw ['file-damaged', 'too-large'].includes(errorCode(error)) ? badInput((error as Error).message) : error;
  }
}

/** The models with the verifiers of these files, which were checked. */
async function withHeads(loaded: LoadedModels, pack: PackBytes, ids: readonly VerifierId[]): Promise<LoadedModels> {
  try {
    return await joinTrained(
      loaded,
      pack,
      readManifest(pack),
      ids.map((id) => fileOfHead(id, (file) => file)),
    );
  } catch (error) {
    await loaded.dispose();
    throw error;
  }
}

const readManifest = (pack: PackBytes) => readJson(ManifestSchema, pack.files['manifest.json']!, 'manifest.json');

/** Compares every file that was read with its size and hash in the manifest. */
function checkPack(pack: PackBytes): void {
  for (const { path, sizeBytes, sha256 } of readManifest(pack).files) {
    const bytes = pack.files[path];
    if (!bytes || (bytes.length === sizeBytes && createHash('sha256').update(bytes).digest('hex') === sha256)) continue;
    throw new AppError('file-damaged', `${pack.id}/${path} is not the file that the manifest describes.`, {
      file: path,
    });
  }
}
