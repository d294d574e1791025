/** Fetching a recorded search that a link names. */
import { TRACE_LIMITS } from '../trace/schema';
import { readTrace, type ReadTrace } from '../trace/read';

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

/** Fetches and checks a trace; null when it cannot be had, or is too large to be looked at. */
export async function fetchTrace(url: URL): Promise<ReadTrace | null> {
  try {
    const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!response.ok || !response.body) return null;
    const text = await readText(response.body, TRACE_LIMITS.characters);
    return text === null ? null : readTrace(text);
  } catch {
    // The network's errors say nothing that a reader could use; the sentence names the site.
    return null;
  }
}

/** All text of a stream, or null when it is longer than the limit; then the rest is not fetched. */
async function readText(body: ReadableStream<Uint8Array>, limit: number): Promise<string | null> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    if (text.length > limit) {
      await reader.cancel();
      return null;
    }
    if (done) return text;
  }
}
