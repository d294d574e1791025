/**
 * The runtime out of the browser's HTTP cache, compiled while it streams: only so does a browser keep the compiled code
 * beside the file, and only so does it take that code on the next visit. Of bytes it compiles everything anew.
 */
import type { RuntimeFile } from '../src/protocol/engine';

/**
 * Null where the cache does not hold the whole file, or this thread may not ask it: the network is never asked. Who
 * asks only for what was kept before sees no error of the browser's own on the console.
 */
export async function compileCached({ url, sizeBytes }: RuntimeFile): Promise<WebAssembly.Module | null> {
  try {
    const module = await WebAssembly.compileStreaming(fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }));
    return sizeOf(url) === sizeBytes ? module : null;
  } catch {
    return null;
  }
}

/** Of what was last fetched from there, inflated; null where the browser does not report it. */
function sizeOf(url: string): number | null {
  const entries = performance.getEntriesByName(url, 'resource') as PerformanceResourceTiming[];
  return entries.at(-1)?.decodedBodySize ?? null;
}

/** What stands in for the bytes of a module that is compiled already: no module is that short and begins so. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * ONNX Runtime takes bytes only. These stand in for the module: the next time that they are to be instantiated, the
 * module is, in their place.
 */
export function standInFor(module: WebAssembly.Module): Uint8Array<ArrayBuffer> {
  const { instantiate } = WebAssembly;
  const isStandIn = (source: unknown): boolean =>
    source instanceof Uint8Array &&
    source.length === EMPTY_MODULE.length &&
    source.every((byte, i) => byte === EMPTY_MODULE[i]);
  WebAssembly.instantiate = (async (source: BufferSource, imports?: WebAssembly.Imports) => {
    if (!isStandIn(source)) return instantiate(source, imports);
    WebAssembly.instantiate = instantiate;
    return { module, instance: await instantiate(module, imports) };
  }) as typeof instantiate;
  return EMPTY_MODULE.slice();
}
