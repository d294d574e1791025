/**
 * The workshop for a model of the reader's own: value heads on its hidden states, trained in the worker that holds it.
 * While it trains, that model answers nothing else.
 */
import { errorCode } from '../../../core/errors';
import {
  DEFAULT_HEAD,
  oneLevel,
  usualLayers,
  type HeadEvent,
  type TrainedHeads,
} from '../../../protocol/head-training';
import type { StateLayer } from '../../../protocol/hub';
import { DEFAULT_REQUEST, HEAD_TEMPERATURE, WORKSHOP_LIMITS, type HeadFile } from '../../../protocol/train';
import { HUB_TASK, TASKS, TRAINED_TASK_IDS } from '../../../tasks/registry';
import type { OfferedTask, UrlState } from '../../../url/fields';
import type { Messages } from '../../../words';
import type { HubState } from '../../hub/hub.svelte';
import { Unfit } from '../../kit/unfit.svelte';
import type { HeadTraining, KeptHeadsSource, TrainingNote } from '../../shell/ports';
import { trainingFault } from '../train/fault-sentence';
import { HeadKeeping } from './head-keeping.svelte';
import { advanceHeads, NO_HEAD_PROGRESS, paceOf, remainingSeconds, shareDone } from './head-progress';
import type { HeadProgress } from './head-progress';
import { FIRST, SMALLER, type HeadNumber, type HeadWish } from './head-wish';
import { HeadsBeside } from './heads-beside.svelte';
import { LostTraining } from './lost-training.svelte';
import { MadeHeads } from './made-heads';
import { OpenedHeads } from './opened-heads.svelte';
import { OwnQuestions, type QuestionSources } from './own-questions.svelte';
import { countsWithin, type Asked } from './question-file';

/** What it needs of the page. */
export interface HeadsPage {
  readonly settings: UrlState;
  readonly hub: HubState;
  readonly messages: Messages;
  readonly isBusy: boolean;
  readonly mayRun: boolean;
  change(patch: Partial<UrlState>): void;
  chooseTask(task: OfferedTask): Promise<void>;
  refuse(sentence: string | null): void;
  tryRun(): Promise<void>;
}

/** Where the page's task has no problems to learn from. */
const USUAL = TRAINED_TASK_IDS.find((id) => TASKS[id].suitsChat) ?? TRAINED_TASK_IDS[0]!;

/** So many seconds more are worth a word before they are waited for. */
const LONG = 600;

export interface FinishedHeads extends TrainedHeads {
  readonly number: number;
  readonly model: string;
  readonly task: OfferedTask;
  /** The file of a reader's own questions; null for the task's problems. */
  readonly questions: string | null;
  readonly wish: HeadWish;
  /** Those that a head was asked of: of a learning that was ended, not all have one. */
  readonly layers: readonly StateLayer[];
}

export class HeadWorkshop {
  readonly #page: HeadsPage;
  #wish = $state.raw<HeadWish>(FIRST);
  /** Null for the page's. */
  #task = $state<OfferedTask | null>(null);
  #status = $state<'idle' | 'running' | 'paused' | 'stopping'>('idle');
  #progress = $state.raw<HeadProgress>(NO_HEAD_PROGRESS);
  #now = $state(0);
  #share = $state(0);
  #finished = $state.raw<readonly FinishedHeads[]>([]);
  #ended = $state<'well' | 'called-off' | 'failed' | null>(null);
  #training: HeadTraining | null = null;
  #made: MadeHeads | null = null;
  /** Resolves when what is under way has ended. */
  #ending: Promise<void> = Promise.resolve();
  /** While heads of a training that failed are taken over: the next waits for them. */
  #takingOver: Promise<void> | null = null;
  #count = 0;
  readonly #opened: OpenedHeads;
  readonly unfit = new Unfit();
  readonly keeping: HeadKeeping;
  readonly lost: LostTraining;
  readonly beside: HeadsBeside;
  readonly own: OwnQuestions;

  /**
   * @param kept where heads outlive the page; null where they do not
   * @param questions where they come from
   */
  constructor(
    page: HeadsPage,
    kept: KeptHeadsSource | null = null,
    questions: Partial<QuestionSources> = {},
    note?: TrainingNote,
  ) {
    this.#page = page;
    this.keeping = new HeadKeeping(kept);
    this.#opened = new OpenedHeads(page, this.keeping);
    this.lost = new LostTraining(note ?? null);
    this.beside = new HeadsBeside(page, (file) => this.open(file));
    this.own = new OwnQuestions(page, questions, (count) => this.change(countsWithin(count, this.#wish)));
  }

  get wish(): HeadWish {
    return this.#wish;
  }
  change(patch: Partial<HeadWish>): void {
    this.#wish = { ...this.#wish, ...patch };
  }
  /** Those in place of the task's problems; null for these. */
  get questions(): Asked | null {
    return this.own.inUse;
  }
  /** The task whose problems are learned from: the page's, where it has some. The model is asked as in a search. */
  get task(): OfferedTask {
    if (this.questions) return HUB_TASK;
    return TRAINED_TASK_IDS.find((id) => id === (this.#task ?? this.#page.settings.task)) ?? USUAL;
  }
  chooseTask(task: OfferedTask): void {
    this.#task = task;
  }
  /** The hidden states that the model gives; none where no head can be trained on it. */
  get layers(): readonly StateLayer[] {
    return this.#page.hub.loaded?.stateLayers ?? [];
  }
  /** Those that a head is trained on. */
  get chosenLayers(): readonly StateLayer[] {
    const deepest = Math.max(0, ...this.layers.map((layer) => (layer === 'last' ? 0 : layer)));
    const wanted = this.#wish.layers ?? usualLayers(deepest);
    const given = this.layers.filter((layer) => wanted.includes(layer));
    return given.length ? given : this.layers.slice(-1);
  }
  /** One more or one less; one at least stays. */
  toggleLayer(layer: StateLayer): void {
    const wanted = this.layers.filter((one) => this.chosenLayers.includes(one) !== (one === layer));
    if (wanted.length) this.change({ layers: wanted });
  }
  get status(): 'idle' | 'running' | 'paused' | 'stopping' {
    return this.#status;
  }
  get isRunning(): boolean {
    return this.#status !== 'idle';
  }
  /** Something would be gone with the page that took its reader minutes: what is learned now, or was not kept. */
  get isLostWithPage(): boolean {
    return this.isRunning || this.keeping.unkept.length > 0;
  }
  get progress(): HeadProgress {
    return this.#progress;
  }
  /** How much of it is done, in [0, 1]: what a later layer reads once more takes nothing back. */
  get share(): number {
    return this.#share;
  }
  /** Seconds until it is made and tested, as far as its pace so far tells; null while that is not known. */
  get remaining(): number | null {
    const { problems, samples, testProblems, testSamples } = this.#wish;
    return remainingSeconds(this.#progress, problems * samples + testProblems * testSamples, this.#now);
  }
  /** Tokens a second of what is being written; null before any. */
  get pace(): number | null {
    const { probed, sample, testSample } = this.#progress;
    return paceOf(testSample ?? sample ?? probed, this.#now);
  }
  get isLong(): boolean {
    return (this.remaining ?? 0) > LONG && this.#wish.problems > SMALLER.problems && this.#progress.stage === 'sample';
  }
  get ended(): 'well' | 'called-off' | 'failed' | null {
    return this.#ended;
  }
  /** The newest first. */
  get finished(): readonly FinishedHeads[] {
    return this.#finished;
  }
  get opened(): readonly HeadFile[] {
    return this.#opened.all.filter((head) => this.isOffered(head));
  }
  /** Problems that are searched: they are among those that are tested on. */
  get searchProblems(): number {
    return Math.min(this.#wish.searchProblems, this.#wish.testProblems);
  }
  /** The most of a number that can be asked. */
  mostOf(name: HeadNumber): number {
    const { max } = WORKSHOP_LIMITS.find((limit) => limit.name === name)!;
    if (name === 'searchProblems') return this.#wish.testProblems;
    if (name !== 'testProblems' || this.questions) return max;
    const task = TASKS[this.task];
    return Math.min(
      max,
      task.splitSize('test', task.levels ? (this.#wish.levels ?? oneLevel(task.levels)) : undefined),
    );
  }

  /** Trains what is chosen now. What goes wrong is said on the page. */
  start(): Promise<void> {
    if (this.#takingOver) return this.#takingOver.then(() => this.start());
    return this.isRunning ? Promise.resolve() : (this.#ending = this.#train());
  }

  async #train(): Promise<void> {
    const { hub, messages } = this.#page;
    const port = hub.headPort;
    if (!port || !hub.loaded || this.unfit.first || !this.layers.length || this.own.isComing) return;
    if (this.#page.isBusy) return this.#page.refuse(messages.errors.busy);
    // Other problems may have no levels.
    const levels = this.questions || !TASKS[this.task].levels ? null : this.#wish.levels;
    const wish = { ...this.#wish, levels, searchProblems: this.searchProblems };
    const { rule, head, layers: _, levels: __, ...numbers } = wish;
    const { task, chosenLayers: chosen } = this;
    const model = hub.using?.name ?? '';
    const questions = this.questions?.name ?? null;
    this.#page.refuse(null);
    this.#progress = NO_HEAD_PROGRESS;
    this.#share = 0;
    this.#ended = null;
    this.#status = 'running';
    this.lost.begin(model, chosen);
    const made = (this.#made = new MadeHeads(this.keeping, this.lost));
    try {
      this.#training = port.trainHeads(
        {
          ...{ task, teacher: 'checker', questions: this.questions?.texts ?? null, layers: chosen },
          head: { ...DEFAULT_HEAD, head },
          request: {
            ...DEFAULT_REQUEST,
            temperature: HEAD_TEMPERATURE,
            ...numbers,
            rules: [rule],
            levels,
            testLevels: levels,
          },
        },
        (events) => this.#hear(events),
      );
      const trained = await this.#training.result;
      hub.join(trained.runs.map((run) => run.model));
      void this.#keepRest(made, trained);
      this.#finished = [
        { ...trained, number: ++this.#count, model, task, questions, wish, layers: chosen },
        ...this.#finished,
      ];
      this.#ended = 'well';
    } catch (error) {
      this.#ended = errorCode(error) === 'aborted' ? 'called-off' : 'failed';
      const sentence = trainingFault(error, messages);
      if (sentence !== null) this.#page.refuse(sentence);
    } finally {
      this.#training = this.#made = null;
      this.lost.end();
      this.#status = 'idle';
    }
    if (this.#ended === 'called-off') await made.throwAway();
    // What was made before the fault is there.
    else if (this.#ended === 'failed')
      await (this.#takingOver = this.#takeMade(made).finally(() => (this.#takingOver = null)));
  }

  /** What was made stays at hand, kept or not. */
  async #takeMade(made: MadeHeads): Promise<void> {
    const isKept = await made.end();
    await this.rejoin();
    for (const head of made.all.filter((one) => !isKept(one))) {
      const taken = await this.#opened.take(new File([head.bytes], head.file)).catch(() => null);
      // Where the model is gone with the fault, it can be saved at least.
      if (!taken) await this.keeping.keep([head]);
    }
  }

  /** Those that were not kept as they were made. */
  async #keepRest(made: MadeHeads, { runs }: TrainedHeads): Promise<void> {
    const isKept = await made.end();
    await this.keeping.keep(runs.flatMap(({ head }) => (isKept(head) ? [] : head)));
  }

  #hear(events: readonly HeadEvent[]): void {
    if (!this.#training) return;
    for (const event of events) if (event.stage === 'made') this.#made?.hear(event);
    const before = this.#progress.stage;
    this.#now = performance.now();
    this.#progress = events.reduce((progress, event) => advanceHeads(progress, event, this.#now), this.#progress);
    const { problems, samples, testProblems, testSamples } = this.#wish;
    const solutions = problems * samples + testProblems * testSamples;
    const work = { solutions, layers: this.chosenLayers, searches: this.searchProblems };
    this.#share = Math.max(this.#share, shareDone(this.#progress, work));
    if (this.#status === 'stopping' && before !== this.#progress.stage) this.#status = 'running';
  }

  pause(): void {
    if (this.#status !== 'running') return;
    this.#status = 'paused';
    this.#training?.pause();
  }
  goOn(): void {
    if (this.#status !== 'paused') return;
    this.#status = 'running';
    this.#training?.goOn();
  }
  /** Ends the stage under way: learning and the test with what they have; before anything is learned, all of it. */
  stop(): void {
    if (!this.isRunning) return;
    this.#status = 'stopping';
    this.#training?.stop();
  }
  abort(): void {
    this.#training?.abort();
  }
  /** Begins anew, with so much less that a slow model can do it. */
  async takeSmaller(): Promise<void> {
    this.change(SMALLER);
    this.abort();
    await this.#ending;
    await this.start();
  }

  /** Searches with it. */
  use({ id }: Pick<HeadFile, 'id'>): void {
    const page = this.#page;
    if (page.isBusy || this.isRunning) return page.refuse(page.messages.errors.busy);
    page.change({ verifier: id, view: 'search' });
    if (page.mayRun) void page.tryRun();
  }

  /** Opens a head's file: one that fits the model is offered. What does not fit is said on the page; null then. */
  open(file: File): Promise<HeadFile | null> {
    return this.#opened.open(file);
  }

  /** Verifiers are gone with their model: where it is loaded again, those that were made of it join it again. */
  async rejoin(): Promise<void> {
    const { hub } = this.#page;
    const [port, before] = [hub.headPort, hub.using];
    if (!port || this.isRunning) return;
    await this.keeping.read();
    const kept = this.keeping.all.filter(({ card }) => card.base.sha256 === hub.loaded?.sha256);
    const own = this.#finished.filter(({ model }) => model === before?.name).flatMap(({ runs }) => runs);
    for (const { file, bytes } of [...kept, ...own.map(({ head }) => head)]) {
      // Another size of the model has other numbers inside, and refuses it.
      const opened = await port.openHead(new File([bytes], file)).catch(() => null);
      if (hub.using !== before) return;
      if (opened) hub.join([opened.model]);
    }
  }
  /** Whether the model that is loaded can be judged by it. */
  isOffered({ id }: Pick<HeadFile, 'id'>): boolean {
    return this.#page.hub.loaded?.verifiers.includes(id) === true;
  }
}
