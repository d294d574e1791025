/**
 * What a search asks of a policy and of a verifier. Pure interfaces: the ONNX Runtime implementations live in
 * `workers/`, table-driven fakes in the unit tests.
 *
 * A *prefix* is the prompt plus the tokens so far. Models keep what they computed for a prefix (its KV cache) behind
 * an opaque handle, so nothing is computed twice and no tensor crosses a thread.
 */
import type { VerifierId } from '../core/ids';
import type { Rng } from '../core/rng';
import type { Scale } from '../core/scale';

/** A handle of one model's prefix. PrefixScope of different models are unrelated. */
export type PrefixId = number & { readonly __brand: 'PrefixId' };

export interface Tokenizer {
  /** A text that goes on behind others. The text of one token gives that token. */
  encode(text: string): number[];
  /** A prompt, as `promptTokens` gives it; absent where that is `encode`. */
  encodePrompt?(prompt: string): number[];
  /** The text of tokens in a row: of a character that is spread over several, the character. */
  decode(tokens: readonly number[]): string;
  /**
   * The text of one token; the end-of-sequence token has the empty text. A part of a character shows as its bytes, such
   * as `<0xE7>`, so the texts of tokens joined are not always the text that they are together.
   */
  tokenText(token: number): string;
  readonly vocabularySize: number;
  readonly eosToken: number;
}

export interface Alternative {
  readonly token: number;
  /** Natural log of the policy's probability at temperature 1. */
  readonly logprob: number;
}

export interface SampledToken extends Alternative {
  /** The policy's most likely tokens here, likeliest first. */
  readonly alternatives: readonly Alternative[];
}

/** One candidate to be sampled. The same prefix may be asked for many times in one call. */
export interface StepRequest {
  readonly prefix: PrefixId;
  /** Draws this candidate's tokens: exactly one number a token, so it repeats whatever else is in the batch. */
  readonly rng: Rng;
}

export interface StepOptions {
  /** 0 takes the likeliest token. */
  readonly temperature: number;
  /** Sample among this many likeliest tokens; 0 means all. */
  readonly topK: number;
  /** A step is cut at this many tokens. */
  readonly maxTokens: number;
  /** How many alternatives to report per token. */
  readonly alternatives: number;
  readonly signal?: AbortSignal;
  /**
   * Called after every token that all of them drew: `steps` gives what there is of each, in the order of the requests,
   * and costs something. Only within the call.
   */
  readonly onToken?: (steps: () => readonly StepSoFar[]) => void;
}

/** Steps of one prefix that are drawn without replacement. */
export interface DistinctRequest {
  readonly prefix: PrefixId;
  /** As many as are wanted, at least one; there are fewer where so many cannot be written. */
  readonly count: number;
  /** Draws them all, so that they repeat whatever else is in the batch. */
  readonly rng: Rng;
}

export interface DistinctOptions extends StepOptions {
  /**
   * No token that the policy gives less, at temperature 1, is drawn, unless it is the likeliest: epsilon sampling (Hewitt
   * et al., arXiv:2210.15191). Without replacement the unlikely comes up soon, however unlikely it is.
   */
  readonly leastProbability: number;
}

export interface DistinctSteps {
  /** The first in the order of a draw without replacement. */
  readonly steps: readonly SampledStep[];
  /** Tokens of beginnings that were written and given up, since others came before them. */
  readonly overtaken: number;
}

/** A step that is being sampled. */
export interface StepSoFar {
  readonly tokens: readonly SampledToken[];
  readonly isEnded: boolean;
}

export interface SampledStep {
  /** The prefix after the step; the caller releases it. */
  readonly prefix: PrefixId;
  /** At least one token. The end-of-sequence token, when drawn, is the last and is counted. */
  readonly tokens: readonly SampledToken[];
  /**
   * `step`: its delimiter came; `solution`: the end of the sequence came, which a policy may put behind a told answer;
   * `limit`: cut at a token limit.
   */
  readonly ended: 'step' | 'solution' | 'limit';
}

export interface ModelInfo {
  /** Name of the model pack's folder and of the model in it: `game24-1a2b3c4d/policy`. */
  readonly id: string;
  readonly parameters: number;
}

/** The numbers inside of a language model that a head can learn from: C of them behind every token. */
export interface HiddenStatesInfo {
  /** C */
  readonly width: number;
  /** After how many of its layers; null for what stands behind the norm after the last. */
  readonly layer: number | null;
  /** All that it has; 0 where that is not known. */
  readonly layers: number;
}

/** Given tokens behind a prefix, at least one; the end of the sequence may be the last only. */
export interface GivenStep {
  readonly prefix: PrefixId;
  readonly tokens: readonly number[];
}

export interface ReadStep {
  /** The prefix after the tokens; the caller releases it. */
  readonly prefix: PrefixId;
  /** By token, in nats, of the distribution at temperature 1 that its place had before it: from 0 to ln V. */
  readonly entropies: Float64Array;
}

/** What a policy offers beyond sampling; who needs more says so before it starts. */
export interface PolicyCapabilities {
  /** `next` can name every token of the vocabulary, with its probability. */
  readonly fullDistribution: boolean;
  /** It gives the entropies at given tokens (`Policy.entropies`). */
  readonly entropies: boolean;
  /** What is drawn depends on the request's random numbers alone, so that a search can be repeated. */
  readonly seeded: boolean;
  /** It gives the hidden states behind given tokens (`Policy.hiddenStates`); null where it gives none. */
  readonly hiddenStates: HiddenStatesInfo | null;
  /** The most alternatives that it names at a token, in `next` and beside what it draws. */
  readonly maxAlternatives: number;
}

export interface Policy {
  readonly info: ModelInfo;
  readonly tokenizer: Tokenizer;
  readonly can: PolicyCapabilities;
  /**
   * The most tokens of a sequence, prompt included; null where it says none. A step that reaches it is cut (`limit`),
   * and from a prefix of so many tokens nothing can be sampled.
   */
  readonly contextTokens: number | null;
  /**
   * Whether a step is whole: `text` is what was written since the one before it ended. A delimiter can stand in the
   * middle of a token, so a step may hold text behind its delimiter.
   */
  endsStep(text: string): boolean;
  /** Computes a prompt once. The caller releases the handle. `onRead` hears of its tokens that were computed so far. */
  open(prompt: readonly number[], signal?: AbortSignal, onRead?: (tokens: number) => void): Promise<PrefixId>;
  /** Samples one step for every request, as one batch; the answers are in the order of the requests. */
  sampleSteps(requests: readonly StepRequest[], options: StepOptions): Promise<SampledStep[]>;
  /**
   * Of every request distinct steps, as one batch; the answers are in the order of the requests. `onToken` gives those that are ahead so far, `count` places for each request of which
   * some may be empty. Absent where it draws none.
   */
  sampleDistinct?(requests: readonly DistinctRequest[], options: DistinctOptions): Promise<DistinctSteps[]>;
  /** The `count` likeliest next tokens of every prefix, likeliest first. Nothing is drawn; all are one batch. */
  next(prefixes: readonly PrefixId[], count: number, signal?: AbortSignal): Promise<Alternative[][]>;
  /**
   * Teacher forcing: given tokens after a prefix, each with its log-probability and the `alternatives` (0) likeliest
   * there, as if it had been drawn. One forward pass over them. The end of the sequence may be the last only; a token
   * that the policy rules out gets `RULED_OUT`. The prefix stays as it is.
   */
  scoreGivenTokens(
    prefix: PrefixId,
    tokens: readonly number[],
    signal?: AbortSignal,
    alternatives?: number,
  ): Promise<SampledToken[]>;
  /**
   * Teacher forcing: how undecided the policy was at every token of some steps, as one batch; the answers are in the
   * order of the requests, with prefixes in which nothing is computed again. Only where `can.entropies` says so. The
   * prefixes that were given stay as they are.
   */
  entropies?(requests: readonly GivenStep[], signal?: AbortSignal): Promise<ReadStep[]>;
  /**
   * The hidden states of the tokens of texts that could each follow a prefix, [T, C] by text, in one pass where they fit
   * into one. Only where `can.hiddenStates` says what they are. The prefix stays as it is.
   */
  hiddenStates?(prefix: PrefixId, texts: readonly (readonly number[])[], signal?: AbortSignal): Promise<Float32Array[]>;
  /**
   * The prefix with given tokens after it, at least one. Nothing is computed until something grows from it. The caller
   * releases it.
   */
  extend(prefix: PrefixId, tokens: readonly number[]): PrefixId;
  /** Frees a prefix. Prefixes grown from it stay valid. */
  release(prefix: PrefixId): void;
}

export type { Scale } from '../core/scale';

export interface ScoreRequest {
  readonly prefix: PrefixId;
  /** The new tokens after the prefix, at least one. */
  readonly tokens: readonly number[];
  /** One for every token, of the policy at temperature 1; absent where no policy wrote them. */
  readonly logprobs?: readonly number[];
  /** `last`: only the last token's number is used, so a verifier to which each costs may give NaN for the others. */
  readonly wanted?: 'all' | 'last';
}

export interface ScoredStep {
  /** The prefix after the tokens; the caller releases it. */
  readonly prefix: PrefixId;
  /** One number for every new token, on the verifier's scale. */
  readonly values: Float32Array;
}

/** What a verifier cannot do without. */
export interface VerifierNeeds {
  /** `ScoreRequest.logprobs`, of every token. */
  readonly logprobs: boolean;
  /** The right answer of the problem. */
  readonly answer: boolean;
}

export const NEEDS_NOTHING: VerifierNeeds = { logprobs: false, answer: false };

export interface Verifier {
  readonly id: VerifierId;
  readonly info: ModelInfo;
  readonly scale: Scale;
  readonly needs: VerifierNeeds;
  /** The most tokens of a sequence that it can score, prompt included; null where it has no limit of its own. */
  readonly contextTokens: number | null;
  open(prompt: readonly number[], signal?: AbortSignal): Promise<PrefixId>;
  /** Scores the new tokens of every request, as one batch; the answers are in the order of the requests. */
  score(requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]>;
  release(prefix: PrefixId): void;
}
