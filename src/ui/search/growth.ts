/**
 * Lets a search grow on the screen: events come in bursts, and are handed on frame by frame, a few new nodes at a
 * time, so that the growth can be followed and no frame does too much.
 */
import type { SearchEvent } from '../../protocol/parameters';

export interface Frames {
  /** Calls back before the next frame; where nothing is painted, soon. */
  request(callback: () => void): void;
  /** From within a frame: calls back once it is on the screen. */
  after(callback: () => void): void;
  /** Milliseconds. */
  now(): number;
}

/** So long a frame is awaited, and so long once they no longer come. */
const LATE_MS = 250;
const UNPAINTED_MS = 50;
let isPainted = true;

export const animationFrames: Frames = {
  request: (callback) => {
    // A hidden tab paints no frames, nor does a frame that is scrolled away in another site's article; and the search
    // should still end.
    let isCalled = false;
    const end = (hasFrame: boolean): void => {
      isPainted = hasFrame;
      if (isCalled) return;
      isCalled = true;
      clearTimeout(timer);
      callback();
    };
    const timer = setTimeout(() => end(false), isPainted && !document.hidden ? LATE_MS : UNPAINTED_MS);
    requestAnimationFrame(() => end(true));
  },
  // A frame is drawn when its callbacks are through; a message comes after that.
  after: (callback) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      callback();
    };
    port2.postMessage(null);
  },
  now: () => performance.now(),
};

/** What an event costs to show, in new nodes. */
const WEIGHT: Readonly<Record<SearchEvent['type'], number>> = {
  'node-added': 1,
  'token-values': 0.6,
  backup: 0.1,
  kept: 0.4,
  pruned: 0.4,
  'finished-path': 0.2,
  budget: 0,
  done: 1,
};
/** What one frame may bring, in new nodes: it adapts to the machine between these. */
const LEAST = 2;
const MOST = 24;
/** The rest of a search that is over is shown within about this many frames, on however slow a machine. */
const LAST_FRAMES = 75;
/** Frames that are left out between two bites, at most. */
const MOST_REST = 3;
/** A frame should take about so long, from showing what it brings to the drawn picture. */
const TARGET_MS = 7;

export class Growth {
  readonly #frames: Frames;
  readonly #apply: (events: readonly SearchEvent[]) => void;
  #chunk = 6;
  /** Set when the search is over: what each of the last frames has to bring. */
  #owed = 0;
  #queue: SearchEvent[] = [];
  #scheduled = false;
  /** What was taken last is not on the screen yet. */
  #isDrawing = false;
  #waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  #cancelled = false;
  /** Showing something threw: nothing more is shown. */
  #failure: Error | null = null;

  constructor(apply: (events: readonly SearchEvent[]) => void, frames: Frames = animationFrames) {
    this.#apply = apply;
    this.#frames = frames;
  }

  push(events: readonly SearchEvent[]): void {
    if (this.#cancelled) return;
    this.#queue.push(...events);
    this.#schedule();
  }

  /**
   * Resolves once everything that was pushed is on the screen, or the growth is cancelled: what is then shown of the
   * result has a frame of its own. Rejects with what showing threw.
   */
  drained(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#cancelled || (!this.#queue.length && !this.#isDrawing)) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
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
      const startedAt = this.#frames.now();
      try {
        this.#apply(this.#take());
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        this.cancel();
        return;
      }
      this.#scheduled = this.#isDrawing = true;
      this.#frames.after(() => {
        this.#scheduled = this.#isDrawing = false;
        if (!this.#queue.length) this.#settle();
        if (!this.#cancelled) this.#goOn(this.#frames.now() - startedAt);
      });
    });
  }

  /** The last frame took so long. */
  #goOn(tookMs: number): void {
    this.#chunk = Math.min(MOST, Math.max(LEAST, tookMs > TARGET_MS ? this.#chunk * 0.7 : this.#chunk * 1.2));
    // Nobody should wait longer for the end because of it.
    this.#backOff(this.#waiting.length ? 0 : Math.min(MOST_REST, Math.floor(tookMs / (2 * TARGET_MS))));
  }

  /** Leaves frames to the reader, and to what moves, where showing takes long whatever its chunk: in a large tree. */
  #backOff(frames: number): void {
    if (frames < 1) {
      this.#schedule();
      return;
    }
    this.#scheduled = true;
    this.#frames.request(() => {
      this.#scheduled = false;
      if (!this.#cancelled) this.#backOff(frames - 1);
    });
  }

  #take(): SearchEvent[] {
    const total = this.#queue.reduce((sum, { type }) => sum + WEIGHT[type], 0);
    const chunk = this.#waiting.length
      ? Math.max(this.#chunk, this.#owed || (this.#owed = total / LAST_FRAMES))
      : this.#chunk;
    let weight = 0;
    const end = this.#queue.findIndex(({ type }) => (weight += WEIGHT[type]) > chunk);
    return this.#queue.splice(0, end < 0 ? this.#queue.length : end);
  }

  #settle(): void {
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (this.#failure) reject(this.#failure);
      else resolve();
    }
  }
}
