/** What names a model of a hub for the value heads that stand on it. */
import { hubGraph, type HubModelBytes } from '../../protocol/hub';
import type { Bytes } from '../file-source';
import { hashHere, sha256, type Hash } from '../sha256';

/**
 * The SHA-256 of a model's graph, 64 hexadecimal digits; where weights lie in files beside it, that of the digits of all
 * of these files in the order of their names.
 */
export const modelHash = async (model: HubModelBytes, hash: Hash = hashHere): Promise<string> =>
  (await hashModel(model, new Map(), hash)).sha256;

/**
 * A model with its hash, as `modelHash`: its files are then those of the answer, which may have been to another thread.
 * @param known the SHA-256 of files, by their paths, where the bytes were checked against it
 * @throws AppError as `hash`
 */
export async function hashModel(
  model: HubModelBytes,
  known: ReadonlyMap<string, string>,
  hash: Hash,
): Promise<HubModelBytes & { readonly sha256: string }> {
  const graph = hubGraph(model.dtype);
  const files = { ...model.files };
  const paths = Object.keys(files).filter((path) => path === graph || isDataOf(graph, path));
  const hashes: string[] = [];
  for (const path of paths.sort()) {
    const told = known.get(path);
    const hashed = told === undefined ? await hash(files[path] as Bytes) : null;
    if (hashed) files[path] = hashed.bytes;
    hashes.push(told ?? hashed!.sha256);
  }
  const whole = hashes.length === 1 ? hashes[0]! : await sha256(new TextEncoder().encode(hashes.join('')));
  return { ...model, files, sha256: whole };
}

const isDataOf = (graph: string, path: string): boolean =>
  path === `${graph}.data` || (path.startsWith(`${graph}_data`) && /^(_\d+)?$/.test(path.slice(graph.length + 5)));
