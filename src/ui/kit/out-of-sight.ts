/**
 * Whether an embedded page is looked at. One in another origin's article cannot ask how far it is scrolled, but an
 * observer without a root of its own reckons with the outermost window.
 */

/** A frame that nobody has seen for so long gives its memory back. */
export const LONG_MS = 60_000;

export interface SightListener {
  /** Comes into sight, also for the first time. */
  readonly onSeen: () => void;
  /** Out of sight for `LONG_MS`, scrolled away or in a hidden tab; once each time. */
  readonly onLongUnseen: () => void;
}

/** Turns what the observers say into the listener's two events. */
export class InViewport {
  readonly #listener: SightListener;
  #isNear = false;
  #isShown = true;
  #wasSeen = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: SightListener) {
    this.#listener = listener;
  }

  set isNear(isNear: boolean) {
    this.#isNear = isNear;
    this.#update();
  }
  set isShown(isShown: boolean) {
    this.#isShown = isShown;
    this.#update();
  }

  #update(): void {
    const isSeen = this.#isNear && this.#isShown;
    if (isSeen === this.#wasSeen) return;
    this.#wasSeen = isSeen;
    clearTimeout(this.#timer);
    if (isSeen) this.#listener.onSeen();
    else this.#timer = setTimeout(() => this.#listener.onLongUnseen(), LONG_MS);
  }
}

/** Watches an element until the page ends. Some margin, so that the models are there when it is read. */
export function watchSight(target: Element, listener: SightListener): void {
  const sight = new InViewport(listener);
  const look = (): void => void (sight.isShown = document.visibilityState === 'visible');
  look();
  document.addEventListener('visibilitychange', look);
  new IntersectionObserver((entries) => void (sight.isNear = entries.at(-1)!.isIntersecting), {
    rootMargin: '200px',
  }).observe(target);
}
