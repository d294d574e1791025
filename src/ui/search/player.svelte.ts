/**
 * Plays a search moment by moment: one that is over from where it stands to its end, and one that has just begun as it
 * goes. The search itself is not slowed: where it is slower than the playing, it is shown live.
 */
import type { SearchState, ShownRun } from './search.svelte';

/** Moments a second. */
export const SPEEDS = [0.5, 1, 1.5, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];
const STANDARD: Speed = 1.5;
/** In the browser's storage: a speed, or that a search is shown as it is, without being played. */
const KEY = 'inkling-pace';
const UNPLAYED = 'off';
/**
 * So long a search has before its first moment is shown: most are over by then, and each step appears where it stays,
 * since where all others will be is known.
 */
const HEAD_START_MS = 700;
/** How often a search is looked at that has not gone on. */
const LOOK_MS = 40;

type Played = Pick<SearchState, 'at' | 'isAtEnd' | 'isRunning' | 'status' | 'moments' | 'info' | 'goTo' | 'hold'>;

function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // A sandboxed frame has no storage.
    return null;
  }
}

export class Player {
  readonly #search: Played;
  #isPlaying = $state(false);
  #speed = $state<Speed>(STANDARD);
  #plays = $state(true);
  /** The search that is watched from its beginning, until its end was shown. */
  #watched = $state.raw<ShownRun | null>(null);
  #startedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(search: Played) {
    this.#search = search;
    const kept = recall();
    this.#plays = kept !== UNPLAYED;
    this.#speed = SPEEDS.find((speed) => `${speed}` === kept) ?? STANDARD;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }
  /** The end of a search that was just run has not been shown yet. */
  get isWatching(): boolean {
    return this.#watched !== null && this.#watched === this.#search.info && !this.#search.isAtEnd;
  }
  get speed(): Speed {
    return this.#speed;
  }
  set speed(speed: Speed) {
    this.#speed = speed;
    this.#plays = true;
    this.#keep(`${speed}`);
    if (this.#isPlaying) this.#schedule(1000 / speed);
  }
  /** Whether a search that is run is played. */
  get plays(): boolean {
    return this.#plays;
  }
  /** Searches are shown as they are from now on; so is the one that is played. */
  stopPlaying(): void {
    this.#plays = false;
    this.#keep(UNPLAYED);
    if (this.#isPlaying) this.skip();
  }

  /** A search has begun: it is watched, unless the reader wants to see it as it is. */
  begin(): void {
    this.pause();
    this.#watched = null;
    if (!this.#plays) return;
    this.#search.hold(-1);
    this.#watched = this.#search.info;
    this.#startedAt = performance.now();
    this.#isPlaying = true;
    this.#schedule(LOOK_MS);
  }

  /** Goes on from the moment that is shown; from the end, starts over. */
  play(): void {
    if (this.#search.isAtEnd) this.#search.goTo(0);
    this.#isPlaying = !this.#search.isAtEnd;
    if (this.#isPlaying) this.#schedule(1000 / this.#speed);
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#isPlaying = false;
  }

  /** To the end at once. */
  skip(): void {
    this.pause();
    this.#watched = null;
    this.#search.goTo(null);
  }

  /** The reader turns to something else. */
  leave(): void {
    if (this.isWatching) this.skip();
    else this.pause();
  }

  #keep(pace: string): void {
    try {
      localStorage.setItem(KEY, pace);
    } catch {
      // It holds for this visit.
    }
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#goOn(), ms);
  }

  #goOn(): void {
    const { at, isAtEnd, isRunning, status, moments } = this.#search;
    // Somebody has gone there, or another search has come.
    if (isAtEnd) {
      this.pause();
      return;
    }
    const isEarly = at < 0 && isRunning && performance.now() - this.#startedAt < HEAD_START_MS;
    if (isEarly || (isRunning && at + 1 >= moments.length)) {
      this.#schedule(LOOK_MS);
      return;
    }
    // Of one that failed, what there is is shown beside the sentence that says why.
    if (status === 'failed' || (!isRunning && at + 2 >= moments.length)) {
      this.skip();
      return;
    }
    this.#search.hold(at + 1);
    this.#schedule(1000 / this.#speed);
  }
}
