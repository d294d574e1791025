/**
 * wllama: llama.cpp in WASM, in its own worker, with the same weights as GGUF. What its interface allows:
 *
 * - A prompt is text, one a call: every candidate is a completion of its own, and llama.cpp's server decodes those that
 *   are open together as one batch. So there are as many slots as candidates.
 * - A slot keeps what it computed last, and a completion is given the slot whose text is most like its own. A prefix is
 *   not shared between slots: candidates of one parent compute it each, but for what their slot happens to hold.
 * - It gives text, not tokens, and leaves the stop sign out. A step ends at its line's end and a solution at its answer,
 *   so that the text tells which of the two ended it.
 * - A value is the head's, computed here, on the embedding of a candidate's last token, all candidates in one call; no
 *   embedding of the tokens before it can be had, and nothing is kept from one call to the next.
 */
import { Wllama } from '@wllama/wllama';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { NEEDS_NOTHING } from '../../src/model/types';
import type { Policy, SampledStep, ScoredStep, Tokenizer, Verifier } from '../../src/model/types';
import { readJson, ModelConfigSchema } from '../../src/protocol/pack';
import { createTokenizer } from '../../workers/tokenizer';
import type { Models } from '../search';
import { Texts } from '../texts';
import { bytesOf, readServedPack } from './files';

const ANSWER = 'The answer is ';
const MOST_SEED = 2 ** 31 - 1;

interface ValueHead {
  readonly weight: readonly number[];
  readonly bias: number;
}

async function start(name: string, parameters: Readonly<Record<string, unknown>>): Promise<Wllama> {
  const wllama = new Wllama({ default: new URL(wasmUrl, self.location.href).href }, { suppressNativeLog: true });
  wllama.setCompat(null);
  const file = await bytesOf(`gguf/${name}.gguf`);
  await wllama.loadModel([new File([file as BlobPart], `${name}.gguf`)], parameters);
  if (wllama.getNumThreads() !== 1) throw new Error('The bench compares one thread with one thread.');
  return wllama;
}

/** `slots`: candidates at a time. `context`: tokens that each can have. */
export async function loadWllama(slots: number, context: number): Promise<Models> {
  const pack = await readServedPack();
  const config = readJson(ModelConfigSchema, pack.files['policy/config.json']!, 'config.json');
  const tokenizer = createTokenizer(
    pack.files['policy/tokenizer.json']!,
    pack.files['policy/tokenizer_config.json']!,
    config,
  );
  const common = { n_gpu_layers: 0, n_threads: 1, n_ctx: slots * context, n_parallel: slots };
  // Its own defaults, but that a slot which rests keeps its cache where it is. Weights of 16 bits and of 8, which are not
  // the pack's own any more, and a cache for each slot were no faster when they were tried.
  const policy = await start('policy', { ...common, cache_idle_slots: false });
  const value = await start('tvm', { ...common, embeddings: true, pooling_type: 'last' });
  const head = JSON.parse(new TextDecoder().decode(await bytesOf('gguf/value-head.json'))) as ValueHead;
  return { policy: policyOf(policy, tokenizer, context), verifier: verifierOf(value, head) };
}

function policyOf(wllama: Wllama, tokenizer: Tokenizer, context: number): Policy {
  const texts = new Texts();
  const unused = (): never => {
    throw new Error('The bench does not ask for this.');
  };
  return {
    info: { id: 'wllama', parameters: 0 },
    tokenizer,
    can: { fullDistribution: false, entropies: false, seeded: true, hiddenStates: null, maxAlternatives: 0 },
    contextTokens: context,
    endsStep: (text) => text.includes('\n'),
    open: async (prompt) => texts.add(prompt),
    release: () => undefined,
    next: unused,
    scoreGivenTokens: unused,
    extend: unused,
    sampleSteps: (requests, { temperature, maxTokens }) =>
      Promise.all(
        requests.map(async ({ prefix, rng }): Promise<SampledStep> => {
          const before = texts.get(prefix);
          const { choices } = await wllama.createCompletion({
            prompt: tokenizer.decode(before),
            max_tokens: Math.min(maxTokens, context - before.length),
            samplers: ['temperature'],
            temperature,
            seed: rng.integer(0, MOST_SEED),
            stop: ['\n'],
          });
          const { text, finish_reason } = choices[0]!;
          const ended =
            finish_reason !== 'stop' ? 'limit' : text.startsWith(ANSWER) ? ('solution' as const) : ('step' as const);
          const tokens = tokenizer.encode(ended === 'step' ? `${text}\n` : text);
          if (ended === 'solution') tokens.push(tokenizer.eosToken);
          const grown = texts.add([...before, ...tokens]);
          return { prefix: grown, ended, tokens: tokens.map((token) => ({ token, logprob: 0, alternatives: [] })) };
        }),
      ),
  };
}

function verifierOf(wllama: Wllama, head: ValueHead): Verifier {
  const texts = new Texts();
  return {
    id: 'tvm',
    info: { id: 'wllama', parameters: 0 },
    scale: 'probability',
    needs: NEEDS_NOTHING,
    contextTokens: null,
    open: async (prompt) => texts.add(prompt),
    release: () => undefined,
    async score(requests): Promise<ScoredStep[]> {
      if (!requests.length) return [];
      const rows = requests.map(({ prefix, tokens }) => [...texts.get(prefix), ...tokens]);
      const { data } = await wllama.createEmbedding({ input: rows, embd_normalize: -1 });
      return data.map(({ embedding }, i) => {
        const logit = embedding.reduce((sum, x, at) => sum + x * head.weight[at]!, head.bias);
        // The search looks at the last token's alone.
        const values = new Float32Array(requests[i]!.tokens.length).fill(1 / (1 + Math.exp(-logit)));
        return { prefix: texts.add(rows[i]!), values };
      });
    },
  };
}
