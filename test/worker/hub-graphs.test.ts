/** Hub models whose files do not fit: each loads, or says in a sentence what is true of it. */
import { describe, expect, it, vi } from 'vitest';
import type { HubModelBytes } from '../../src/protocol/hub';
import { hubInNode, tinyHubBytes } from '../fixtures/hub-models';
import { operating, reaching, versioned } from '../fixtures/onnx-bytes';

const GRAPH = 'onnx/model.onnx';
const bytesOf = (bytes: Buffer): Uint8Array => new Uint8Array(bytes);

function changed(path: string, change: (bytes: Buffer) => Buffer, others: HubModelBytes['files'] = {}): HubModelBytes {
  const model = tinyHubBytes('llama3');
  return { ...model, files: { ...model.files, [path]: bytesOf(change(Buffer.from(model.files[path]!))), ...others } };
}
const configured = (over: object): HubModelBytes =>
  changed('config.json', (bytes) =>
    Buffer.from(JSON.stringify({ ...(JSON.parse(bytes.toString()) as object), ...over })),
  );

describe('a graph', () => {
  it.each<[string, HubModelBytes, code: string, message: string]>([
    [
      'is a web page',
      changed(GRAPH, () => Buffer.from('<!doctype html>')),
      'file-damaged',
      'The graph of tiny/llama3 cannot be read.',
    ],
    [
      'is cut off',
      changed(GRAPH, (bytes) => bytes.subarray(0, bytes.length / 2)),
      'file-damaged',
      'The graph of tiny/llama3 cannot be read.',
    ],
    [
      'is of a newer format',
      changed(GRAPH, versioned(99)),
      'bad-input',
      'The graph of tiny/llama3 is written for a newer runtime than this page has.',
    ],
    [
      'has newer operations',
      changed(GRAPH, operating('Identity', '', 99)),
      'bad-input',
      'The graph of tiny/llama3 is written for a newer runtime than this page has.',
    ],
    [
      'has an unknown operation',
      changed(GRAPH, operating('NoSuchOp')),
      'backend-unavailable',
      'The graph of tiny/llama3 has an operation that the runtime does not know, NoSuchOp.',
    ],
    [
      'has an operation of its maker',
      changed(GRAPH, operating('Foo', 'my.ops', 1)),
      'backend-unavailable',
      'The graph of tiny/llama3 has an operation that the runtime does not know, my.ops:Foo.',
    ],
    [
      'asks for weights elsewhere',
      changed(GRAPH, reaching('weights.bin')),
      'file-damaged',
      'The graph of tiny/llama3 asks for weights in a file that does not belong to the model.',
    ],
    [
      'is of another kind',
      configured({ model_type: 'vit' }),
      'bad-input',
      'tiny/llama3 is of the kind “vit”, which is no language model that runs here.',
    ],
    [
      'is not what the configuration says',
      configured({ num_hidden_layers: -1 }),
      'file-damaged',
      'The graph of tiny/llama3 does not fit its config.json: take the files of one version of the model.',
    ],
  ])('that %s is refused with what is true of it', async (_, model, code, message) => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    await expect(hubInNode(model)).rejects.toMatchObject({ code, message });
    log.mockRestore();
  });

  it('finds its weights in the file beside it that exporters write', async () => {
    const weights = { [`${GRAPH}.data`]: new Uint8Array([0, 0, 128, 63]) };
    const models = await hubInNode(changed(GRAPH, reaching('model.onnx.data'), weights));
    expect(models.model.id).toBe('tiny/llama3');
    await models.dispose();
  });
});
