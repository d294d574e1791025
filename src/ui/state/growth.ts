/**
 * Lets a search grow on the screen: events come in bursts, and are handed on frame by frame, a few new nodes at a
 * time, so that the growth can be followed and no frame does too much.
 */
import type { SearchEvent } from '../../protocol/parameters';

export interface Frames {
  /** Calls back before the next frame; where nothing is painted, soon. */
  request(callback: () => void): void;
}

export const animationFrames: Frames = {
  request: (callback) => {
    // A hidden tab paints no frames, and the search should still end.
    if (document.hidden) setTimeout(callback, 16);
    else requestAnimationFrame(callback);
  },
};

/** New nodes that one frame may bring. */
const NODES_A_FRAME = 8;
/** A queue longer than this many frames is caught up with in larger bites. */
const FRAMES_BEHIND = 12;

export class Growth {
  readonly #frames: Frames;
  readonly #apply: (events: readonly SearchEvent[]) => void;
  #queue: SearchEvent[] = [];
  #scheduled = false;
  #waiting: (() => void)[] = [];
  #cancelled = false;

  constructor(apply: (events: readonly SearchEvent[]) => void, frames: Frames = animationFrames) {
    this.#apply = apply;
    this.#frames = frames;
  }

  push(events: readonly SearchEvent[]): void {
    if (this.#cancelled) return;
    this.#queue.push(...events);
    this.#schedule();
  }

  /** Resolves once everything that was pushed is shown, or the growth is cancelled. */
  drained(): Promise<void> {
    if (!this.#queue.length) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Drops what has not been shown. */
  cancel(): void {
    this.#cancelled = true;
    this.#queue = [];
    this.#settle();
  }

  #schedule(): void {
    if (this.#scheduled || !this.#queue.length) return;
    this.#scheduled = true;
    this.#frames.request(() => {
      this.#scheduled = false;
      if (this.#cancelled) return;
      this.#apply(this.#bite());
      if (this.#queue.length) this.#schedule();
      else this.#settle();
    });
  }

  #bite(): SearchEvent[] {
    const behind = this.#queue.filter(({ type }) => type === 'node-added').length;
    const most = Math.max(NODES_A_FRAME, Math.ceil(behind / FRAMES_BEHIND));
    let nodes = 0;
    const end = this.#queue.findIndex(({ type }) => type === 'node-added' && ++nodes > most);
    return this.#queue.splice(0, end < 0 ? this.#queue.length : end);
  }

  #settle(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
