/** What the search on the page is at between its events, while that takes long. It is gone with the next event. */
import type { Glimpse } from '../../protocol/model-host';
import type { HubState } from '../hub/hub.svelte';
import { advancePace, expectedBy, NO_PACE, remainingSeconds, smallerThan, tokensASecond } from './pace';
import type { Pace, Smaller, Written } from './pace';
import type { SearchState } from './search.svelte';

/** A prompt that is read faster is not worth a word. */
const READING_MS = 500;

interface Page {
  readonly search: Pick<SearchState, 'isRunning' | 'head' | 'at' | 'moments' | 'info'>;
  readonly hub: Pick<HubState, 'loaded' | 'format'>;
}

export class LiveSearch {
  readonly #page: Page;
  #glimpse = $state.raw<Glimpse | null>(null);
  #pace = $state.raw<Pace>(NO_PACE);
  #smaller = $state.raw<Smaller | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A search begins. */
  begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#glimpse = null;
    this.#pace = NO_PACE;
    this.#smaller = null;
  }

  /** @param now in milliseconds */
  hear(glimpse: Glimpse, now = performance.now()): void {
    this.#pace = advancePace(this.#pace, glimpse, now);
    clearTimeout(this.#timer);
    if (glimpse.kind !== 'reading' || this.#glimpse) {
      this.#glimpse = glimpse;
      // Between two rounds it stays as it is.
      if (this.#written) this.#smaller = smallerThan(this.#written);
      return;
    }
    this.#timer = setTimeout(() => (this.#glimpse = glimpse), READING_MS);
  }

  /** Null where there is nothing to see: the search has gone on since, or the reader looks at an earlier moment. */
  readonly shown: Glimpse | null = $derived.by(() => {
    const { isRunning, head, at, moments } = this.#page.search;
    const glimpse = this.#glimpse;
    return isRunning && glimpse?.log === head.seq && at >= moments.length - 1 ? glimpse : null;
  });

  /** Tokens of the round that is being written, which the log does not have yet. */
  get tokens(): number {
    return this.shown?.kind === 'writing' ? this.shown.tokens : 0;
  }

  /** Tokens a second; null while that is not known. */
  get pace(): number | null {
    return tokensASecond(this.#pace);
  }

  readonly #written: Written | null = $derived.by(() => {
    const { search, hub } = this.#page;
    const { shown, pace } = this;
    // A tree search goes on from any node: how deep it is says nothing of how far.
    if (shown?.kind !== 'writing' || pace === null || !search.info || search.info.strategy === 'mcts') return null;
    const examples = hub.loaded ? hub.format.examples : [];
    const { head, info } = search;
    return { head, asked: info.parameters, expected: expectedBy(examples), pace, round: shown };
  });

  /** Seconds that it may still take; null while that is not known. */
  readonly remaining: number | null = $derived(this.#written && remainingSeconds(this.#written));

  /** A search in place of a long one, as it was last worth it; null where it is not. */
  get smaller(): Smaller | null {
    return this.#page.search.isRunning ? this.#smaller : null;
  }
}
