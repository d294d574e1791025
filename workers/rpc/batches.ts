/**
 * Sends a run's events across in batches: the page repaints at its own pace, and a message an event would cost more
 * than the event. A batch goes out once the one before has been taken and some time has passed.
 */
export class EventBatches<T> {
  readonly #send: (items: readonly T[]) => Promise<void> | void;
  readonly #intervalMs: number;
  #waiting: T[] = [];
  #inFlight: Promise<void> = Promise.resolve();
  #isSending = false;
  #lastSent = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(send: (items: readonly T[]) => Promise<void> | void, intervalMs = 40) {
    this.#send = send;
    this.#intervalMs = intervalMs;
  }

  /** @throws what an earlier send threw. */
  push(item: T): void {
    if (this.#failure) throw this.#failure.error;
    this.#waiting.push(item);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isSending || this.#timer !== null) return;
    const wait = this.#lastSent + this.#intervalMs - performance.now();
    if (wait <= 0) this.#sendNow();
    else this.#timer = setTimeout(() => this.#onTimer(), wait);
  }

  #onTimer(): void {
    this.#timer = null;
    if (!this.#isSending) this.#sendNow();
  }

  #sendNow(): void {
    if (!this.#waiting.length) return;
    const items = this.#waiting;
    this.#waiting = [];
    this.#isSending = true;
    this.#lastSent = performance.now();
    this.#inFlight = Promise.resolve(this.#send(items)).then(
      () => this.#sent(),
      (error: unknown) => {
        this.#isSending = false;
        this.#failure = { error };
      },
    );
  }

  #sent(): void {
    this.#isSending = false;
    if (this.#waiting.length) this.#schedule();
  }

  /** Sends what is left and resolves once everything was taken. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#inFlight;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sendNow();
    await this.#inFlight;
    if (this.#failure) throw this.#failure.error;
  }
}
