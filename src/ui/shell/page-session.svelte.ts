/**
 * The page as a whole: its settings, offer and language, and the state of every room, each of which knows the others by
 * the narrow interface that it names. The components read it and call its verbs.
 */
import { getContext, setContext } from 'svelte';
import { AppError, errorCode } from '../../core/errors';
import type { RunState } from '../../embed/messages';
import type { ModelWork } from '../../protocol/model-host';
import { checkTrace } from '../../trace/read';
import type { Trace, TraceResult } from '../../trace/types';
import type { ParsedUrl } from '../../url/parse';
import { fill, refusalSentence } from '../../words';
import { Cover } from '../classroom/cover.svelte';
import { ImportState } from '../files/import.svelte';
import { TraceLink } from '../files/trace-link.svelte';
import { LessonController } from '../lessons/lesson-controller.svelte';
import { Trying } from '../lessons/trying.svelte';
import { Belonging } from '../search/belonging.svelte';
import { Colouring } from '../search/colouring.svelte';
import { Inspector } from '../search/inspector/inspector.svelte';
import { LiveSearch } from '../search/live.svelte';
import { Player } from '../search/player.svelte';
import { runSearch } from '../search/run-search';
import { SearchState } from '../search/search.svelte';
import { Selection } from '../search/selection.svelte';
import { TruthLayer } from '../search/truth.svelte';
import { BesideFile } from '../views/compare/beside-file.svelte';
import { Rescoring } from '../views/compare/rescoring.svelte';
import { SideBySide } from '../views/compare/side-by-side.svelte';
import { LabelSamples } from '../views/labels/label-samples.svelte';
import { Measure } from '../views/measure/measure.svelte';
import { HeadWorkshop } from '../views/heads/heads.svelte';
import { Workshop } from '../views/train/workshop.svelte';
import type { About, Asking, Ready, Subject } from './asking';
import { failureOf } from './engine.svelte';
import type { JobKind } from './jobs.svelte';
import { Look } from './look.svelte';
import type { Models } from './models.svelte';
import { OfflineState } from './offline.svelte';
import type { EnginePort, FilePort, OtherPorts, SessionListener } from './ports';
import { Session } from './session.svelte';

export class PageSession extends Session implements Asking {
  readonly search = new SearchState();
  readonly selection = new Selection();
  readonly colouring = new Colouring(this.search);
  readonly truth = new TruthLayer(this.search);
  readonly player = new Player(this.search);
  readonly live: LiveSearch = new LiveSearch(this);
  readonly look = new Look();
  readonly cover = new Cover();
  readonly imports: ImportState;
  readonly offline: OfflineState;
  /** Lessons and the like, which come with the page. */
  readonly files: FilePort | null;
  /** A second file, in the view that compares. */
  readonly beside: BesideFile;
  readonly traceLink = new TraceLink(this);
  readonly inspector = new Inspector(this);
  readonly rescoring = new Rescoring(this);
  readonly sideBySide = new SideBySide(this);
  readonly labelSamples = new LabelSamples(this);
  readonly measure = new Measure(this);
  readonly workshop: Workshop;
  readonly heads: HeadWorkshop;
  readonly lessons = new LessonController(this);
  readonly trying = new Trying(this);
  readonly belonging: Belonging;
  readonly #listener: SessionListener;

  constructor(port: EnginePort, url: ParsedUrl, listener: SessionListener = {}, others: Partial<OtherPorts> = {}) {
    super(port, url, others);
    const { imports = null, workshop = null, kept = null, unfinished = null, offline = null, files = null } = others;
    this.heads = new HeadWorkshop(
      this,
      others.keptHeads,
      { sets: others.questions ?? null, files: imports },
      others.headNote,
    );
    this.offline = new OfflineState(offline);
    this.files = files;
    this.workshop = new Workshop(workshop, this, kept, unfinished);
    this.belonging = new Belonging(this);
    this.beside = new BesideFile(imports, this);
    this.#listener = listener;
    this.imports = new ImportState(imports, {
      show: (trace) => this.showTrace(trace, true),
      refuse: (error) => this.refuse(refusalSentence(error, this.messages)),
    });
  }

  protected override onHubModel(): void {
    void this.heads.rejoin();
  }

  /** The models are at work, for a search or the like, or to train heads on a reader's own. */
  override get isBusy(): boolean {
    // Asked for before there are heads, too.
    return super.isBusy || (this.heads as HeadWorkshop | undefined)?.isRunning === true;
  }

  get state(): RunState {
    const { engine, jobs, search } = this;
    if (search.isRunning) return 'running';
    if (jobs.current?.isWaiting || engine.isLoading) return 'loading';
    if (engine.failure || (search.failure && search.failure.code !== 'aborted')) return 'error';
    return search.status === 'done' ? 'done' : 'idle';
  }

  /** The view has many problems and settings of its own: those of the search do not stand above it. */
  get isApart(): boolean {
    const { view } = this.settings;
    return view === 'measure' || view === 'train';
  }

  /** See `Models.otherThan`. */
  get otherModel(): ReturnType<Models['otherThan']> {
    return this.models.otherThan(this.search);
  }

  /** Runs a search with the present settings. Resolves with its result; rejects with an `AppError`. */
  async run(asked = false): Promise<TraceResult> {
    const result = await runSearch(this, this.#listener.onEvents);
    this.#listener.onResult?.(result, asked);
    return result;
  }

  ask<T>(
    kind: JobKind,
    { task, problem, verifiers, verifierOptions = this.settings.verifierOptions }: Subject,
    work: (host: ModelWork, about: About, ready: Ready) => Promise<T>,
  ): Promise<T> {
    const wanted = { task, verifiers, options: verifierOptions, backend: this.backend };
    return this.jobs.start(kind, (job) =>
      this.models.use(job, wanted, (host, loaded) =>
        work(host, { runId: job.id, task, problem, verifierOptions }, { loaded, job }),
      ),
    );
  }

  /** Says what went wrong with some work that the reader asked for; being called off is nothing wrong. */
  tell(error: unknown): void {
    const { code, message } = failureOf(error);
    if (code !== 'aborted') this.refuse(fill(this.messages.errors[code], { message }, this.messages.language));
  }

  /** For a button: what goes wrong is shown on the page and not thrown. */
  async tryRun(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      // The engine's and the search's failures are kept where they happened, and shown from there.
      if (errorCode(error) === 'bad-input' && this.search.status !== 'failed') this.refuse(failureOf(error).message);
    }
  }

  /** Ends what is under way with what it has so far; what still waits for its models does not begin. */
  override stop(): void {
    if (!this.jobs.current?.isWaiting) this.search.markStopping();
    this.player.leave();
    this.jobs.stop();
  }

  /** Shows a trace that was made elsewhere. Throws `bad-input`, and then leaves the page as it was. */
  showTrace(value: unknown, isChecked = false): void {
    const read = isChecked ? { ok: true as const, trace: value as Trace } : checkTrace(value);
    if (!read.ok) throw new AppError('bad-input', read.message, { ...read.data, fault: read.code });
    this.selection.clear();
    this.search.show(read.trace);
    this.belonging.note();
    this.refuse(null);
  }

  /** The name of the file that what is shown was opened from; null for none, or one without a name. */
  readonly openedName: string | null = $derived.by(() => {
    const { trace, name } = this.imports;
    return trace !== null && this.search.opened === trace ? name : null;
  });
  /** Another tool's tree is shown: the page's own question and settings have nothing to do with it. */
  readonly isForeign: boolean = $derived.by(() => this.search.origin !== null && !this.belonging.isStale);

  /** Leaves the tree that another tool made, for what the page is set to. */
  closeFile(): void {
    this.imports.close();
    this.selection.clear();
    this.search.clear();
    void this.belonging.follow();
  }

  /** Ends the search that is under way for one of fewer candidates. */
  async searchSmaller(): Promise<void> {
    const { smaller } = this.live;
    if (!smaller) return;
    const { samples, beam } = smaller;
    this.stop();
    await this.jobs.whenIdle();
    this.change({ parameters: { ...this.settings.parameters, samples, beam } });
    await this.tryRun();
  }

  currentTrace(): Trace | null {
    return this.search.trace();
  }
}

const KEY = Symbol('session');
export const provideSession = (session: PageSession): PageSession => setContext(KEY, session);
export const useSession = (): PageSession => getContext<PageSession>(KEY);
