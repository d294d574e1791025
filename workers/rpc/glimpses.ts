/**
 * What is under way, told while it lasts: a few times a second at most, and only where nothing else was told for that
 * long. What is not due is never made, and what the page has not taken is not followed by more.
 */
export class Glimpses<T> {
  readonly #send: (item: T) => Promise<void> | void;
  readonly #intervalMs: number;
  readonly #now: () => number;
  #toldAt: number;
  #isSending = false;

  /** @param startsAtOnce whether the first is due at once */
  constructor(
    send: (item: T) => Promise<void> | void,
    startsAtOnce: boolean,
    intervalMs: number,
    now: () => number = () => performance.now(),
  ) {
    this.#send = send;
    this.#intervalMs = intervalMs;
    this.#now = now;
    this.#toldAt = startsAtOnce ? -Infinity : now();
  }

  /** Something else was told. */
  rest(): void {
    this.#toldAt = this.#now();
  }

  /** `make` is called where one is due. */
  offer(make: () => T): void {
    const now = this.#now();
    if (this.#isSending || now - this.#toldAt < this.#intervalMs) return;
    this.#toldAt = now;
    this.#isSending = true;
    // Nothing depends on it: a page that is gone takes none.
    void Promise.resolve(this.#send(make()))
      .catch(() => undefined)
      .finally(() => (this.#isSending = false));
  }
}
