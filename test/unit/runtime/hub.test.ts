import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAddress, writeAddress } from '../../../src/runtime/hub/address';
import { fetchListing, folderListing, type HubListing } from '../../../src/runtime/hub/listing';
import { largestModel, plansOf, usablePlans, type HubDevice } from '../../../src/runtime/hub/plan';

describe('the name of a model', () => {
  it.each([
    ['onnx-community/Qwen2.5-0.5B-Instruct', 'https://huggingface.co', 'onnx-community/Qwen2.5-0.5B-Instruct'],
    [' a/b/ ', 'https://huggingface.co', 'a/b'],
    ['https://huggingface.co/a/b/tree/main', 'https://huggingface.co', 'a/b'],
    ['http://localhost:8080/a/b', 'http://localhost:8080', 'a/b'],
  ])('%s', (text, host, id) => {
    expect(readAddress(text)).toEqual({ host, id });
    expect(readAddress(writeAddress({ host, id }))).toEqual({ host, id });
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
  it('must fit', () => {
    expect(largestModel({ ...WASM, memoryGiB: 4 })).toBe(2 * 2 ** 30);
    const huge = listing(['onnx/model.onnx', 5e9]);
    expect(() => usablePlans(huge, WASM)).toThrow(expect.objectContaining({ code: 'too-large' }));
    const both = listing(['onnx/model_quantized.onnx', 5e9], ['onnx/model_q4.onnx', 1e9]);
    expect(usablePlans(both, WASM).map(({ dtype }) => dtype)).toEqual(['q4']);
    expect(() => usablePlans(listing(), WASM)).toThrow(expect.objectContaining({ code: 'not-a-model' }));
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

  it('nothing, where it cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(ask()).rejects.toMatchObject({ code: 'download-failed', data: { host: 'x' } });
  });
});

it('a folder is listed without its own name', () => {
  const file = (path: string): File => Object.assign(new File(['abc'], 'x'), { webkitRelativePath: path });
  const { listing: listed, byPath } = folderListing([file('mine/config.json'), file('mine/onnx/model.onnx')]);
  expect(listed).toMatchObject({ address: null, name: 'mine', files: [{ path: 'config.json', sizeBytes: 3 }, {}] });
  expect([...byPath.keys()]).toEqual(['config.json', 'onnx/model.onnx']);
});
