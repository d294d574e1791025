/**
 * Moves the tree from one layout to the next. Nodes and edges move on one clock, written straight to the page:
 * hundreds of them would be too many to go through components on every frame.
 */
import { unionOf } from '../../../viz/box';
import { edgePath, mixBoxes, type Box, type LayoutShape, type TreeLayout } from '../../../viz/layout';
import type { ViewTree } from '../../../viz/view-tree';

export type EdgeKind = 'pruned' | 'live' | 'chosen';

const DURATION_MS = 320;
/** From this many nodes on, a frame that brought new ones moves none: one of the two is enough for a frame. */
const LARGE = 40;
/** A frame is certainly over after this. */
const FRAME_MS = 12;
const easeOut = (t: number): number => 1 - (1 - t) ** 3;

interface Travel {
  /** It appears on the way: how much of it could be seen at the outset, and now, in [0, 1]; else 1. */
  readonly shownFrom: number;
  shown: number;
  readonly from: Box;
  readonly to: Box;
}

export class Motion {
  readonly #elements = new Map<number, HTMLElement>();
  readonly #edges: Partial<Record<EdgeKind, SVGPathElement>> = {};
  readonly #boxes = new Map<number, Box>();
  #travels = new Map<number, Travel>();
  #tree: ViewTree | null = null;
  #shape: LayoutShape = 'columns';
  #chosen: ReadonlySet<number> = new Set();
  #startedAt = 0;
  #movedAt = 0;
  #isPutOff = false;
  #frame = 0;
  isReduced = false;
  /** Whether what lies in a box is drawn. */
  sees: (box: Box) => boolean = () => true;

  /** A node's element; places it at once. Returns what is to be called when it goes. */
  attach(id: number, element: HTMLElement): () => void {
    this.#elements.set(id, element);
    const box = this.#boxes.get(id);
    if (box) show(element, box, this.#travels.get(id)?.shown ?? 1);
    return () => {
      if (this.#elements.get(id) === element) this.#elements.delete(id);
    };
  }

  attachEdges(kind: EdgeKind, path: SVGPathElement): () => void {
    this.#edges[kind] = path;
    return () => delete this.#edges[kind];
  }

  /** Where a node is on its way to; undefined for a node that is not drawn. */
  target(id: number): Box | undefined {
    return this.#travels.get(id)?.to ?? this.#boxes.get(id);
  }

  /** Sets out for a layout. A new node appears where it stays. */
  moveTo(tree: ViewTree, layout: TreeLayout, chosen: ReadonlySet<number>): void {
    const travels = new Map<number, Travel>();
    for (const [id, to] of layout.boxes) {
      const at = this.#boxes.get(id);
      const shown = at ? (this.#travels.get(id)?.shown ?? 1) : 0;
      const from = at ?? to;
      if (shown < 1 || !isSamePlace(from, to) || !isSameSize(from, to))
        travels.set(id, { shownFrom: shown, shown, from, to });
      if (!at) {
        this.#boxes.set(id, from);
        const element = this.#elements.get(id);
        if (element) show(element, from, 0);
      }
    }
    for (const id of this.#boxes.keys()) if (!layout.boxes.has(id)) this.#boxes.delete(id);
    this.#travels = travels;
    this.#tree = tree;
    this.#shape = layout.shape;
    this.#chosen = chosen;
    this.#startedAt = this.#movedAt = performance.now();
    if (this.isReduced) this.#draw(1);
    else this.#schedule();
  }

  /** Another part of the tree is drawn now. */
  redrawEdges(): void {
    // A movement under way draws them anyway.
    if (!this.#frame) this.#drawEdges();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #schedule(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      if (this.#boxes.size > LARGE && !this.#isPutOff && performance.now() - this.#movedAt < FRAME_MS) {
        this.#isPutOff = true;
        this.#schedule();
        return;
      }
      this.#isPutOff = false;
      // Where nothing moves, a status may have changed: the edges are drawn once.
      const t = this.#travels.size ? Math.min(1, Math.max(0, (now - this.#startedAt) / DURATION_MS)) : 1;
      this.#draw(easeOut(t));
      if (t < 1) this.#schedule();
    });
  }

  #draw(t: number): void {
    for (const [id, travel] of this.#travels) {
      const { shownFrom, from, to } = travel;
      const before = this.#boxes.get(id)!;
      const box = t < 1 ? mixBoxes(from, to, t) : to;
      const element = this.#elements.get(id);
      this.#boxes.set(id, box);
      travel.shown = shownFrom + (1 - shownFrom) * t;
      if (!element) continue;
      if (shownFrom < 1 || !isSamePlace(box, before)) place(element, box, travel.shown);
      if (!isSameSize(box, before)) size(element, box);
    }
    // What has arrived needs no more frames: only what is on its way is kept.
    if (t >= 1) this.#travels.clear();
    this.#drawEdges();
  }

  #drawEdges(): void {
    const data: Record<EdgeKind, string> = { pruned: '', live: '', chosen: '' };
    for (const node of this.#tree?.nodes.values() ?? []) {
      const [from, to] = [node.parent === null ? undefined : this.#boxes.get(node.parent), this.#boxes.get(node.id)];
      if (!from || !to || !this.sees(unionOf(from, to))) continue;
      const kind = this.#chosen.has(node.id) ? 'chosen' : node.status === 'pruned' ? 'pruned' : 'live';
      data[kind] += edgePath(from, to, this.#shape);
    }
    for (const kind of ['pruned', 'live', 'chosen'] as const) this.#edges[kind]?.setAttribute('d', data[kind]);
  }
}

const isSamePlace = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y;
const isSameSize = (a: Box, b: Box): boolean => a.width === b.width && a.height === b.height;

function show(element: HTMLElement, box: Box, opacity: number): void {
  place(element, box, opacity);
  size(element, box);
}

function place(element: HTMLElement, { x, y }: Box, opacity: number): void {
  element.style.opacity = opacity < 1 ? opacity.toFixed(2) : '';
  element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
}

function size(element: HTMLElement, { width, height }: Box): void {
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
