/** The table of a model's open prefixes. */
import { AppError } from '../core/errors';
import type { PrefixId } from './types';

export class PrefixTable<T> {
  readonly #open = new Map<number, T>();
  #next = 1;

  add(entry: T): PrefixId {
    this.#open.set(this.#next, entry);
    return this.#next++ as PrefixId;
  }

  /** @throws AppError `internal` for a prefix that was never opened or is released. */
  get(prefix: PrefixId): T {
    const entry = this.#open.get(prefix);
    if (entry === undefined) throw new AppError('internal', `Prefix ${prefix} is not open.`);
    return entry;
  }

  release(prefix: PrefixId): void {
    this.get(prefix);
    this.#open.delete(prefix);
  }

  /** All that are open. */
  get entries(): Iterable<T> {
    return this.#open.values();
  }

  /** How many are open: a search that ends leaves none. */
  get size(): number {
    return this.#open.size;
  }
}
