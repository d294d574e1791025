/**
 * All of the page's state in one place: the settings (which are the URL's fields), the engine, the search that is
 * shown, what is selected, and the notices. The components read it and call its verbs.
 */
import { getContext, setContext } from 'svelte';
import { AppError, errorCode } from '../../core/errors';
import { createRng } from '../../core/rng';
import { TASKS } from '../../tasks/registry';
import type { CheckKind, CheckRequest, Checks } from '../../protocol/checks';
import type { TogetherEvent, TogetherRequest } from '../../protocol/engine';
import { checkVerifierOptions, madeVerifierName, parameterProblem } from '../../protocol/parameters';
import type { HubLoaded } from '../../protocol/hub';
import type { CommonParameter, SearchEvent, VerifierOptions } from '../../protocol/parameters';
import { checkTrace } from '../../trace/read';
import type { Trace, TraceModel, TraceResult } from '../../trace/types';
import { parseFields, withOptions, withVerifierOptions } from '../../url/parse';
import type { ParsedUrl } from '../../url/parse';
import { DEFAULT_STATE, OFFERED_TASKS, OFFERED_VERIFIERS, withTask } from '../../url/fields';
import { hubTaskFor, offeredOf, ownTaskFor } from './settings';
import type {
  Control,
  OfferedLanguage,
  OfferedTask,
  OfferedVerifier,
  Panel,
  UrlProblem,
  UrlState,
} from '../../url/fields';
import { fetchMessages, fill, messagesFor, refusalSentence } from '../../words';
import { urlSentence } from './url-sentence';
import type { EnginePort, FilePort, LoadedEngine, LoadProgress, OtherPorts } from './ports';
import type { RunState } from '../../embed/messages';
import { Course } from '../lessons/course.svelte';
import { EngineState, failureOf } from './engine.svelte';
import { HubState } from '../hub/hub.svelte';
import { ImportState } from '../files/import.svelte';
import { SearchState } from '../search/search.svelte';
import type { ShownRun } from '../search/search.svelte';
import { Inspector } from '../search/inspector/inspector.svelte';
import { Duel } from '../views/compare/duel.svelte';
import { Judges } from '../views/compare/judges.svelte';
import { LabelSamples } from '../views/labels/label-samples.svelte';
import { Look } from './look.svelte';
import { Measure } from '../views/measure/measure.svelte';
import { OfflineState } from './offline.svelte';
import { Selection } from '../search/selection.svelte';
import { VisitState } from './visit.svelte';

export interface SessionListener {
  readonly onEvents?: (events: readonly SearchEvent[]) => void;
  /** `asked`: the parent of an embed asked for this run and gets the answer otherwise. */
  readonly onResult?: (result: TraceResult, asked: boolean) => void;
}

/** What a check is about, and whose numbers it needs. */
export interface CheckSubject {
  readonly task: OfferedTask;
  readonly problem: string;
  readonly verifiers: readonly OfferedVerifier[];
}

export class Session {
  readonly engine: EngineState;
  readonly search = new SearchState();
  readonly selection = new Selection();
  readonly look = new Look();
  readonly imports: ImportState;
  readonly offline: OfflineState;
  readonly visit: VisitState;
  /** Lessons and the like, which come with the page. */
  readonly files: FilePort | null;
  readonly inspector = new Inspector(this);
  readonly hub: HubState;
  readonly judges = new Judges(this);
  readonly duel = new Duel(this);
  readonly labelSamples = new LabelSamples(this);
  readonly measure = new Measure(this);
  readonly course = new Course(this);
  #settings: UrlState = $state.raw(null!);
  #urlProblems = $state.raw<readonly UrlProblem[]>([]);
  #offeredTasks = $state.raw<readonly OfferedTask[]>([]);
  #offeredVerifiers = $state.raw<readonly OfferedVerifier[]>(OFFERED_VERIFIERS);
  /** A sentence about a trace or a run that was refused. */
  #refusal = $state<string | null>(null);
  /** Pressed *Run*, and the models are still on their way. */
  #isWaiting = $state(false);
  /** A check or a measurement has the engine. */
  #isOccupied = $state(false);
  /** Counts the presses of *Run* and, while the models are awaited, of *Stop*: only the newest goes ahead. */
  #turn = 0;
  #runs = 0;
  readonly #listener: SessionListener;

  /** What the page speaks: the chosen language, once its sentences are here. */
  #language = $state<OfferedLanguage>('en');
  readonly messages = $derived(messagesFor(this.#language));
  /** The problem as its task reads it. */
  readonly problem = $derived(TASKS[this.#settings.task].parse(this.#settings.problem));
  readonly parameterProblem = $derived(parameterProblem(this.#settings.strategy, this.#settings.parameters));
  readonly canRun = $derived(this.problem.ok && this.parameterProblem === null);

  constructor(port: EnginePort, url: ParsedUrl, listener: SessionListener = {}, others: Partial<OtherPorts> = {}) {
    const { imports = null, hub = null, offline = null, files = null, visits = null } = others;
    this.visit = new VisitState(visits);
    this.engine = new EngineState(port);
    this.offline = new OfflineState(offline);
    this.files = files;
    this.#settings = url.state;
    this.#urlProblems = url.problems;
    this.#listener = listener;
    this.imports = new ImportState(imports, {
      show: (trace) => this.showTrace(trace, true),
      refuse: (error) => this.refuse(refusalSentence(error, this.messages)),
    });
    this.hub = new HubState(hub, {
      onLoaded: (address, loaded) => this.#takeHubModel(address, loaded),
      task: () => this.#settings.task,
      backend: () => this.#settings.backend,
    });
  }

  get settings(): UrlState {
    return this.#settings;
  }
  get urlProblems(): readonly UrlProblem[] {
    return this.#urlProblems;
  }
  /** Those that the site has models for; none until its list has come. */
  get offeredTasks(): readonly OfferedTask[] {
    return this.hub.loaded ? OFFERED_TASKS : this.#offeredTasks;
  }
  /** Those that the site's pack holds, and those that need no model; all until the pack's list has come. */
  get offeredVerifiers(): readonly OfferedVerifier[] {
    const own = this.hub.loaded;
    return own ? OFFERED_VERIFIERS.filter((id) => own.verifiers.includes(id)) : this.#offeredVerifiers;
  }
  get refusal(): string | null {
    return this.#refusal;
  }
  get isWaiting(): boolean {
    return this.#isWaiting;
  }
  get isBusy(): boolean {
    return this.#isWaiting || this.#isOccupied || this.search.isRunning;
  }
  get state(): RunState {
    if (this.search.isRunning) return 'running';
    if (this.#isWaiting || this.engine.isLoading) return 'loading';
    if (this.engine.failure || this.search.status === 'failed') return 'error';
    return this.search.status === 'done' ? 'done' : 'idle';
  }

  shows(panel: Panel): boolean {
    return !this.#settings.hide.includes(panel);
  }
  isLocked(control: Control): boolean {
    return this.#settings.lock.includes(control);
  }

  change(patch: Partial<UrlState>): void {
    const next = { ...this.#settings, ...patch };
    // Another strategy has other options, and so has another verifier.
    this.#settings = withVerifierOptions(withOptions(next, next.parameters.options ?? {}), next.verifierOptions);
  }
  /** Another task, with a problem of its own; its models are on their way at once. */
  async chooseTask(task: OfferedTask): Promise<void> {
    if (task === this.#settings.task) return;
    this.change(withTask(this.#settings, task));
    if (this.hub.loaded) {
      this.hub.resetFormat(task);
      return;
    }
    this.#offeredVerifiers = OFFERED_VERIFIERS;
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
  changeVerifierOptions(patch: Partial<VerifierOptions>): void {
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

  /** What writes the steps now: a hub model, or the site's own models. */
  get writer(): {
    readonly isLoading: boolean;
    readonly loaded: LoadedEngine | null;
    readonly progress: LoadProgress | null;
  } {
    return this.hub.loaded ? { isLoading: false, loaded: this.hub.loaded, progress: null } : this.engine;
  }

  /**
   * The policy that made the tree, and the one that would answer a question about it now, where they are not the same.
   * Null while one of them is not known, and for a tree of another tool, of which nothing can be asked.
   */
  get otherModel(): { readonly made: string; readonly here: string } | null {
    const { info, origin } = this.search;
    const made = info && policyOf(info.models);
    const here = this.writer.loaded && policyOf(this.writer.loaded.models);
    return !origin && made && here && made !== here ? { made, here } : null;
  }

  /** A hub model has come, or gone: what it cannot do gives way. */
  #takeHubModel(policy: string | null, loaded: HubLoaded | null): void {
    const { task, verifier } = this.#settings;
    if (loaded) {
      const suited = loaded.verifiers.includes(verifier) ? verifier : 'confidence';
      this.change({ ...withTask(this.#settings, hubTaskFor(task, loaded.hasChatTemplate)), policy, verifier: suited });
      return;
    }
    this.change({ ...withTask(this.#settings, ownTaskFor(task)), policy: null, verifier: DEFAULT_STATE.verifier });
    void this.learnOffer().then(() => this.preload());
  }

  /** The settings of another address of this page, as Back brings it. */
  restore({ state, problems }: ParsedUrl): void {
    const { task } = this.#settings;
    this.#settings = state;
    this.#urlProblems = problems;
    this.#keepToOffered();
    if (state.task !== task) void this.learnOffer().then(() => this.preload());
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
    // A list that cannot be read is the load's failure too, which is told.
    const { task } = this.#settings;
    const offer = await this.engine.packOffer(ownTaskFor(task)).catch(() => null);
    if (!offer) return;
    this.#offeredTasks = OFFERED_TASKS.filter((id) => offer.tasks.includes(id));
    this.#offeredVerifiers = offeredOf(offer.verifiers);
    this.#keepToOffered();
  }

  #keepToOffered(): void {
    const { verifier } = this.#settings;
    const offered = this.offeredVerifiers;
    if (offered.includes(verifier)) return;
    this.#urlProblems = [...this.#urlProblems, { code: 'not-offered', field: 'verifier', value: verifier, offered }];
    this.change({ verifier: DEFAULT_STATE.verifier });
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

  get #mayPreload(): boolean {
    return !this.hub.loaded && TASKS[this.#settings.task].isTrained && !this.visit.isLight;
  }
  /** Has the engine start, where `preload` will follow. */
  warm(): void {
    if (this.#mayPreload) this.engine.warm(this.backend);
  }
  /** Fetches the models ahead of the first run. A failure is kept in `engine.failure` and shown there. */
  async preload(): Promise<void> {
    if (!this.#mayPreload) return;
    const { task, verifier, verifierOptions } = this.#settings;
    const { members } = verifierOptions;
    await this.engine.ensure({ task, verifier, members, backend: this.backend }).catch(() => undefined);
  }

  /** Gives the engine's memory back, unless it is at work; the tree stays. The next run loads the models again. */
  release(): void {
    if (!this.isBusy) this.engine.release();
  }

  /** Runs a search with the present settings. Resolves with its result; rejects with an `AppError`. */
  async run(asked = false): Promise<TraceResult> {
    if (this.isBusy) throw new AppError('busy', 'A search is already running.');
    const { task, problem, strategy, verifier, verifierOptions, parameters } = this.#settings;
    const read = this.problem;
    if (!read.ok) throw new AppError('bad-input', read.message);
    if (this.parameterProblem !== null) throw new AppError('bad-input', this.parameterProblem);
    const { hub } = this;
    if (!TASKS[task].isTrained && !hub.loaded) throw new AppError('bad-input', this.messages.hub.needed);
    if (verifier === 'rollouts' && !read.problem.hasAnswer)
      throw new AppError('bad-input', this.messages.hub.answerNeeded);
    if (hub.loaded && hub.formatProblem) {
      throw new AppError('bad-input', this.messages.hub.promptProblems[hub.formatProblem.code]);
    }
    this.#refusal = null;
    const turn = ++this.#turn;
    this.#isWaiting = true;
    const own = hub.loaded;
    const wanted = { task, verifier, members: verifierOptions.members, backend: this.backend };
    const loaded = await (own ? Promise.resolve(own) : this.engine.ensure(wanted)).finally(() => {
      if (turn === this.#turn) this.#isWaiting = false;
    });
    if (turn !== this.#turn) throw new AppError('aborted', 'The run was called off before it began.');
    this.selection.clear();
    const runId = ++this.#runs;
    const info: ShownRun = {
      task,
      problem: { text: read.problem.text },
      models: usedModels(loaded, verifier, verifierOptions),
      backend: loaded.backend,
      backendReason: loaded.backendReason,
      strategy,
      verifier,
      parameters,
    };
    const request = { runId, task, problem, strategy, verifier, verifierOptions, parameters };
    const result = await this.search.run(
      info,
      (onEvents) => (own ? hub.run(request, onEvents) : this.engine.run(request, onEvents)),
      this.#listener.onEvents,
    );
    this.#listener.onResult?.(result, asked);
    return result;
  }

  /** Keeps the engine for some work other than the search on the page. */
  async occupy<T>(work: () => Promise<T>): Promise<T> {
    if (this.isBusy) throw new AppError('busy', 'A search or a check is already running.');
    this.#isOccupied = true;
    try {
      return await work();
    } finally {
      this.#isOccupied = false;
    }
  }

  nextRunId(): number {
    return ++this.#runs;
  }

  /** Loads what a check needs and runs it. It ends early, with what it has, by `stopCheck`. */
  async check<K extends CheckKind>(
    { task, problem, verifiers }: CheckSubject,
    options: Checks[K]['options'],
    onEvents: (events: readonly Checks[K]['event'][]) => void,
  ): Promise<Checks[K]['result']> {
    return this.occupy(async () => {
      await this.#ensure(task, verifiers);
      const { verifierOptions } = this.#settings;
      const request = { runId: this.nextRunId(), task, problem, verifierOptions, ...options } as CheckRequest<K>;
      return this.hub.loaded ? this.hub.check<K>(request, onEvents) : this.engine.check<K>(request, onEvents);
    });
  }

  /** Lets the finished search go on from a token that is replaced. */
  async branch(
    { task, problem, verifiers }: CheckSubject,
    options: Checks['counterfactual']['options'],
  ): Promise<Checks['counterfactual']['result']> {
    return this.occupy(async () => {
      await this.#ensure(task, verifiers);
      const { verifierOptions } = this.#settings;
      const request = { runId: this.nextRunId(), task, problem, verifierOptions, ...options };
      const checker = this.hub.loaded ? this.hub : this.engine;
      return this.search.branch((onEvents) =>
        checker.check<'counterfactual'>(request, (told) => onEvents(told.map(({ event }) => event))),
      );
    });
  }

  /** Runs several searches on one problem in lock-step. */
  async together(
    { task, problem, verifiers }: CheckSubject,
    searches: TogetherRequest['searches'],
    onEvents: (events: readonly TogetherEvent[]) => void,
  ): Promise<TraceResult[]> {
    return this.occupy(async () => {
      await this.#ensure(task, verifiers);
      const { verifierOptions } = this.#settings;
      const told = searches.map((search) => ({ ...search, verifierOptions }));
      const request = { runId: this.nextRunId(), task, problem, searches: told };
      return this.hub.loaded ? this.hub.together(request, onEvents) : this.engine.together(request, onEvents);
    });
  }

  async #ensure(task: OfferedTask, verifiers: readonly OfferedVerifier[]): Promise<void> {
    // A hub model and its scores are there, or are not.
    if (this.hub.loaded) return;
    const { backend } = this;
    const { members } = this.#settings.verifierOptions;
    for (const verifier of verifiers.length ? verifiers : [DEFAULT_STATE.verifier])
      await this.engine.ensure({ task, verifier, members, backend });
  }

  stopCheck(): void {
    if (!this.#isOccupied) return;
    if (this.hub.loaded) this.hub.stop();
    else this.engine.stop();
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

  /** Ends the run with the best answer so far; one that still waits for the models does not begin. */
  stop(): void {
    if (this.#isWaiting) {
      this.#turn++;
      this.#isWaiting = false;
    }
    if (!this.search.isRunning) return;
    this.search.markStopping();
    if (this.hub.loaded) this.hub.stop();
    else this.engine.stop();
  }

  /** Shows a trace that was made elsewhere. Throws `bad-input`, and then leaves the page as it was. */
  showTrace(value: unknown, isChecked = false): void {
    const read = isChecked ? { ok: true as const, trace: value as Trace } : checkTrace(value);
    if (!read.ok) throw new AppError('bad-input', read.message, { ...read.data, fault: read.code });
    this.selection.clear();
    this.search.show(read.trace);
    this.#refusal = null;
  }

  /** Shows the search that the page brings along, unless the reader already has one. */
  showRecorded(trace: Trace): void {
    if (this.search.status === 'none' && !this.isBusy) this.search.show(trace, true);
  }

  currentTrace(): Trace | null {
    return this.search.trace();
  }
}

const policyOf = (models: readonly TraceModel[]): string | null =>
  models.find(({ role }) => role === 'policy')?.id ?? null;

/** The models that take part in a run, as its trace lists them. A verifier that is no model is one of its own. */
function usedModels(
  { models }: LoadedEngine,
  verifier: OfferedVerifier,
  options: Partial<VerifierOptions>,
): TraceModel[] {
  const used = models.filter(({ role, verifier: id }) => role === 'policy' || id === verifier);
  if (used.some(({ role }) => role === 'verifier')) return used;
  const scale = verifier === 'confidence' ? 'logprob' : 'probability';
  const id = madeVerifierName(verifier, checkVerifierOptions(options));
  return [...used, { id, role: 'verifier', verifier, scale, parameters: 0 }];
}

const KEY = Symbol('session');
export const provideSession = (session: Session): Session => setContext(KEY, session);
export const useSession = (): Session => getContext<Session>(KEY);
