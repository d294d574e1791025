/**
 * transformers.js: the same search written on `generate()`, all candidates of a step as one batch, on the same runtime
 * (ONNX Runtime Web, one thread). `generate()` keeps its cache from token to token, but has no way to pick rows of a
 * cache or to repeat them, so each step computes its prefixes once more, in one pass. Values come from one pass over
 * the whole text of each candidate. Candidates are drawn by the library, so its tree is another one of the same kind.
 */
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  env,
  StoppingCriteria,
  Tensor,
  type PreTrainedModel,
} from '@huggingface/transformers';
import { join } from 'node:path';
import { MODELS_FOLDER, readPack } from '../src/cli/model-files';
import { NEEDS_NOTHING } from '../src/model/types';
import type { Policy, SampledStep, ScoredStep, Tokenizer, Verifier } from '../src/model/types';
import type { Models } from './search';
import { Texts } from './texts';

/** Rows of different lengths as one batch, padded on the left as the library wants it. */
function leftPadded(rows: readonly (readonly number[])[], pad: number) {
  const width = Math.max(...rows.map(({ length }) => length));
  const ids = new BigInt64Array(rows.length * width).fill(BigInt(pad));
  const mask = new BigInt64Array(rows.length * width);
  rows.forEach((row, b) => {
    const start = (b + 1) * width - row.length;
    row.forEach((token, t) => ((ids[start + t] = BigInt(token)), (mask[start + t] = 1n)));
  });
  const dims = [rows.length, width];
  return {
    width,
    inputs: { input_ids: new Tensor('int64', ids, dims), attention_mask: new Tensor('int64', mask, dims) },
  };
}

/** A row is done when its step or its solution has ended. */
class StepEnds extends StoppingCriteria {
  constructor(
    readonly start: number,
    readonly isEnd: (token: number) => boolean,
  ) {
    super();
  }
  override _call(rows: (number | bigint)[][]): boolean[] {
    return rows.map((row) => row.slice(this.start).some((token) => this.isEnd(Number(token))));
  }
}

type Generating = Omit<PreTrainedModel, 'generate' | 'forward' | 'config'> & {
  readonly config: { readonly vocab_size: number; readonly eos_token_id: number; readonly pad_token_id: number };
  generate(options: Record<string, unknown>): Promise<Tensor>;
  forward(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>;
};

export async function loadTransformers(): Promise<Models> {
  const { id } = await readPack(MODELS_FOLDER, 'game24', []);
  env.allowRemoteModels = false;
  env.localModelPath = join(MODELS_FOLDER, id);
  env.backends.onnx.wasm!.wasmPaths = new URL('./', import.meta.resolve('onnxruntime-web/wasm')).href;
  env.backends.onnx.wasm!.numThreads = 1;
  const load = async (folder: string): Promise<Generating> =>
    (await AutoModelForCausalLM.from_pretrained(folder, { dtype: 'fp32' })) as unknown as Generating;
  const [policyModel, valueModel] = [await load('policy'), await load('tvm')];
  const theirs = await AutoTokenizer.from_pretrained('policy');
  const pieces = Array.from({ length: policyModel.config.vocab_size }, (_, token) => theirs.decode([token]));
  const [eosToken, pad] = [policyModel.config.eos_token_id, policyModel.config.pad_token_id];
  const tokenizer: Tokenizer = {
    encode: (text) => theirs.encode(text, { add_special_tokens: false }),
    decode: (tokens) => theirs.decode([...tokens]),
    tokenText: (token) => (token === eosToken ? '' : pieces[token]!),
    vocabularySize: pieces.length,
    eosToken,
  };
  return { policy: policyOf(policyModel, tokenizer, pad), verifier: verifierOf(valueModel, pad) };
}

function policyOf(model: Generating, tokenizer: Tokenizer, pad: number): Policy {
  const texts = new Texts();
  const isEnd = (token: number): boolean => token === tokenizer.eosToken || tokenizer.tokenText(token).includes('\n');
  const unused = (): never => {
    throw new Error('The bench does not ask for this.');
  };
  return {
    info: { id: 'transformers.js', parameters: 0 },
    tokenizer,
    can: { fullDistribution: false, entropies: false, seeded: false, hiddenStates: null, maxAlternatives: 0 },
    contextTokens: null,
    endsStep: (text) => text.includes('\n'),
    open: async (prompt) => texts.add(prompt),
    release: () => undefined,
    next: unused,
    scoreGivenTokens: unused,
    extend: unused,
    async sampleSteps(requests, { temperature, maxTokens }): Promise<SampledStep[]> {
      const rows = requests.map(({ prefix }) => texts.get(prefix));
      const { width, inputs } = leftPadded(rows, pad);
      const output = await model.generate({
        ...inputs,
        do_sample: true,
        temperature,
        top_k: 0,
        max_new_tokens: Math.min(maxTokens, 96 - width),
        stopping_criteria: new StepEnds(width, isEnd),
      });
      return (output.tolist() as bigint[][]).map((row, i) => {
        const written = row.slice(width).map(Number);
        const end = written.findIndex(isEnd);
        const tokens = end < 0 ? written : written.slice(0, end + 1);
        const last = tokens.at(-1)!;
        const ended = last === tokenizer.eosToken ? 'solution' : isEnd(last) ? 'step' : 'limit';
        const prefix = texts.add([...rows[i]!, ...tokens]);
        return { prefix, ended, tokens: tokens.map((token) => ({ token, logprob: 0, alternatives: [] })) };
      });
    },
  };
}

function verifierOf(model: Generating, pad: number): Verifier {
  const texts = new Texts();
  return {
    id: 'tvm',
    info: { id: 'transformers.js', parameters: 0 },
    scale: 'probability',
    needs: NEEDS_NOTHING,
    contextTokens: null,
    open: async (prompt) => texts.add(prompt),
    release: () => undefined,
    async score(requests): Promise<ScoredStep[]> {
      if (!requests.length) return [];
      const rows = requests.map(({ prefix, tokens }) => [...texts.get(prefix), ...tokens]);
      const { width, inputs } = leftPadded(rows, pad);
      const { value } = await model.forward(inputs);
      const values = value!.data as Float32Array;
      return requests.map(({ tokens }, i) => {
        const end = (i + 1) * width;
        return { prefix: texts.add(rows[i]!), values: values.slice(end - tokens.length, end) };
      });
    },
  };
}
