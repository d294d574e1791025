/** For libraries that know no handles of a prefix: here it is its tokens. */
import type { PrefixId } from '../src/model/types';

export class Texts {
  readonly #texts: (readonly number[])[] = [];
  add(tokens: readonly number[]): PrefixId {
    return (this.#texts.push(tokens) - 1) as PrefixId;
  }
  get(prefix: PrefixId): readonly number[] {
    return this.#texts[prefix]!;
  }
}
