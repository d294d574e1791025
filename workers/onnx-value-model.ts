/** A value model on ONNX Runtime: one number for every new token, all requests of a call in one forward pass. */
import { AppError } from '../src/core/errors';
import type { VerifierId } from '../src/core/ids';
import { PrefixTable } from '../src/model/prefix-table';
import { NEEDS_NOTHING } from '../src/model/types';
import type { ModelInfo, PrefixId, Scale, ScoredStep, ScoreRequest, Verifier } from '../src/model/types';
import { DecodeBatch } from './decode-batch';
import { cacheWidth, type CacheNode } from './kv-cache';
import { cacheBudget, checkMemory } from './memory-budget';
import type { OnnxDecoder } from './onnx-session';
import { checkLength } from './check-length';

export class OnnxValueModel implements Verifier {
  readonly id: VerifierId;
  readonly info: ModelInfo;
  readonly scale: Scale;
  readonly needs = NEEDS_NOTHING;
  readonly #decoder: OnnxDecoder;
  readonly #prefixes = new PrefixTable<CacheNode>();
  readonly #budget: number;

  /** `budget` is in bytes, for the caches of all open prefixes. */
  constructor(id: VerifierId, info: ModelInfo, scale: Scale, decoder: OnnxDecoder, budget = cacheBudget()) {
    this.#budget = budget;
    this.id = id;
    this.info = info;
    this.scale = scale;
    this.#decoder = decoder;
  }

  get contextTokens(): number {
    return this.#decoder.contextTokens;
  }

  get openPrefixes(): number {
    return this.#prefixes.size;
  }

  async open(prompt: readonly number[], signal?: AbortSignal): Promise<PrefixId> {
    checkLength(prompt.length, this.#decoder.contextTokens);
    const [computed] = await this.#compute([{ parent: null, tokens: prompt }], signal);
    return this.#prefixes.add(computed!.cache);
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
  }

  async score(requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> {
    if (!requests.length) return [];
    // Candidates that drew the same tokens after the same prefix are computed once.
    const rows = new Map<string, { parent: CacheNode; tokens: readonly number[] }>();
    const keys = requests.map(({ prefix, tokens }) => {
      const parent = this.#prefixes.get(prefix);
      if (!tokens.length) throw new AppError('internal', 'There is no new token to score.');
      checkLength(parent.total + tokens.length, this.#decoder.contextTokens);
      const key = `${prefix}:${tokens.join(',')}`;
      rows.set(key, { parent, tokens });
      return key;
    });
    const size = {
      rows: rows.size,
      tokens: Math.max(...requests.map(({ tokens }) => tokens.length)),
      width: cacheWidth(this.#decoder.shape),
    };
    checkMemory(this.#prefixes.entries, size, this.#budget);
    const computed = await this.#compute([...rows.values()], signal);
    const byKey = new Map([...rows.keys()].map((key, i) => [key, computed[i]!]));
    return keys.map((key) => {
      const { cache, values } = byKey.get(key)!;
      return { prefix: this.#prefixes.add(cache), values: values.slice() };
    });
  }

  async #compute(
    rows: readonly { readonly parent: CacheNode | null; readonly tokens: readonly number[] }[],
    signal?: AbortSignal,
  ): Promise<{ cache: CacheNode; values: Float32Array }[]> {
    const batch = new DecodeBatch(
      this.#decoder,
      rows.map(({ parent }) => parent),
    );
    const values = await batch.feed(
      rows.map(({ tokens }) => tokens),
      signal,
    );
    const caches = batch.grown([...rows.keys()]);
    return rows.map(({ tokens }, row) => ({
      cache: caches[row]!,
      values: Float32Array.from(tokens, (_, t) => values[t * rows.length + row]!),
    }));
  }
}
