/**
 * A value head on a hub model's hidden states, as a verifier: the probability, at every token, that the solution ends
 * right. The model computes the tokens a second time, with caches of its own beside those of the policy.
 */
import { AppError } from '../../src/core/errors';
import type { VerifierId } from '../../src/core/ids';
import { PrefixTable } from '../../src/model/prefix-table';
import { NEEDS_NOTHING } from '../../src/model/types';
import type { ModelInfo, PrefixId, ScoredStep, ScoreRequest, Verifier } from '../../src/model/types';
import { tokenLogits } from '../../src/workshop/head';
import type { HeadShape, Weights } from '../../src/workshop/shape';
import { checkLength } from '../check-length';
import type { Decoding, PrefixCache, StateReading } from '../decoding';

export interface Head {
  readonly shape: HeadShape;
  readonly weights: Weights;
}

interface Prefix<C> {
  readonly cache: C;
  /** What the head says of the solution's last tokens, each alone: as many as the window still holds. */
  readonly logits: readonly number[];
}

export class HeadVerifier<C extends PrefixCache> implements Verifier {
  readonly id: VerifierId;
  readonly info: ModelInfo;
  readonly scale = 'probability';
  readonly needs = NEEDS_NOTHING;
  readonly #head: Head;
  readonly #decoding: Decoding<C>;
  readonly #states: StateReading<C>;
  readonly #prefixes = new PrefixTable<Prefix<C>>();

  /** @throws AppError `bad-input` where the head reads states of another width than the model has */
  constructor(id: VerifierId, info: ModelInfo, head: Head, decoding: Decoding<C>) {
    const { states } = decoding;
    if (states?.info.width !== head.shape.width)
      throw new AppError('bad-input', `${id} reads hidden states of another size than those of this model.`);
    this.id = id;
    this.info = info;
    this.#head = head;
    this.#decoding = decoding;
    this.#states = states;
  }

  get contextTokens(): number {
    return this.#decoding.contextTokens;
  }

  get openPrefixes(): number {
    return this.#prefixes.size;
  }

  async open(prompt: readonly number[], signal?: AbortSignal): Promise<PrefixId> {
    checkLength(prompt.length, this.#decoding.contextTokens);
    const [grown] = await this.#states.grow([{ cache: null, tokens: prompt }], signal);
    return this.#prefixes.add({ cache: grown!.cache, logits: [] });
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
  }

  async score(requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> {
    if (!requests.length) return [];
    // Candidates that drew the same tokens after the same prefix are computed once.
    const rows = new Map<string, { readonly from: Prefix<C>; readonly tokens: readonly number[] }>();
    const keys = requests.map(({ prefix, tokens }) => {
      const from = this.#prefixes.get(prefix);
      if (!tokens.length) throw new AppError('internal', 'There is no new token to score.');
      checkLength(from.cache.total + tokens.length, this.#decoding.contextTokens);
      const key = `${prefix}:${tokens.join(',')}`;
      rows.set(key, { from, tokens });
      return key;
    });
    const caches = Array.from(this.#prefixes.entries, ({ cache }) => cache);
    const longest = Math.max(...requests.map(({ tokens }) => tokens.length));
    this.#decoding.checkMemory(caches, { rows: rows.size, tokens: longest });
    const grown = await this.#states.grow(
      Array.from(rows.values(), ({ from, tokens }) => ({ cache: from.cache, tokens })),
      signal,
    );
    const byKey = new Map(
      Array.from(rows, ([key, { from }], i) => {
        const { cache, states } = grown[i]!;
        return [key, { cache, ...this.#values(from.logits, states) }];
      }),
    );
    return keys.map((key) => {
      const { cache, logits, values } = byKey.get(key)!;
      return { prefix: this.#prefixes.add({ cache, logits }), values: values.slice() };
    });
  }

  #values(before: readonly number[], states: Float32Array): { values: Float32Array; logits: readonly number[] } {
    const { shape, weights } = this.#head;
    const { window } = shape;
    const logits = [...before, ...tokenLogits(shape, weights, states)];
    const values = Float32Array.from({ length: logits.length - before.length }, (_, t) => {
      const last = logits.slice(Math.max(0, before.length + t - window + 1), before.length + t + 1);
      return 1 / (1 + Math.exp(-last.reduce((sum, each) => sum + each, 0) / last.length));
    });
    return { values, logits: window > 1 ? logits.slice(1 - window) : [] };
  }
}
