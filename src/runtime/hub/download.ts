/** Downloads a model's files, one after the other, and goes on where a connection broke off. */
import { AppError, errorCode } from '../../core/errors';
import { checkBytes, type Bytes } from '../file-source';
import { hashHere, type Hash } from '../sha256';
import { fileUrl, PLAIN, requestFailure, type HubFile, type HubListing } from './listing';
import { forgetParts, keepListing, keepPart, PART_BYTES, readParts } from './parts';
import type { HubPlan } from './plan';

/** How often a file is tried anew after its connection broke, without a byte in between. */
const TRIES = 4;
const WAIT_MS = 400;

interface FileOptions {
  readonly signal: AbortSignal;
  readonly hash: Hash;
  /** How many are there, of one file. */
  readonly onBytes: (loaded: number) => void;
}

export interface DownloadOptions extends Omit<FileOptions, 'onBytes'> {
  readonly onBytes: (loaded: number, total: number) => void;
}

/**
 * The files of a plan, from what is kept here and else from the hub; every file has its size, and large ones their hash.
 * @throws AppError `file-missing`, `gated`, `file-damaged`, `download-failed` or `aborted`. What came is kept.
 */
export async function downloadPlan(
  listing: HubListing,
  { files, totalBytes }: HubPlan,
  { signal, hash, onBytes }: DownloadOptions,
): Promise<Record<string, Bytes>> {
  await keepListing(listing);
  const result: Record<string, Bytes> = {};
  let before = 0;
  onBytes(0, totalBytes);
  for (const file of files) {
    const start = before;
    result[file.path] = await downloadFile(listing, file, {
      ...{ signal, hash },
      onBytes: (loaded) => onBytes(start + loaded, totalBytes),
    });
    before += file.sizeBytes;
  }
  return result;
}

/** One file of a model, as `downloadPlan` gives it, and not kept with the model. @throws AppError as `downloadPlan` */
export async function downloadOne(listing: HubListing, file: HubFile, signal: AbortSignal): Promise<Bytes> {
  const bytes = await downloadFile(listing, file, { signal, hash: hashHere, onBytes: () => undefined });
  await forgetParts(fileUrl(listing.address!, listing.revision, file.path));
  return bytes;
}

async function downloadFile(
  { address, revision, name }: HubListing,
  file: HubFile,
  { signal, hash, onBytes }: FileOptions,
): Promise<Bytes> {
  const url = fileUrl(address!, revision, file.path);
  const data = { file: file.path, model: name, host: new URL(address!.host).host };
  const filling = await Filling.resume(url, file);
  onBytes(filling.length);
  for (let tries = TRIES; filling.length < file.sizeBytes;) {
    const { length } = filling;
    try {
      await fetchRest(url, filling, signal, data, onBytes);
    } catch (error) {
      await filling.keep();
      if (errorCode(error) !== 'download-failed') throw error;
      tries = filling.length > length ? TRIES : tries - 1;
      if (tries <= 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
  await filling.keep();
  try {
    return await checkBytes(
      file.path,
      filling.bytes,
      { sizeBytes: file.sizeBytes, ...(file.sha256 && { sha256: file.sha256 }) },
      (bytes) => hash(bytes, signal),
    );
  } catch (error) {
    if (errorCode(error) === 'file-damaged') await forgetParts(url);
    throw error;
  }
}

/** A file as it fills up, in one piece of memory; whole parts are kept as they come. */
class Filling {
  length = 0;
  #keptParts = 0;
  #keptLength = 0;

  private constructor(
    readonly url: string,
    readonly bytes: Bytes,
  ) {}

  static async resume(url: string, { sizeBytes }: HubFile): Promise<Filling> {
    const filling = new Filling(url, new Uint8Array(sizeBytes));
    const parts = await readParts(url);
    if (parts.reduce((sum, { length }) => sum + length, 0) > sizeBytes) {
      await forgetParts(url);
      return filling;
    }
    for (const part of parts) {
      filling.bytes.set(part, filling.length);
      filling.length += part.length;
    }
    filling.#keptParts = parts.length;
    filling.#keptLength = filling.length;
    return filling;
  }

  /** @throws AppError `file-damaged` for more than the file has. */
  async add(chunk: Bytes, file: string): Promise<void> {
    if (this.length + chunk.length > this.bytes.length)
      throw new AppError('file-damaged', `${file} is larger than the hub said.`, { file });
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
    if (this.length - this.#keptLength >= PART_BYTES) await this.keep();
  }

  /** Puts what is not kept yet into a part of its own. */
  async keep(): Promise<void> {
    if (this.length === this.#keptLength) return;
    await keepPart(this.url, this.#keptParts++, this.bytes.slice(this.#keptLength, this.length));
    this.#keptLength = this.length;
  }

  async startOver(): Promise<void> {
    await forgetParts(this.url);
    this.length = this.#keptLength = this.#keptParts = 0;
  }
}

async function fetchRest(
  url: string,
  filling: Filling,
  signal: AbortSignal,
  data: { readonly file: string; readonly model: string; readonly host: string },
  onBytes: (loaded: number) => void,
): Promise<void> {
  const broken = (cause: unknown): AppError =>
    requestFailure(cause, `${data.file} could not be downloaded from ${data.host}.`, data);
  let response: Response;
  try {
    const headers: HeadersInit = filling.length > 0 ? { range: `bytes=${filling.length}-` } : {};
    response = await fetch(url, { signal, headers, ...PLAIN, cache: 'no-store' });
  } catch (cause) {
    throw broken(cause);
  }
  const { status, body } = response;
  if (status === 401 || status === 403)
    throw new AppError('gated', `${data.host} does not give out ${data.file} of ${data.model}.`, data);
  if (status === 404) throw new AppError('file-missing', `${data.model} has no ${data.file}.`, data);
  if (!response.ok || !body) throw broken(`status ${status}`);
  // A host that knows no ranges sends the whole.
  if (filling.length > 0 && status !== 206) await filling.startOver();
  try {
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      await filling.add(part.value, data.file);
      onBytes(filling.length);
    }
  } catch (error) {
    throw ['file-damaged', 'aborted'].includes(errorCode(error)) && !(error instanceof DOMException)
      ? error
      : broken(error);
  }
  // The host said more than it sent, and then said that this was all.
  if (filling.length < filling.bytes.length) throw broken('it ended too soon');
}
