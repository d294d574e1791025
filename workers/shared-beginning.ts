/**
 * What all prompts of a model begin with, computed once: what it is told to do, and the worked examples, are the same
 * for every problem. A prompt is always computed in these two parts, so that what comes of it does not depend on the
 * prompts before it.
 */

/** Fewer tokens are not worth a pass of their own. */
const LEAST = 16;
/** Tokens of a pass: between passes a stop is heard, and what has come is kept. Shorter ones take longer in all. */
const PASS = 64;

export class SharedBeginning<C> {
  readonly #tokens: () => readonly number[];
  readonly #compute: (cache: C | null, tokens: readonly number[], signal?: AbortSignal) => Promise<C>;
  /** The first `done` of the tokens are computed. */
  #known: { readonly tokens: readonly number[]; readonly cache: C; readonly done: number } | null = null;

  /**
   * @param tokens what prompts begin with now; the same list as long as that is the same
   * @param compute what was computed, grown by some tokens
   */
  constructor(
    tokens: () => readonly number[],
    compute: (cache: C | null, tokens: readonly number[], signal?: AbortSignal) => Promise<C>,
  ) {
    this.#tokens = tokens;
    this.#compute = compute;
  }

  /** What of a prompt is computed, and what is left of it, one token at least. @throws what computing it throws */
  async of(
    prompt: readonly number[],
    signal?: AbortSignal,
    onRead?: (tokens: number) => void,
  ): Promise<{ readonly cache: C | null; readonly rest: readonly number[] }> {
    const tokens = this.#tokens();
    const { length } = tokens;
    if (length < LEAST || prompt.length <= length || tokens.some((token, i) => token !== prompt[i]))
      return { cache: null, rest: prompt };
    return { cache: await this.#whole(tokens, signal, onRead), rest: prompt.slice(length) };
  }

  /** Computes what the next prompt will begin with, as far as it is not interrupted. @throws what computing it throws */
  async ahead(signal: AbortSignal): Promise<void> {
    const tokens = this.#tokens();
    if (tokens.length >= LEAST) await this.#whole(tokens, signal);
  }

  async #whole(tokens: readonly number[], signal?: AbortSignal, onRead?: (tokens: number) => void): Promise<C> {
    let known = this.#known?.tokens === tokens ? this.#known : null;
    while (!known || known.done < tokens.length) {
      const from: number = known?.done ?? 0;
      const done = Math.min(from + PASS, tokens.length);
      const cache = await this.#compute(known?.cache ?? null, tokens.slice(from, done), signal);
      this.#known = known = { tokens, cache, done };
      onRead?.(done);
    }
    return known.cache;
  }
}

/** As `SharedBeginning.of`, for prompts that may have nothing in common. */
export const begunOf = async <C>(
  beginning: Pick<SharedBeginning<C>, 'of'> | undefined,
  prompt: readonly number[],
  signal?: AbortSignal,
  onRead?: (tokens: number) => void,
): ReturnType<SharedBeginning<C>['of']> => beginning?.of(prompt, signal, onRead) ?? { cache: null, rest: prompt };

/** Tokens that two lists begin with, both of them. */
export function commonBeginning(a: readonly number[], b: readonly number[]): readonly number[] {
  const end = a.findIndex((token, i) => token !== b[i]);
  return end < 0 ? a : a.slice(0, end);
}
