/** A hub model that is loaded, and how problems are put to it. */
import { AppError, errorCode } from '../../src/core/errors';
import type { TaskId, VerifierId } from '../../src/core/ids';
import type { Scale } from '../../src/core/scale';
import type { WorkedExample } from '../../src/core/worked-example';
import { asPlainText, promptTokens } from '../../src/model/prompt';
import {
  exampleTurns,
  plainPrompt,
  promptFormatFor,
  tellsAnswer,
  userText,
  type PromptFormat,
} from '../../src/model/prompt-format';
import type { ModelInfo, Tokenizer, Verifier } from '../../src/model/types';
import type { HubLoadRequest } from '../../src/protocol/hub';
import { HUB_TASK, TASKS } from '../../src/tasks/registry';
import { JUDGE_SYSTEM, judgeText } from '../../src/verifiers/self-judgement';
import type { Decoding } from '../decoding';
import type { SearchModels } from '../engine';
import { ImplicitPrm } from '../implicit-prm';
import { OnnxPolicy } from '../onnx-policy';
import type { Problem } from '../problems';
import { commonBeginning, SharedBeginning } from '../shared-beginning';
import { betweenTurns, hasChatTemplate, writeChat } from './chat';
import { addTurnEnd, controlsOf } from './ends';
import { hubDecoding } from './hub-batch';
import { loadHubModel, type HubModel } from './hub-model';
import { readStates, stateReadings } from './hub-states';
import { delimited, hubTokenizer } from './hub-tokenizer';
import { probePadding } from './padding-probe';
import type { HubCache } from './rows';

export interface HubModels extends SearchModels {
  readonly model: HubModel;
  readonly policy: OnnxPolicy<HubCache>;
  /** With each of the states that it was asked for. */
  readonly states: readonly Decoding<HubCache>[];
  readonly verifiers: Map<VerifierId, Verifier & { readonly info: ModelInfo; readonly scale: Scale }>;
  /**
   * Hidden states, [T, C] each, of texts that could each follow a prompt: by text, in the order of `which`.
   * @param which places among those that it was asked for
   * @throws AppError as `Batch.feed`
   */
  readStates(
    prompt: readonly number[],
    texts: readonly (readonly number[])[],
    which: readonly number[],
    signal?: AbortSignal,
  ): Promise<Float32Array[][]>;
  /** How prompts and steps are read from now on. */
  setFormat(format: PromptFormat): void;
  /** Computes what all prompts begin with, as `SharedBeginning.ahead`. */
  readAhead(signal: AbortSignal): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Nobody says what it was in the tuning of a hub model. The order of paths does not depend on it; votes, REBASE's shares,
 * MCTS's means and token-guided's sums do.
 */
const BETA = 1;

/** Texts that two tokenizers must read alike to count as one. */
const SAMPLES = ['The answer is 42.\n', ' 13 - 9 = 4 (left: 4 4 10)\n\n', 'Ärger, 数学, ½ of $1,200.50'];

/** @throws AppError as `loadHubModel`; `bad-input` when the tuned model reads text otherwise than the policy. */
export async function openHubModels(
  { policy: given, tuned, backend }: Pick<HubLoadRequest, 'policy' | 'tuned' | 'backend'>,
  onProgress: (fraction: number, phase: string) => void = () => undefined,
): Promise<HubModels> {
  onProgress(0, `Starting ${given.id}`);
  const model = await loadHubModel(given, backend);
  let other: HubModel | null = null;
  try {
    const size = await vocabularyOf(model);
    keepKnown(model.ends, size);
    let asked = formatFor(model);
    const tokenizer = hubTokenizer(model.tokenizer, model.ends, size, () => asked.chat);
    model.masksPadding = await probePadding(model, tokenizer);
    const plain = hubDecoding(model);
    const compute = async (cache: HubCache | null, tokens: readonly number[], signal?: AbortSignal) => {
      const batch = plain.batch([cache]);
      try {
        await batch.feed([tokens], 'last', signal);
        return (await batch.grown([0]))[0]!;
      } finally {
        batch.close();
      }
    };
    const begins = beginningOf(model, tokenizer);
    const beginning = new SharedBeginning<HubCache>(() => begins(asked), compute);
    const readings = await stateReadings(model, size);
    const states = readings.map((reading): Decoding<HubCache> => ({ ...plain, beginning, states: reading }));
    // The policy tells the first of them.
    const policy = new OnnxPolicy(
      { id: model.id, parameters: model.parameters },
      tokenizer,
      states[0] ?? { ...plain, beginning },
      { step: delimited(() => asked.delimiter), solution: tellsAnswer },
    );
    const verifiers: HubModels['verifiers'] = new Map();
    if (tuned) {
      onProgress(0.5, `Starting ${tuned.id}`);
      other = await loadHubModel(tuned, backend);
      const theirs = hubTokenizer(other.tokenizer, model.ends, size);
      if (SAMPLES.some((text) => tokenizer.encode(text).join() !== theirs.encode(text).join()))
        throw new AppError(
          'bad-input',
          `${tuned.id} has another tokenizer than ${given.id}: take a model tuned from it.`,
        );
      // Its texts end as those that it reads: all ends count as the policy's first.
      const reading = hubDecoding({ ...other, ends: model.ends });
      const judge = new ImplicitPrm({ id: other.id, parameters: other.parameters }, BETA, reading);
      verifiers.set(judge.id, judge);
    }
    onProgress(1, 'Ready');
    return {
      ...{ model, policy, verifiers, states },
      readStates: async (prompt, texts, which, signal) => {
        const { cache: begun, rest } = await beginning.of(prompt, signal);
        const cache = await compute(begun, rest, signal);
        return readStates(
          model,
          texts.map((tokens) => ({ cache, tokens })),
          size,
          which,
          signal,
        );
      },
      readAhead: (signal) => beginning.ahead(signal),
      setFormat: (format) => {
        asked = format;
        addTurnEnd(model);
        keepKnown(model.ends, size);
      },
      dispose: async () => {
        await model.dispose();
        await other?.dispose();
      },
    };
  } catch (error) {
    await model.dispose();
    await other?.dispose();
    throw error;
  }
}

/** How a model is asked unless the reader chooses otherwise. */
export const formatFor = (model: HubModel, task: TaskId = HUB_TASK): PromptFormat =>
  promptFormatFor(TASKS[task], {
    hasChatTemplate: hasChatTemplate(model),
    contextTokens: model.contextTokens,
  });

/** Drops, in place, the tokens that a vocabulary does not have. */
function keepKnown(tokens: number[], size: number): void {
  tokens.splice(0, Infinity, ...new Set(tokens.filter((token) => token < size)));
}

/** One pass shows how many logits there are, and that this device can run the model at all. */
async function vocabularyOf(model: HubModel): Promise<number> {
  const batch = hubDecoding(model).batch([null]);
  try {
    const logits = (await batch.feed([[0]], 'last').catch((error: unknown) => unfit(model, error)))(0, 0);
    if (!logits.every((logit) => !Number.isNaN(logit)))
      throw new AppError('backend-wrong-numbers', `${model.backend} gives no numbers for ${model.id}.`, {
        backend: model.backend,
        model: model.id,
      });
    return logits.length;
  } finally {
    batch.close();
  }
}

/** The prompt in which a question is put to this model. */
function questionPrompt(model: HubModel, format: PromptFormat, text: string): string {
  const controls = controlsOf(model);
  const question = asPlainText(text, controls);
  const plain = ({ question, solution }: WorkedExample): WorkedExample => {
    return { question: asPlainText(question, controls), solution: asPlainText(solution.trim(), controls) };
  };
  const known = { ...format, examples: format.examples.map(plain) };
  return format.chat
    ? writeChat(model, format.system, userText(format, question), exampleTurns(known))
    : plainPrompt(known, question);
}

/** Of a format, the tokens that all prompts in it begin with: the same list for the same format. */
function beginningOf(model: HubModel, tokenizer: Tokenizer): (format: PromptFormat) => readonly number[] {
  let known: { readonly format: PromptFormat; readonly tokens: readonly number[] } | null = null;
  return (format) => {
    if (known?.format !== format) {
      const [one, other] = ['A', '7'].map((text) => promptTokens(tokenizer, questionPrompt(model, format, text)));
      known = { format, tokens: commonBeginning(one!, other!) };
    }
    return known.tokens;
  };
}

/** The problem as it is put to this model: with its prompt, and with the question about a beginning. */
export function askedOf({ model }: Pick<HubModels, 'model'>, format: PromptFormat, problem: Problem): Problem {
  // Not its text, behind which a reader may have written the answer.
  const text = problem.prompt.replace(/\n$/, '');
  const controls = controlsOf(model);
  const question = asPlainText(text, controls);
  const judgePrompt = (steps: string): string => {
    const text = judgeText(question, asPlainText(steps, controls));
    return format.chat ? writeChat(model, JUDGE_SYSTEM, text) : `${JUDGE_SYSTEM}\n\n${text}\nAnswer:`;
  };
  return {
    ...problem,
    prompt: questionPrompt(model, format, text),
    questionAbout: judgePrompt,
    replyLead: () => {
      // Without a template a line stands apart, as whoever comments on a text writes.
      const text = format.chat ? betweenTurns(model) : '\n';
      return text === null ? null : { text, isMarkup: format.chat };
    },
  };
}

/** A first pass that fails without a GPU, which cannot be lost, shows that the graph is not what the configuration says. */
function unfit({ id, backend }: HubModel, cause: unknown): never {
  if (backend !== 'wasm' || errorCode(cause) !== 'device-lost') throw cause;
  const message = `The graph of ${id} does not fit its config.json: take the files of one version of the model.`;
  throw new AppError('file-damaged', message, { file: id }, { cause });
}
