/** Files over the network, kept in the browser's cache where it allows that. */
import { AppError, errorCode } from '../core/errors';
import { packedPath } from '../protocol/packed';
import { checkBytes, type Bytes, type FileSource, type ReadOptions } from './file-source';
import { canInflate, inflated } from './inflate';

const CACHE_NAME = 'inkling-files-1';
/** A description file larger than this is none of ours. */
const MAX_UNSIZED_BYTES = 4 * 1024 * 1024;

/** Why nothing more can be kept: the browser does not let this page, or there is no more room. */
export type KeepingTrouble = 'denied' | 'full';

export interface NetworkOptions {
  /** Told when something could not be kept; reading goes on without. */
  readonly onTrouble?: (trouble: KeepingTrouble) => void;
  /** Whether the site holds a compressed copy of a file: then that one (`packedPath`) is asked for. */
  readonly isPacked?: (path: string) => boolean;
}

/** @param base the site's folder, with a slash at its end */
export function networkFiles(base: URL, { onTrouble = () => undefined, isPacked }: NetworkOptions = {}): FileSource {
  const fetchFile = async (url: string, path: string, options: ReadOptions): Promise<Bytes> => {
    if (!isPacked?.(path) || !canInflate()) return download(url, path, options);
    try {
      return await download(packedPath(url), path, options, true);
    } catch (error) {
      // A pack that somebody has put there may have no compressed files.
      if (errorCode(error) !== 'file-missing') throw error;
      return download(url, path, options);
    }
  };
  const source: FileSource = {
    async read(path, options = {}) {
      const url = new URL(path, base).href;
      const cache = await openCache();
      if (!cache) onTrouble('denied');
      // Only what cannot have changed is taken without asking the site.
      const isImmutable = options.sizeBytes !== undefined;
      const kept = isImmutable && cache ? await readKept(cache, url, path, options) : null;
      if (kept) return kept;
      try {
        const bytes = await fetchFile(url, path, options);
        await checkBytes(path, bytes, options);
        if (!(await keep(cache, url, bytes))) onTrouble('full');
        return bytes;
      } catch (error) {
        // Offline, the description files of the last visit are as good.
        const old =
          !isImmutable && cache && errorCode(error) === 'download-failed' ? await cache.match(url) : undefined;
        if (!old) throw error;
        return new Uint8Array(await old.arrayBuffer());
      }
    },
    async isKept(path) {
      const cache = await openCache();
      return (await cache?.match(new URL(path, base).href)) !== undefined;
    },
    async keep(path, options) {
      const cache = await openCache();
      if (cache && !(await cache.match(new URL(path, base).href))) await source.read(path, options);
    },
    async forgetUnless(isCurrent) {
      const cache = await openCache();
      for (const { url } of (await cache?.keys()) ?? []) {
        // Other sites of this origin keep their files in the same cache.
        if (!url.startsWith(base.href)) continue;
        if (!isCurrent(url.slice(base.href.length))) await cache?.delete(url);
      }
    },
  };
  return source;
}

/** Storage is denied in sandboxed frames and missing outside of secure contexts: then nothing is kept. */
async function openCache(): Promise<Cache | null> {
  try {
    return await caches.open(CACHE_NAME);
  } catch {
    return null;
  }
}

/** False where the disk is full or the quota spent: the next visit downloads again. */
async function keep(cache: Cache | null, url: string, bytes: Bytes): Promise<boolean> {
  try {
    await cache?.put(url, new Response(bytes));
    return true;
  } catch {
    return false;
  }
}

async function readKept(cache: Cache, url: string, path: string, options: ReadOptions): Promise<Bytes | null> {
  try {
    const response = await cache.match(url);
    if (!response) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    await checkBytes(path, bytes, options);
    options.onBytes?.(bytes.length);
    return bytes;
  } catch {
    await cache.delete(url).catch(() => false);
    return null;
  }
}

async function download(url: string, path: string, options: ReadOptions, isGzip = false): Promise<Bytes> {
  const { signal } = options;
  const failed = (cause: unknown): AppError =>
    signal?.aborted
      ? new AppError('aborted', `The download of ${path} was called off.`)
      : new AppError('download-failed', `${path} could not be downloaded.`, { file: path }, { cause });
  let response: Response;
  try {
    response = await fetch(url, {
      cache: options.sizeBytes === undefined ? 'no-cache' : 'default',
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    throw failed(cause);
  }
  if (response.status === 404) throw new AppError('file-missing', `${path} is not on this site.`, { file: path });
  if (!response.ok || !response.body) throw failed(`status ${response.status}`);
  const limit = options.sizeBytes ?? MAX_UNSIZED_BYTES;
  const chunks: Bytes[] = [];
  let length = 0;
  try {
    const reader = (isGzip ? await inflated(response.body, failed) : response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > limit) {
        await reader.cancel();
        throw new AppError('file-damaged', `${path} is larger than ${limit} bytes.`, { file: path });
      }
      chunks.push(part.value);
      options.onBytes?.(part.value.length);
    }
  } catch (error) {
    if (signal?.aborted) throw failed(error);
    if (['file-damaged', 'download-failed'].includes(errorCode(error))) throw error;
    throw isGzip
      ? new AppError('file-damaged', `${path} arrived damaged.`, { file: path }, { cause: error })
      : failed(error);
  }
  return join(chunks, length);
}

function join(chunks: readonly Bytes[], length: number): Bytes {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
