/** Fetching a recorded search that a link names. */
import { TRACE_LIMITS } from '../../trace/schema';

export interface Place {
  readonly url: URL;
  /** On another origin: the reader has to agree first. */
  readonly isForeign: boolean;
}

/** Where a `trace=` lies, seen from the page; null for an address that is none, or no web address. */
export function placeOf(address: string, page: string): Place | null {
  let url: URL;
  try {
    url = new URL(address, page);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return { url, isForeign: url.origin !== new URL(page).origin };
}

/** Fetches a file; null when it cannot be had, or is too large to be looked at: then the rest is not fetched. */
export async function fetchFile(url: URL): Promise<Blob | null> {
  try {
    const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!response.ok || !response.body) return null;
    const reader = response.body.getReader();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(chunks);
      chunks.push(value);
      size += value.length;
      if (size > TRACE_LIMITS.characters) {
        await reader.cancel();
        return null;
      }
    }
  } catch {
    // The network's errors say nothing that a reader could use; the sentence names the site.
    return null;
  }
}
