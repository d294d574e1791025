/**
 * What stands in the page's place: its tree in front of a class, a worksheet to print, or a large QR code. It is no part of the address.
 * The page waits as it was, and comes back to where it was scrolled and to what had the focus.
 */
import { tick } from 'svelte';

export interface Sheet {
  /** `name:chapter` of a lesson; null for the search on the page. */
  readonly chapter: string | null;
  /** On a last page of its own. */
  readonly hasAnswers: boolean;
}
export type Covering =
  | { readonly kind: 'presenter' }
  | { readonly kind: 'worksheet'; readonly sheet: Sheet }
  | { readonly kind: 'code'; readonly link: string };

/** In the browser's storage: that a letter alone does not open the presenter's view. */
const KEY = 'inkling-presenter-key';
const OFF = 'off';

function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // A sandboxed frame has no storage.
    return null;
  }
}

export class Cover {
  #shown = $state.raw<Covering | null>(null);
  #usesKey = $state(recall() !== OFF);
  #focused: Element | null = null;
  #scrolledTo = 0;

  get shown(): Covering | null {
    return this.#shown;
  }

  /** Whether the letter P opens the presenter's view; those who speak to their computer may not want that. */
  get usesKey(): boolean {
    return this.#usesKey;
  }
  set usesKey(usesKey: boolean) {
    this.#usesKey = usesKey;
    try {
      localStorage.setItem(KEY, usesKey ? 'on' : OFF);
    } catch {
      // It holds for this visit.
    }
  }

  open(covering: Covering): void {
    if (!this.#shown) {
      this.#focused = document.activeElement;
      this.#scrolledTo = scrollY;
    }
    this.#shown = covering;
  }

  leave(): void {
    if (!this.#shown) return;
    this.#shown = null;
    void this.#restore();
  }

  async #restore(): Promise<void> {
    await tick();
    if (this.#focused instanceof HTMLElement) this.#focused.focus({ preventScroll: true });
    this.#focused = null;
    // The tree has its height again once its room was measured.
    requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, this.#scrolledTo)));
  }
}
