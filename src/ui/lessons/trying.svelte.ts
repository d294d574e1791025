/** Does what a chapter tells its reader to try, as if the reader had pressed it all, and finds what the chapter points at. */
import type { Chapter, ChapterTask, ChapterTraining, PagePart, Pointed } from '../../lessons/schema';
import { TASKS } from '../../tasks/registry';
import type { Panel, UrlState } from '../../url/fields';
import { parseFields } from '../../url/parse';
import { recordingKey } from '../../url/recording-key';
import type { Belonging } from '../search/belonging.svelte';
import type { Player } from '../search/player.svelte';
import type { SearchState } from '../search/search.svelte';
import type { Target } from '../search/selection.svelte';
import type { TruthLayer } from '../search/truth.svelte';
import type { EngineState } from '../shell/engine.svelte';
import { lookOf } from '../shell/settings';
import type { Rescoring } from '../views/compare/rescoring.svelte';
import type { SideBySide } from '../views/compare/side-by-side.svelte';
import { SAMPLE_COUNTS, type LabelSamples } from '../views/labels/label-samples.svelte';
import type { Measure } from '../views/measure/measure.svelte';
import { firstChoice, isSameChoice } from '../views/train/presets';
import type { Finished } from '../views/train/finished';
import type { Workshop } from '../views/train/workshop.svelte';
import type { LessonController, LessonHost } from './lesson-controller.svelte';

/** What the doing needs of the page. */
export interface TryHost extends LessonHost {
  readonly lessons: Pick<LessonController, 'enter'>;
  readonly search: Pick<SearchState, 'status' | 'isRecorded' | 'head' | 'view' | 'wholePath' | 'info'>;
  readonly belonging: Pick<Belonging, 'enterChapter' | 'isStale' | 'isOfSettings'>;
  readonly engine: Pick<EngineState, 'loaded'>;
  readonly player: Pick<Player, 'isWatching'>;
  readonly truth: Pick<TruthLayer, 'isOffered' | 'isOn'>;
  readonly rescoring: Pick<Rescoring, 'chosen' | 'toggle' | 'judge'>;
  readonly sideBySide: Pick<SideBySide, 'run'>;
  readonly labelSamples: Pick<LabelSamples, 'draw' | 'place'>;
  readonly measure: Pick<Measure, 'verifiers' | 'toggleVerifier' | 'start' | 'isRunning' | 'measurement'>;
  readonly workshop: Pick<Workshop, 'task' | 'isRunning' | 'finished' | 'ended' | 'change' | 'start'> & {
    readonly keeping: Pick<Workshop['keeping'], 'restore'>;
  };
  shows(panel: Panel): boolean;
  tryRun(): Promise<void>;
}

/** Where a chapter points: into the tree, or at another part of the page. */
export type Found = { readonly target: Target } | { readonly part: PagePart };

/** So many problems are measured before their figure says anything. */
const FEW_PROBLEMS = 3;

export class Trying {
  readonly #page: TryHost;
  /** Counts what was asked for: only the newest goes on. */
  #pass = $state(0);
  #isBusy = $state(false);

  constructor(page: TryHost) {
    this.#page = page;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** The reader turns to something else. */
  forget(): void {
    this.#pass++;
    this.#isBusy = false;
  }

  /** Resolves with what is to be marked; null where the chapter marks nothing, or the reader has gone on. */
  async do({ state, do: task = {} }: Pick<Chapter, 'state' | 'do'>): Promise<Found | 'gone' | null> {
    const pass = ++this.#pass;
    this.#isBusy = true;
    try {
      this.#set({ ...state, ...task.set });
      if (task.train && !(await this.#train(task.train, task.use ?? false, pass))) return null;
      if (task.run) await this.#run(task.run, task, pass);
      if (pass !== this.#pass) return null;
      if (task.truth && this.#page.truth.isOffered && this.#page.shows('answers')) this.#page.truth.isOn = true;
      return task.point ? this.find(task.point) : null;
    } finally {
      if (pass === this.#pass) this.#isBusy = false;
    }
  }

  /** `gone` where the search went another way, so that there is nothing of the kind. */
  find(point: Pointed): Found | 'gone' {
    if ('part' in point) return { part: point.part };
    const { view, wholePath, head } = this.#page.search;
    if ('step' in point) {
      const node = [...view.nodes.values()].find(({ node }) => node.text.trim() === point.step.trim());
      return node ? { target: { node: node.id, token: null } } : 'gone';
    }
    const target = largestFall(wholePath, head.verifier);
    return target ? { target } : 'gone';
  }

  /** The chapter's settings, wherever the reader has taken them; what is as it should be stays untouched. */
  #set(chapter: Chapter['state']): void {
    const { settings } = this.#page;
    const fields = Object.entries(chapter).map(([name, value]) => [name, `${value}`] as const);
    const { state } = parseFields(fields, lookOf(settings));
    const isSo = (one: UrlState): string => `${one.view} ${recordingKey(one)}`;
    if (isSo(state) !== isSo(settings)) this.#page.lessons.enter(chapter);
  }

  async #run(run: NonNullable<ChapterTask['run']>, { verifiers = [] }: ChapterTask, pass: number): Promise<void> {
    const { sideBySide, rescoring, labelSamples, measure } = this.#page;
    const isOver = (): boolean => pass !== this.#pass;
    if (run === 'search' || run === 'judge') await this.#search(isOver);
    if (isOver()) return;
    if (run === 'both') await sideBySide.run(this.#page.settings.problem);
    else if (run === 'labels') {
      await labelSamples.draw();
      labelSamples.place = SAMPLE_COUNTS.length - 1;
    } else if (run === 'judge') {
      choose(verifiers, rescoring.chosen, (id) => rescoring.toggle(id));
      await rescoring.judge();
    } else if (run === 'measure') {
      choose(verifiers, measure.verifiers, (id) => measure.toggleVerifier(id));
      if (!measure.isRunning) void measure.start();
      await when(() => isOver() || !measure.isRunning || (measure.measurement?.problems ?? 0) >= FEW_PROBLEMS);
    }
  }

  /**
   * Resolves with whether there is such a training, and with `use` a search is set to its first verifier. While it is at
   * work it is what the page shows.
   */
  async #train(wanted: ChapterTraining, use: boolean, pass: number): Promise<boolean> {
    const { workshop, settings } = this.#page;
    const isOver = (): boolean => pass !== this.#pass;
    const { task } = workshop;
    const choice = { ...firstChoice(TASKS[task]), ...wanted };
    const found = (): Finished | undefined =>
      workshop.finished.find((one) => one.task === task && isSameChoice(one.choice, choice));
    // One of an earlier visit is as good.
    await workshop.keeping.restore();
    if (!found() && !isOver()) {
      this.#page.change({ view: 'train' });
      // The reader's own comes first.
      await when(() => isOver() || !workshop.isRunning);
      if (isOver()) return false;
      workshop.change(choice);
      await workshop.start();
    }
    const head = found()?.runs[0]?.head;
    if (!head || isOver()) return false;
    if (use) this.#page.change({ verifier: head.id, view: settings.view });
    return true;
  }

  /** To the end that a reader sees. One that is there need not be run again, nor while there are no models. */
  async #search(isOver: () => boolean): Promise<void> {
    const { search, belonging, engine, player } = this.#page;
    const isThere = (): boolean => search.status === 'done' && !belonging.isStale && belonging.isOfSettings;
    if (isThere() && (!search.isRecorded || !engine.loaded)) return;
    await this.#page.tryRun();
    await when(() => isOver() || !player.isWatching);
  }
}

/** Toggles until those that are wanted are chosen, and no others. */
function choose<T extends string>(wanted: readonly string[], chosen: readonly T[], toggle: (id: T) => void): void {
  if (!wanted.length) return;
  // What is missing comes first: one at least always stays.
  for (const id of wanted) if (!chosen.includes(id as T)) toggle(id as T);
  for (const id of chosen) if (!wanted.includes(id)) toggle(id);
}

/** The token of a path before which the value was highest above its own; null where there are no two values. */
export function largestFall(
  path: SearchState['wholePath'],
  verifier: string | null,
): { readonly node: number; readonly token: number } | null {
  if (verifier === null) return null;
  let [before, most] = [NaN, -Infinity];
  let found: { readonly node: number; readonly token: number } | null = null;
  for (const { id, node } of path)
    for (const [token, { values }] of node.tokens.entries()) {
      const value = values?.[verifier];
      if (value === undefined) continue;
      if (before - value > most) [most, found] = [before - value, { node: id, token }];
      before = value;
    }
  return found;
}

/** Resolves once something that is read in it becomes true. */
function when(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = $effect.root(() => {
      $effect(() => {
        if (!isSo()) return;
        resolve();
        queueMicrotask(() => stop());
      });
    });
  });
}
