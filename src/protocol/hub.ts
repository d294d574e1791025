/**
 * What the page asks of the worker that runs hub models (over comlink). Types only. A hub model is a folder in the
 * layout of the Hugging Face hub; its files arrive as bytes, like those of a pack.
 */
import type { BackendId, VerifierId } from '../core/ids';
import type { PromptFormat } from '../model/prompt-format';
import type { StateLayer } from '../workshop/head-trunk';
import type { LoadedEngine } from './engine';
import type { HeadEvent, HeadOrder, OpenedHead, TrainedHeads } from './head-training';
import type { Hear, ModelApi } from './model-host';

export type { StateLayer } from '../workshop/head-trunk';
export type { WorkedExample } from '../core/worked-example';
export type { PromptFormat } from '../model/prompt-format';
export { DELIMITER_LIMIT, EXAMPLES_LIMIT, PROMPT_LIMIT, promptFormatFor, promptProblem } from '../model/prompt-format';

/** How a graph's weights are stored, by the names of transformers.js. */
export const HUB_DTYPES = [
  'fp32',
  'fp16',
  'q8',
  'int8',
  'uint8',
  'q4',
  'q4f16',
  'bnb4',
  'q2',
  'q2f16',
  'q1',
  'q1f16',
] as const;
export type HubDtype = (typeof HUB_DTYPES)[number];

/** How transformers.js names the graphs. */
const SUFFIXES: Readonly<Record<HubDtype, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
  q2: '_q2',
  q2f16: '_q2f16',
  q1: '_q1',
  q1f16: '_q1f16',
};

/** The path of a graph in a model's folder. */
export const hubGraph = (dtype: HubDtype): string => `onnx/model${SUFFIXES[dtype]}.onnx`;

export interface HubModelBytes {
  /** As traces name it: `owner/name`, perhaps with `@revision`; of a folder its architecture, never the folder's name. */
  readonly id: string;
  /** By path in the model's folder, such as `onnx/model_q4.onnx`. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly dtype: HubDtype;
  /** Files of weights beside the graph. */
  readonly dataFiles: number;
  /** Number of its parameters; 0 where the hub does not tell. */
  readonly parameters: number;
  /** The hidden states that it gives beside its logits, each layer once; none by default. */
  readonly states?: readonly StateLayer[];
  /** Of its weights, as `modelHash`: what a value head stands on. Without it none can be trained or opened. */
  readonly sha256?: string;
}

export interface HubLoadRequest {
  /** Of the flavour with both back ends; empty when this worker was given it before. */
  readonly runtimeWasm: Uint8Array;
  readonly backend: BackendId;
  /** Why this back end was taken, in a few plain words. */
  readonly backendReason: string;
  readonly policy: HubModelBytes;
  /** A model tuned from the policy, with the same tokenizer: `implicit-prm` reads its log-ratio to the policy. */
  readonly tuned?: HubModelBytes;
}

export interface HubLoaded extends LoadedEngine {
  /** The verifiers that this model can be judged by. */
  readonly verifiers: readonly VerifierId[];
  /** Longest sequence, in tokens. */
  readonly contextTokens: number;
  /** The tokenizer knows how a conversation is written. */
  readonly hasChatTemplate: boolean;
  /** `model_type` of its configuration, and what its template looks like. */
  readonly family: ModelFamily;
  /** The hidden states that a value head can learn from; none where its graph has none that are found. */
  readonly stateLayers: readonly StateLayer[];
  /** Of its weights, as `modelHash`: what value heads stand on. Absent where nobody told it. */
  readonly sha256?: string;
}

/** Families whose way of writing a conversation is known. */
export const MODEL_FAMILIES = ['qwen2.5', 'llama-3', 'smollm2', 'gemma-3', 'other'] as const;
export type ModelFamily = (typeof MODEL_FAMILIES)[number];

/** What the worker of hub models answers. */
export interface HubApi extends ModelApi {
  load(request: HubLoadRequest, onProgress: (fraction: number, phase: string) => void): Promise<HubLoaded>;
  /**
   * How what is loaded is asked from the next piece of work on; until then as `promptFormatFor` GSM8K. What all such
   * prompts begin with is computed soon, while nothing else is asked.
   */
  setFormat(format: PromptFormat): void;
  /**
   * Trains value heads, which are verifiers of the model from then on. Its run is `HEAD_RUN`, for `abort`.
   * @throws AppError `busy`, `not-loaded`, `bad-input`, `aborted`, and what the model and the learner throw
   */
  trainHeads(order: HeadOrder, onEvents: Hear<HeadEvent>): Promise<TrainedHeads>;
  /** Between passes. */
  pauseTraining(): void;
  goOnTraining(): void;
  /** Ends the stage that is at work, as `TrainApi.stop`. */
  stopTraining(): void;
  /**
   * A head in a file becomes a verifier of the model.
   * @throws AppError `not-loaded`; `too-large` or `file-damaged`, with one sentence, where it does not fit
   */
  openHead(file: string, bytes: Uint8Array<ArrayBuffer>): OpenedHead;
}
