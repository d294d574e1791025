/** Pan, zoom and fit, by d3-zoom. The wheel alone scrolls the page; with Ctrl or ⌘, or by pinch, it zooms. */
import { interpolateZoom } from 'd3-interpolate';
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom';
import type { Box } from '../../../viz/layout';
import { PAPER_WIDTH } from './stage.svelte';

const MARGIN = 14;
const SCALES: readonly [number, number] = [0.08, 2.5];
/** Steps are read at their own size. */
const READABLE_SCALE = 1;
const DURATION_MS = 320;
/** Pixels beyond the edge of the viewport that count as in sight. */
const NEAR = 60;

export interface CameraListener {
  /** The reader moved the picture; it no longer follows the tree. */
  readonly onTaken: () => void;
  readonly onMoved: () => void;
  /** The wheel was turned without the key that zooms. */
  readonly onPlainWheel: () => void;
  /** The viewport has another size; called once at the beginning as well. */
  readonly onResized: () => void;
}

export class Camera {
  readonly #viewport: HTMLElement;
  readonly #world: HTMLElement;
  readonly #zoom = zoom<HTMLElement, unknown>();
  #transform: ZoomTransform = zoomIdentity;
  #frame = 0;
  /** Kept here, since to ask the page while it is being changed would make it lay itself out at once. */
  #width = 0;
  #height = 0;
  readonly #resized: ResizeObserver;
  isReduced = false;

  constructor(viewport: HTMLElement, world: HTMLElement, listener: CameraListener) {
    this.#viewport = viewport;
    this.#world = world;
    this.#zoom
      .scaleExtent([...SCALES])
      .extent(() => [
        [0, 0],
        [this.#width, this.#height],
      ])
      .filter((event: Event) => {
        if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
        // One finger scrolls the page.
        if ('touches' in event) return (event as TouchEvent).touches.length > 1;
        return !(event instanceof MouseEvent) || event.button === 0;
      })
      .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
        this.#transform = transform;
        this.#world.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
        listener.onMoved();
        if (!sourceEvent) return;
        this.#stop();
        listener.onTaken();
      });
    select(viewport).call(this.#zoom).on('dblclick.zoom', null);
    this.#resized = new ResizeObserver(([entry]) => {
      if (!entry) return;
      this.#width = entry.contentRect.width;
      this.#height = entry.contentRect.height;
      listener.onResized();
    });
    this.#resized.observe(viewport);
    viewport.addEventListener('wheel', (event) => !event.ctrlKey && !event.metaKey && listener.onPlainWheel(), {
      passive: true,
    });
  }

  get scale(): number {
    return this.#transform.k;
  }

  /** The viewport in the tree's own pixels; null while it has no size. */
  get view(): Box | null {
    if (!this.#width || !this.#height) return null;
    const [x, y] = this.#transform.invert([0, 0]);
    return { x, y, width: this.#width / this.scale, height: this.#height / this.scale };
  }

  /** Shows all of a box, no larger than life. */
  fit(bounds: Box): void {
    const [width, height] = [this.#width, this.#height];
    if (!width || !height || !bounds.width) return;
    const k = this.scaleOf(bounds);
    const x = width / 2 - k * (bounds.x + bounds.width / 2);
    const y = height / 2 - k * (bounds.y + bounds.height / 2);
    this.#go(zoomIdentity.translate(x, y).scale(k));
  }

  /**
   * Shows a tree at its own size, or `k` times that: all of it where there is room, else the part round `focus`, whose
   * right end comes first where it is wider than the viewport, since that is where a search goes on.
   */
  settle(bounds: Box, focus: Box | null, k = 1): void {
    const [width, height] = [this.#width, this.#height];
    if (!width || !height || !bounds.width) return;
    const at = focus ?? bounds;
    const x = along(width, k * bounds.x, k * bounds.width, k * at.x, k * at.width, 'end');
    const y = along(height, k * bounds.y, k * bounds.height, k * at.y, k * at.height, 'middle');
    this.#go(zoomIdentity.translate(x, y).scale(k));
  }

  /** Whether all of a box is in the viewport. */
  holds({ x, y, width, height }: Box): boolean {
    const [left, top] = this.#transform.apply([x, y]);
    const [right, bottom] = this.#transform.apply([x + width, y + height]);
    return left >= -1 && top >= -1 && right <= this.#width + 1 && bottom <= this.#height + 1;
  }

  /** Brings a point of the tree to the middle of the viewport, at the present scale and at once. */
  centre(x: number, y: number): void {
    const k = this.scale;
    this.#stop();
    this.#set(zoomIdentity.translate(this.#width / 2 - k * x, this.#height / 2 - k * y).scale(k));
  }

  /** All of a box at the width of a page of paper, at once; returns the height that it takes there. */
  toPaper({ x, y, width, height }: Box): number {
    const k = Math.min(1, (PAPER_WIDTH - 2 * MARGIN) / width);
    this.#stop();
    const left = (PAPER_WIDTH - k * width) / 2;
    this.#world.style.transform = `translate(${left - k * x}px, ${MARGIN - k * y}px) scale(${k})`;
    return k * height + 2 * MARGIN;
  }

  fromPaper(): void {
    this.#set(this.#transform);
  }

  /** Whether a box is in the viewport, or nearly so. */
  sees({ x, y, width, height }: Box): boolean {
    const [left, top] = this.#transform.apply([x, y]);
    const [right, bottom] = this.#transform.apply([x + width, y + height]);
    return right > -NEAR && bottom > -NEAR && left < this.#width + NEAR && top < this.#height + NEAR;
  }

  /** The scale at which all of a box would be shown. */
  scaleOf(bounds: Box): number {
    const [width, height] = [this.#width, this.#height];
    const k = Math.min(1, (width - 2 * MARGIN) / bounds.width, (height - 2 * MARGIN) / bounds.height);
    return Math.max(SCALES[0], k);
  }

  zoomBy(factor: number): void {
    const [width, height] = [this.#width, this.#height];
    const k = Math.min(SCALES[1], Math.max(SCALES[0], this.scale * factor));
    const [x, y] = this.#transform.invert([width / 2, height / 2]);
    this.#go(zoomIdentity.translate(width / 2 - k * x, height / 2 - k * y).scale(k));
  }

  /** Brings a box into view, large enough to be read. Stays where it is when it is so already. */
  reveal(box: Box): void {
    const [width, height] = [this.#width, this.#height];
    const [left, top] = this.#transform.apply([box.x, box.y]);
    const [right, bottom] = this.#transform.apply([box.x + box.width, box.y + box.height]);
    const isInside =
      left >= MARGIN / 2 && top >= MARGIN / 2 && right <= width - MARGIN / 2 && bottom <= height - MARGIN / 2;
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
    this.#resized.disconnect();
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
    const [width, height] = [this.#width || 1, this.#height];
    const view = ({ x, y, k }: ZoomTransform): [number, number, number] => [
      (width / 2 - x) / k,
      (height / 2 - y) / k,
      width / k,
    ];
    const between = interpolateZoom(view(this.#transform), view(target));
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
      this.#set(zoomIdentity.translate(width / 2 - k * cx, height / 2 - k * cy).scale(k));
    };
    this.#frame = requestAnimationFrame(step);
  }
}

/** How far a tree of an extent is moved along one axis, so that it is seen whole, or else its focus is. */
function along(
  room: number,
  start: number,
  size: number,
  focusStart: number,
  focusSize: number,
  side: 'middle' | 'end',
): number {
  if (size + 2 * MARGIN <= room + 1) return (room - size) / 2 - start;
  const inner = room - 2 * MARGIN;
  const wanted =
    focusSize > inner
      ? side === 'end'
        ? room - MARGIN - (focusStart + focusSize)
        : MARGIN - focusStart
      : room / 2 - (focusStart + focusSize / 2);
  // No emptiness beyond the tree's ends.
  return Math.max(room - MARGIN - (start + size), Math.min(MARGIN - start, wanted));
}
