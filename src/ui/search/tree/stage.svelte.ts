/** What the canvas shows of the tree: which rows are folded, how large the text is, and how high the canvas stands. */
import { isProbability } from '../../../core/scale';
import { growingBox } from '../../../viz/growing';
import { parentOfFold } from '../../../viz/fold';
import { unionOf } from '../../../viz/box';
import { boundsOf, type Box } from '../../../viz/layout';
import { isSmall } from '../../../viz/measure';
import { planPresented } from '../../../viz/presented';
import { EMPTY_PLAN, NARROW, planAtMoment, planStage, type StagePlan } from '../../../viz/stage';
import type { ViewTree } from '../../../viz/view-tree';
import type { LiveSearch } from '../live.svelte';
import type { SearchState } from '../search.svelte';
import type { Selection } from '../selection.svelte';
import { shareNodes } from '../share-nodes';

/** Around the tree, in pixels. */
export const STAGE_MARGIN = 14;
const LEAST_HEIGHT = 280;
/** Of a narrow screen's outline, which the page scrolls past. */
const MOST_OUTLINE = 1100;
/** Of the bar at a narrow window's lower edge, which covers what is below it. */
const RUN_BAR = 68;
/** Of the window. */
const MOST_SHARE = 0.75;
/** Kept free below the canvas: the chosen path and the time bar are read beside the tree. */
const BELOW = 190;
/** On probabilities; a branch that is surely wrong says little. */
const LOW_VALUE = 0.05;
/** The inner width of a page of paper, in pixels: A4 and Letter are somewhat wider. */
export const PAPER_WIDTH = 680;

export class Stage {
  readonly #search: SearchState;
  readonly #selection: Selection;
  readonly #live: Pick<LiveSearch, 'shown'>;
  /** In front of a class: as large as there is room. */
  readonly #isPresented: boolean;
  /** Width and height that the tree may take, and the height that folding aims at. */
  #room = $state.raw({ width: 0, height: 0, aim: 0 });
  #isPaper = $state(false);
  #opened = $state.raw<ReadonlySet<number>>(new Set());
  /** While a tree grows, neither folding nor height goes back. */
  #grown: { whole: number; level: number; height: number } = { whole: 0, level: 0, height: 0 };
  /** The height before a search began. */
  #settled = 0;
  #shown: ViewTree = EMPTY_PLAN.tree;

  constructor(search: SearchState, selection: Selection, live: Pick<LiveSearch, 'shown'>, isPresented = false) {
    this.#search = search;
    this.#selection = selection;
    this.#live = live;
    this.#isPresented = isPresented;
  }

  /** A boolean of its own: the plan is made once, not for each moment that is looked at. */
  readonly #isAtEnd: boolean = $derived.by(() => !this.#search.isRunning && this.#search.isAtEnd);

  readonly plan: StagePlan = $derived.by(() => {
    const { whole, wholePath, scale, isRunning } = this.#search;
    if (whole.root === null || !this.#room.width) {
      this.#grown = { whole: 0, level: 0, height: 0 };
      return EMPTY_PLAN;
    }
    if (whole.nodes.size < this.#grown.whole || !isRunning) this.#grown = { whole: 0, level: 0, height: 0 };
    const selected = this.#selection.selected?.node;
    const uncut = new Set(wholePath.map(({ id }) => id));
    const keep = new Set(uncut);
    for (let at = selected; at != null && at >= 0; at = whole.nodes.get(at)?.parent ?? undefined) keep.add(at);
    const { width, aim } = this.#room;
    const room = this.#isPaper ? { width: PAPER_WIDTH, height: Infinity } : { width, height: aim };
    const low = isProbability(scale) ? LOW_VALUE : null;
    const plan = (this.#isPresented ? planPresented : planStage)(whole, room, {
      keep,
      uncut,
      opened: this.#opened,
      low,
      level: this.#isPaper ? 0 : this.#grown.level,
      mayKeepOnlyPath: this.#isAtEnd && uncut.size > 0,
    });
    this.#grown = { ...this.#grown, whole: whole.nodes.size, level: plan.level };
    return plan;
  });

  /** The part of the plan that was there at the moment that is shown. */
  readonly shown: ViewTree = $derived.by(() => {
    const { whole, view } = this.#search;
    return (this.#shown = shareNodes(this.#shown, planAtMoment(this.plan.tree, whole, view)));
  });

  /** What the candidates that are being written grow from, and how many they are; a text, the same while they are. */
  readonly #growth: string = $derived.by(() => {
    const { shown } = this.#live;
    if (shown?.kind !== 'writing' || this.#isPaper) return '';
    return `${[...new Set(shown.candidates.map(({ parent }) => parent))].join()}:${shown.of}`;
  });

  /** Where what is being written stands, beside what it grows from; null where nothing is. */
  readonly growing: Box | null = $derived.by(() => {
    if (!this.#growth || this.plan.tree.root === null) return null;
    const [parents = '', of = '0'] = this.#growth.split(':');
    const { layout, density } = this.plan;
    const { shownAs } = this.#search.whole;
    const boxes = parents.split(',').flatMap((id) => layout.boxes.get(shownAs.get(Number(id)) ?? -1) ?? []);
    return growingBox(Number(of), layout, boxes, { density, width: this.#room.width });
  });

  /** The tree, and what is being written. */
  readonly extent: Box = $derived.by(() => {
    const { bounds } = this.plan.layout;
    return this.growing ? unionOf(bounds, this.growing) : bounds;
  });

  get isPaper(): boolean {
    return this.#isPaper;
  }

  /** Of the canvas, in pixels: that of the tree, between limits. */
  readonly height: number = $derived.by(() => {
    const most = this.#isPaper ? Infinity : this.#room.height + 2 * STAGE_MARGIN;
    const needed = Math.min(most, Math.max(LEAST_HEIGHT, this.extent.height + 2 * STAGE_MARGIN));
    if (!this.#search.isRunning) return (this.#settled = needed);
    // What stands below stays where it is while another search takes the place of one.
    const before = this.#room.width < NARROW ? 0 : this.#settled;
    const height = Math.max(needed, this.#grown.height, before);
    this.#grown = { ...this.#grown, height };
    return height;
  });

  /** The canvas is so wide and stands so far below the page's top; an embed's height is its own. */
  measure(width: number, top: number, windowHeight: number, fixed: number | null): void {
    const inner = Math.max(0, width - 2 * STAGE_MARGIN);
    const free =
      fixed ??
      (inner < NARROW
        ? MOST_OUTLINE
        : Math.max(LEAST_HEIGHT, Math.min(MOST_SHARE * windowHeight, windowHeight - top - BELOW)));
    const height = free - 2 * STAGE_MARGIN;
    // The page scrolls past an outline: it may be higher than what is in sight, but need not be.
    const aim =
      fixed === null && inner < NARROW
        ? Math.min(free, Math.max(LEAST_HEIGHT, windowHeight - top - RUN_BAR)) - 2 * STAGE_MARGIN
        : height;
    const room = this.#room;
    if (room.width !== inner || room.height !== height || room.aim !== aim) this.#room = { width: inner, height, aim };
  }

  usePaper(isPaper: boolean): void {
    this.#isPaper = isPaper;
  }

  /** What should be in sight: the answer's path, or where the search is at work; null where there is neither. */
  focus(): Box | null {
    if (this.growing) return this.growing;
    const { boxes } = this.plan.layout;
    const boxesOf = (nodes: readonly { readonly id: number }[]): Box[] =>
      nodes.flatMap(({ id }) => boxes.get(id) ?? []);
    const path = boxesOf(this.#search.chosenPath);
    const living = [...this.shown.nodes.values()].filter(
      ({ children, status }) => !children.length && status !== 'pruned',
    );
    const around = path.length ? path : boxesOf(living.slice(-4));
    return around.length ? boundsOf(around) : null;
  }

  /** Drawn on one line and without a frame: pruned, and nothing grew from it. */
  isRow(id: number): boolean {
    const item = this.plan.tree.nodes.get(id);
    return item !== undefined && isSmall(item);
  }

  isFold(id: number): boolean {
    return this.plan.tree.nodes.get(id)?.fold !== undefined;
  }
  /** Draws what a row stands for; the row's first step is returned. */
  open(row: number): number | null {
    const first = this.plan.tree.nodes.get(row)?.fold?.ids[0] ?? null;
    this.#opened = new Set([...this.#opened, parentOfFold(row)]);
    return first;
  }
  /** Another search. */
  reset(): void {
    if (this.#opened.size) this.#opened = new Set();
  }
}
