/** Puts many things on the page a portion a frame, so that no frame has too much to do. */
import { untrack } from 'svelte';

export class IncrementalList<T> {
  readonly #portion: number;
  readonly #all: () => readonly T[];
  readonly #keyOf: (item: T) => unknown;
  readonly #isUrgent: (item: T) => boolean;
  /** What was there after the last change. */
  #there: ReadonlySet<unknown> = new Set();
  #turn = $state(0);

  /** Those that are on the page: all that were, and a portion of the others, in the order of them all. */
  readonly items: readonly T[] = $derived.by(() => {
    void this.#turn;
    let room = this.#portion;
    return this.#all().filter((item) => this.#isUrgent(item) || this.#there.has(this.#keyOf(item)) || room-- > 0);
  });
  readonly isComplete = $derived.by(() => this.items.length === this.#all().length);

  /**
   * Call it where a component is set up: it works as long as that is there.
   *
   * @param all what should be on the page in the end
   * @param keyOf what makes an item the same one as before
   * @param isUrgent what has to be there at once
   */
  constructor(
    portion: number,
    all: () => readonly T[],
    keyOf: (item: T) => unknown,
    isUrgent: (item: T) => boolean = () => false,
  ) {
    this.#portion = portion;
    this.#all = all;
    this.#keyOf = keyOf;
    this.#isUrgent = isUrgent;
    $effect(() => {
      this.#there = new Set(this.items.map(this.#keyOf));
      if (this.isComplete) return;
      const frame = requestAnimationFrame(() => untrack(() => this.#turn++));
      return () => cancelAnimationFrame(frame);
    });
  }
}
