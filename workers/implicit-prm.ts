/**
 * An implicit process reward model (arXiv:2412.01981): a language model that was tuned on outcomes. The score of a
 * token is beta times the sum, over the tokens so far, of the tuned model's log-probability minus the policy's. The
 * policy's come with the request: it was the reference of the tuning, so nothing is computed twice.
 *
 * Deviation: the paper sums over its reference's own text only; here too over tokens that the reader chose, for as long
 * as the policy said how likely they were.
 */
import { AppError } from '../src/core/errors';
import type { VerifierId } from '../src/core/ids';
import { PrefixTable } from '../src/model/prefix-table';
import type { ModelInfo, PrefixId, ScoredStep, ScoreRequest, Verifier } from '../src/model/types';
import { implicitPrm } from '../src/verifiers/implicit-prm';
import { checkLength } from './check-length';
import type { Decoding, PrefixCache } from './decoding';
import { distinctRows, type ScoredRow } from './distinct-rows';
import { logSoftmax } from './sampling';

interface Prefix<C> {
  /** Everything but `last`; null when that is the whole of it. */
  readonly cache: C | null;
  /** The last token, which is fed when something follows it. */
  readonly last: number;
  /** The score so far, in units of beta. */
  readonly sum: number;
}

interface Computed<C> {
  readonly cache: C;
  /** Of the tuned model, one for every new token. */
  readonly logprobs: readonly number[];
}

export class ImplicitPrm<C extends PrefixCache> implements Verifier {
  readonly id: VerifierId;
  readonly info: ModelInfo;
  readonly scale = implicitPrm.scale;
  readonly needs = implicitPrm.needs;
  readonly #beta: number;
  readonly #decoding: Decoding<C>;
  readonly #prefixes = new PrefixTable<Prefix<C>>();

  constructor(info: ModelInfo, beta: number, decoding: Decoding<C>, id: VerifierId = implicitPrm.id) {
    this.id = id;
    this.info = info;
    this.#beta = beta;
    this.#decoding = decoding;
  }

  get contextTokens(): number {
    return this.#decoding.contextTokens;
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
    const { rows, rowOf, longest } = distinctRows(
      requests,
      (prefix) => this.#prefixes.get(prefix),
      // The last token is fed with those that follow it.
      ({ cache }) => (cache?.total ?? 0) + 1,
      this.#decoding.contextTokens,
    );
    if (requests.some(({ tokens, logprobs }) => logprobs?.length !== tokens.length))
      throw new AppError('internal', 'The policy did not tell how likely its tokens were.');
    const caches = Array.from(this.#prefixes.entries, ({ cache }) => cache);
    this.#decoding.checkMemory(caches, { rows: rows.length, tokens: longest });
    const computed = await this.#compute(rows, signal);
    return rowOf.map((row, i) => {
      const { cache, logprobs } = computed[row]!;
      const { prefix, tokens, logprobs: reference } = requests[i]!;
      let { sum } = this.#prefixes.get(prefix);
      const values = Float32Array.from(logprobs, (logprob, t) => this.#beta * (sum += logprob - reference![t]!));
      return { prefix: this.#prefixes.add({ cache, last: tokens.at(-1)!, sum }), values };
    });
  }

  async #compute(rows: readonly ScoredRow<Prefix<C>>[], signal?: AbortSignal): Promise<Computed<C>[]> {
    const batch = this.#decoding.batch(rows.map(({ from }) => from.cache));
    try {
      const fed = rows.map(({ from, tokens }) => [from.last, ...tokens.slice(0, -1)]);
      const logits = await batch.feed(fed, 'all', signal);
      const logprobs = rows.map(({ tokens }, row) => tokens.map((token, t) => logSoftmax(logits(row, t))[token]!));
      const caches = await batch.grown([...rows.keys()]);
      return rows.map((_, row) => ({ cache: caches[row]!, logprobs: logprobs[row]! }));
    } finally {
      batch.close();
    }
  }
}
