import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compileCached, standInFor } from '../../../workers/compiled-runtime';

/** Exports a function `f` that gives 7. */
const SEVEN = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0, 0x0a, 6, 1, 4, 0, 0x41, 7, 0x0b],
);
const FILE = { url: 'https://example.org/runtime.wasm', sizeBytes: SEVEN.length };

let respond: () => Promise<Response>;
let decodedBodySize: number;
const fetched = vi.fn<typeof fetch>(() => respond());
beforeEach(() => {
  respond = async () => new Response(SEVEN, { headers: { 'Content-Type': 'application/wasm' } });
  decodedBodySize = SEVEN.length;
  fetched.mockClear();
  vi.stubGlobal('fetch', fetched);
  vi.spyOn(performance, 'getEntriesByName').mockImplementation(() => [
    { decodedBodySize } as unknown as PerformanceResourceTiming,
  ]);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const seven = (instance: WebAssembly.Instance): unknown => (instance.exports['f'] as () => number)();

describe('compileCached', () => {
  it('compiles what the browser has, and never asks the network', async () => {
    const module = await compileCached(FILE);
    expect(seven(new WebAssembly.Instance(module!))).toBe(7);
    expect(fetched).toHaveBeenCalledWith(FILE.url, { cache: 'only-if-cached', mode: 'same-origin' });
  });

  it.each([
    ['is not there', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['is refused', async () => new Response('', { status: 504 })],
    ['is cut', async () => new Response(SEVEN.slice(0, -3), { headers: { 'Content-Type': 'application/wasm' } })],
    ['has another type', async () => new Response(SEVEN)],
  ])('gives nothing where the file %s', async (_, answer) => {
    respond = answer;
    expect(await compileCached(FILE)).toBeNull();
  });

  it('gives nothing where the file has another size, or the browser does not tell it', async () => {
    decodedBodySize -= 1;
    expect(await compileCached(FILE)).toBeNull();
    vi.mocked(performance.getEntriesByName).mockReturnValue([]);
    expect(await compileCached(FILE)).toBeNull();
  });
});

describe('standInFor', () => {
  it('has the module instantiated in place of its stand-in, once', async () => {
    const { instantiate } = WebAssembly;
    const module = new WebAssembly.Module(SEVEN);
    const standIn = standInFor(module);
    // Others are none of its business meanwhile.
    expect(seven((await WebAssembly.instantiate(SEVEN)).instance)).toBe(7);
    const made = await WebAssembly.instantiate(new Uint8Array(standIn));
    expect(made.module).toBe(module);
    expect(seven(made.instance)).toBe(7);
    expect(WebAssembly.instantiate).toBe(instantiate);
    expect((await WebAssembly.instantiate(standIn)).instance.exports).toEqual({});
  });
});
