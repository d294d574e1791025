/** Events that tell how far something is, sent seldom: of those that come between two sendings the last one counts. */
import type { Hear } from '../../src/protocol/model-host';

/** Often enough to look alive, and a burden to no page. */
const INTERVAL_MS = 100;

export class Seldom<Event> {
  readonly #send: Hear<Event>;
  readonly #isWeighty: (event: Event) => boolean;
  readonly #now: () => number;
  #held: Event | null = null;
  #sentAt = -Infinity;

  /** @param isWeighty of an event that is sent at once, whatever was sent before it */
  constructor(send: Hear<Event>, isWeighty: (event: Event) => boolean, now = () => performance.now()) {
    this.#send = send;
    this.#isWeighty = isWeighty;
    this.#now = now;
  }

  push(event: Event): void {
    const now = this.#now();
    if (!this.#isWeighty(event) && now - this.#sentAt < INTERVAL_MS) {
      this.#held = event;
      return;
    }
    this.#held = null;
    this.#sentAt = now;
    this.#send([event]);
  }

  /** Sends what was held back. */
  flush(): void {
    if (this.#held !== null) this.#send([this.#held]);
    this.#held = null;
  }
}
