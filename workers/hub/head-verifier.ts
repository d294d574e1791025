/**
 * A value head on a hub model's hidden states, as a verifier: the probability, at every token, that the solution ends
 * right. What the policy has computed of a text is taken from it (`known-texts.ts`); the rest, as the last token of a step,
 * is computed here.
 */
import { AppError } from '../../src/core/errors';
import type { VerifierId } from '../../src/core/ids';
import { logistic } from '../../src/core/scale';
import { PrefixTable } from '../../src/model/prefix-table';
import { NEEDS_NOTHING } from '../../src/model/types';
import type { ModelInfo, PrefixId, ScoredStep, ScoreRequest, Verifier } from '../../src/model/types';
import { tokenLogits } from '../../src/workshop/head';
import type { HeadShape, Weights } from '../../src/workshop/shape';
import { checkLength } from '../check-length';
import { distinctRows } from '../distinct-rows';
import type { Decoding, PrefixCache, StateReading } from '../decoding';
import { begunOf } from '../shared-beginning';

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
  /** While prefixes are open, what is written is about to be read. */
  #unfollow: (() => void) | null = null;

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
    const { cache, rest } = await begunOf(this.#decoding.beginning, prompt, signal);
    const begun = await this.#states.begin({ cache, tokens: rest }, signal);
    this.#unfollow ??= this.#states.follow();
    return this.#prefixes.add({ cache: begun, logits: [] });
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
    if (this.#prefixes.size) return;
    this.#unfollow?.();
    this.#unfollow = null;
  }

  async score(requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> {
    if (!requests.length) return [];
    const { rows, rowOf, longest } = distinctRows(
      requests,
      (prefix) => this.#prefixes.get(prefix),
      ({ cache }) => cache.total,
      this.#decoding.contextTokens,
    );
    const caches = Array.from(this.#prefixes.entries, ({ cache }) => cache);
    this.#decoding.checkMemory(caches, { rows: rows.length, tokens: longest });
    const grown = await this.#states.grow(
      rows.map(({ from, tokens }) => ({ cache: from.cache, tokens })),
      signal,
    );
    const said = rows.map(({ from }, row) => this.#values(from.logits, grown[row]!.states));
    return rowOf.map((row) => {
      const { logits, values } = said[row]!;
      return { prefix: this.#prefixes.add({ cache: grown[row]!.cache, logits }), values: values.slice() };
    });
  }

  #values(before: readonly number[], states: Float32Array): { values: Float32Array; logits: readonly number[] } {
    const { shape, weights } = this.#head;
    const { window } = shape;
    const logits = [...before, ...tokenLogits(shape, weights, states)];
    const values = Float32Array.from({ length: logits.length - before.length }, (_, t) => {
      const last = logits.slice(Math.max(0, before.length + t - window + 1), before.length + t + 1);
      return logistic(last.reduce((sum, each) => sum + each, 0) / last.length);
    });
    return { values, logits: window > 1 ? logits.slice(1 - window) : [] };
  }
}
