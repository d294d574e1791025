/** The models of a task, loaded from `public/models` into this process. */
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import * as flavour from 'onnxruntime-web/wasm';
import { loadModels, type LoadedModels } from '../../workers/models';
import { useOrt, type Ort } from '../../workers/ort';
import type { TaskId, VerifierId } from '../core/ids';
import { AppError } from '../core/errors';
import type { PackBytes } from '../protocol/engine';
import { ManifestSchema, readJson } from '../protocol/pack';
import { modelsNeeded, offeredBeside } from '../verifiers/find';
import type { VerifierOptions } from '../verifiers/types';
import { badInput } from './command';
import { MODELS_FOLDER, readPack, readRuntimeWasm } from './model-files';

/**
 * V8 recompiles a WASM function with its slow, strong compiler once the function has run for this long. With V8's own
 * number it soon does that to some enormous functions of ONNX Runtime, and a minute of processor time is gone before
 * the first search. With this one only the matrix kernels get there, and a search is as fast.
 */
const TIERING_BUDGET = 100_000_000;

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
  checkPack(pack);
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  useOrt(runtime);
  const runtimeWasm = await readRuntimeWasm();
  return loadModels({ runtimeWasm, pack, verifiers: modelsNeeded(verifiers, options), backend: 'wasm' });
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
  const pack = await readPack(MODELS_FOLDER, task, wanted);
  const { policy: _, ...inPack } = readManifest(pack).models;
  const offered = offeredBeside('pack', Object.keys(inPack));
  const lacking = [...verifiers, ...wanted].find((id) => !offered.includes(id));
  if (lacking === undefined) return pack;
  throw badInput(`There is no verifier ${lacking} for ${task} yet: take one of ${offered.join(', ')}.`);
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
