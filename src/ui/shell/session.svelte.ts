/**
 * The page's settings (which are the URL's fields), what the site offers for them, the language, and the notices; and
 * the way to all other state. The components read it and call its verbs.
 */
import { getContext, setContext } from 'svelte';
import { AppError, errorCode } from '../../core/errors';
import { createRng } from '../../core/rng';
import { TASKS } from '../../tasks/registry';
import type { ModelWork } from '../../protocol/model-host';
import { parameterProblem, type CommonParameter } from '../../protocol/parameters';
import type { HubLoaded } from '../../protocol/hub';
import { checkTrace } from '../../trace/read';
import type { Trace, TraceResult } from '../../trace/types';
import { parseFields, type ParsedUrl } from '../../url/parse';
import { withTask } from '../../url/fields';
import type { VerifierOptions } from '../../verifiers/types';
import { changed, withHubModel, withoutHubModel } from './settings';
import type { Control, OfferedLanguage, OfferedTask, OfferedVerifier } from '../../url/fields';
import type { Panel, UrlProblem, UrlState } from '../../url/fields';
import { fetchMessages, fill, messagesFor, refusalSentence } from '../../words';
import { urlSentence } from './url-sentence';
import type { EnginePort, FilePort, OtherPorts, SessionListener } from './ports';
import type { About, Asking, Ready, Subject } from './asking';
import type { RunState } from '../../embed/messages';
import { LessonController } from '../lessons/lesson-controller.svelte';
import { EngineState, failureOf } from './engine.svelte';
import { HubState } from '../hub/hub.svelte';
import { ImportState } from '../files/import.svelte';
import { Belonging } from '../search/belonging.svelte';
import { runSearch } from '../search/run-search';
import { SearchState } from '../search/search.svelte';
import { Inspector } from '../search/inspector/inspector.svelte';
import { SideBySide } from '../views/compare/side-by-side.svelte';
import { Rescoring } from '../views/compare/rescoring.svelte';
import { LabelSamples } from '../views/labels/label-samples.svelte';
import { Jobs, type JobKind } from './jobs.svelte';
import { Look } from './look.svelte';
import { Measure } from '../views/measure/measure.svelte';
import { Models } from './models.svelte';
import type { Wanted } from './writer';
import { Offer } from './offer.svelte';
import { OfflineState } from './offline.svelte';
import { Selection } from '../search/selection.svelte';
import { VisitState } from './visit.svelte';

export class Session implements Asking {
  readonly models: Models;
  readonly offer: Offer;
  readonly jobs = new Jobs();
  readonly search = new SearchState();
  readonly selection = new Selection();
  readonly look = new Look();
  readonly belonging: Belonging;
  readonly imports: ImportState;
  readonly offline: OfflineState;
  readonly visit: VisitState;
  /** Lessons and the like, which come with the page. */
  readonly files: FilePort | null;
  readonly inspector = new Inspector(this);
  readonly rescoring = new Rescoring(this);
  readonly sideBySide = new SideBySide(this);
  readonly labelSamples = new LabelSamples(this);
  readonly measure = new Measure(this);
  readonly lessons = new LessonController(this);
  #settings: UrlState = $state.raw(null!);
  #urlProblems = $state.raw<readonly UrlProblem[]>([]);
  /** A sentence about a trace or a run that was refused. */
  #refusal = $state<string | null>(null);
  readonly #listener: SessionListener;

  /** What the page speaks: the chosen language, once its sentences are here. */
  #language = $state<OfferedLanguage>('en');
  readonly messages = $derived(messagesFor(this.#language));
  /** The problem as its task reads it. */
  readonly problem = $derived(TASKS[this.#settings.task].parse(this.#settings.problem));
  readonly parameterProblem = $derived.by(() => {
    const { strategy, parameters, verifier } = this.#settings;
    return parameterProblem(strategy, parameters, { id: verifier, scale: this.offer.scaleOf(verifier) });
  });
  readonly canRun = $derived(this.problem.ok && this.parameterProblem === null);

  constructor(port: EnginePort, url: ParsedUrl, listener: SessionListener = {}, others: Partial<OtherPorts> = {}) {
    const { imports = null, hub = null, offline = null, files = null, visits = null } = others;
    this.visit = new VisitState(visits);
    this.offline = new OfflineState(offline);
    this.files = files;
    this.belonging = new Belonging(this);
    this.#settings = url.state;
    this.#urlProblems = url.problems;
    this.#listener = listener;
    this.imports = new ImportState(imports, {
      show: (trace) => this.showTrace(trace, true),
      refuse: (error) => this.refuse(refusalSentence(error, this.messages)),
    });
    const hubState = new HubState(hub, {
      onLoaded: (address, loaded) => this.#takeHubModel(address, loaded),
      task: () => this.#settings.task,
      backend: () => this.#settings.backend,
    });
    this.models = new Models(new EngineState(port), hubState, this.jobs);
    this.offer = new Offer(this.models);
  }

  get engine(): EngineState {
    return this.models.engine;
  }
  get hub(): HubState {
    return this.models.hub;
  }

  get settings(): UrlState {
    return this.#settings;
  }
  get urlProblems(): readonly UrlProblem[] {
    return this.#urlProblems;
  }
  /** See `Offer.tasks`. */
  get offeredTasks(): readonly OfferedTask[] {
    return this.offer.tasks;
  }
  /** See `Offer.verifiers`. */
  get offeredVerifiers(): readonly OfferedVerifier[] {
    return this.offer.verifiers;
  }
  get refusal(): string | null {
    return this.#refusal;
  }
  get isBusy(): boolean {
    return this.jobs.current !== null;
  }
  get state(): RunState {
    const { engine, jobs, search } = this;
    if (search.isRunning) return 'running';
    if (jobs.current?.isWaiting || engine.isLoading) return 'loading';
    if (engine.failure || (search.failure && search.failure.code !== 'aborted')) return 'error';
    return search.status === 'done' ? 'done' : 'idle';
  }

  shows(panel: Panel): boolean {
    return !this.#settings.hide.includes(panel);
  }
  isLocked(control: Control): boolean {
    return this.#settings.lock.includes(control);
  }

  change(patch: Partial<UrlState>): void {
    this.#settings = changed(this.#settings, patch, (verifier) => this.offer.scaleOf(verifier));
  }
  /** Another task, with a problem of its own; its models are on their way at once. */
  async chooseTask(task: OfferedTask): Promise<void> {
    if (task === this.#settings.task) return;
    this.change(withTask(this.#settings, task));
    if (this.hub.loaded) {
      this.hub.resetFormat(task);
      return;
    }
    this.offer.forget();
    await this.learnOffer();
    await this.preload();
  }
  /** A new problem of the task; of a story, with this many steps. */
  drawProblem(level?: number): void {
    const [drawn = 1] = crypto.getRandomValues(new Uint32Array(1));
    this.change({ problem: TASKS[this.#settings.task].generate(createRng(drawn), level) });
  }
  changeOption(name: string, value: number | string): void {
    const { parameters } = this.#settings;
    this.change({ parameters: { ...parameters, options: { ...parameters.options, [name]: value } } });
  }
  changeVerifierOptions(patch: VerifierOptions): void {
    this.change({ verifierOptions: { ...this.#settings.verifierOptions, ...patch } });
  }
  changeParameter(name: CommonParameter, value: number): void {
    this.change({ parameters: { ...this.#settings.parameters, [name]: value } });
  }

  /** Fields from outside, as in a URL. Throws `bad-input` with the first thing that was not understood. */
  configure(fields: Iterable<readonly [string, string]>): void {
    const { state, problems } = parseFields(fields, this.#settings);
    this.#settings = state;
    this.#urlProblems = problems;
    this.#keepToOffered();
    const [problem] = this.#urlProblems;
    if (problem) throw new AppError('bad-input', urlSentence(problem, this.messages), { field: problem.field });
  }

  /** See `Models.otherThan`. */
  get otherModel(): ReturnType<Models['otherThan']> {
    return this.models.otherThan(this.search);
  }

  #takeHubModel(policy: string | null, loaded: HubLoaded | null): void {
    this.change(loaded ? withHubModel(this.#settings, policy, loaded) : withoutHubModel(this.#settings));
    if (!loaded) void this.learnOffer().then(() => this.preload());
  }

  /** The settings of another address of this page, as Back brings it. What is under way goes on, or is stopped. */
  restore({ state, problems }: ParsedUrl): void {
    const before = this.#settings;
    this.#settings = state;
    this.#urlProblems = problems;
    if (state.policy !== before.policy) void this.#changeWriter(state);
    else {
      this.#keepToOffered();
      if (state.task !== before.task) void this.learnOffer().then(() => this.preload());
    }
  }

  /** The model that writes is the one that the address names, once it has been asked for again. */
  async #changeWriter(state: UrlState): Promise<void> {
    if (this.hub.loaded) {
      this.stop();
      await this.jobs.whenIdle();
      // The reader has gone on.
      if (this.#settings !== state) return;
      this.hub.leave();
      this.#settings = state;
    }
    if (state.policy !== null) this.hub.open(state.policy);
    await this.learnOffer();
    await this.preload();
  }

  dismissUrlProblems(): void {
    this.#urlProblems = [];
  }
  /** Speaks the chosen language, whose sentences are fetched when they are needed. */
  async speak(): Promise<void> {
    const { lang } = this.#settings;
    try {
      await fetchMessages(lang);
      if (lang === this.#settings.lang) this.#language = lang;
    } catch {
      this.refuse(this.messages.choices.languageMissing);
    }
  }

  refuse(sentence: string | null): void {
    this.#refusal = sentence;
  }

  /**
   * Learns which tasks and verifiers there are. A chosen verifier that is not there gives way to the default, with a
   * sentence.
   */
  async learnOffer(): Promise<void> {
    const { task } = this.#settings;
    if (await this.offer.learn(task, () => task === this.#settings.task)) this.#keepToOffered();
  }

  #keepToOffered(): void {
    const { problems, instead } = this.offer.faultsOf(this.#settings);
    if (!problems.length) return;
    this.#urlProblems = [...this.#urlProblems, ...problems];
    this.change(instead);
  }

  /** The back end that is used: what was chosen, or less. */
  get backend(): UrlState['backend'] {
    return this.visit.backendFor(this.#settings.backend);
  }
  /** Ends a light visit. */
  async asUsual(): Promise<void> {
    this.visit.asUsual();
    await this.preload();
  }

  /** What the first run will need of the site's models; null where nobody will ask them. */
  get #ahead(): Wanted | null {
    const { task, verifier, verifierOptions } = this.#settings;
    if (this.hub.loaded || !TASKS[task].isTrained || this.visit.isLight) return null;
    return { task, verifiers: [verifier], options: verifierOptions, backend: this.backend };
  }
  /** Has the engine start, where `preload` will follow. */
  warm(): void {
    if (this.#ahead) this.engine.warm(this.backend);
  }
  /** Fetches the models ahead of the first run; see `Models.fetchAhead`. */
  preload(): Promise<void> {
    return this.models.fetchAhead(() => this.#ahead);
  }

  /** Gives the engine's memory back, unless it is at work; the tree stays. The next run loads the models again. */
  release(): void {
    if (!this.isBusy) this.engine.release();
  }

  /** Runs a search with the present settings. Resolves with its result; rejects with an `AppError`. */
  async run(asked = false): Promise<TraceResult> {
    const result = await runSearch(this, this.#listener.onEvents);
    this.#listener.onResult?.(result, asked);
    return result;
  }

  ask<T>(
    kind: JobKind,
    { task, problem, verifiers, verifierOptions = this.#settings.verifierOptions }: Subject,
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
    if (code !== 'aborted') this.#refusal = fill(this.messages.errors[code], { message }, this.messages.language);
  }

  /** For a button: what goes wrong is shown on the page and not thrown. */
  async tryRun(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      // The engine's and the search's failures are kept where they happened, and shown from there.
      if (errorCode(error) === 'bad-input' && this.search.status !== 'failed') this.#refusal = failureOf(error).message;
    }
  }

  /** Ends what is under way with what it has so far; what still waits for its models does not begin. */
  stop(): void {
    if (!this.jobs.current?.isWaiting) this.search.markStopping();
    this.jobs.stop();
  }

  /** Shows a trace that was made elsewhere. Throws `bad-input`, and then leaves the page as it was. */
  showTrace(value: unknown, isChecked = false): void {
    const read = isChecked ? { ok: true as const, trace: value as Trace } : checkTrace(value);
    if (!read.ok) throw new AppError('bad-input', read.message, { ...read.data, fault: read.code });
    this.selection.clear();
    this.search.show(read.trace);
    this.belonging.note();
    this.#refusal = null;
  }

  currentTrace(): Trace | null {
    return this.search.trace();
  }
}

const KEY = Symbol('session');
export const provideSession = (session: Session): Session => setContext(KEY, session);
export const useSession = (): Session => getContext<Session>(KEY);
