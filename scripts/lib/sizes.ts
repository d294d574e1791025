/** What the built site weighs, and what a first visit downloads of it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ManifestSchema, neededFiles, PackIndexSchema, readJson } from '../../src/protocol/pack';
import { isPacked, packedPath } from '../../src/protocol/packed';

/** What hosts compress; weights, which the site holds compressed, fonts and pictures go as they are. */
const COMPRESSED = /\.(html|js|css|json|wasm|webmanifest|svg)$/;

export interface Size {
  readonly raw: number;
  readonly gzip: number;
}

export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

/** By file: the runtime is counted in several rows, and takes seconds to compress. */
const known = new Map<string, Size>();

function sizeOfFile(file: string): Size {
  const found = known.get(file);
  if (found) return found;
  const bytes = readFileSync(file);
  const gzip = COMPRESSED.test(file) ? gzipSync(bytes, { level: 9 }).length : bytes.length;
  const size = { raw: bytes.length, gzip };
  known.set(file, size);
  return size;
}

/** The sum of some files of a folder, as they lie there and as a host sends them. */
export function sizeOf(folder: string, paths: readonly string[]): Size {
  const sizes = paths.map((path) => sizeOfFile(join(folder, path)));
  const sum = (key: keyof Size): number => sizes.reduce((total, size) => total + size[key], 0);
  return { raw: sum('raw'), gzip: sum('gzip') };
}

/**
 * The files that a visitor needs until the first search can begin: the page, its styles, faces and scripts, the
 * recorded search, the runtime and worker for the back end, and the policy and value model of the first task.
 */
export function firstVisit(folder: string, backend: 'wasm' | 'webgpu'): string[] {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const linked = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path!);
  const assets = filesOf(join(folder, 'assets')).map((name) => `assets/${name}`);
  const isWebgpu = backend === 'webgpu';
  const engine = isWebgpu ? /\/(engine\.worker-|ort-.*asyncify)/ : /\/(engine-wasm\.worker-|ort-wasm-simd-threaded-)/;
  const read = (path: string): Uint8Array => readFileSync(join(folder, path));
  const index = readJson(PackIndexSchema, read('models/index.json'), 'models/index.json');
  const pack = `models/${index.packs.game24}`;
  const manifest = readJson(ManifestSchema, read(`${pack}/manifest.json`), 'manifest.json');
  return [
    'index.html',
    ...linked,
    ...assets.filter((path) => path.endsWith('.woff2') || engine.test(path)),
    'recorded/first-search.inkling.json',
    'models/index.json',
    `${pack}/manifest.json`,
    ...neededFiles(manifest, ['tvm']).map(({ path }) => `${pack}/${isPacked(path) ? packedPath(path) : path}`),
  ].filter((path, i, all) => all.indexOf(path) === i);
}
