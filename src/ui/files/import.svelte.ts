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

/** Problems of a file that are tried, where the first cannot be read. */
const MOST_TRIED = 20;

export class ImportState {
  readonly #port: ImportPort | null;
  readonly #listener: ImportListener;
  #file = $state.raw<Blob | null>(null);
  #listing = $state.raw<Listing | null>(null);
  /** The place of the problem that is shown. */
  #shown = $state<number | null>(null);
  #progress = $state<number | null>(null);
  #name = $state<string | null>(null);
  #trace = $state.raw<Trace | null>(null);
  #pick: (() => void) | null = null;
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

  /** Of the file whose tree was shown last; null for one without a name, such as a pasted one. */
  get name(): string | null {
    return this.#name;
  }
  /** The tree that was shown last. */
  get trace(): Trace | null {
    return this.#trace;
  }

  /** Whoever can ask for a file on disk says how, until it is gone. */
  offerPicker(pick: () => void): () => void {
    this.#pick = pick;
    return () => (this.#pick = null);
  }
  /** Asks the reader for a file. */
  pick(): void {
    this.#pick?.();
  }

  /**
   * Opens a file, and shows the first of its problems that can be read; of others the reader chooses. Resolves with whether
   * it could be read; if not, the listener has received the reason.
   */
  async open(file: Blob, name = file instanceof File && file.name ? file.name : null): Promise<boolean> {
    return this.#during(async (port, signal) => {
      // What a worker said before it ended may arrive after that.
      const onProgress = (fraction: number): void => {
        if (this.#abort?.signal === signal && !signal.aborted) this.#progress = fraction;
      };
      const listing = await port.list(file, onProgress, signal);
      const place = await this.#showFirst(port, file, listing, signal);
      this.#name = name;
      this.#file = file;
      this.#listing = listing.entries.length === 1 && !listing.skippedCount ? null : listing;
      this.#shown = place;
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

  /** Its place; throws for the first where none of those that are tried can be read. */
  async #showFirst(port: ImportPort, file: Blob, { entries }: Listing, signal: AbortSignal): Promise<number> {
    let refusal: unknown = new AppError('bad-input', 'This file holds no tree.');
    for (const [place, entry] of entries.slice(0, MOST_TRIED).entries())
      try {
        await this.#show(port, file, entry, signal);
        return place;
      } catch (error) {
        if (errorCode(error) !== 'bad-input') throw error;
        if (place === 0) refusal = error;
      }
    throw refusal;
  }

  async #show(port: ImportPort, file: Blob, entry: Entry, signal: AbortSignal): Promise<void> {
    const read = await port.read(file, entry, signal);
    if (!read.ok) throw new AppError('bad-input', read.message, { ...read.data, fault: read.code });
    this.#listener.show(read.trace);
    this.#trace = read.trace;
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
