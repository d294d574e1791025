/**
 * An implicit process reward model on ONNX Runtime (arXiv:2412.01981): a language model that was tuned on outcomes. The
 * score of a token is beta times the sum, over the tokens so far, of the tuned model's log-probability minus the
 * policy's. The policy's come with the request: it was the reference of the tuning, so nothing is computed twice.
 *
 * Deviation: the paper sums over its reference's own text only; here too over tokens that the reader chose, for as long
 * as the policy said how likely they were.
 */
import { AppError } from '../src/core/errors';
import type { VerifierId } from '../src/core/ids';
import { PrefixTable } from '../src/model/prefix-table';
import type { ModelInfo, PrefixId, ScoredStep, ScoreRequest, Verifier } from '../src/model/types';
import { checkLength } from './check-length';
import { DecodeBatch } from './decode-batch';
import { cacheWidth, type CacheNode } from './kv-cache';
import { cacheBudget, checkMemory } from './memory-budget';
import type { OnnxDecoder } from './onnx-session';
import { logSoftmax } from './sampling';

interface Prefix {
  /** Everything but `last`; null when that is the whole of it. */
  readonly cache: CacheNode | null;
  /** The last token, which is fed when something follows it. */
  readonly last: number;
  /** The score so far, in units of beta. */
  readonly sum: number;
}

interface Row {
  readonly from: Prefix;
  readonly tokens: readonly number[];
}

const lengthOf = ({ cache }: Prefix): number => (cache?.total ?? 0) + 1;

export class OnnxImplicitPrm implements Verifier {
  readonly id: VerifierId = 'implicit-prm';
  readonly info: ModelInfo;
  readonly scale = 'unbounded';
  readonly #beta: number;
  readonly #decoder: OnnxDecoder;
  readonly #prefixes = new PrefixTable<Prefix>();
  readonly #budget: number;

  /** `budget` is in bytes, for the caches of all open prefixes. */
  constructor(info: ModelInfo, beta: number, decoder: OnnxDecoder, budget = cacheBudget()) {
    this.info = info;
    this.#beta = beta;
    this.#decoder = decoder;
    this.#budget = budget;
  }

  get openPrefixes(): number {
    return this.#prefixes.size;
  }

  async open(prompt: readonly number[], signal?: AbortSignal): Promise<PrefixId> {
    checkLength(prompt.length, this.#decoder.contextTokens);
    if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
    const last = prompt.at(-1);
    if (last === undefined) throw new AppError('internal', 'There is no prompt to score after.');
    const before = prompt.slice(0, -1);
    if (!before.length) return this.#prefixes.add({ cache: null, last, sum: 0 });
    const batch = new DecodeBatch(this.#decoder, [null]);
    await batch.feed([before], signal);
    return this.#prefixes.add({ cache: batch.grown([0])[0]!, last, sum: 0 });
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
  }

  async score(requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> {
    if (!requests.length) return [];
    // Candidates that drew the same tokens after the same prefix are computed once.
    const rows = new Map<string, Row>();
    const keys = requests.map(({ prefix, tokens, logprobs }) => {
      const from = this.#prefixes.get(prefix);
      if (!tokens.length) throw new AppError('internal', 'There is no new token to score.');
      if (logprobs?.length !== tokens.length)
        throw new AppError('internal', 'The policy did not tell how likely its tokens were.');
      checkLength(lengthOf(from) + tokens.length, this.#decoder.contextTokens);
      const key = `${prefix}:${tokens.join(',')}`;
      rows.set(key, { from, tokens });
      return key;
    });
    const width = Math.max(...requests.map(({ tokens }) => tokens.length));
    const caches = Array.from(this.#prefixes.entries, ({ cache }) => cache);
    checkMemory(caches, { rows: rows.size, tokens: width, width: cacheWidth(this.#decoder.shape) }, this.#budget);
    const computed = await this.#compute([...rows.values()], signal);
    const byKey = new Map([...rows.keys()].map((key, i) => [key, computed[i]!]));
    return keys.map((key, i) => {
      const { cache, logprobs } = byKey.get(key)!;
      const { prefix, tokens, logprobs: reference } = requests[i]!;
      let { sum } = this.#prefixes.get(prefix);
      const values = Float32Array.from(logprobs, (logprob, t) => this.#beta * (sum += logprob - reference![t]!));
      return { prefix: this.#prefixes.add({ cache, last: tokens.at(-1)!, sum }), values };
    });
  }

  /** The tuned model's log-probability of every new token. */
  async #compute(
    rows: readonly Row[],
    signal?: AbortSignal,
  ): Promise<{ readonly cache: CacheNode; readonly logprobs: number[] }[]> {
    const batch = new DecodeBatch(
      this.#decoder,
      rows.map(({ from }) => from.cache),
    );
    const logits = await batch.feed(
      rows.map(({ from, tokens }) => [from.last, ...tokens.slice(0, -1)]),
      signal,
    );
    const caches = batch.grown([...rows.keys()]);
    const [width, size] = [Math.max(...rows.map(({ tokens }) => tokens.length)), this.#decoder.outputWidth];
    return rows.map(({ tokens }, row) => ({
      cache: caches[row]!,
      logprobs: tokens.map((token, t) => {
        const at = (row * width + t) * size;
        return logSoftmax(logits.subarray(at, at + size))[token]!;
      }),
    }));
  }
}
