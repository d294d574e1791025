/** What the page of the bench fetches: the pack, as it is served below `pack/`, and its weights as GGUF, below `gguf/`. */
import type { PackBytes } from '../../src/protocol/engine';
import { ManifestSchema, neededFiles, readJson } from '../../src/protocol/pack';

/** Where `chromium.ts` serves the page. */
export const SITE = '/bench/';

/** By its path below the site, or by its address. */
export async function bytesOf(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, new URL(SITE, self.location.origin)));
  if (!response.ok) throw new Error(`${path} is missing.`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function readServedPack(): Promise<PackBytes> {
  const manifestBytes = await bytesOf('pack/manifest.json');
  const manifest = readJson(ManifestSchema, manifestBytes, 'manifest.json');
  const paths = neededFiles(manifest, ['tvm']).map(({ path }) => path);
  const entries = await Promise.all(paths.map(async (path) => [path, await bytesOf(`pack/${path}`)] as const));
  return { id: manifest.id, files: { 'manifest.json': manifestBytes, ...Object.fromEntries(entries) } };
}
