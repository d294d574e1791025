/** The shipped runtime, compiled by this thread: the tiny models give their known answers on it. */
import * as flavour from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { readPack, readRuntimeWasm } from '../../src/cli/model-files';
import { loadModels } from '../../workers/models';
import { provideRuntime } from '../../workers/onnx-session';
import { useOrt } from '../../workers/ort';
import { TINY_MODELS } from '../fixtures/models';

it('runs models on a module in place of its bytes', async () => {
  useOrt(flavour);
  const { instantiate } = WebAssembly;
  provideRuntime(await WebAssembly.compile(new Uint8Array(await readRuntimeWasm())));
  const pack = await readPack(TINY_MODELS, 'game24', ['tvm']);
  const models = await loadModels({ runtimeWasm: new Uint8Array(0), pack, verifiers: ['tvm'], backend: 'wasm' });
  expect(models.backend).toBe('wasm');
  expect(WebAssembly.instantiate).toBe(instantiate);
  await models.dispose();
});
