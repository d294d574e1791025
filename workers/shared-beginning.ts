/**
 * What all prompts of a model begin with, computed once: what it is told to do, and the worked examples, are the same
 * for every problem. A prompt is always computed in these two parts, so that what comes of it does not depend on the
 * prompts before it.
 */

/** Fewer tokens are not worth a pass of their own. */
const LEAST = 16;

export class SharedBeginning<C> {
  readonly #tokens: () => readonly number[];
  readonly #compute: (tokens: readonly number[], signal?: AbortSignal) => Promise<C>;
  #known: { readonly tokens: readonly number[]; readonly cache: C } | null = null;

  /** @param tokens what prompts begin with now */
  constructor(
    tokens: () => readonly number[],
    compute: (tokens: readonly number[], signal?: AbortSignal) => Promise<C>,
  ) {
    this.#tokens = tokens;
    this.#compute = compute;
  }

  /** What of a prompt is computed, and what is left of it, one token at least. @throws what computing it throws */
  async of(
    prompt: readonly number[],
    signal?: AbortSignal,
  ): Promise<{ readonly cache: C | null; readonly rest: readonly number[] }> {
    const tokens = this.#tokens();
    const { length } = tokens;
    if (length < LEAST || prompt.length <= length || tokens.some((token, i) => token !== prompt[i]))
      return { cache: null, rest: prompt };
    if (this.#known?.tokens !== tokens) this.#known = { tokens, cache: await this.#compute(tokens, signal) };
    return { cache: this.#known.cache, rest: prompt.slice(length) };
  }
}

/** As `SharedBeginning.of`, for prompts that may have nothing in common. */
export const begunOf = async <C>(
  beginning: SharedBeginning<C> | undefined,
  prompt: readonly number[],
  signal?: AbortSignal,
): ReturnType<SharedBeginning<C>['of']> => beginning?.of(prompt, signal) ?? { cache: null, rest: prompt };

/** Tokens that two lists begin with, both of them. */
export function commonBeginning(a: readonly number[], b: readonly number[]): readonly number[] {
  const end = a.findIndex((token, i) => token !== b[i]);
  return end < 0 ? a : a.slice(0, end);
}
