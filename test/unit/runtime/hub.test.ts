import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAddress, writeAddress } from '../../../src/runtime/hub/address';
import { fetchListing, folderListing, type HubListing } from '../../../src/runtime/hub/listing';
import { largestModel, plansOf, usablePlans, type HubDevice } from '../../../src/runtime/hub/plan';

const HUB = 'https://huggingface.co';
const QWEN = 'onnx-community/Qwen2.5-0.5B-Instruct';

describe('the name of a model', () => {
  it.each([
    [QWEN, HUB, QWEN],
    [' a/b/ ', HUB, 'a/b'],
    ['a_b/c.d-e', HUB, 'a_b/c.d-e'],
    ['https://huggingface.co/a/b/tree/main', HUB, 'a/b'],
    [`https://huggingface.co/${QWEN}/tree/main/onnx`, HUB, QWEN],
    [`https://huggingface.co/${QWEN}/blob/main/onnx/model_q4.onnx`, HUB, QWEN],
    [`https://huggingface.co/${QWEN}/resolve/main/onnx/model_q4.onnx?download=true`, HUB, QWEN],
    [`https://huggingface.co/api/models/${QWEN}/tree/main/onnx`, HUB, QWEN],
    [`https://huggingface.co/${QWEN}/discussions/3#66f0`, HUB, QWEN],
    [`https://huggingface.co/${QWEN}/`, HUB, QWEN],
    [`https://huggingface.co/${QWEN}?library=transformers.js`, HUB, QWEN],
    [`https://huggingface.co/${QWEN}#usage`, HUB, QWEN],
    [`https://huggingface.co/${QWEN}.git`, HUB, QWEN],
    [`http://www.huggingface.co/${QWEN}`, HUB, QWEN],
    [`HTTPS://HuggingFace.co/${QWEN}`, HUB, QWEN],
    [`huggingface.co/${QWEN}`, HUB, QWEN],
    [`//huggingface.co/${QWEN}/tree/main`, HUB, QWEN],
    [`hf.co/${QWEN}`, HUB, QWEN],
    [`https://hf.co/${QWEN}/tree/main/`, HUB, QWEN],
    [`hf://${QWEN}/onnx/model.onnx`, HUB, QWEN],
    [`${QWEN}/tree/main/onnx`, HUB, QWEN],
    [`<https://huggingface.co/${QWEN}>`, HUB, QWEN],
    [`"${QWEN}",`, HUB, QWEN],
    [`\u200bhttps://huggingface.co/${QWEN}.`, HUB, QWEN],
    ['http://localhost:8080/a/b', 'http://localhost:8080', 'a/b'],
    ['http://localhost:8080/models/b', 'http://localhost:8080', 'models/b'],
    ['localhost:8080/a/b', 'http://localhost:8080', 'a/b'],
    ['127.0.0.1:8080/a/b/tree/main', 'http://127.0.0.1:8080', 'a/b'],
    ['hf-mirror.com/a/b', 'https://hf-mirror.com', 'a/b'],
    ['https://mirror.example/hub/hf/a/b', 'https://mirror.example/hub/hf', 'a/b'],
    ['https://mirror.example/hf/a/b/blob/main/onnx/model.onnx', 'https://mirror.example/hf', 'a/b'],
    ['mirror.example:8443/hf/api/models/a/b', 'https://mirror.example:8443/hf', 'a/b'],
  ])('%s', (text, host, id) => {
    expect(readAddress(text)).toEqual({ host, id });
    expect(readAddress(writeAddress({ host, id }))).toEqual({ host, id });
  });

  it.each([
    [`https://huggingface.co/${QWEN}/tree/fp16`, HUB, QWEN, 'fp16'],
    [`https://huggingface.co/${QWEN}/tree/fp16/onnx`, HUB, QWEN, 'fp16'],
    [`https://huggingface.co/${QWEN}/blob/v1.0/onnx/model.onnx`, HUB, QWEN, 'v1.0'],
    [`https://huggingface.co/${QWEN}/commit/0123abc`, HUB, QWEN, '0123abc'],
    [`https://huggingface.co/${QWEN}/tree/refs%2Fpr%2F2/onnx`, HUB, QWEN, 'refs/pr/2'],
    [`https://huggingface.co/${QWEN}/tree/refs/pr/2/onnx`, HUB, QWEN, 'refs/pr/2'],
    [`https://huggingface.co/api/models/${QWEN}/revision/fp16`, HUB, QWEN, 'fp16'],
    [`${QWEN}@fp16`, HUB, QWEN, 'fp16'],
    [`hf://${QWEN}@fp16/config.json`, HUB, QWEN, 'fp16'],
    ['https://mirror.example/hf/a/b/tree/x%2Fy', 'https://mirror.example/hf', 'a/b', 'x/y'],
  ])('%s, of another revision', (text, host, id, revision) => {
    expect(readAddress(text)).toEqual({ host, id, revision });
    expect(readAddress(writeAddress({ host, id, revision }))).toEqual({ host, id, revision });
  });

  it.each([
    '',
    'a',
    'a/b/c',
    '../b',
    'a/..',
    'ftp://x/a/b',
    'https://u:p@x/a/b',
    'https://x/a',
    'javascript:a/b',
    'a/b?c',
    `a/${'b'.repeat(400)}`,
    'https://huggingface.co/gpt2',
    'huggingface.co/gpt2',
    'https://huggingface.co/datasets/a/b',
    'https://huggingface.co/spaces/a/b/tree/main',
    'https://huggingface.co/models/a',
    'https://mirror.example/hf/datasets/a/b',
    `https://huggingface.co/${QWEN}/nowhere`,
    `https://huggingface.co/${QWEN}/tree/a..b`,
    `https://huggingface.co/${QWEN}/tree/a%20b`,
    `https://huggingface.co/${QWEN}/tree/%`,
    'hf.co/a/b:Q4_K_M',
    'a/b@',
  ])('is not %j', (text) => {
    expect(readAddress(text)).toBeNull();
  });
});

const listing = (...paths: readonly (readonly [string, number])[]): HubListing => ({
  ...{ address: { host: 'https://x', id: 'a/b' }, name: 'a/b', revision: 'abcdef0', license: null, parameters: 0 },
  files: [['config.json', 1], ['tokenizer.json', 10], ...paths].map(([path, sizeBytes]) => ({
    ...{ path: `${path}`, sizeBytes: Number(sizeBytes), sha256: null },
  })),
});
const ALL = listing(
  ['onnx/model.onnx', 400],
  ['onnx/model.onnx_data', 4000],
  ['onnx/model.onnx_data_1', 4000],
  ['onnx/model_fp16.onnx', 200],
  ['onnx/model_quantized.onnx', 100],
  ['onnx/model_q4.onnx', 80],
  ['onnx/model_q4f16.onnx', 60],
  ['onnx/decoder_model.onnx', 60],
  ['README.md', 7],
);
const WASM: HubDevice = { backend: 'wasm', hasHalf: false, memoryGiB: 8 };

describe('the size of a model', () => {
  it('is chosen by the device: no half precision without shader-f16, no int8 on WebGPU', () => {
    const dtypes = (device: HubDevice): string[] => plansOf(ALL, device).map(({ dtype }) => dtype);
    expect(dtypes({ ...WASM, backend: 'webgpu' })).toEqual(['q4', 'fp32']);
    expect(dtypes({ ...WASM, backend: 'webgpu', hasHalf: true })).toEqual(['q4f16', 'fp16', 'q4', 'fp32']);
    expect(dtypes(WASM)[0]).toBe('q8');
    expect(dtypes(WASM)).toHaveLength(5);
  });
  it('counts what is needed and nothing else', () => {
    const whole = plansOf(ALL, WASM).find(({ dtype }) => dtype === 'fp32')!;
    expect(whole).toMatchObject({ totalBytes: 8411, dataFiles: 2 });
    expect(whole.files.map(({ path }) => path)).toEqual([
      'config.json',
      'tokenizer.json',
      'onnx/model.onnx',
      'onnx/model.onnx_data',
      'onnx/model.onnx_data_1',
    ]);
  });
  it.each([
    ['onnx/model.onnx_data/../../../secret_data', 0],
    ['onnx/model.onnx_data/x_data_1', 0],
    ['onnx/model.onnx_data1', 0],
    ['onnx/model.onnx_data_2', 0],
    ['onnx/model.onnx_data', 1],
  ])('takes %s for %i files of weights', (path, dataFiles) => {
    const [plan] = plansOf(listing(['onnx/model.onnx', 400], [path, 9]), WASM);
    expect(plan).toMatchObject({ dataFiles });
    expect(plan!.files).toHaveLength(3 + dataFiles);
  });
  it('counts the one file of weights that exporters write, unless the hub’s are there', () => {
    const filesOf = (...others: (readonly [string, number])[]): readonly string[] =>
      plansOf(listing(['onnx/model.onnx', 400], ['onnx/model.onnx.data', 9], ...others), WASM)[0]!.files.map(
        ({ path }) => path,
      );
    expect(filesOf().slice(2)).toEqual(['onnx/model.onnx', 'onnx/model.onnx.data']);
    expect(filesOf(['onnx/model.onnx_data', 9]).slice(2)).toEqual(['onnx/model.onnx', 'onnx/model.onnx_data']);
    expect(plansOf(listing(['onnx/model.onnx', 400], ['onnx/model.onnx.data', 9]), WASM)[0]!.dataFiles).toBe(0);
  });
  it('must fit', () => {
    expect(largestModel({ ...WASM, memoryGiB: 4 })).toBe(2 * 2 ** 30);
    const huge = listing(['onnx/model.onnx', 5e9]);
    expect(() => usablePlans(huge, WASM)).toThrow(expect.objectContaining({ code: 'too-large' }));
    const both = listing(['onnx/model_quantized.onnx', 5e9], ['onnx/model_q4.onnx', 1e9]);
    expect(usablePlans(both, WASM).map(({ dtype }) => dtype)).toEqual(['q4']);
    expect(() => usablePlans(listing(), WASM)).toThrow(expect.objectContaining({ code: 'not-a-model' }));
    const heavy = ALL.files.map((file) =>
      file.path === 'tokenizer.json' ? { ...file, sizeBytes: 200 * 2 ** 20 } : file,
    );
    expect(() => usablePlans({ ...ALL, files: heavy }, WASM)).toThrow(
      'tokenizer.json of a/b has 200 MB, and at most 64',
    );
    const bare = { ...ALL, files: ALL.files.filter(({ path }) => path !== 'tokenizer.json') };
    expect(() => usablePlans(bare, WASM)).toThrow(
      expect.objectContaining({ data: { model: 'a/b', file: 'tokenizer.json' } }),
    );
  });
});

describe('what a hub says', () => {
  afterEach(() => vi.unstubAllGlobals());
  const answer = (body: unknown, status = 200): void => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(JSON.stringify(body), { status })),
    );
  };
  const MODEL = { sha: 'abcdef0123', siblings: [{ rfilename: 'config.json', size: 5 }] };
  const ask = () => fetchListing({ host: 'https://x', id: 'a/b' });

  it('is read, with sizes, hashes and the licence', async () => {
    const sha256 = 'a'.repeat(64);
    answer({
      ...MODEL,
      tags: ['license:mit'],
      safetensors: { total: 5 },
      siblings: [...MODEL.siblings, { rfilename: 'onnx/model.onnx', size: 1, lfs: { sha256, size: 9 } }],
    });
    expect(await ask()).toMatchObject({
      ...{ name: 'a/b', revision: 'abcdef0123', license: 'mit', parameters: 5 },
      files: [
        { path: 'config.json', sizeBytes: 5, sha256: null },
        { path: 'onnx/model.onnx', sizeBytes: 9, sha256 },
      ],
    });
    expect(fetch).toHaveBeenCalledWith(
      'https://x/api/models/a/b?blobs=true',
      expect.objectContaining({ credentials: 'omit', referrerPolicy: 'no-referrer' }),
    );
  });

  it.each([
    [MODEL, 401, 'file-missing'],
    [MODEL, 404, 'file-missing'],
    [MODEL, 500, 'download-failed'],
    [{ ...MODEL, gated: 'auto' }, 200, 'gated'],
    [{ ...MODEL, sha: 'main' }, 200, 'file-damaged'],
    [{}, 200, 'file-damaged'],
    [null, 200, 'file-damaged'],
  ])('%j with status %i', async (body, status, code) => {
    answer(body, status);
    await expect(ask()).rejects.toMatchObject({ code });
  });

  it('of another revision, by its name', async () => {
    answer(MODEL);
    const address = { host: 'https://x/hf', id: 'a/b', revision: 'refs/pr/1' };
    expect(await fetchListing(address)).toMatchObject({ name: 'a/b@refs/pr/1', revision: 'abcdef0123' });
    expect(fetch).toHaveBeenCalledWith(
      'https://x/hf/api/models/a/b/revision/refs%2Fpr%2F1?blobs=true',
      expect.anything(),
    );
    answer(MODEL, 404);
    await expect(fetchListing(address)).rejects.toMatchObject({ data: { model: 'a/b@refs/pr/1' } });
  });

  it.each(['../config.json', 'onnx/../../x', 'onnx/%2e%2E/x', '/etc/passwd', 'a//b', 'a\\..\\b', 'a\u0000b', ''])(
    'without a file named %j',
    async (rfilename) => {
      answer({ ...MODEL, siblings: [...MODEL.siblings, { rfilename, size: 1 }, ...MODEL.siblings] });
      expect((await ask()).files.map(({ path }) => path)).toEqual(['config.json']);
    },
  );

  it('nothing, where it cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(ask()).rejects.toMatchObject({ code: 'download-failed', data: { host: 'x' } });
  });
});

describe('a hub that is no good', () => {
  /** Asks a server on this machine. */
  async function asking<T>(answer: RequestListener, ask: (origin: string) => Promise<T>): Promise<T> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it.each([301, 302, 303, 307, 308])('and sends elsewhere with status %i is not followed', async (status) => {
    let visits = 0;
    await asking(
      (_, response) => void response.end(String(visits++)),
      (elsewhere) =>
        asking(
          (_, response) => void response.writeHead(status, { location: `${elsewhere}/api/models/a/b` }).end(),
          async (host) => {
            await expect(fetchListing({ host, id: 'a/b' })).rejects.toMatchObject({ code: 'redirected' });
          },
        ),
    );
    expect(visits).toBe(0);
  });

  it('and never ends is cut off at the limit', async () => {
    let sent = 0;
    const MOST = 48 * 1024 * 1024;
    const chunk = Buffer.alloc(64 * 1024, '[');
    await asking(
      (_, response) => {
        const more = (): void => {
          if (response.destroyed) return;
          if (sent > MOST) return void response.end();
          sent += chunk.length;
          if (response.write(chunk)) setImmediate(more);
          else response.once('drain', more);
        };
        more();
      },
      async (host) => {
        await expect(fetchListing({ host, id: 'a/b' })).rejects.toMatchObject({ code: 'file-damaged' });
      },
    );
    // Besides what was read, what the sockets hold.
    expect(sent).toBeLessThan(MOST / 2);
  });
});

it('a folder is listed without its own name', () => {
  const file = (path: string): File => Object.assign(new File(['abc'], 'x'), { webkitRelativePath: path });
  const { listing: listed, byPath } = folderListing([file('mine/config.json'), file('mine/onnx/model.onnx')]);
  expect(listed).toMatchObject({ address: null, name: 'mine', files: [{ path: 'config.json', sizeBytes: 3 }, {}] });
  expect([...byPath.keys()]).toEqual(['config.json', 'onnx/model.onnx']);
});
