/** A recorded search that an address names: one on this site is opened; another site is asked only after a yes. */
import { AppError } from '../../core/errors';
import { fill, type Messages } from '../../words';
import { fetchFile, placeOf } from './fetch-trace';
import type { ImportState } from './import.svelte';

/** What it needs of the page. */
export interface TraceLinkHost {
  readonly imports: ImportState;
  readonly messages: Messages;
  readonly refusal: string | null;
  refuse(sentence: string): void;
}

/** What a file is called by its address; null for a folder's. */
function nameOf({ pathname }: URL): string | null {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name) || null;
  } catch {
    return name;
  }
}

export class TraceLink {
  readonly #page: TraceLinkHost;
  #asked = $state.raw<{ readonly url: URL; readonly isMoved: boolean } | null>(null);

  constructor(page: TraceLinkHost) {
    this.#page = page;
  }

  /** The site that the reader has to agree to; `isMoved`: the one before it was asked, and names this address. */
  get asked(): { readonly url: URL; readonly isMoved: boolean } | null {
    return this.#asked;
  }

  decline(): void {
    this.#asked = null;
  }

  /**
   * Opens what lies at an address, or asks the reader first. @throws AppError `bad-input` with the sentence that the page
   * shows, where there is nothing to open.
   */
  async open(address: string): Promise<void> {
    this.#asked = null;
    const place = placeOf(address, location.href);
    if (place === null) this.#fail(this.#page.messages.trace.badAddress);
    if (place.isForeign) this.#asked = { url: place.url, isMoved: false };
    else await this.#load(place.url, false);
  }

  /** The reader says yes. Throws as `open` does. */
  async accept(): Promise<void> {
    const asked = this.#asked;
    this.#asked = null;
    if (asked) await this.#load(asked.url, asked.isMoved);
  }

  async #load(url: URL, follows: boolean): Promise<void> {
    const { messages, imports } = this.#page;
    const file = await fetchFile(url, follows);
    if (file === null) this.#fail(fill(messages.trace.failed, { host: url.host || url.href }, messages.language));
    if (file === 'moved') this.#asked = { url, isMoved: true };
    else if (!(await imports.open(file, nameOf(url))))
      throw new AppError('bad-input', this.#page.refusal ?? messages.trace.badAddress);
  }

  #fail(sentence: string): never {
    this.#page.refuse(sentence);
    throw new AppError('bad-input', sentence);
  }
}
