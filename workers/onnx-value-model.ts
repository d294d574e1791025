/** A value model on ONNX Runtime: one number for every new token, all requests of a call in one forward pass. */
import type { VerifierId } from '../src/core/ids';
import { PrefixTable } from '../src/model/prefix-table';
import { NEEDS_NOTHING } from '../src/model/types';
import type { ModelInfo, PrefixId, Scale, ScoredStep, ScoreRequest, Verifier } from '../src/model/types';
import { DecodeBatch } from './decode-batch';
import { distinctRows, type ScoredRow } from './distinct-rows';
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
    const [computed] = await this.#compute([{ from: null, tokens: prompt }], signal);
    return this.#prefixes.add(computed!.cache);
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
  }

  async score(requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> {
    if (!requests.length) return [];
    const { rows, rowOf, longest } = distinctRows(
      requests,
      (prefix) => this.#prefixes.get(prefix),
      ({ total }) => total,
      this.#decoder.contextTokens,
    );
    const size = { rows: rows.length, tokens: longest, width: cacheWidth(this.#decoder.shape) };
    checkMemory(this.#prefixes.entries, size, this.#budget);
    const computed = await this.#compute(rows, signal);
    return rowOf.map((row) => {
      const { cache, values } = computed[row]!;
      return { prefix: this.#prefixes.add(cache), values: values.slice() };
    });
  }

  async #compute(
    rows: readonly ScoredRow<CacheNode | null>[],
    signal?: AbortSignal,
  ): Promise<{ cache: CacheNode; values: Float32Array }[]> {
    const batch = new DecodeBatch(
      this.#decoder,
      rows.map(({ from }) => from),
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
