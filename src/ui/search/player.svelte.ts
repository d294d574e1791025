/** Plays a search moment by moment, from where it stands to its end. */
import type { SearchState } from './search.svelte';

/** Moments a second. */
export const SPEEDS = [0.5, 1, 2, 4, 8] as const;

export class Player {
  readonly #search: Pick<SearchState, 'at' | 'isAtEnd' | 'goTo'>;
  #isPlaying = $state(false);
  #speed = $state<(typeof SPEEDS)[number]>(2);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(search: Pick<SearchState, 'at' | 'isAtEnd' | 'goTo'>) {
    this.#search = search;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }
  get speed(): (typeof SPEEDS)[number] {
    return this.#speed;
  }
  set speed(speed: (typeof SPEEDS)[number]) {
    this.#speed = speed;
    if (this.#isPlaying) this.#schedule();
  }

  /** Goes on from the moment that is shown; from the end, starts over. */
  play(): void {
    if (this.#search.isAtEnd) this.#search.goTo(0);
    this.#isPlaying = !this.#search.isAtEnd;
    if (this.#isPlaying) this.#schedule();
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#isPlaying = false;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#search.goTo(this.#search.at + 1);
      if (this.#search.isAtEnd) this.pause();
      else this.#schedule();
    }, 1000 / this.#speed);
  }
}
