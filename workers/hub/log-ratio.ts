/**
 * `implicit-prm` from two models of one tokenizer (arXiv:2412.01981): the score of a token is the sum, over the tokens
 * so far, of the tuned model's log-probability minus the policy's, in units of beta; no pack says what beta was, so it
 * is 1 here. The order of paths does not depend on it.
 */
import { AppError } from '../../src/core/errors';
import { PrefixTable } from '../../src/model/prefix-table';
import type { ModelInfo, PrefixId, ScoredStep, ScoreRequest, Verifier } from '../../src/model/types';
import { checkLength } from '../check-length';
import type { Decoding, PrefixCache } from '../decoding';
import { logSoftmax } from '../sampling';

interface Prefix<C> {
  /** Everything but `last`; null when that is the whole of it. */
  readonly cache: C | null;
  /** The last token, which is fed when something follows it. */
  readonly last: number;
  readonly sum: number;
}

export class LogRatio<C extends PrefixCache> implements Verifier {
  readonly id = 'implicit-prm';
  readonly info: ModelInfo;
  readonly scale = 'unbounded';
  readonly #decoding: Decoding<C>;
  readonly #prefixes = new PrefixTable<Prefix<C>>();

  constructor(info: ModelInfo, decoding: Decoding<C>) {
    this.info = info;
    this.#decoding = decoding;
  }

  get openPrefixes(): number {
    return this.#prefixes.size;
  }

  async open(prompt: readonly number[], signal?: AbortSignal): Promise<PrefixId> {
    checkLength(prompt.length, this.#decoding.contextTokens);
    if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
    const last = prompt.at(-1)!;
    const before = prompt.slice(0, -1);
    if (!before.length) return this.#prefixes.add({ cache: null, last, sum: 0 });
    const batch = this.#decoding.batch([null]);
    try {
      await batch.feed([before], 'last', signal);
      const [cache] = await batch.grown([0]);
      return this.#prefixes.add({ cache: cache!, last, sum: 0 });
    } finally {
      batch.close();
    }
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
  }

  async score(requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> {
    if (!requests.length) return [];
    const sources = requests.map(({ prefix, tokens, logprobs }) => {
      const source = this.#prefixes.get(prefix);
      if (!tokens.length) throw new AppError('internal', 'There is no new token to score.');
      if (logprobs?.length !== tokens.length)
        throw new AppError('internal', 'The policy did not tell how likely its tokens were.');
      checkLength((source.cache?.total ?? 0) + 1 + tokens.length, this.#decoding.contextTokens);
      return source;
    });
    const caches = Array.from(this.#prefixes.entries, ({ cache }) => cache);
    const tokens = Math.max(...requests.map((request) => request.tokens.length));
    this.#decoding.checkMemory(caches, { rows: requests.length, tokens });
    const batch = this.#decoding.batch(sources.map(({ cache }) => cache));
    try {
      const fed = requests.map((request, i) => [sources[i]!.last, ...request.tokens.slice(0, -1)]);
      const logits = await batch.feed(fed, 'all', signal);
      const values = requests.map((request, row) => {
        let { sum } = sources[row]!;
        return Float32Array.from(request.tokens, (token, t) => {
          sum += logSoftmax(logits(row, t))[token]! - request.logprobs![t]!;
          return sum;
        });
      });
      const grown = await batch.grown([...requests.keys()]);
      return requests.map((request, i) => ({
        prefix: this.#prefixes.add({ cache: grown[i]!, last: request.tokens.at(-1)!, sum: values[i]!.at(-1)! }),
        values: values[i]!,
      }));
    } finally {
      batch.close();
    }
  }
}
