/** A pack whose hashes are right and whose graph is not: said in a sentence of ours, not in the runtime's own words. */
import * as flavour from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRuntimeWasm } from '../../../src/cli/model-files';
import { loadModels } from '../../../workers/models';
import { useOrt } from '../../../workers/ort';
import { sentenceProblem } from '../../fuzz/contract';
import { filesOf, TINY_PACK } from '../runtime/fake-files';

const FILES = filesOf(TINY_PACK);
const PREFIX = `models/${TINY_PACK}/`;
const pack = Object.fromEntries(Object.entries(FILES).map(([path, bytes]) => [path.replace(PREFIX, ''), bytes]));

const DAMAGED: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'weights cut short': (bytes) => bytes.slice(0, bytes.length / 2),
  'no graph at all': () => new TextEncoder().encode('<html></html>'),
  'an operator that there is not': (bytes) => {
    const text = Buffer.from(bytes).toString('latin1');
    return Buffer.from(text.replace('MatMul', 'Matmul'), 'latin1');
  },
};
const FILE: Readonly<Record<string, string>> = { 'weights cut short': 'policy/onnx/model.onnx' };

describe('loading a pack with', () => {
  beforeAll(() => useOrt(flavour));

  it.each(Object.keys(DAMAGED))('%s', async (kind) => {
    const name = FILE[kind] ?? 'policy/onnx/step.onnx';
    const files = { ...pack, [name]: DAMAGED[kind]!(pack[name]!) };
    const request = { runtimeWasm: await readRuntimeWasm(), verifiers: [], backend: 'wasm' } as const;
    const refused: unknown = await loadModels({ ...request, pack: { id: TINY_PACK, files } }).catch((e: unknown) => e);
    expect(refused).toMatchObject({ code: 'file-damaged' });
    const { message } = refused as Error;
    expect(sentenceProblem(message)).toBeNull();
    expect(message).not.toMatch(/ONNX|ERROR_CODE|std::/);
  });
});
