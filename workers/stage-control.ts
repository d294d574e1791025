/** How the page holds and ends a training that is at work in a worker: by stages, as the reader sees them. */
import type { HeadEvent } from '../src/protocol/head-training';
import type { TrainEvent } from '../src/protocol/train';
import type { WorkshopControl } from '../src/workshop/workshop';
import { yieldToMessages } from './yield';

type Stage = (TrainEvent | HeadEvent)['stage'];

/** A stop ends the test, with what it has tested. */
const TESTING: ReadonlySet<Stage> = new Set(['test-sample', 'test', 'ask', 'made', 'search'] as const);

export class StageControl {
  readonly #abort = new AbortController();
  readonly #skip = new AbortController();
  #stage: Stage | null = null;
  #isStopped = false;
  /** Whether a verifier has learned, which a stop keeps. */
  #hasLearned = false;
  /** Lets what is held go on; null while nothing is. */
  #goOn: (() => void) | null = null;
  #held: Promise<void> = Promise.resolve();

  /** For `runWorkshop`. */
  readonly control: Omit<WorkshopControl, 'onEvent'> = {
    signal: this.#abort.signal,
    skipTest: this.#skip.signal,
    shouldStop: () => this.#isStopped,
    gate: async () => {
      // Messages come in here, and a pause holds what comes next.
      await yieldToMessages();
      await this.#held;
    },
  };

  /** What is at work, beside which a problem may be watched. */
  note({ stage }: TrainEvent | HeadEvent): void {
    if (stage !== 'watch') this.#stage = stage;
    this.#hasLearned ||= stage === 'learn';
  }

  pause(): void {
    if (this.#goOn) return;
    this.#held = new Promise((resolve) => (this.#goOn = resolve));
  }

  goOn(): void {
    this.#goOn?.();
    this.#goOn = null;
  }

  /** Ends the stage that is at work: learning and the test with what they have; before that, all of it. */
  stop(): void {
    const isReading = this.#stage === 'label' || this.#stage === 'features';
    if (this.#stage === 'learn' || (isReading && this.#hasLearned)) this.#isStopped = true;
    else if (this.#stage !== null && TESTING.has(this.#stage)) this.#skip.abort();
    else this.#abort.abort();
    this.goOn();
  }

  abort(): void {
    this.#abort.abort();
    this.goOn();
  }
}

/** Whether an event must be told at once: progress may be told seldom. */
export function isWeighty(event: TrainEvent | HeadEvent): boolean {
  switch (event.stage) {
    case 'sample':
    case 'test-sample':
      // With its first the stage begins, which is what a stop of the stage before is waited for.
      return event.problems === event.of || event.tokens === (event.reused?.tokens ?? 0);
    case 'features':
    case 'ask':
      return event.done === event.of;
    case 'learn':
      return event.heldOut !== null || event.step === event.of;
    case 'watch':
      return event.kind !== 'choose';
    case 'search':
      return event.searched.lines[0]!.right.length === event.of;
    case 'label':
    case 'test':
    case 'made':
    case 'learner':
      return true;
    case 'probe':
      return event.written === null || event.written.tokens === 0;
  }
}
