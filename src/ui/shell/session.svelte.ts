/**
 * The page's settings (which are the URL's fields), what the site or a hub model offers for them, and the language: what
 * every room of the page reads. Settings, offer and the model that writes change together, so all that changes one of
 * them is here. What is done with them is in the rooms (`page-session.svelte.ts` holds these).
 */
import { AppError } from '../../core/errors';
import { createRng } from '../../core/rng';
import type { HubLoaded } from '../../protocol/hub';
import { parameterProblem, type CommonParameter } from '../../protocol/parameters';
import { TASKS } from '../../tasks/registry';
import type { Control, OfferedLanguage, OfferedTask, OfferedVerifier } from '../../url/fields';
import { type Panel, type UrlProblem, type UrlState } from '../../url/fields';
import { parseFields, type ParsedUrl } from '../../url/parse';
import type { VerifierOptions } from '../../verifiers/types';
import { fetchMessages, fill, messagesFor } from '../../words';
import { HubState } from '../hub/hub.svelte';
import { EngineState } from './engine.svelte';
import { Jobs } from './jobs.svelte';
import { Models } from './models.svelte';
import { Offer } from './offer.svelte';
import type { EnginePort, OtherPorts } from './ports';
import { atTask, changed, withHubModel, withoutHubModel } from './settings';
import { urlSentence } from './url-sentence';
import { VisitState } from './visit.svelte';
import { Unfit } from '../kit/unfit.svelte';
import type { NeededModels } from './writer';

export class Session {
  readonly jobs = new Jobs();
  readonly models: Models;
  readonly offer: Offer;
  readonly visit: VisitState;
  #settings: UrlState = $state.raw(null!);
  #urlProblems = $state.raw<readonly UrlProblem[]>([]);
  /** A sentence about a trace or a run that was refused. */
  #refusal = $state<string | null>(null);
  #toldOfTask: string | null = null;

  /** What the page speaks: the chosen language, once its sentences are here. */
  #language = $state<OfferedLanguage>('en');
  readonly messages = $derived(messagesFor(this.#language));
  /** The problem as its task reads it. */
  readonly problem = $derived(TASKS[this.#settings.task].parse(this.#settings.problem));
  readonly parameterProblem = $derived.by(() => {
    const { strategy, parameters, verifier } = this.#settings;
    return parameterProblem(strategy, parameters, { id: verifier, scale: this.offer.scaleOf(verifier) });
  });
  /** Numbers of the settings that cannot be taken. */
  readonly unfit = new Unfit();
  readonly canRun = $derived(this.problem.ok && this.parameterProblem === null && this.unfit.first === null);

  constructor(port: EnginePort, url: ParsedUrl, others: Partial<OtherPorts> = {}) {
    const { hub = null, visits = null } = others;
    this.visit = new VisitState(visits);
    this.#settings = url.state;
    this.#urlProblems = url.problems;
    const hubState = new HubState(hub, {
      onLoaded: (address, loaded) => this.#takeHubModel(address, loaded),
      task: () => this.#settings.task,
      backend: () => this.#settings.backend,
    });
    this.models = new Models(new EngineState(port), hubState, this.jobs);
    this.offer = new Offer(this.models, () => this.#settings.task);
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
  /** The levels of problems that the pack's models learned; null where it declares none. */
  get learnedLevels(): readonly [low: number, high: number] | null {
    return this.offer.levels;
  }
  get offeredVerifiers(): readonly OfferedVerifier[] {
    return this.offer.verifiers;
  }
  get refusal(): string | null {
    return this.#refusal;
  }
  get isBusy(): boolean {
    return this.jobs.current !== null;
  }

  shows(panel: Panel): boolean {
    return !this.#settings.hide.includes(panel);
  }
  isLocked(control: Control): boolean {
    return this.#settings.lock.includes(control);
  }
  /** Whether a reader may begin a search: an author may have hidden or locked *Run*. */
  get mayRun(): boolean {
    return this.shows('run') && !this.isLocked('run');
  }

  change(patch: Partial<UrlState>): void {
    this.#settings = changed(this.#settings, patch, (verifier) => this.offer.scaleOf(verifier));
  }
  /** Another task, with a problem of its own; its models are on their way at once. */
  async chooseTask(task: OfferedTask): Promise<void> {
    if (task === this.#settings.task) return;
    this.change(atTask(this.#settings, task, this.hub.loaded !== null));
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
    this.restore(parseFields(fields, this.#settings));
    const [problem] = this.#urlProblems;
    if (problem) throw new AppError('bad-input', urlSentence(problem, this.messages), { field: problem.field });
  }

  #takeHubModel(policy: string | null, loaded: HubLoaded | null): void {
    const { task } = this.#settings;
    this.change(loaded ? withHubModel(this.#settings, policy, loaded) : withoutHubModel(this.#settings));
    // What was said of the model before is not true of this one.
    if (this.#refusal !== null && this.#refusal === this.#toldOfTask) this.refuse(null);
    if (loaded) {
      this.onHubModel();
      if (task !== this.#settings.task) this.#tellTask(task, this.#settings.task);
    } else void this.learnOffer().then(() => this.preload());
  }
  /** A task that gave way is not the one that the reader chose. */
  #tellTask(before: OfferedTask, now: OfferedTask): void {
    const { hub, tasks, language } = this.messages;
    this.#toldOfTask = fill(hub.taskGaveWay, { before: tasks[before].name, task: tasks[now].name }, language);
    this.refuse(this.#toldOfTask);
  }
  /** A hub model writes from now on. */
  protected onHubModel(): void {}

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

  /** Ends what is under way. */
  stop(): void {
    this.jobs.stop();
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
  get #ahead(): NeededModels | null {
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
}
