/** Fetching a recorded search that a link names. */
import { readLimited } from '../../runtime/read-limited';
import { TRACE_LIMITS } from '../../trace/schema';

export interface TraceAddress {
  readonly url: URL;
  /** On another origin: the reader has to agree first. */
  readonly isForeign: boolean;
}

/** Where a `trace=` lies, seen from the page; null for an address that is none, or no web address. */
export function placeOf(address: string, page: string): TraceAddress | null {
  let url: URL;
  try {
    url = new URL(address, page);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return { url, isForeign: url.origin !== new URL(page).origin };
}

/** `moved`: its site names another address, which was not asked, since the reader has agreed to none. */
export type Fetched = Blob | 'moved' | null;

/**
 * Fetches a file; null when it cannot be had, or is too large to be looked at: then the rest is not fetched.
 * @param follows whether the reader has agreed to whatever other site its site may name
 */
export async function fetchFile(url: URL, follows = false): Promise<Fetched> {
  try {
    const redirect = follows ? 'follow' : 'manual';
    const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect });
    const { status, type } = response;
    // A browser does not say where to.
    if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return follows ? null : 'moved';
    if (!response.ok || !response.body) return null;
    const bytes = await readLimited(response, TRACE_LIMITS.characters);
    return bytes && new Blob([bytes]);
  } catch {
    // The network's errors say nothing that a reader could use; the sentence names the site.
    return null;
  }
}
