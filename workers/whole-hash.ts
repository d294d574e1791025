/** SHA-256 of large files, away from the page. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * The browser's own takes a tenth of the time, and copies what it is given. A model is copied once more when its runtime
 * reads it, so that this is no more memory than its start takes; but a browser may have no room for one piece of 2 GB.
 */
const MOST_COPIED = 2 ** 30;

/** 64 lower-case hexadecimal digits. @param native none where the page is no secure context */
export async function wholeHash(
  bytes: Uint8Array<ArrayBuffer>,
  native = globalThis.crypto?.subtle as Pick<SubtleCrypto, 'digest'> | undefined,
  most = MOST_COPIED,
): Promise<string> {
  if (native && bytes.length <= most) {
    try {
      return bytesToHex(new Uint8Array(await native.digest('SHA-256', bytes)));
    } catch {
      // No memory for the copy.
    }
  }
  return bytesToHex(sha256(bytes));
}
