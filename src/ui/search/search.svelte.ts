/** The search on the page: its tree as it grows, and what came of it. It stays until another one replaces it. */
import type { Scale } from '../../core/scale';
import { flushSync } from 'svelte';
import { AppError } from '../../core/errors';
import { buildTrace } from '../../trace/codec';
import type { RunInfo } from '../../trace/codec';
import { applyEvents, EMPTY_SEARCH } from '../../trace/reducer';
import type { SearchTree } from '../../trace/reducer';
import type { Trace, TraceOrigin, TraceResult } from '../../trace/types';
import { changedIn, extendMoments, keepNodes } from '../../viz/moments';
import type { Moment } from '../../viz/moments';
import { buildViewTree, EMPTY_TREE, pathTo } from '../../viz/view-tree';
import type { ViewTree } from '../../viz/view-tree';
import type { SearchEvent } from '../../protocol/parameters';
import { failureOf } from '../shell/engine.svelte';
import type { Failure } from '../shell/engine.svelte';
import { Growth } from './growth';
import { shareNodes } from './share-nodes';
import { treeOf } from './tree-of';

export type SearchStatus = 'none' | 'running' | 'stopping' | 'done' | 'failed';

/** Why this back end; null for a trace that was opened. */
export interface ShownRun extends RunInfo {
  readonly backendReason: string | null;
}

/** What a continued search came to. */
export interface Branch {
  readonly answer: string | null;
  readonly correct: boolean;
}

type Runner = (onEvents: (events: readonly SearchEvent[]) => void) => Promise<TraceResult>;

export class SearchState {
  #status = $state<SearchStatus>('none');
  /** All that is known. */
  #head = $state.raw<SearchTree>(EMPTY_SEARCH);
  /** The moment that is shown: the same, or an earlier state. */
  #tree = $state.raw<SearchTree>(EMPTY_SEARCH);
  #moments = $state.raw<readonly Moment[]>([]);
  #at = $state.raw<number | null>(null);
  #view = $state.raw<ViewTree>(EMPTY_TREE);
  /** Of all that is known. */
  #whole = $state.raw<ViewTree>(EMPTY_TREE);
  #result = $state.raw<TraceResult | null>(null);
  #info = $state.raw<ShownRun | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #events: SearchEvent[] = [];
  #growth: Growth | null = null;
  #imported = $state.raw<Trace | null>(null);
  /** The search that the page arrived with. */
  #isRecorded = $state(false);

  /** The drawn nodes of the answer's path, from the root; empty until there is one. */
  readonly chosenPath = $derived.by(() => {
    const id = this.#tree.done?.id ?? null;
    return id === null ? [] : pathTo(this.#view, this.#view.shownAs.get(id) ?? null);
  });

  /** The same of all that is known, whatever moment is shown: what is drawn where depends on it. */
  readonly wholePath = $derived.by(() => {
    const id = this.#head.done?.id ?? null;
    return id === null ? [] : pathTo(this.#whole, this.#whole.shownAs.get(id) ?? null);
  });

  get status(): SearchStatus {
    return this.#status;
  }
  /** The state that is shown: of the moment that the reader chose, else the newest. */
  get tree(): SearchTree {
    return this.#tree;
  }
  /** The newest state, whatever is shown. */
  get head(): SearchTree {
    return this.#head;
  }
  /** The states that a reader can go back to; empty where the history is not known. */
  get moments(): readonly Moment[] {
    return this.#moments;
  }
  /** Index of the moment that is shown; -1 where there is none. */
  get at(): number {
    return this.#at ?? this.#moments.length - 1;
  }
  /** The newest moment is shown, and those that come will be. */
  get isAtEnd(): boolean {
    return this.#at === null;
  }
  /** The whole log; empty where the history is not known. */
  get events(): readonly SearchEvent[] {
    return this.#events;
  }
  /** The events up to the moment that is shown. */
  get pastEvents(): readonly SearchEvent[] {
    return this.#events.slice(0, this.#tree.seq);
  }
  /** The drawn nodes that the shown moment changed. Empty at the end: a search that only grows needs no marks. */
  readonly changed: ReadonlySet<number> = $derived.by(() => {
    if (this.#at === null) return new Set<number>();
    const { shownAs } = this.#view;
    return new Set([...changedIn(this.#events, this.#moments, this.#at)].flatMap((id) => shownAs.get(id) ?? []));
  });
  /** The nodes that are drawn. A node that did not change is the same object as before. */
  get view(): ViewTree {
    return this.#view;
  }
  /** The nodes of all that is known: where they are drawn does not depend on the moment that is shown. */
  get whole(): ViewTree {
    return this.#whole;
  }
  get result(): TraceResult | null {
    return this.#result;
  }
  get info(): ShownRun | null {
    return this.#info;
  }
  /** Of a tree that another tool made. */
  get origin(): TraceOrigin | null {
    return this.#imported?.origin ?? null;
  }
  /** The trace that is shown, where it was opened and nothing was added to it. */
  get opened(): Trace | null {
    return this.#imported;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  /** It is the one that the page arrived with, not the reader's own. */
  get isRecorded(): boolean {
    return this.#isRecorded;
  }
  get isRunning(): boolean {
    return this.#status === 'running' || this.#status === 'stopping';
  }
  /** The scale of the numbers that tint; null where nothing scored. */
  get scale(): Scale | null {
    const { verifier } = this.#head;
    return verifier === null ? null : this.scaleOf(verifier);
  }

  scaleOf(verifier: string): Scale {
    return this.#info?.models.find((model) => model.verifier === verifier)?.scale ?? 'probability';
  }

  /** Replaces what is shown by a new run, and resolves when all of it is on the screen. */
  async run(info: ShownRun, runner: Runner, onEvents?: (events: readonly SearchEvent[]) => void): Promise<TraceResult> {
    if (this.isRunning) throw new AppError('busy', 'A search is already running.');
    this.#reset(info, 'running');
    const growth = new Growth((events) => {
      this.#append(events);
      // On the page at once, so that the growth knows what it costs.
      flushSync();
      onEvents?.(events);
    });
    this.#growth = growth;
    try {
      const result = await runner((events) => growth.push(events));
      await growth.drained();
      this.#result = result;
      this.#status = 'done';
      return result;
    } catch (error) {
      await growth.drained().catch(() => undefined);
      this.#failure = failureOf(error);
      this.#status = 'failed';
      throw error;
    }
  }

  /**
   * Goes on from the finished search, which keeps its settings: the runner tells events that follow its log, the end
   * of that left out. Where it fails, what was there is there again.
   */
  async branch<T extends { readonly after: Branch }>(
    runner: (onEvents: (events: readonly SearchEvent[]) => void) => Promise<T>,
  ): Promise<T> {
    const [before, result, imported, isRecorded] = [this.#events, this.#result, this.#imported, this.#isRecorded];
    if (this.#status !== 'done' || !result || !before.length) throw new AppError('bad-input', 'No search can go on.');
    const begin = (events: readonly SearchEvent[], status: SearchStatus): Growth => {
      this.#growth?.cancel();
      this.#events = [];
      this.#moments = [];
      this.#head = EMPTY_SEARCH;
      this.#at = null;
      this.#status = status;
      this.#append(events);
      return new Growth((more) => {
        this.#append(more);
        flushSync();
      });
    };
    const startedAt = performance.now();
    const growth = begin(
      before.filter(({ type }) => type !== 'done'),
      'running',
    );
    this.#growth = growth;
    this.#result = null;
    this.#imported = null;
    this.#isRecorded = false;
    try {
      const told = await runner((events) => growth.push(events));
      await growth.drained();
      const { policyTokens, valueTokens } = this.#head;
      const elapsedMs = Math.round(result.budget.elapsedMs + performance.now() - startedAt);
      const { answer, correct } = told.after;
      this.#result = { answer, correct, budget: { policyTokens, valueTokens, elapsedMs } };
      this.#status = 'done';
      return told;
    } catch (error) {
      begin(before, 'done');
      this.#result = result;
      this.#imported = imported;
      this.#isRecorded = isRecorded;
      throw error;
    }
  }

  markStopping(): void {
    if (this.#status === 'running') this.#status = 'stopping';
  }

  /** Shows a recorded search. */
  show(trace: Trace, isRecorded = false): void {
    if (this.isRunning) throw new AppError('busy', 'A search is already running.');
    const { seed, strategy, events, result } = trace;
    const verifier = typeof strategy.parameters['verifier'] === 'string' ? strategy.parameters['verifier'] : null;
    // Those of a trace lie flat; one that is called so is not the options of a run.
    const { options: _, ...parameters } = strategy.parameters;
    this.#reset(
      {
        task: trace.task,
        problem: trace.problem,
        models: trace.models,
        backend: trace.backend,
        strategy: strategy.id,
        verifier,
        parameters: { ...parameters, seed } as unknown as RunInfo['parameters'],
        backendReason: null,
      },
      'done',
    );
    this.#imported = trace;
    this.#isRecorded = isRecorded;
    if (events.length) this.#append(events);
    else this.#setHead(treeOf(trace));
    this.#result = result;
  }

  /** Shows a moment of the history; the last one, or null, shows the newest state and what will come. */
  goTo(index: number | null): void {
    const last = this.#moments.length - 1;
    this.#at = index === null || index >= last ? null : Math.max(0, index);
    if (this.#at === null) {
      this.#show(this.#head);
      return;
    }
    this.#showMoment(this.#at);
  }

  /**
   * Shows a moment and stays there, also where it is the newest, which may go on; -1 is before the first. From there
   * `goTo` leads on.
   */
  hold(index: number): void {
    this.#at = Math.min(index, this.#moments.length - 1);
    this.#showMoment(this.#at);
  }

  /** The whole search as a trace; null until it is done. */
  trace(): Trace | null {
    if (this.#imported) return this.#imported;
    if (this.#status !== 'done' || !this.#result || !this.#info) return null;
    return buildTrace(this.#info, this.#events, this.#result);
  }

  dismissFailure(): void {
    this.#failure = null;
  }

  /** Shows nothing, as a page does that has just been opened. */
  clear(): void {
    if (this.isRunning) throw new AppError('busy', 'A search is already running.');
    this.#reset(null, 'none');
  }

  #reset(info: ShownRun | null, status: SearchStatus): void {
    this.#growth?.cancel();
    this.#info = info;
    this.#status = status;
    this.#head = EMPTY_SEARCH;
    this.#tree = EMPTY_SEARCH;
    this.#moments = [];
    this.#at = null;
    this.#result = null;
    this.#failure = null;
    this.#imported = null;
    this.#isRecorded = false;
    this.#view = this.#whole = EMPTY_TREE;
    this.#events = [];
  }

  #append(events: readonly SearchEvent[]): void {
    // One by one: an imported log may be longer than a call can have arguments.
    for (const event of events) this.#events.push(event);
    this.#moments = extendMoments(this.#moments, this.#events);
    this.#setHead(applyEvents(this.#head, events));
  }

  #setHead(head: SearchTree): void {
    this.#head = head;
    this.#whole = shareNodes(this.#whole, buildViewTree(head.nodes, this.#info?.problem.text));
    // Who looks at an earlier moment goes on doing so; one that goes on is shown as it does.
    if (this.#at === null) this.#show(head);
    else if (this.#tree.seq < (this.#moments[this.#at]?.end ?? 0)) this.#showMoment(this.#at);
  }

  #showMoment(at: number): void {
    const end = this.#moments[at]?.end ?? 0;
    const from = this.#tree.seq <= end ? this.#tree : EMPTY_SEARCH;
    const tree = applyEvents(from, this.#events.slice(from.seq, end));
    this.#show({ ...tree, nodes: keepNodes(this.#head.nodes, keepNodes(this.#tree.nodes, tree.nodes)) });
  }

  #show(tree: SearchTree): void {
    this.#tree = tree;
    this.#view =
      tree === this.#head ? this.#whole : shareNodes(this.#view, buildViewTree(tree.nodes, this.#info?.problem.text));
  }
}
