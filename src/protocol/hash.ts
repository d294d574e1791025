/** What the page asks of the worker that hashes large files (over comlink). Types only. */

/** A file's bytes, which may have been to another thread and back, with their SHA-256 as 64 lower-case hexadecimal digits. */
export interface Hashed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

export interface HashApi {
  /** Answers once the worker has started: bytes that are given to one that never does would be lost. */
  ready(): boolean;
  /** The bytes are handed over, and come back. */
  hash(bytes: Uint8Array<ArrayBuffer>): Promise<Hashed>;
}
