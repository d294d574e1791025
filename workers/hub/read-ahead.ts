/** What prompts will begin with, computed while a model has nothing else to do; work that comes ends it first. */

/** A reader who changes the prompt does so letter by letter. */
const WAIT_MS = 400;

export class ReadAhead {
  readonly #read: (signal: AbortSignal) => Promise<void>;
  readonly #waitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null;

  /** @param read rejects where it is interrupted, and keeps what has come */
  constructor(read: (signal: AbortSignal) => Promise<void>, waitMs = WAIT_MS) {
    this.#read = read;
    this.#waitMs = waitMs;
  }

  /** Begins when this has not been asked again for a while; what was begun before is ended. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#begin(), this.#waitMs);
  }

  async #begin(): Promise<void> {
    const turn = this.#timer;
    await this.#interrupt();
    if (turn !== this.#timer) return;
    const abort = new AbortController();
    // What goes wrong will go wrong again when it is needed, and is told then.
    const ended = this.#read(abort.signal).catch(() => undefined);
    this.#reading = { abort, ended };
  }

  /** Resolves when nothing is computed any more, and nothing will be until it is asked for again. */
  end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#interrupt();
  }

  async #interrupt(): Promise<void> {
    const reading = this.#reading;
    reading?.abort.abort();
    await reading?.ended;
    if (this.#reading === reading) this.#reading = null;
  }
}
