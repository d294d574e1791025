/** Where the engine's files come from: a site, or the page itself. */
import { AppError } from '../core/errors';
import { hashHere, type Hash } from './sha256';

export type Bytes = Uint8Array<ArrayBuffer>;

export interface ReadOptions {
  /** What the file must have; a file with a known hash or a hashed name never changes and may be kept. */
  readonly sizeBytes?: number;
  readonly sha256?: string;
  /** Called with the number of bytes that have come since the last call. */
  readonly onBytes?: (count: number) => void;
  /** Ends the reading: it rejects with `aborted`. */
  readonly signal?: AbortSignal;
}

export interface FileSource {
  /**
   * @param path relative to the site, such as `models/index.json`
   * @throws AppError `file-missing`, `file-damaged` or `download-failed`, with the path in `data.file`; `aborted`
   */
  read(path: string, options?: ReadOptions): Promise<Bytes>;
  /** Whether a file is kept from an earlier read; nothing says whether it is whole. */
  isKept?(path: string): Promise<boolean>;
  /** Makes sure that a file with a known size is kept for later; no bytes are handed over. */
  keep?(path: string, options: ReadOptions): Promise<void>;
  /** Drops kept files of older versions; those of other sites of the same origin are not asked about. */
  forgetUnless?(isCurrent: (path: string) => boolean): Promise<void>;
}

/**
 * The bytes, which a hash in another thread gives back in another piece of memory.
 * @throws AppError `file-damaged` unless they are what the manifest promises; as `hash`
 */
export async function checkBytes(
  path: string,
  bytes: Bytes,
  options: ReadOptions,
  hash: Hash = hashHere,
): Promise<Bytes> {
  const { sizeBytes, sha256: expected } = options;
  if (sizeBytes !== undefined && bytes.length !== sizeBytes) {
    const message = `${path} has ${bytes.length} bytes instead of ${sizeBytes}.`;
    throw new AppError('file-damaged', message, { file: path });
  }
  if (expected === undefined) return bytes;
  const hashed = await hash(bytes);
  if (hashed.sha256 !== expected) {
    throw new AppError('file-damaged', `${path} is not the file that its manifest describes.`, { file: path });
  }
  return hashed.bytes;
}
