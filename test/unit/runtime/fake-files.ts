/** Files in memory, by their path on a site. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src/core/errors';
import type { EngineFiles } from '../../../src/runtime/engine-files';
import { checkBytes, type Bytes } from '../../../src/runtime/file-source';
import { TINY_MODELS } from '../../fixtures/models';

export const TINY_PACK = 'tiny-00000000';

export type FilesByPath = Readonly<Record<string, Bytes | null>>;

/** The tiny pack, with a runtime of four bytes. */
export function filesOf(pack: string): Record<string, Bytes> {
  const files: Record<string, Bytes> = { 'runtime.wasm': new Uint8Array(4) };
  files['models/index.json'] = new Uint8Array(readFileSync(join(TINY_MODELS, 'index.json')));
  for (const entry of readdirSync(join(TINY_MODELS, pack), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files[`models/${file.slice(TINY_MODELS.length).replaceAll('\\', '/')}`] = new Uint8Array(readFileSync(file));
  }
  return files;
}

export const fakeFiles = (files: FilesByPath): EngineFiles => ({
  source: {
    read: async (path, options = {}) => {
      const bytes = files[path]?.slice();
      if (!bytes) throw new AppError('file-missing', `There is no ${path}.`, { file: path });
      await checkBytes(path, bytes, options);
      options.onBytes?.(bytes.length);
      return bytes;
    },
  },
  webgpu: {
    runtime: { path: 'runtime.wasm', url: 'https://example.org/runtime.wasm', sizeBytes: 4 },
    worker: { path: 'worker.js', url: 'worker.js' },
  },
});
