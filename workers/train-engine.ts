/** The workshop's worker: it loads a pack from bytes, trains what was ordered, and lets itself be held and ended. */
import { AppError } from '../src/core/errors';
import type { PackBytes } from '../src/protocol/engine';
import type { Hear } from '../src/protocol/model-host';
import {
  isHead,
  verifiersTeaching,
  type HeadFile,
  type TrainApi,
  type Trained,
  type TrainEvent,
  type TrainRequest,
  type UnfinishedNews,
} from '../src/protocol/train';
import { modelsNeeded } from '../src/verifiers/find';
import { loadModels, manifestOf } from './models';
import { holdLock } from './rpc/hold-lock';
import { Seldom } from './rpc/seldom';
import { runOrder } from './train-order';
import { headId, joinTrained, readTrained } from './trained-verifier';
import { yieldToMessages } from './yield';

export class TrainEngine implements TrainApi {
  readonly #abort = new AbortController();
  readonly #skip = new AbortController();
  #stage: Exclude<TrainEvent['stage'], 'watch'> | null = null;
  #isStopped = false;
  #isBusy = false;
  /** Lets what is held go on; null while nothing is. */
  #goOn: (() => void) | null = null;
  #held: Promise<void> = Promise.resolve();

  holdLock(name: string): Promise<boolean> {
    return holdLock(name);
  }

  async train(
    { order, runtimeWasm, pack, unfinished }: TrainRequest,
    onEvents: Hear<TrainEvent>,
    onUnfinished?: Hear<UnfinishedNews>,
  ): Promise<Trained> {
    if (this.#isBusy) throw new AppError('busy', 'A training is under way already.');
    this.#isBusy = true;
    const { teacher } = order;
    const teachers = modelsNeeded(verifiersTeaching(teacher)).filter((id) => !isHead(id));
    const manifest = manifestOf(pack);
    const loaded = await loadModels({ runtimeWasm, pack, verifiers: teachers, backend: 'wasm' });
    const told = new Seldom(onEvents, isWeighty);
    let models = loaded;
    try {
      models = await joinTrained(loaded, pack, manifest, order.heads ?? []);
      return await runOrder(
        order,
        { pack, manifest, models },
        {
          signal: this.#abort.signal,
          skipTest: this.#skip.signal,
          shouldStop: () => this.#isStopped,
          gate: () => this.#gate(),
          onEvent: (event) => {
            if (event.stage !== 'watch') this.#stage = event.stage;
            told.push(event);
          },
          ...(onUnfinished ? { onUnfinished: (news) => onUnfinished([news]) } : {}),
        },
        { isWatched: true, unfinished },
      );
    } finally {
      told.flush();
      await models.dispose();
    }
  }

  /** Messages come in here, and a pause holds what comes next. */
  async #gate(): Promise<void> {
    await yieldToMessages();
    await this.#held;
  }

  pause(): void {
    if (this.#goOn) return;
    this.#held = new Promise((resolve) => (this.#goOn = resolve));
  }

  goOn(): void {
    this.#goOn?.();
    this.#goOn = null;
  }

  stop(): void {
    const stage = this.#stage;
    if (stage === 'learn') this.#isStopped = true;
    else if (stage !== null && TESTING.has(stage)) this.#skip.abort();
    else this.#abort.abort();
    this.goOn();
  }

  read(pack: PackBytes, file: string, bytes: Uint8Array<ArrayBuffer>): HeadFile {
    const manifest = manifestOf(pack);
    const { card } = readTrained(pack, manifest, { bytes, file });
    return { id: headId(card), task: manifest.task, scale: card.scale, rule: card.rule, file, bytes };
  }
}

/** A stop ends the test, with what it has tested. */
const TESTING: ReadonlySet<TrainEvent['stage']> = new Set(['test-sample', 'test', 'made', 'search'] as const);

/** Whether an event must be told at once: progress may be told seldom. */
const isWeighty = (event: TrainEvent): boolean => {
  switch (event.stage) {
    case 'sample':
    case 'test-sample':
      // With its first the stage begins, which is what a stop of the stage before is waited for.
      return event.problems === event.of || event.tokens === 0;
    case 'features':
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
      return true;
  }
};
