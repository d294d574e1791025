/** The work for the models that the reader asked for: one piece at a time, whatever it is, and one way to stop it. */
import { AppError } from '../../core/errors';

export type JobKind = 'search' | 'value' | 'change' | 'error' | 'labels' | 'frozen' | 'together' | 'measure';

export class Job {
  /** The number by which the models know it. */
  readonly id: number;
  readonly kind: JobKind;
  #isWaiting = $state(false);
  #isStopping = $state(false);
  #callOff: (error: AppError) => void = () => undefined;
  #end: (() => void) | null = null;

  constructor(kind: JobKind, id: number) {
    this.kind = kind;
    this.id = id;
  }

  /** Its models are still on their way: a stop ends it before it begins. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }
  /** It was told to stop, and has not ended yet. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Waits for what the work needs; what comes after a stop is not waited for. @throws AppError `aborted` then. */
  async awaiting<T>(needed: Promise<T>): Promise<T> {
    this.#isWaiting = true;
    const calledOff = new Promise<never>((_, reject) => (this.#callOff = reject));
    try {
      return await Promise.race([needed, calledOff]);
    } finally {
      this.#isWaiting = false;
    }
  }

  /** How the work is ended before its time from now on; at once where it has been stopped already. */
  onStop(end: () => void): void {
    this.#end = end;
    if (this.#isStopping) end();
  }

  /** Ends the work, with what it has where it can give that. */
  stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    if (this.#isWaiting) this.#callOff(new AppError('aborted', 'It was called off before it began.'));
    else this.#end?.();
  }
}

export class Jobs {
  #current = $state.raw<Job | null>(null);
  #count = 0;
  #awaiting: (() => void)[] = [];

  get current(): Job | null {
    return this.#current;
  }

  /** @throws AppError `busy` where there is work already, and what the work throws. */
  async start<T>(kind: JobKind, work: (job: Job) => Promise<T>): Promise<T> {
    if (this.#current) throw new AppError('busy', 'A search or a check is already running.');
    const job = new Job(kind, ++this.#count);
    this.#current = job;
    try {
      return await work(job);
    } finally {
      this.#end(job);
    }
  }

  /** Ends what is under way. What only waits for its models makes room at once. */
  stop(): void {
    const job = this.#current;
    if (!job) return;
    const { isWaiting } = job;
    job.stop();
    if (isWaiting) this.#end(job);
  }

  /** Resolves when nothing is under way. */
  async whenIdle(): Promise<void> {
    while (this.#current) await new Promise<void>((resolve) => this.#awaiting.push(resolve));
  }

  #end(job: Job): void {
    if (this.#current !== job) return;
    this.#current = null;
    for (const resolve of this.#awaiting.splice(0)) resolve();
  }
}
