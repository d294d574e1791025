/** SHA-256 as 64 lower-case hexadecimal digits. */
import { sha256 as portableSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Hashed } from '../protocol/hash';

/**
 * What bytes hash to. They are the caller's again, in the answer alone, once it is there.
 * @throws AppError `aborted`; `worker-died`, and then the bytes are lost
 */
export type Hash = (bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal) => Promise<Hashed>;

/** In this thread, as `sha256`. */
export const hashHere: Hash = async (bytes) => ({ bytes, sha256: await sha256(bytes) });

/** The browser's own copies what it is given before it computes, which of a large model takes a tenth of a second. */
export const LARGE = 8 * 1024 * 1024;
/** About 10 ms. */
const SLICE = 1024 * 1024;

/**
 * By the browser's own where it is: a page from http on a local network is no secure context and has none. Of many bytes
 * slice by slice, so that no task takes long: 27 seconds a gigabyte, in Chromium beside other work on two cores. In a worker
 * the browser's own takes one and a half (`hashAway`).
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle && bytes.length < LARGE) return bytesToHex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  const hash = portableSha256.create();
  for (let from = 0; from < bytes.length; from += SLICE) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve));
    hash.update(bytes.subarray(from, from + SLICE));
  }
  return bytesToHex(hash.digest());
}
