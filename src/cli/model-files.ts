/** The same bytes in Node: the command line and the tests read them from disk. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TaskId } from '../core/ids';
import { AppError } from '../core/errors';
import type { PackBytes } from '../protocol/engine';
import { ManifestSchema, neededFiles, PackIndexSchema, readJson } from '../protocol/pack';

/** The packs of this repository, or of the folder that INKLING_MODELS names (a study's, relative to where npm runs). */
export const MODELS_FOLDER =
  process.env['INKLING_MODELS'] ?? fileURLToPath(new URL('../../public/models/', import.meta.url));

/** The WASM of the flavour that Node takes (`workers/ort.ts`). */
export async function readRuntimeWasm(): Promise<Uint8Array> {
  const require = createRequire(import.meta.url);
  return readFile(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
}

/**
 * A task's pack, with the files that the policy and these verifiers need.
 * @param folder holds `index.json`, as `public/models` does.
 */
export async function readPack(folder: string, task: TaskId, verifiers: readonly string[]): Promise<PackBytes> {
  const read = async (path: string): Promise<Uint8Array> => {
    try {
      return await readFile(join(folder, path));
    } catch (cause) {
      throw new AppError('file-missing', `There is no ${join(folder, path)}.`, { file: path }, { cause });
    }
  };
  const index = readJson(PackIndexSchema, await read('index.json'), 'index.json');
  const id = index.packs[task];
  if (!id) throw new AppError('file-missing', `There is no model pack for ${task}.`, { task });
  const manifestBytes = await read(`${id}/manifest.json`);
  const manifest = readJson(ManifestSchema, manifestBytes, 'manifest.json');
  const files: Record<string, Uint8Array> = { 'manifest.json': manifestBytes };
  for (const { path } of neededFiles(manifest, verifiers)) files[path] = await read(`${id}/${path}`);
  return { id, files };
}
