/**
 * The workshop: a training under way, and what came of those before. It has a worker of its own, so that the page's
 * models stay free for searches; whatever goes wrong in it, nothing that is on the page is lost.
 */
import { errorCode } from '../../../core/errors';
import {
  headName,
  isHead,
  OWN_TEACHERS,
  verifiersTeaching,
  type HeadFile,
  type Searched,
  type Start,
  type Trained,
  type TrainOffer,
  type TrainEvent,
  type UnfinishedNews,
  type WORKSHOP_LIMITS,
  type WorkshopRule,
} from '../../../protocol/train';
import type { KeptTraining } from '../../../protocol/kept-training';
import type { UnfinishedTraining } from '../../../protocol/unfinished';
import { TASKS } from '../../../tasks/registry';
import type { OfferedTask } from '../../../url/fields';
import { modelsNeeded, traitsOf } from '../../../verifiers/find';
import { Unfit } from '../../kit/unfit.svelte';
import type { KeptSource, LoadProgress, Training, UnfinishedSource, WorkshopPort } from '../../shell/ports';
import { ownTaskFor } from '../../shell/settings';
import { choiceFault, mostAsked } from './choice-fault';
import { fileFault, trainingFault } from './fault-sentence';
import { finishedOf, type Finished } from './finished';
import { OpenedTables } from './opened-tables.svelte';
import { canTeach, firstChoice, presetChoice, presetOf, type Choice, type Preset } from './presets';
import { Interrupted, type Trail } from './interrupted.svelte';
import { Keeping } from './keeping.svelte';
import { advance, NO_PROGRESS, progressBefore, type Progress } from './progress';
import type { WorkshopPage } from './workshop-page';

export type { WorkshopPage };
export type Status = 'idle' | 'loading' | 'running' | 'paused' | 'stopping';

/** Verifiers that are trained side by side. */
export const MOST_RULES = 4;

export class Workshop {
  readonly #port: WorkshopPort | null;
  readonly #page: WorkshopPage;
  /** Of one task: another has other levels and other teachers. */
  #chosen = $state.raw<{ readonly task: OfferedTask; readonly choice: Choice } | null>(null);
  #offers = $state.raw<Partial<Record<OfferedTask, TrainOffer>>>({});
  #status = $state<Status>('idle');
  /** Of the training under way, else of the last one. */
  #progress = $state.raw<Progress>(NO_PROGRESS);
  #load = $state.raw<LoadProgress | null>(null);
  #asked = $state.raw<{ readonly task: OfferedTask; readonly choice: Choice } | null>(null);
  #finished = $state.raw<readonly Finished[]>([]);
  #opened = $state.raw<readonly HeadFile[]>([]);
  #ended = $state<'well' | 'called-off' | 'failed' | null>(null);
  #count = 0;
  /** The number of the training under way, once its verifiers are there. */
  #shown: number | null = null;
  #training: Training | null = null;
  #trail: Trail | null = null;
  readonly keeping: Keeping;
  /** Numbers in its sentences that cannot be taken. */
  readonly unfit = new Unfit();
  readonly interrupted: Interrupted;
  readonly tables: OpenedTables;

  /** @param kept, unfinished where trainings outlive the page; null where they do not */
  constructor(
    port: WorkshopPort | null,
    page: WorkshopPage,
    kept: KeptSource | null = null,
    unfinished: UnfinishedSource | null = null,
  ) {
    this.#port = port;
    this.#page = page;
    this.tables = new OpenedTables(page);
    this.interrupted = new Interrupted(port && unfinished);
    this.keeping = new Keeping(port && kept, (training) => this.#add(training));
  }

  /** False where nobody trains for this page. */
  get isPossible(): boolean {
    return this.#port !== null;
  }
  /** The task whose verifiers are trained: the page's, where the site has models for it. */
  get task(): OfferedTask {
    return ownTaskFor(this.#page.settings.task);
  }
  get choice(): Choice {
    return this.#chosen?.task === this.task ? this.#chosen.choice : firstChoice(TASKS[this.task]);
  }
  get preset(): Preset | null {
    return presetOf(this.choice, TASKS[this.task]);
  }
  /** Those that the task's pack has; none until it was asked. */
  get starts(): readonly Start[] {
    return this.#offers[this.task]?.starts ?? [];
  }
  /** Who can say what is right: a verifier whose numbers are probabilities, and the same for every problem. */
  get teachers(): readonly string[] {
    const { offer } = this.#page;
    return [...OWN_TEACHERS, ...offer.verifiers.filter((id) => canTeach(id, offer.scaleOf(id)))];
  }
  /** Those of them that can teach together: models, which are averaged. */
  get teachersTogether(): readonly string[] {
    return this.teachers.filter((id) => traitsOf(id).trained && !OWN_TEACHERS.some((own) => own === id));
  }
  /** One more or one less of several teachers; two at least stay. */
  toggleTeacher(id: string): void {
    const now = verifiersTeaching(this.choice.teacher);
    const wanted = this.teachersTogether.filter((one) => now.includes(one) !== (one === id));
    if (wanted.length > 1) this.change({ teacher: wanted.join() });
  }
  get status(): Status {
    return this.#status;
  }
  get isRunning(): boolean {
    return this.#status !== 'idle';
  }
  /** Something would be gone with the page that took its reader minutes: what is learned now, or was not kept. */
  get isLostWithPage(): boolean {
    return (this.isRunning && !this.#progress.isMade) || this.keeping.unkept.length > 0;
  }
  get progress(): Progress {
    return this.#progress;
  }
  /** Nothing is learned yet. */
  get #isBefore(): boolean {
    const { stage } = this.#progress;
    return stage !== 'learn' && stage !== 'test';
  }
  /** Of what is fetched before a training begins. */
  get load(): LoadProgress | null {
    return this.#load;
  }
  /** What the training under way was asked, else the last one; null before the first. */
  get asked(): { readonly task: OfferedTask; readonly choice: Choice } | null {
    return this.#asked;
  }
  /** How the last training ended; null while one is under way, and before the first. */
  get ended(): 'well' | 'called-off' | 'failed' | null {
    return this.#ended;
  }
  /** The newest first. */
  get finished(): readonly Finished[] {
    return this.#finished;
  }
  /** Verifiers that came in files. */
  get opened(): readonly HeadFile[] {
    return this.#opened;
  }
  mostOf(limit: (typeof WORKSHOP_LIMITS)[number]): number {
    return mostAsked(limit, this.choice, TASKS[this.task]);
  }
  /** A sentence that says why this cannot be asked; null where it can. */
  get fault(): string | null {
    return choiceFault(this.choice, (limit) => this.mostOf(limit), this.unfit.first, this.#page.messages);
  }

  /** Asks what the task's pack offers; a site that cannot be asked fails when it is trained, and says so then. */
  async learn(): Promise<void> {
    const { task } = this;
    const offer = await this.#port?.offer(task).catch(() => null);
    if (offer) this.#offers = { ...this.#offers, [task]: offer };
  }

  change(patch: Partial<Choice>): void {
    this.#chosen = { task: this.task, choice: { ...this.choice, ...patch } };
  }
  take(preset: Preset): void {
    const { task } = this;
    this.#chosen = { task, choice: presetChoice(preset, TASKS[task], this.choice.seed) };
  }
  /** One at least stays, and four at most. */
  toggleRule(rule: WorkshopRule): void {
    const { rules } = this.choice;
    const without = rules.filter((known) => known !== rule);
    if (without.length === rules.length && rules.length < MOST_RULES) this.change({ rules: [...rules, rule] });
    else if (without.length < rules.length && without.length) this.change({ rules: without });
  }

  /** Begins a training of what is chosen now. What goes wrong is said on the page. */
  async start(): Promise<void> {
    if (this.fault === null) await this.#train(this.task, this.choice, null);
  }

  /** Goes on with the training of this task that was interrupted, if it is still there. */
  async resume(): Promise<void> {
    const { task } = this;
    const before = this.isRunning ? null : await this.interrupted.look(task);
    if (!before || this.isRunning) return;
    const choice = { ...before.request, teacher: before.teacher };
    this.#chosen = { task, choice };
    await this.#train(task, choice, before);
  }

  async #train(task: OfferedTask, choice: Choice, before: UnfinishedTraining | null): Promise<void> {
    const port = this.#port;
    if (!port || this.isRunning) return;
    const { teacher, ...request } = choice;
    const teachers = modelsNeeded(verifiersTeaching(teacher));
    this.#page.refuse(null);
    this.#asked = { task, choice };
    this.#progress = before ? progressBefore(before) : NO_PROGRESS;
    [this.#load, this.#ended, this.#shown] = [null, null, null];
    this.#status = 'loading';
    let trail: Trail | null = null;
    try {
      if (this.keeping.isReading) await this.keeping.restore();
      const taken = this.#page.offer.heads.map(({ id }) => headName(id));
      const heads = before?.heads ?? this.#page.offer.heads.filter(({ id }) => teachers.includes(id));
      const inPack = teachers.filter((id) => !isHead(id));
      trail = this.#trail = this.interrupted.begin({ task, teacher, heads, request }, before);
      const listener = {
        onProgress: (progress: LoadProgress) => (this.#load = progress),
        onEvents: (events: readonly TrainEvent[]) => this.#hear(events),
        onUnfinished: (news: readonly UnfinishedNews[]) => news.forEach((one) => this.#trail?.keep(one)),
      };
      const where = this.#page.settings.backend === 'webgpu' ? ({ learner: 'webgpu' } as const) : {};
      const order = { task, teacher, heads, request, taken, ...where };
      this.#training = port.train(order, inPack, listener, before ?? undefined);
      const trained = await this.#training.result;
      // Its events may still be on their way.
      if (this.#shown === null || trained.searched) this.#show(trained);
      this.#ended = 'well';
    } catch (error) {
      const code = errorCode(error);
      this.#ended = code === 'aborted' ? 'called-off' : 'failed';
      // What cannot be asked cannot be gone on with; one that was stopped before it went on stays as it was.
      if (code === 'bad-input' || (code === 'aborted' && !(before && this.#isBefore))) trail?.forget();
      this.#refuse(trainingFault(error, this.#page.messages));
    } finally {
      this.#training = null;
      this.#trail = null;
      this.#load = null;
      this.#status = 'idle';
      void trail?.end().then(() => this.interrupted.look(task));
    }
  }

  #hear(events: readonly TrainEvent[]): void {
    // What comes after its end is of no training.
    if (!this.#training) return;
    if (this.#status === 'loading') this.#status = 'running';
    const { stage } = this.#progress;
    this.#progress = events.reduce(advance, this.#progress);
    // Learning that was stopped has gone over to its test, which can be ended in its turn.
    if (this.#status === 'stopping' && stage === 'learn' && this.#progress.stage === 'test') this.#status = 'running';
    for (const event of events) {
      // Searches can be made with it from now on, whatever becomes of its test.
      if (event.stage === 'made') this.#show(event.trained);
      if (event.stage === 'search' && this.#shown !== null) this.#amend(this.#shown, event.searched);
    }
  }

  /** What was just made, and again when it has been searched with: each time it is kept as it is. */
  #show(trained: Trained): void {
    this.#trail?.forget();
    const { task, choice } = this.#asked!;
    const { teacher, ...request } = choice;
    const training = { task, teacher, request, trained };
    if (this.#shown === null) this.#shown = this.#add(training);
    else this.#amend(this.#shown, trained.searched);
    // One that was taken away in the meantime does not come back.
    if (this.#finished.some(({ number }) => number === this.#shown)) this.keeping.keep(this.#shown, training);
  }
  #amend(number: number, searched: Searched | null): void {
    this.#finished = this.#finished.map((one) => (one.number === number ? { ...one, searched } : one));
  }

  /**
   * Shows a training and offers its verifiers; its number.
   * @throws AppError `bad-input` where another verifier has the name of one of them
   */
  #add(training: KeptTraining): number {
    for (const { head } of training.trained.runs) this.#page.offer.addHead(head);
    const finished = finishedOf(training, ++this.#count);
    this.#finished = [finished, ...this.#finished];
    return finished.number;
  }
  /** Takes trainings out of the table, and out of what is kept. Their verifiers are offered until the page is left. */
  remove(numbers: readonly number[]): void {
    this.#finished = this.#finished.filter(({ number }) => !numbers.includes(number));
    void this.keeping.forget(numbers);
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
  /**
   * Ends the stage under way: learning and the test with what they have; before anything is learned, the training. The
   * test of what was learned follows, and can be ended in its turn.
   */
  stop(): void {
    if (this.#isBefore) this.abort();
    else if (this.isRunning) {
      this.#status = 'stopping';
      this.#training?.stop();
    }
  }
  /** At once, with nothing. */
  abort(): void {
    this.#training?.abort();
  }

  /**
   * Searches with it, at once where the reader may, and from now on; not while something that was begun with another
   * verifier is under way.
   */
  use({ id, task }: HeadFile): void {
    const page = this.#page;
    if (task !== page.settings.task) return;
    if (page.isBusy) {
      page.refuse(page.messages.errors.busy);
      return;
    }
    page.change({ verifier: id, view: 'search' });
    if (page.mayRun) void page.tryRun();
  }

  /** Opens a trained verifier's file, and offers it. What does not fit is said on the page; null then. */
  async open(file: File): Promise<HeadFile | null> {
    if (!this.#port) return null;
    try {
      const head = await this.#port.read(this.task, file);
      this.#page.offer.addHead(head);
      this.#opened = [...this.#opened.filter(({ id }) => id !== head.id), head];
      this.#page.refuse(null);
      return head;
    } catch (error) {
      this.#refuse(fileFault(error, this.task, this.#page.messages));
      return null;
    }
  }

  /** What was called off is nothing wrong. */
  #refuse(sentence: string | null): void {
    if (sentence !== null) this.#page.refuse(sentence);
  }
}
