/** What names a model of a hub for the value heads that stand on it. */
import { hubGraph, type HubModelBytes } from '../../protocol/hub';
import { sha256 } from '../sha256';

/**
 * The SHA-256 of a model's graph, 64 hexadecimal digits; where weights lie in files beside it, that of the digits of all
 * of these files in the order of their names.
 * @param known the SHA-256 of files, by their paths, where the bytes were checked against it
 */
export async function modelHash(
  { files, dtype }: HubModelBytes,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const graph = hubGraph(dtype);
  const paths = Object.keys(files).filter((path) => path === graph || isDataOf(graph, path));
  const hashes: string[] = [];
  for (const path of paths.sort())
    hashes.push(known.get(path) ?? (await sha256(files[path] as Uint8Array<ArrayBuffer>)));
  return hashes.length === 1 ? hashes[0]! : sha256(new TextEncoder().encode(hashes.join('')));
}

const isDataOf = (graph: string, path: string): boolean =>
  path === `${graph}.data` || (path.startsWith(`${graph}_data`) && /^(_\d+)?$/.test(path.slice(graph.length + 5)));
