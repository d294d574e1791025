/** A file that is being opened: read with progress, its problems to choose from, and what could not be read. */
import { AppError, errorCode } from '../../core/errors';
import type { Entry, Listing } from '../../protocol/import';
import type { Trace } from '../../trace/types';
import type { ImportPort } from '../shell/ports';

export interface ImportListener {
  /** Shows a tree; throws where the page cannot. */
  readonly show: (trace: Trace) => void;
  /** What could not be read; see `refusalSentence`. */
  readonly refuse: (error: unknown) => void;
}

export class ImportState {
  readonly #port: ImportPort | null;
  readonly #listener: ImportListener;
  #file = $state.raw<Blob | null>(null);
  #listing = $state.raw<Listing | null>(null);
  /** The place of the problem that is shown. */
  #shown = $state<number | null>(null);
  #progress = $state<number | null>(null);
  #abort: AbortController | null = null;

  constructor(port: ImportPort | null, listener: ImportListener) {
    this.#port = port;
    this.#listener = listener;
  }

  /** Between 0 and 1 while a file is read; else null. */
  get progress(): number | null {
    return this.#progress;
  }
  get listing(): Listing | null {
    return this.#listing;
  }
  get shown(): number | null {
    return this.#shown;
  }

  /**
   * Opens a file: one with a single problem is shown at once, of others the reader chooses. Resolves with whether it could
   * be read; if not, the listener has received the reason.
   */
  async open(file: Blob): Promise<boolean> {
    return this.#during(async (port, signal) => {
      // What a worker said before it ended may arrive after that.
      const onProgress = (fraction: number): void => {
        if (this.#abort?.signal === signal && !signal.aborted) this.#progress = fraction;
      };
      const listing = await port.list(file, onProgress, signal);
      const only = listing.entries.length === 1 ? listing.entries[0] : undefined;
      if (only) await this.#show(port, file, only, signal);
      this.#file = file;
      this.#listing = only && !listing.skippedCount ? null : listing;
      this.#shown = only ? 0 : null;
    });
  }

  /** Shows one of the listed problems. */
  async choose(place: number): Promise<void> {
    const [file, entry] = [this.#file, this.#listing?.entries[place]];
    if (!file || !entry) return;
    await this.#during(async (port, signal) => {
      await this.#show(port, file, entry, signal);
      this.#shown = place;
    });
  }

  cancel(): void {
    this.#abort?.abort();
  }

  close(): void {
    this.cancel();
    this.#file = null;
    this.#listing = null;
    this.#shown = null;
  }

  async #show(port: ImportPort, file: Blob, entry: Entry, signal: AbortSignal): Promise<void> {
    const read = await port.read(file, entry, signal);
    if (!read.ok) throw new AppError('bad-input', read.message, { ...read.data, fault: read.code });
    this.#listener.show(read.trace);
  }

  /** One thing at a time: a newer one calls off what was under way. */
  async #during(work: (port: ImportPort, signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    this.#progress = 0;
    try {
      if (!this.#port) throw new AppError('internal', 'This page cannot open files.');
      await work(this.#port, abort.signal);
      return true;
    } catch (error) {
      if (errorCode(error) !== 'aborted') this.#listener.refuse(error);
      return false;
    } finally {
      if (this.#abort === abort) {
        this.#abort = null;
        this.#progress = null;
      }
    }
  }
}
