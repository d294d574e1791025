/** A worker with models: the one piece of work that it does at a time, and its end where it no longer answers. */
import { proxy, type Remote } from 'comlink';
import type { BackendId } from '../core/ids';
import { AppError, errorCode } from '../core/errors';
import type { Hear, ModelApi } from '../protocol/model-host';
import { LivingWorker } from './living-worker';
import { watch, type Watchdog } from './watchdog';

/** A processor may be slow, and a step of many samples long: two minutes, in times of five seconds. */
export const PATIENT_TICKS = 24;
/** Who was told to end and does not even say that it heard: a loop in a model's own chat template, say. */
const DEAF_TICKS = 4;
const SAY_RELOAD = 'Load the models again to go on.';

/** A search or a check under way. */
interface Work {
  readonly runId: number;
  /** The worker knows of it: what it is told before that, it would not take for this. */
  isSent: boolean;
  /** How it is to end before its time. */
  end: 'stop' | 'abort' | null;
  /** Looks after that end. */
  deafness: Watchdog | null;
}

export class WorkerLife<Api extends ModelApi> extends LivingWorker<Api> {
  /** Of what is loaded: a GPU can hang without an error, and is watched. */
  backend: BackendId | null = null;
  readonly #common: Remote<ModelApi>;
  #work: Work | null = null;

  /** @throws AppError `worker-died` where the browser starts none. */
  constructor(createWorker: () => Worker) {
    super(createWorker, { what: 'engine', goOn: SAY_RELOAD });
    this.#common = this.api;
  }

  get isBusy(): boolean {
    return this.#work !== null;
  }

  /** Ends the worker when its GPU hangs, which is no error there. Call `hear` for what the worker reports. */
  watchGpu(silentTicks?: number): Watchdog {
    return this.#watch(new AppError('device-lost', 'WebGPU stopped answering.'), silentTicks);
  }

  /** Passes that end are signs of life, however long it takes until there is an event to tell. */
  #watch(error: AppError, silentTicks?: number): Watchdog {
    let passes = -1;
    const note = (now: number): void => {
      if (now !== passes) watchdog.hear();
      passes = now;
    };
    const ask = (): void => void this.#common.passes().then(note, () => undefined);
    const watchdog = watch(() => this.kill(error), silentTicks, ask);
    return watchdog;
  }

  /** What looks after a piece of work: nothing where the worker's end is reported anyway. */
  async #watchWork(): Promise<Watchdog | null> {
    if (this.backend === 'webgpu') return this.watchGpu();
    if (await this.isWatched) return null;
    return this.#watch(new AppError('worker-died', `The engine stopped answering. ${SAY_RELOAD}`), PATIENT_TICKS);
  }

  /**
   * A search or a check: one at a time. A worker whose device was lost is ended: it cannot be used again.
   * @throws AppError `busy`, what the worker throws, and what it was ended with.
   */
  async perform<Event, Result>(
    runId: number,
    onEvents: Hear<Event>,
    start: (api: Remote<ModelApi>, onEvents: Hear<Event>) => Promise<Result>,
  ): Promise<Result> {
    if (this.#work) throw new AppError('busy', 'A search or a check is running already.');
    const work: Work = { runId, isSent: false, end: null, deafness: null };
    this.#work = work;
    let silence: Watchdog | null = null;
    try {
      silence = await this.orDeath(this.#watchWork());
      const hear = (events: readonly Event[]): void => {
        silence?.hear();
        onEvents(events);
      };
      const result = this.orDeath(start(this.#common, proxy(hear)));
      work.isSent = true;
      if (work.end) this.#tell(work, work.end);
      return await result;
    } catch (error) {
      if (errorCode(error) === 'device-lost') this.kill(new AppError('device-lost', 'The device was lost.'));
      throw error;
    } finally {
      silence?.stop();
      work.deafness?.stop();
      this.#work = null;
    }
  }

  /** Ends the work of this number with the best answer so far; where the worker no longer answers, with the worker. */
  stop(runId: number): void {
    this.#end(runId, 'stop');
  }

  /** Ends the work of this number with no answer: it rejects with the code `aborted`; else as `stop`. */
  abort(runId: number): void {
    this.#end(runId, 'abort');
  }

  #end(runId: number, how: 'stop' | 'abort'): void {
    const work = this.#work;
    if (work?.runId !== runId) return;
    work.end = how;
    if (work.isSent) this.#tell(work, how);
  }

  /** Says it until the work has ended: the answer shows that the worker still hears. */
  #tell(work: Work, how: 'stop' | 'abort'): void {
    const say = (): void => {
      // A failure to arrive is the failure of the work, which reports it.
      void this.#common[how](work.runId).then(
        () => work.deafness?.hear(),
        () => undefined,
      );
    };
    work.deafness?.stop();
    work.deafness = watch(
      () =>
        this.kill(new AppError('ended', `The engine did not stop when it was told to, and was ended. ${SAY_RELOAD}`)),
      DEAF_TICKS,
      say,
    );
    say();
  }
}
