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
import { isWeighty, StageControl } from './stage-control';
import { runOrder } from './train-order';
import { headId, joinTrained, readTrained } from './trained-verifier';

export class TrainEngine implements TrainApi {
  readonly #stages = new StageControl();
  #isBusy = false;

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
          ...this.#stages.control,
          onEvent: (event) => {
            this.#stages.note(event);
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

  pause(): void {
    this.#stages.pause();
  }

  goOn(): void {
    this.#stages.goOn();
  }

  stop(): void {
    this.#stages.stop();
  }

  read(pack: PackBytes, file: string, bytes: Uint8Array<ArrayBuffer>): HeadFile {
    const manifest = manifestOf(pack);
    const { card } = readTrained(pack, manifest, { bytes, file });
    return { id: headId(card), task: manifest.task, scale: card.scale, rule: card.rule, file, bytes };
  }
}
