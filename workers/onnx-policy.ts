/**
 * The policy on ONNX Runtime. All candidates of a call are decoded as one batch, and a prefix is computed once however
 * many candidates grow from it: the token that ended a step is fed when the first candidate after it is asked for, in
 * one row for all of them.
 */
import { AppError } from '../src/core/errors';
import type {
  ModelInfo,
  Policy,
  PrefixId,
  SampledStep,
  SampledToken,
  StepOptions,
  StepRequest,
  Tokenizer,
} from '../src/model/types';
import { DecodeBatch } from './decode-batch';
import type { CacheNode } from './kv-cache';
import type { OnnxDecoder } from './onnx-session';
import { checkLength, PrefixTable } from './prefixes';
import { drawToken, logSoftmax } from './sampling';

interface Prefix {
  /** Everything but `unfed`; null when that is the whole of it. */
  cache: CacheNode | null;
  /** Tokens at the end that the model has not seen yet. */
  unfed: readonly number[];
  /** Of the next token, [V]; null while something is unfed. */
  logprobs: Float64Array | null;
  /** The end of the sequence was drawn: nothing can follow. */
  readonly isFinished: boolean;
}

interface Candidate {
  readonly source: Prefix;
  readonly rng: StepRequest['rng'];
  readonly tokens: SampledToken[];
  ended: SampledStep['ended'] | null;
  cache: CacheNode | null;
}

const lengthOf = (prefix: Prefix): number => (prefix.cache?.total ?? 0) + prefix.unfed.length;
const lastToken = (candidate: Candidate): number => candidate.tokens.at(-1)!.token;

export class OnnxPolicy implements Policy {
  readonly info: ModelInfo;
  readonly tokenizer: Tokenizer;
  readonly #decoder: OnnxDecoder;
  readonly #prefixes = new PrefixTable<Prefix>();
  /** By token: whether it ends a step. */
  readonly #isDelimiter: readonly boolean[];

  constructor(info: ModelInfo, tokenizer: Tokenizer, decoder: OnnxDecoder) {
    this.info = info;
    this.tokenizer = tokenizer;
    this.#decoder = decoder;
    this.#isDelimiter = Array.from({ length: tokenizer.vocabularySize }, (_, token) =>
      tokenizer.tokenText(token).includes('\n'),
    );
  }

  get openPrefixes(): number {
    return this.#prefixes.size;
  }

  async open(prompt: readonly number[], signal?: AbortSignal): Promise<PrefixId> {
    checkLength(prompt.length, this.#decoder.contextTokens - 1);
    const prefix: Prefix = { cache: null, unfed: prompt, logprobs: null, isFinished: false };
    await this.#feedUnfed([prefix], signal);
    return this.#prefixes.add(prefix);
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
  }

  async sampleSteps(requests: readonly StepRequest[], options: StepOptions): Promise<SampledStep[]> {
    const candidates = requests.map(({ prefix, rng }): Candidate => {
      const source = this.#prefixes.get(prefix);
      if (source.isFinished) throw new AppError('internal', 'A finished solution has no next step.');
      return { source, rng, tokens: [], ended: null, cache: null };
    });
    const sources = [...new Set(candidates.map(({ source }) => source))];
    for (const source of sources) checkLength(lengthOf(source), this.#decoder.contextTokens - 1);
    await this.#feedUnfed(sources, options.signal);
    for (const candidate of candidates) this.#draw(candidate, candidate.source.logprobs!, options);
    await this.#finishSteps(candidates, options);
    return candidates.map((candidate) => ({
      prefix: this.#prefixes.add({
        cache: candidate.cache,
        unfed: [lastToken(candidate)],
        logprobs: null,
        isFinished: candidate.ended === 'solution',
      }),
      tokens: candidate.tokens,
      ended: candidate.ended!,
    }));
  }

  /** Computes what is missing of some distinct prefixes, as one batch. */
  async #feedUnfed(prefixes: readonly Prefix[], signal?: AbortSignal): Promise<void> {
    const waiting = prefixes.filter(({ unfed }) => unfed.length > 0);
    if (!waiting.length) return;
    const batch = new DecodeBatch(
      this.#decoder,
      waiting.map(({ cache }) => cache),
    );
    try {
      const logits = await batch.feed(
        waiting.map(({ unfed }) => unfed),
        signal,
      );
      const caches = await batch.grown([...waiting.keys()]);
      const width = Math.max(...waiting.map(({ unfed }) => unfed.length));
      waiting.forEach((prefix, row) => {
        prefix.logprobs = this.#logprobs(logits, row * width + prefix.unfed.length - 1);
        prefix.cache = caches[row]!;
        prefix.unfed = [];
      });
    } finally {
      batch.dispose();
    }
  }

  /** Token by token until every candidate's step has ended. */
  async #finishSteps(candidates: readonly Candidate[], options: StepOptions): Promise<void> {
    for (const candidate of candidates) if (candidate.ended) candidate.cache = candidate.source.cache;
    let live = candidates.filter(({ ended }) => !ended);
    if (!live.length) return;
    const batch = new DecodeBatch(
      this.#decoder,
      live.map(({ source }) => source.cache),
    );
    try {
      while (live.some(({ ended }) => !ended)) {
        // A row whose step has ended rides along, masked, until half of the batch is idle: copying costs more than that.
        const unfinished = [...live.keys()].filter((row) => !live[row]!.ended);
        if (unfinished.length * 2 <= live.length) {
          await this.#keepCaches(batch, live, (candidate) => candidate.ended !== null);
          await batch.keep(unfinished);
          live = unfinished.map((row) => live[row]!);
        }
        const logits = await batch.feed(
          live.map((candidate) => (candidate.ended ? [] : [lastToken(candidate)])),
          options.signal,
        );
        live.forEach((candidate, row) => {
          if (!candidate.ended) this.#draw(candidate, this.#logprobs(logits, row), options);
        });
      }
      await this.#keepCaches(batch, live, () => true);
    } finally {
      batch.dispose();
    }
  }

  /** Takes over what a batch computed for candidates that may grow further. */
  async #keepCaches(batch: DecodeBatch, live: readonly Candidate[], wanted: (c: Candidate) => boolean): Promise<void> {
    const rows = [...live.keys()].filter((row) => wanted(live[row]!) && live[row]!.ended !== 'solution');
    if (!rows.length) return;
    const caches = await batch.grown(rows);
    rows.forEach((row, i) => (live[row]!.cache = caches[i]!));
  }

  #logprobs(logits: Float32Array, row: number): Float64Array {
    const size = this.#decoder.outputWidth;
    return logSoftmax(logits.subarray(row * size, (row + 1) * size));
  }

  #draw(candidate: Candidate, logprobs: Float64Array, options: StepOptions): void {
    const drawn = drawToken(logprobs, candidate.rng, options);
    candidate.tokens.push(drawn);
    const count = candidate.tokens.length;
    const isFull = lengthOf(candidate.source) + count >= this.#decoder.contextTokens;
    if (drawn.token === this.tokenizer.eosToken) candidate.ended = 'solution';
    else if (isFull) candidate.ended = 'limit';
    else if (this.#isDelimiter[drawn.token]) candidate.ended = 'step';
    else if (count >= options.maxTokens) candidate.ended = 'limit';
  }
}
