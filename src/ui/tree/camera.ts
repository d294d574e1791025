/** Pan, zoom and fit, by d3-zoom. The wheel alone scrolls the page; with Ctrl or ⌘, or by pinch, it zooms. */
import { interpolateZoom } from 'd3-interpolate';
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom';
import type { Box } from '../../viz/layout';

const MARGIN = 28;
const SCALES: readonly [number, number] = [0.08, 2.5];
/** A step is readable from here on. */
const READABLE_SCALE = 0.8;
const DURATION_MS = 320;

export interface CameraListener {
  /** The reader moved the picture; it no longer follows the tree. */
  readonly onTaken: () => void;
  /** The wheel was turned without the key that zooms. */
  readonly onPlainWheel: () => void;
}

export class Camera {
  readonly #viewport: HTMLElement;
  readonly #world: HTMLElement;
  readonly #zoom = zoom<HTMLElement, unknown>();
  #transform: ZoomTransform = zoomIdentity;
  #frame = 0;
  isReduced = false;

  constructor(viewport: HTMLElement, world: HTMLElement, listener: CameraListener) {
    this.#viewport = viewport;
    this.#world = world;
    this.#zoom
      .scaleExtent([...SCALES])
      .filter((event: Event) => {
        if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
        return !(event instanceof MouseEvent) || event.button === 0;
      })
      .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
        this.#transform = transform;
        this.#world.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
        if (!sourceEvent) return;
        this.#stop();
        listener.onTaken();
      });
    select(viewport).call(this.#zoom).on('dblclick.zoom', null);
    viewport.addEventListener('wheel', (event) => !event.ctrlKey && !event.metaKey && listener.onPlainWheel(), {
      passive: true,
    });
  }

  get scale(): number {
    return this.#transform.k;
  }

  /** Shows all of a box, no larger than life. */
  fit(bounds: Box): void {
    const { clientWidth: width, clientHeight: height } = this.#viewport;
    if (!width || !height || !bounds.width) return;
    const k = Math.max(
      SCALES[0],
      Math.min(1, (width - 2 * MARGIN) / bounds.width, (height - 2 * MARGIN) / bounds.height),
    );
    const x = width / 2 - k * (bounds.x + bounds.width / 2);
    const y = height / 2 - k * (bounds.y + bounds.height / 2);
    this.#go(zoomIdentity.translate(x, y).scale(k));
  }

  zoomBy(factor: number): void {
    const { clientWidth: width, clientHeight: height } = this.#viewport;
    const k = Math.min(SCALES[1], Math.max(SCALES[0], this.scale * factor));
    const [x, y] = this.#transform.invert([width / 2, height / 2]);
    this.#go(zoomIdentity.translate(width / 2 - k * x, height / 2 - k * y).scale(k));
  }

  /** Brings a box into view, large enough to be read. Stays where it is when it is so already. */
  reveal(box: Box): void {
    const { clientWidth: width, clientHeight: height } = this.#viewport;
    const [left, top] = this.#transform.apply([box.x, box.y]);
    const [right, bottom] = this.#transform.apply([box.x + box.width, box.y + box.height]);
    const isInside = left >= MARGIN / 2 && top >= MARGIN / 2 && right <= width - MARGIN / 2 && bottom <= height - MARGIN / 2;
    if (isInside && this.scale >= READABLE_SCALE) return;
    const k = Math.max(this.scale, Math.min(READABLE_SCALE, (width - MARGIN) / box.width));
    this.#go(
      zoomIdentity
        .translate(width / 2 - k * (box.x + box.width / 2), height / 2 - k * (box.y + box.height / 2))
        .scale(k),
    );
  }

  dispose(): void {
    this.#stop();
    select(this.#viewport).on('.zoom', null);
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #set(transform: ZoomTransform): void {
    // Typed for transitions as well; a plain selection is what is meant.
    select(this.#viewport).call((selection) => this.#zoom.transform(selection, transform));
  }

  #go(target: ZoomTransform): void {
    this.#stop();
    if (this.isReduced) {
      this.#set(target);
      return;
    }
    const width = this.#viewport.clientWidth || 1;
    const view = ({ x, y, k }: ZoomTransform): [number, number, number] => [
      (width / 2 - x) / k,
      (this.#viewport.clientHeight / 2 - y) / k,
      width / k,
    ];
    const between = interpolateZoom.rho(0.6)(view(this.#transform), view(target));
    const startedAt = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - startedAt) / DURATION_MS));
      this.#frame = t < 1 ? requestAnimationFrame(step) : 0;
      if (t >= 1) {
        this.#set(target);
        return;
      }
      const [cx, cy, w] = between(1 - (1 - t) ** 3);
      const k = width / w;
      this.#set(zoomIdentity.translate(width / 2 - k * cx, this.#viewport.clientHeight / 2 - k * cy).scale(k));
    };
    this.#frame = requestAnimationFrame(step);
  }
}
