/**
 * Whether the search on the page is of what the page is set to. A new problem, task, model or chapter of a lesson makes
 * it one of before: it is shown as that, or gives way to the recording that belongs to the new one.
 */
import { formatCount } from '../../viz/format';
import { taskOf } from '../../tasks/registry';
import type { ParsedProblem } from '../../tasks/task';
import { optionsOf } from '../../trace/models';
import { DEFAULT_STATE, OFFERED_STRATEGIES } from '../../url/fields';
import type { UrlState } from '../../url/fields';
import { recordingKey } from '../../url/recording-key';
import { nextTask } from '../kit/next-task';
import type { HubState } from '../hub/hub.svelte';
import type { FilePort } from '../shell/ports';
import { policyOf } from '../shell/run-models';
import { Recordings } from './fetch-recording';
import type { SearchState, ShownRun } from './search.svelte';
import type { Selection } from './selection.svelte';

export interface BelongingHost {
  readonly settings: UrlState;
  readonly problem: ParsedProblem;
  readonly isBusy: boolean;
  readonly search: Pick<SearchState, 'status' | 'info' | 'isRunning' | 'failure' | 'show'>;
  readonly selection: Pick<Selection, 'clear'>;
  readonly hub: Pick<HubState, 'loaded'>;
  readonly files: FilePort | null;
}

/** What a search is of. */
export interface Subject {
  readonly task: string;
  /** As its task spells it. */
  readonly problem: string;
  /** The hub model that writes; null for the site's. */
  readonly writer: string | null;
}

const isSame = (a: Subject, b: Subject): boolean =>
  a.task === b.task && a.problem === b.problem && a.writer === b.writer;

export class Belonging {
  readonly #page: BelongingHost;
  readonly #recordings: Recordings;
  /** What the newest search belongs to. One that was opened belongs to what the page was set to then. */
  #noted = $state.raw<{ readonly info: ShownRun; readonly to: Subject } | null>(null);
  /** A chapter was entered while this one was shown. */
  #left = $state.raw<ShownRun | null>(null);
  #isAwaiting = $state(false);
  /** The settings whose recording is on its way. */
  #awaited: string | null = null;

  constructor(page: BelongingHost) {
    this.#page = page;
    this.#recordings = new Recordings(page.files);
    this.#isAwaiting = page.files !== null;
  }

  readonly #now: Subject = $derived.by(() => {
    const { settings, problem, hub } = this.#page;
    const text = problem.ok ? problem.problem.text : settings.problem;
    return { task: settings.task, problem: text, writer: hub.loaded && policyOf(hub.loaded.models) };
  });

  /** What is shown is of something else. */
  readonly isStale: boolean = $derived.by(() => {
    const { info, isRunning } = this.#page.search;
    if (!info || isRunning) return false;
    return this.#left === info || (this.#noted?.info === info && !isSame(this.#noted.to, this.#now));
  });

  /** A search has taken the page: one that was run is of its own problem, whatever the page is set to by now. */
  note(): void {
    const { info, isRunning } = this.#page.search;
    if (!info) return;
    const own = isRunning ? { task: info.task, problem: info.problem.text } : {};
    this.#noted = { info, to: { ...this.#now, ...own } };
  }

  /** What is shown is a search with the settings that the page has. */
  get isOfSettings(): boolean {
    const { search, settings } = this.#page;
    return search.info !== null && keyOfRun(search.info) === recordingKey(settings);
  }

  /** A chapter has set the page: what is shown is the chapter's, or one of before. */
  enterChapter(): void {
    this.#left = this.isOfSettings ? null : this.#page.search.info;
    void this.follow();
  }

  /** The page has just opened, and it is not known yet whether it arrives with a search. */
  get isAwaiting(): boolean {
    return this.#isAwaiting;
  }
  /** Something else comes in place of a recording. */
  settle(): void {
    this.#isAwaiting = false;
  }

  /** Shows the recording of what the page is set to, unless what is shown is of it. */
  async follow(): Promise<void> {
    await this.#follow();
    this.#isAwaiting = false;
  }

  async #follow(): Promise<void> {
    const { search, hub, settings } = this.#page;
    // What has just failed says why, and its tree stays, though the model that wrote it is gone.
    const isNeeded = search.failure === null && (search.status === 'none' || this.isStale);
    // Recordings are searches of the site's models.
    const key = isNeeded && !hub.loaded ? recordingKey(settings) : null;
    if (key === this.#awaited) return;
    this.#awaited = key;
    if (key === null) return;
    const found = await this.#recordings.find(settings);
    await nextTask();
    // A browser takes long over the first number of a language.
    formatCount(0, settings.lang);
    await nextTask();
    if (this.#awaited !== key) return;
    this.#awaited = null;
    if (!found || this.#page.isBusy || search.failure !== null) return;
    this.#page.selection.clear();
    search.show(found, true);
    this.note();
  }
}

/** The recording key of a search; null for one of a task that is not known here. */
function keyOfRun({ task, problem, strategy, verifier, parameters, models }: ShownRun): string | null {
  const id = taskOf(task)?.id;
  const known = OFFERED_STRATEGIES.find((offered) => offered === strategy);
  if (id === undefined || known === undefined || verifier === null) return null;
  const of = { task: id, problem: problem.text, strategy: known, verifier, parameters };
  return recordingKey({ ...DEFAULT_STATE, ...of, verifierOptions: optionsOf(models) });
}
