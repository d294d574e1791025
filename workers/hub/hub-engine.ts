/** The engine of hub models: model and search in one thread, as that of the packs. */
import { AppError } from '../../src/core/errors';
import { TASK_IDS } from '../../src/core/ids';
import { promptFormatFor, promptProblem, type PromptFormat } from '../../src/model/prompt-format';
import type { HeadBytes } from '../../src/protocol/engine';
import {
  HEAD_RUN,
  type HeadEvent,
  type HeadOrder,
  type OpenedHead,
  type TrainedHeads,
} from '../../src/protocol/head-training';
import { namedApart } from '../../src/protocol/kept-training';
import { headName } from '../../src/protocol/train';
import { hubGraph, type HubApi, type HubLoaded, type HubLoadRequest, type HubModelBytes } from '../../src/protocol/hub';
import type { Hear } from '../../src/protocol/model-host';
import { HUB_TASK, TASKS } from '../../src/tasks/registry';
import type { TraceModel } from '../../src/trace/types';
import { offeredBeside } from '../../src/verifiers/find';
import { RememberedSamples } from '../../src/workshop/remembered-samples';
import { readCard } from '../../src/workshop/verifier-file';
import { Engine, type LoadedSearch } from '../engine';
import { foundLayers } from '../graph/hidden-states';
import type { Problem } from '../problems';
import { Seldom } from '../rpc/seldom';
import { headId } from '../trained-verifier';
import { isWeighty, StageControl } from '../stage-control';
import { familyOf, hasChatTemplate } from './chat';
import { openHead } from './hub-heads';
import { askedOf, formatFor, openHubModels, type HubModels } from './hub-models';
import { trainOrdered } from './hub-workshop';
import { ReadAhead } from './read-ahead';

/** The model is asked for all hidden states that are found in its graph: a pass gives those that it is to. */
function withAllStates(given: HubModelBytes): HubModelBytes {
  const graph = given.files[hubGraph(given.dtype)];
  if (given.states || !given.sha256 || !graph) return given;
  try {
    return { ...given, states: foundLayers(graph) };
  } catch {
    // It can write and be searched all the same.
    return given;
  }
}

export class HubEngine extends Engine implements HubApi {
  #models: HubModels | null = null;
  /** As `modelHash`; empty where the model gives no hidden states. */
  #sha256 = '';
  /** The files of its heads, by their names. */
  readonly #heads = new Map<string, Uint8Array>();
  #stages: StageControl | null = null;
  /** What this model wrote for trainings. */
  #written = new RememberedSamples();
  readonly #ahead = new ReadAhead(async (signal) => {
    const models = this.#models;
    if (!models || this.isBusy || this.#stages || promptProblem(this.#format)) return;
    models.setFormat(this.#format);
    await models.readAhead(signal);
  });
  #format = promptFormatFor(TASKS[HUB_TASK], { hasChatTemplate: true, contextTokens: 0 });

  protected get loaded(): LoadedSearch | null {
    const models = this.#models;
    if (!models) return null;
    if (this.#stages) throw new AppError('busy', 'A value head is being trained on this model.');
    const format = this.#format;
    const problem = promptProblem(format);
    if (problem) {
      throw new AppError('bad-input', `The prompt cannot be used: ${problem.code}.`, { reason: problem.code });
    }
    const adapt = (read: Problem): Problem => {
      models.setFormat(format);
      return askedOf(models, format, read);
    };
    return { models, adapt, interruptsCalls: true };
  }

  protected override settled(): Promise<void> {
    return this.#ahead.end();
  }

  async load(
    request: HubLoadRequest,
    onProgress: (fraction: number, phase: string) => void | Promise<void>,
  ): Promise<HubLoaded> {
    if (this.isBusy || this.#stages) throw new AppError('busy', 'A search is running.');
    await this.#ahead.end();
    await this.#models?.dispose();
    this.#models = null;
    this.#heads.clear();
    this.#written = new RememberedSamples();
    const asked = { ...request, policy: withAllStates(request.policy) };
    const models = await openHubModels(asked, (fraction, phase) => void onProgress(fraction, phase));
    this.#models = models;
    this.#sha256 = request.policy.sha256 ?? '';
    const { model, policy, verifiers } = models;
    this.#format = formatFor(model);
    const judges: TraceModel[] = [...verifiers].map(([verifier, { info, scale }]) => ({
      ...{ ...info, verifier, scale },
      role: 'verifier',
    }));
    return {
      backend: request.backend,
      backendReason: request.backendReason,
      models: [{ ...policy.info, role: 'policy' }, ...judges],
      verifiers: offeredBeside('hub', [...verifiers.keys()]),
      contextTokens: model.contextTokens,
      hasChatTemplate: hasChatTemplate(model),
      family: familyOf(model),
      stateLayers: model.states?.given ?? [],
      sha256: this.#sha256,
    };
  }

  async trainHeads(order: HeadOrder, onEvents: Hear<HeadEvent>): Promise<TrainedHeads> {
    const { loaded } = this;
    const models = this.#models;
    if (!loaded || !models) throw new AppError('not-loaded', 'No model is loaded yet.');
    if (this.isBusy) throw new AppError('busy', 'A search or a check is running already.');
    const stages = new StageControl();
    this.#stages = stages;
    const told = new Seldom<HeadEvent>(onEvents, isWeighty);
    try {
      await this.#ahead.end();
      return await trainOrdered(order, {
        ...{ models, sha256: this.#sha256, adapt: loaded.adapt, stages },
        sample: this.#written.sample,
        onEvent: (event) => told.push(event),
        open: (head) => this.#join(head),
      });
    } finally {
      told.flush();
      this.#stages = null;
    }
  }

  pauseTraining(): void {
    this.#stages?.pause();
  }

  goOnTraining(): void {
    this.#stages?.goOn();
  }

  stopTraining(): void {
    this.#stages?.stop();
  }

  override abort(runId: number): void {
    if (runId === HEAD_RUN) this.#stages?.abort();
    else super.abort(runId);
  }

  openHead(file: string, bytes: Uint8Array<ArrayBuffer>): OpenedHead {
    return this.#join({ file, bytes });
  }

  /** From now on it is one of the verifiers that the model can be judged by. */
  #join({ file, bytes }: HeadBytes): OpenedHead {
    const models = this.#models;
    if (!models) throw new AppError('not-loaded', 'No model is loaded yet.');
    const card = readCard(bytes, file);
    // Another training can have given a head the same name.
    const given = namedApart({ id: headId(card), file, bytes: new Uint8Array(bytes) }, this.#heads);
    const { verifier, model } = openHead(models, this.#sha256, given);
    models.verifiers.set(verifier.id, verifier);
    this.#heads.set(headName(verifier.id), given.bytes);
    const task = TASK_IDS.find((id) => id === card.data['task']) ?? HUB_TASK;
    return { head: { ...given, task, scale: verifier.scale, rule: card.rule }, model };
  }

  setFormat(format: PromptFormat): void {
    this.#format = format;
    this.#ahead.soon();
  }
}
