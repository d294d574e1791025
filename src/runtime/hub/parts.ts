/**
 * Where downloaded models are kept: in the browser's cache, in parts of a few megabytes, so that a download that was
 * broken off or called off goes on where it was, also on another day. Storage is denied in sandboxed frames and missing
 * in pages from a disk: then nothing is kept.
 */
import * as v from 'valibot';
import type { Bytes } from '../file-source';
import type { HubListing } from './listing';

const CACHE_NAME = 'inkling-hub-1';
export const PART_BYTES = 8 * 1024 * 1024;
const MARK = 'inkling-part';
const RECORD = 'inkling-model.json';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ListingSchema = v.object({
  address: v.object({ host: v.string(), id: v.string(), revision: v.exactOptional(v.string()) }),
  name: v.string(),
  revision: v.string(),
  license: v.nullable(v.string()),
  parameters: count,
  files: v.array(v.object({ path: v.string(), sizeBytes: count, sha256: v.nullable(v.string()) })),
});

export interface KeptModel {
  readonly listing: HubListing;
  readonly keptBytes: number;
}

async function openCache(): Promise<Cache | null> {
  try {
    return await caches.open(CACHE_NAME);
  } catch {
    return null;
  }
}

const partKey = (url: string, part: number): string => `${url}?${MARK}=${part}`;
const folderOf = ({ address, revision }: HubListing): string => `${address!.host}/${address!.id}/resolve/${revision}/`;

/** The parts of a file from its first, as many as there are without a gap. */
export async function readParts(url: string): Promise<Bytes[]> {
  const cache = await openCache();
  const parts: Bytes[] = [];
  for (let response = await cache?.match(partKey(url, 0)); response;) {
    parts.push(new Uint8Array(await response.arrayBuffer()));
    response = await cache?.match(partKey(url, parts.length));
  }
  return parts;
}

/** How many bytes of each of some files are kept, from its first without a gap; what is not kept at all is left out. */
export async function keptBytesOf(urls: readonly string[]): Promise<Map<string, number>> {
  const cache = await openCache();
  const kept = new Map<string, number>();
  for (const url of cache ? urls : []) {
    for (let part = 0; ; part++) {
      const response = await cache!.match(partKey(url, part)).catch(() => undefined);
      if (!response) break;
      kept.set(url, (kept.get(url) ?? 0) + Number(response.headers.get('content-length') ?? 0));
    }
  }
  return kept;
}

export async function keepPart(url: string, part: number, bytes: Bytes): Promise<void> {
  try {
    const headers = { 'content-length': `${bytes.length}` };
    await (await openCache())?.put(partKey(url, part), new Response(bytes, { headers }));
  } catch {
    // The disk is full or the quota spent: the next visit downloads again.
  }
}

export async function forgetParts(url: string): Promise<void> {
  const cache = await openCache();
  for (const { url: key } of (await cache?.keys()) ?? [])
    if (key.startsWith(`${url}?${MARK}=`)) await cache?.delete(key);
}

/** Remembers what a model is, so that it can be offered without asking its host again. */
export async function keepListing(listing: HubListing): Promise<void> {
  try {
    await (await openCache())?.put(folderOf(listing) + RECORD, new Response(JSON.stringify(listing)));
  } catch {
    // As above.
  }
}

/** The models of which something is kept. */
export async function keptModels(): Promise<KeptModel[]> {
  const cache = await openCache();
  if (!cache) return [];
  const keys = (await cache.keys()).map(({ url }) => url);
  const kept: KeptModel[] = [];
  for (const key of keys.filter((url) => url.endsWith(RECORD))) {
    const response = await cache.match(key);
    const read = v.safeParse(ListingSchema, await response?.json().catch(() => null));
    if (!read.success) continue;
    const folder = key.slice(0, -RECORD.length);
    let keptBytes = 0;
    for (const url of keys.filter((other) => other.startsWith(folder) && other.includes(`?${MARK}=`)))
      keptBytes += Number((await cache.match(url))?.headers.get('content-length') ?? 0);
    if (keptBytes > 0) kept.push({ listing: read.output, keptBytes });
  }
  return kept;
}

export async function forgetModel(listing: HubListing): Promise<void> {
  const cache = await openCache();
  for (const { url } of (await cache?.keys()) ?? []) if (url.startsWith(folderOf(listing))) await cache?.delete(url);
}
