/** The prefixes that a run owns in one model, so that each is released exactly once whatever ends it. */
import type { Policy, PrefixId, Verifier } from './types';

export class PrefixScope {
  readonly #owner: Pick<Policy | Verifier, 'release'>;
  readonly #held = new Set<PrefixId>();

  constructor(owner: Pick<Policy | Verifier, 'release'>) {
    this.#owner = owner;
  }

  /** Takes a prefix over from the model. */
  own(prefix: PrefixId): PrefixId {
    this.#held.add(prefix);
    return prefix;
  }

  /** Gives up the ownership of prefixes: whoever takes them releases them. */
  transfer(prefixes: Iterable<PrefixId>): void {
    for (const prefix of prefixes) this.#held.delete(prefix);
  }

  /** Releases everything but `wanted`. Several paths may share one prefix. */
  releaseExcept(wanted: Iterable<PrefixId>): void {
    const keep = new Set(wanted);
    for (const prefix of this.#held) {
      if (keep.has(prefix)) continue;
      this.#held.delete(prefix);
      this.#owner.release(prefix);
    }
  }
}
