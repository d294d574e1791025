/** What a hub says about a model before any of it is downloaded: its files, their sizes and its licence. */
import * as v from 'valibot';
import { AppError } from '../../core/errors';
import { readLimited } from '../read-limited';
import { nameOf, writeAddress, type HubAddress } from './address';

export interface HubFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Of large files alone. */
  readonly sha256: string | null;
}

export interface HubListing {
  /** Null for a folder of this machine. */
  readonly address: HubAddress | null;
  /** For people: `owner/name`, with `@revision` where that is not the main one; or the folder's name, for the page alone. */
  readonly name: string;
  /** The commit that its files are taken from; empty for a folder. */
  readonly revision: string;
  /** As the hub names it, such as `apache-2.0`; null where nobody says. */
  readonly license: string | null;
  /** Number of parameters; 0 where nobody says. */
  readonly parameters: number;
  readonly files: readonly HubFile[];
}

const MAX_LISTING_BYTES = 4 * 1024 * 1024;
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const short = v.pipe(v.string(), v.maxLength(200));
const path = v.pipe(v.string(), v.maxLength(300));

/** Only what is used is looked at; hubs add fields. */
const ModelSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/)),
  gated: v.optional(v.nullable(v.union([v.boolean(), short]))),
  cardData: v.optional(v.nullable(v.object({ license: v.optional(v.nullable(v.union([short, v.array(short)]))) }))),
  tags: v.optional(v.pipe(v.array(v.string()), v.maxLength(1000))),
  safetensors: v.optional(v.nullable(v.object({ total: v.optional(count) }))),
  siblings: v.pipe(
    v.array(
      v.object({
        rfilename: path,
        size: v.optional(v.nullable(count)),
        lfs: v.optional(v.nullable(v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: count }))),
      }),
    ),
    v.maxLength(10_000),
  ),
});

/**
 * Asks the hub about a model: one small request, to the host of the address and to no other, so an answer that names
 * another place is not followed.
 * @throws AppError `file-missing`, `gated`, `redirected`, `download-failed` or `file-damaged`; `aborted` when the signal
 * says so.
 */
export async function fetchListing(address: HubAddress, signal?: AbortSignal): Promise<HubListing> {
  const { host, id, revision } = address;
  const name = nameOf(address);
  const data = { model: name, host: new URL(host).host };
  const unreadable = (cause: unknown): AppError =>
    new AppError('file-damaged', `What ${data.host} says about ${name} cannot be read.`, data, { cause });
  const at = revision === undefined ? '' : `/revision/${encodeURIComponent(revision)}`;
  let response: Response;
  try {
    const asked = { ...PLAIN, signal: signal ?? null, redirect: 'manual' } as const;
    response = await fetch(`${host}/api/models/${id}${at}?blobs=true`, asked);
  } catch (cause) {
    throw requestFailure(cause, `${data.host} did not answer.`, data);
  }
  const { status, type } = response;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400))
    throw new AppError('redirected', `${data.host} names another address for ${name}.`, data);
  // The hub answers 401 for what does not exist as well as for what is private.
  if ([401, 403, 404].includes(status))
    throw new AppError('file-missing', `${data.host} has no public model ${name}.`, data);
  if (!response.ok) throw new AppError('download-failed', `${data.host} answered with status ${status}.`, data);
  let parsed: unknown;
  try {
    const bytes = await readLimited(response, MAX_LISTING_BYTES);
    if (!bytes) throw new Error('too large');
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    if (signal?.aborted) throw new AppError('aborted', 'It was called off.', data, { cause });
    throw unreadable(cause);
  }
  const result = v.safeParse(ModelSchema, parsed);
  if (!result.success) throw unreadable(result.issues[0].message);
  const { sha, gated, cardData, tags, safetensors, siblings } = result.output;
  if (gated)
    throw new AppError('gated', `${name} is gated: ${data.host} asks everybody to agree and sign in first.`, data);
  const named = [cardData?.license ?? []].flat()[0];
  const tagged = tags?.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
  return {
    address,
    name,
    revision: sha,
    license: named ?? tagged ?? null,
    parameters: safetensors?.total ?? 0,
    files: filesOf(siblings),
  };
}

/** Each once, and only those whose name is a path within the model's folder. */
function filesOf(siblings: v.InferOutput<typeof ModelSchema>['siblings']): HubFile[] {
  const byPath = new Map<string, HubFile>();
  for (const { rfilename: path, size, lfs } of siblings)
    if (!byPath.has(path) && isWithin(path))
      byPath.set(path, { path, sizeBytes: lfs?.size ?? size ?? 0, sha256: lfs?.sha256 ?? null });
  return [...byPath.values()];
}

/** No root, no part that climbs or that is empty, however it is written. */
const isWithin = (name: string): boolean =>
  !/[\\\u0000-\u001f\u007f]/.test(name) && name.split('/').every((part) => !/^(\.|%2e){0,2}$/i.test(part));

/** A request that tells the host as little as it can. */
export const PLAIN = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const satisfies RequestInit;

export function requestFailure(cause: unknown, message: string, data: Readonly<Record<string, string>>): AppError {
  const isCalledOff = cause instanceof DOMException && cause.name === 'AbortError';
  if (isCalledOff) return new AppError('aborted', 'It was called off.', data, { cause });
  return new AppError('download-failed', message, data, { cause });
}

/** Where a file of a model lies. The commit is part of it, so what is kept is never out of date. */
export const fileUrl = ({ host, id }: HubAddress, revision: string, path: string): string =>
  `${host}/${id}/resolve/${revision}/${path.split('/').map(encodeURIComponent).join('/')}`;

/** A folder that the reader picked, as a listing, and its files by path. */
export function folderListing(files: readonly File[]): { listing: HubListing; byPath: ReadonlyMap<string, File> } {
  const byPath = new Map<string, File>();
  let name = '';
  for (const file of files) {
    const [folder = '', ...rest] = (file.webkitRelativePath || file.name).split('/');
    if (rest.length) name = folder;
    byPath.set(rest.length ? rest.join('/') : folder, file);
  }
  const listed = [...byPath].map(([path, { size }]) => ({ path, sizeBytes: size, sha256: null }));
  return {
    listing: { address: null, name: name || 'model', revision: '', license: null, parameters: 0, files: listed },
    byPath,
  };
}

/** What names a model in the list of those that are kept. */
export const listingKey = ({ address, revision }: HubListing): string | null =>
  address && `${writeAddress(address)}@${revision}`;
