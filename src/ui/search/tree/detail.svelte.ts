/**
 * Which steps are drawn with their text. From afar none is: their tints are what can be seen. From near those in the
 * viewport are, a few more on every frame, so that no frame has too much to do.
 */
import type { Camera } from './camera';
import type { Motion } from './motion';

const STEPS_A_FRAME = 5;
const MOST_SHOWN = 250;

export class Detail {
  #shown = $state.raw<ReadonlySet<number>>(new Set());
  #frame = 0;
  readonly #wanted: () => Iterable<number>;

  /** `wanted` gives the steps that should be drawn with text now, the most important first. */
  constructor(wanted: () => Iterable<number>) {
    this.#wanted = wanted;
  }

  has(id: number): boolean {
    return this.#shown.has(id);
  }

  /** Something moved: looks again before the next frame. */
  update(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#refine();
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #refine(): void {
    const wanted = [...this.#wanted()];
    const missing = wanted.filter((id) => !this.#shown.has(id));
    if (!missing.length && (wanted.length || !this.#shown.size)) return;
    // What went out of sight stays drawn while there is room: coming back should cost nothing.
    const kept = wanted.length ? [...this.#shown].slice(-MOST_SHOWN) : [];
    this.#shown = new Set([...kept, ...missing.slice(0, STEPS_A_FRAME)]);
    if (missing.length > STEPS_A_FRAME) this.update();
  }
}

/** Of some steps, those that the camera sees. */
export function* seenBy(
  camera: Pick<Camera, 'sees'>,
  motion: Pick<Motion, 'target'>,
  ids: Iterable<number>,
): Generator<number> {
  for (const id of ids) {
    const box = motion.target(id);
    if (box && camera.sees(box)) yield id;
  }
}
