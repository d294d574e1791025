/**
 * What a hub model computed of texts, found again by the tokens: a value head reads what the policy wrote, and of that
 * only the last token of each step is left to compute. Nothing is kept alive here; what nobody holds any more is forgotten.
 */
import type { HubCache } from './rows';

/** Hidden states of a text's own tokens, [T, C], by their places among those that the model gives. */
export type OwnStates = ReadonlyMap<number, Float32Array>;

interface Known {
  readonly tokens: readonly number[];
  readonly cache: WeakRef<HubCache>;
}

/** As much of a text as is known. */
export interface KnownPart {
  readonly cache: HubCache | null;
  /** Tokens of the text that are behind `cache`'s beginning and need not be computed. */
  readonly tokens: number;
  /** Their states, one list after the other. */
  readonly states: readonly Float32Array[];
}

export class KnownTexts {
  /** By what they grew from. */
  readonly #grown = new WeakMap<object, Known[]>();
  readonly #states = new WeakMap<HubCache, OwnStates>();
  /** Writer and reader both compute the token that ended a step: what stands behind either is known of both. */
  readonly #first = new WeakMap<HubCache, HubCache>();
  readonly #readers = new Map<number, number>();
  /** In the place of what stands before a whole text. */
  readonly #nothing = {};

  /** The states that are read at present: who computes a text keeps them. */
  get wanted(): readonly number[] {
    return [...this.#readers.keys()];
  }

  /** From now on somebody reads these states; as often as it is called, until `leave` was. */
  read(which: number): void {
    this.#readers.set(which, (this.#readers.get(which) ?? 0) + 1);
  }

  leave(which: number): void {
    const left = (this.#readers.get(which) ?? 0) - 1;
    if (left > 0) this.#readers.set(which, left);
    else this.#readers.delete(which);
  }

  /** `cache` is what came of `tokens` behind `source`. */
  add(source: HubCache | null, tokens: readonly number[], cache: HubCache, states: OwnStates): void {
    const from = this.#firstOf(source);
    const alive = (this.#grown.get(from) ?? []).filter((known) => known.cache.deref());
    const same = alive.find((known) => known.tokens.join() === tokens.join())?.cache.deref();
    if (same) this.#first.set(cache, same);
    this.#grown.set(from, [...alive, { tokens, cache: new WeakRef(cache) }]);
    this.#states.set(cache, states);
  }

  #firstOf(cache: HubCache | null): object {
    return cache ? (this.#first.get(cache) ?? cache) : this.#nothing;
  }

  /** The longest beginning of `tokens` behind `source` of which these states are known; with null, whatever is known. */
  find(source: HubCache | null, tokens: readonly number[], which: number | null): KnownPart {
    let part: KnownPart = { cache: source, tokens: 0, states: [] };
    for (let next: KnownPart | null = part; next; next = this.#further(part, tokens, which)) part = next;
    return part;
  }

  #further(
    { cache, tokens: done, states }: KnownPart,
    tokens: readonly number[],
    which: number | null,
  ): KnownPart | null {
    let longest: KnownPart | null = null;
    for (const { tokens: own, cache: weak } of this.#grown.get(this.#firstOf(cache)) ?? []) {
      if (done + own.length > tokens.length || done + own.length <= (longest?.tokens ?? done)) continue;
      if (own.some((token, t) => token !== tokens[done + t])) continue;
      const grown = weak.deref();
      const known = grown && which !== null ? this.#states.get(grown)?.get(which) : undefined;
      if (grown && (which === null || known))
        longest = { cache: grown, tokens: done + own.length, states: known ? [...states, known] : states };
    }
    return longest;
  }
}
