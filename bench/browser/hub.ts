/** wllama with a language model; `hub-wllama.ts` builds, serves and drives this page. What it allows: see `wllama.ts`. */
import { Wllama } from '@wllama/wllama';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { bytesOf } from './files';

/** In tokens, of each slot. */
const CONTEXT = 512;

let wllama: Wllama | null = null;

const peer = {
  /** `slots`: rows at a time, which llama.cpp decodes as one batch. */
  load: async (slots: number): Promise<void> => {
    await wllama?.exit();
    wllama = new Wllama({ default: new URL(wasmUrl, self.location.href).href }, { suppressNativeLog: true });
    wllama.setCompat(null);
    const file = new File([(await bytesOf('model.gguf')) as BlobPart], 'model.gguf');
    const slotsOf = { n_ctx: slots * CONTEXT, n_parallel: slots, cache_idle_slots: false };
    await wllama.loadModel([file], { n_gpu_layers: 0, n_threads: 1, ...slotsOf });
    if (wllama.getNumThreads() !== 1) throw new Error('The bench compares one thread with one thread.');
  },
  /** All rows behind one prompt, none of which ends before its time. @returns the tokens that were written */
  write: async (prompt: string, rows: number, tokens: number, options: Readonly<Record<string, unknown>>) => {
    const written = await Promise.all(
      Array.from({ length: rows }, (_, i) =>
        wllama!.createCompletion({ ...options, prompt, max_tokens: tokens, seed: 1 + i, ignore_eos: true }),
      ),
    );
    return written.reduce((sum, { usage }) => sum + usage.completion_tokens, 0);
  },
};
export type HubPeer = typeof peer;

Object.assign(globalThis, { peer });
