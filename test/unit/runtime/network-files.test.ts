import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { networkFiles } from '../../../src/runtime/network-files';
import { findPack, readEngineFiles } from '../../../src/runtime/engine-files';
import { sha256 } from '../../../src/runtime/sha256';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';

const BASE = new URL('https://example.org/some/folder/');
const HELLO = new TextEncoder().encode('hello');
const HASH = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const KNOWN = { sizeBytes: 5, sha256: HASH };

/** The part of the Cache API that is used. */
class FakeCache {
  readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();
  match = async (url: string) => (this.kept.has(url) ? new Response(this.kept.get(url)) : undefined);
  put = async (url: string, response: Response) => {
    this.kept.set(url, new Uint8Array(await response.arrayBuffer()));
  };
  delete = async (url: string) => this.kept.delete(url);
  keys = async () => [...this.kept.keys()].map((url) => ({ url }));
}

let cache: FakeCache;
let asked: string[];
let respond: (url: string) => Response;

beforeEach(() => {
  cache = new FakeCache();
  asked = [];
  respond = () => new Response(HELLO);
  vi.stubGlobal('caches', { open: async () => cache });
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return respond(url);
  });
});
afterEach(() => void vi.unstubAllGlobals());

const files = networkFiles(BASE);
const offline = (): never => {
  throw new TypeError('Failed to fetch');
};

describe('networkFiles', () => {
  it('reads a file below the site and counts its bytes', async () => {
    let count = 0;
    const bytes = await files.read('models/x.onnx', { ...KNOWN, onBytes: (more) => (count += more) });
    expect([...bytes]).toEqual([...HELLO]);
    expect(asked).toEqual(['https://example.org/some/folder/models/x.onnx']);
    expect(count).toBe(5);
  });

  it('asks for a file with a known size once', async () => {
    await files.read('x', KNOWN);
    let count = 0;
    await files.read('x', { ...KNOWN, onBytes: (more) => (count += more) });
    expect(asked).toHaveLength(1);
    expect(count).toBe(5);
  });

  it('knows what it has kept', async () => {
    expect(await files.isKept!('x')).toBe(false);
    await files.read('x', KNOWN);
    expect(await files.isKept!('x')).toBe(true);
    vi.stubGlobal('caches', undefined);
    expect(await files.isKept!('x')).toBe(false);
  });

  it('asks again where the kept copy is damaged', async () => {
    cache.kept.set(`${BASE.href}x`, new TextEncoder().encode('hallo'));
    expect([...(await files.read('x', KNOWN))]).toEqual([...HELLO]);
    expect(asked).toHaveLength(1);
  });

  it('asks for description files every time, and offline takes those of the last visit', async () => {
    await files.read('index.json');
    await files.read('index.json');
    expect(asked).toHaveLength(2);
    respond = offline;
    expect([...(await files.read('index.json'))]).toEqual([...HELLO]);
    await expect(files.read('other.json')).rejects.toMatchObject({ code: 'download-failed' });
  });

  it('works where storage is denied', async () => {
    vi.stubGlobal('caches', {
      open: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    expect([...(await files.read('x', KNOWN))]).toEqual([...HELLO]);
    await expect(files.forgetUnless!(() => false)).resolves.toBeUndefined();
  });

  it('works where the disk is full', async () => {
    cache.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    expect([...(await files.read('x', KNOWN))]).toEqual([...HELLO]);
  });

  it('ends a download that is called off, and keeps nothing of it', async () => {
    const ends = new AbortController();
    const whenAborted = <T>(signal: AbortSignal | null | undefined): Promise<T> =>
      new Promise((_, reject) => {
        const end = (): void => reject(signal!.reason as Error);
        if (signal?.aborted) end();
        else signal?.addEventListener('abort', end);
      });
    vi.stubGlobal('fetch', (_: string, init?: RequestInit) => whenAborted(init?.signal));
    const early = files.read('x', { ...KNOWN, signal: ends.signal });
    await Promise.resolve();
    ends.abort();
    await expect(early).rejects.toMatchObject({ code: 'aborted' });
    const later = new AbortController();
    vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(HELLO.slice(0, 2));
          void whenAborted(init?.signal).catch((reason: unknown) => controller.error(reason));
        },
      });
      return new Response(body);
    });
    const onBytes = (): void => later.abort();
    await expect(files.read('x', { ...KNOWN, signal: later.signal, onBytes })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(cache.kept.size).toBe(0);
  });

  it.each([
    ['missing', () => new Response('', { status: 404 }), 'file-missing'],
    ['refused', () => new Response('', { status: 503 }), 'download-failed'],
    ['offline', offline, 'download-failed'],
    ['too short', () => new Response('hell'), 'file-damaged'],
    ['too long', () => new Response('hello, world'), 'file-damaged'],
    ['another one', () => new Response('hallo'), 'file-damaged'],
  ])('says which file is %s, and keeps nothing of it', async (_name, response, code) => {
    respond = response;
    await expect(files.read('models/x', KNOWN)).rejects.toMatchObject({ code, data: { file: 'models/x' } });
    expect(cache.kept.size).toBe(0);
  });

  describe('of which the site holds compressed copies', () => {
    const packed = networkFiles(BASE, { isPacked: (path) => path.endsWith('.onnx') });
    const GZIP = new Uint8Array(gzipSync(HELLO));
    const read = (path: string) => packed.read(path, KNOWN);

    it('asks for those, and keeps what is inside', async () => {
      respond = () => new Response(GZIP);
      let count = 0;
      const bytes = await packed.read('x.onnx', { ...KNOWN, onBytes: (more) => (count += more) });
      expect([...bytes]).toEqual([...HELLO]);
      expect(count).toBe(5);
      expect([...(await read('x.onnx'))]).toEqual([...HELLO]);
      expect(asked).toEqual([`${BASE.href}x.onnx.gz`]);
      expect([...cache.kept]).toEqual([[`${BASE.href}x.onnx`, HELLO]]);
      respond = () => new Response(HELLO);
      await read('x.json');
      expect(asked[1]).toBe(`${BASE.href}x.json`);
    });

    it('reads what a host has inflated', async () => {
      expect([...(await read('x.onnx'))]).toEqual([...HELLO]);
      expect(asked).toEqual([`${BASE.href}x.onnx.gz`]);
    });

    it('takes the file itself where there is no copy, or the browser cannot inflate', async () => {
      respond = (url) => (url.endsWith('.gz') ? new Response('', { status: 404 }) : new Response(HELLO));
      expect([...(await read('x.onnx'))]).toEqual([...HELLO]);
      vi.stubGlobal('DecompressionStream', undefined);
      expect([...(await read('y.onnx'))]).toEqual([...HELLO]);
      expect(asked.map((url) => url.slice(BASE.href.length))).toEqual(['x.onnx.gz', 'x.onnx', 'y.onnx']);
    });

    const broken = (): Response => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(GZIP.slice(0, 12)),
        pull: (controller) => controller.error(new TypeError('network error')),
      });
      return new Response(body);
    };
    const brokenAtOnce = (): Response =>
      new Response(
        new ReadableStream(
          { pull: (controller) => controller.error(new TypeError('network error')) },
          { highWaterMark: 0 },
        ),
      );
    it.each([
      ['refused', () => new Response('', { status: 503 }), 'download-failed'],
      ['broken off', broken, 'download-failed'],
      ['broken off before its first byte is read', brokenAtOnce, 'download-failed'],
      ['cut', () => new Response(GZIP.slice(0, -9)), 'file-damaged'],
      ['damaged', () => new Response(GZIP.map((byte, i) => (i === 12 ? byte ^ 1 : byte))), 'file-damaged'],
      ['too long', () => new Response(gzipSync('hello, world')), 'file-damaged'],
      ['empty', () => new Response(new Uint8Array()), 'file-damaged'],
    ])('says which file is %s, and keeps nothing of it', async (_name, response, code) => {
      respond = response;
      await expect(read('x.onnx')).rejects.toMatchObject({ code, data: { file: 'x.onnx' } });
      expect(cache.kept.size).toBe(0);
    });
  });

  it('forgets what is not current, and nothing of another site on the same origin', async () => {
    for (const path of ['models/a-1/x', 'models/a-2/x']) await files.read(path, KNOWN);
    const other = networkFiles(new URL('https://example.org/other/'));
    await other.read('models/b-1/x', KNOWN);
    await files.forgetUnless!((path) => path.startsWith('models/a-2/'));
    const kept = [`${BASE.href}models/a-2/x`, 'https://example.org/other/models/b-1/x'];
    expect([...cache.kept.keys()]).toEqual(kept);
    await other.forgetUnless!((path) => path.startsWith('models/b-1/'));
    expect([...cache.kept.keys()]).toEqual(kept);
  });

  it('forgets nothing of a site in a folder of this one', async () => {
    const { webgpu } = fakeFiles({});
    const load = async (base: URL): Promise<void> => {
      const site = networkFiles(base);
      const pack = await findPack({ source: site, webgpu }, 'game24');
      const wants = { runtime: false, policy: true, verifiers: ['tvm'] } as const;
      const forgetting = vi.spyOn(site, 'forgetUnless');
      await readEngineFiles({ source: site, webgpu }, webgpu, pack, wants, () => undefined);
      await forgetting.mock.results[0]!.value;
    };
    const tiny = filesOf(TINY_PACK);
    const [root, folder] = [new URL('https://example.org/'), new URL('https://example.org/sub/')];
    respond = (url) => new Response(tiny[url.replace(folder.href, '').replace(root.href, '')]);
    cache.kept.set(`${root.href}models/old-1/policy/onnx/model.onnx`, HELLO);
    await load(folder);
    const kept = [...cache.kept.keys()].filter((url) => url.startsWith(folder.href));
    expect(kept.length).toBeGreaterThan(4);
    await load(root);
    expect([...cache.kept.keys()].filter((url) => url.startsWith(folder.href))).toEqual(kept);
    expect([...cache.kept.keys()].some((url) => url.includes('old-1'))).toBe(false);
  });
});

describe('sha256', () => {
  it('is the same with and without the browser’s own', async () => {
    expect(await sha256(HELLO)).toBe(HASH);
    vi.stubGlobal('crypto', {});
    expect(await sha256(HELLO)).toBe(HASH);
  });

  it('is the same of many bytes, and lets other tasks in between', async () => {
    const bytes = Uint8Array.from({ length: 21_000_000 }, (_, i) => i * 31);
    let others = 0;
    const timer = setInterval(() => others++);
    expect(await sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    clearInterval(timer);
    expect(others).toBeGreaterThan(2);
  });
});
