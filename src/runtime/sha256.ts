/** SHA-256 as 64 lower-case hexadecimal digits. */
import { sha256 as portableSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The browser's own copies what it is given before it computes, which of a large model takes a tenth of a second. */
const LARGE = 8 * 1024 * 1024;
/** About 10 ms. */
const SLICE = 1024 * 1024;

/**
 * By the browser's own where it is: a page from http on a local network is no secure context and has none. Of many bytes
 * slice by slice, so that no task takes long: twelve seconds a gigabyte, in Chromium beside other work.
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
