/**
 * The policy on ONNX Runtime, over a model of a pack or of a hub. All candidates of a call are decoded as one batch, and
 * a prefix is computed once however many candidates grow from it: the token that ended a step is fed when the first
 * candidate after it is asked for, in one row for all of them.
 */
import { AppError } from '../src/core/errors';
import { PrefixTable } from '../src/model/prefix-table';
import { finiteLogprob } from '../src/model/teacher-forcing';
import type {
  Alternative,
  DistinctOptions,
  DistinctRequest,
  DistinctSteps,
  GivenStep,
  ModelInfo,
  Policy,
  PolicyCapabilities,
  PrefixId,
  ReadStep,
  SampledStep,
  SampledToken,
  StepOptions,
  StepRequest,
  Tokenizer,
} from '../src/model/types';
import { checkLength } from './check-length';
import type { Decoding, PrefixCache } from './decoding';
import { unwritten } from './distinct-draws';
import { entropyOf, GIVEN_TOKENS, readGiven } from './given-tokens';
import { likeliest, logSoftmax } from './sampling';
import {
  lastToken,
  lengthOf,
  openedAs,
  type Continuation,
  type EndedContinuation,
  type Prefix,
  type Request,
} from './policy-rows';
import { begunOf } from './shared-beginning';
import { StepSampler, type StepEnd, type TextEnds } from './step-sampler';

/** A step is a line: it ends with the token that holds the line end. */
const lineEnd: StepEnd = (text) => text.includes('\n');

export class OnnxPolicy<C extends PrefixCache = PrefixCache> implements Policy {
  readonly info: ModelInfo;
  readonly tokenizer: Tokenizer;
  readonly #decoding: Decoding<C>;
  readonly #prefixes = new PrefixTable<Prefix<C>>();
  readonly endsStep: StepEnd;
  readonly #sampler: StepSampler<C>;
  readonly can: PolicyCapabilities;

  constructor(info: ModelInfo, tokenizer: Tokenizer, decoding: Decoding<C>, ends: TextEnds = { step: lineEnd }) {
    this.info = info;
    this.tokenizer = tokenizer;
    this.#decoding = decoding;
    this.endsStep = ends.step;
    this.#sampler = new StepSampler(decoding, tokenizer, ends);
    this.can = {
      ...{
        fullDistribution: true,
        entropies: true,
        seeded: true,

        maxAlternatives: tokenizer.vocabularySize,
      },
      hiddenStates: decoding.states?.info ?? null,
    };
  }

  get contextTokens(): number {
    return this.#decoding.contextTokens;
  }

  get openPrefixes(): number {
    return this.#prefixes.size;
  }

  async open(prompt: readonly number[], signal?: AbortSignal, onRead?: (tokens: number) => void): Promise<PrefixId> {
    checkLength(prompt.length, this.#decoding.contextTokens - 1);
    // Who judges opens the prompt of the search that it judges: it is read once.
    const known = signal?.aborted ? null : openedAs(this.#prefixes.entries, prompt);
    if (known) return this.#prefixes.add(known);
    const { cache, rest } = await begunOf(this.#decoding.beginning, prompt, signal, onRead);
    const prefix: Prefix<C> = { prompt: [...prompt], cache, unfed: rest, logprobs: null, isFinished: false };
    await this.#feedUnfed([prefix], signal);
    return this.#prefixes.add(prefix);
  }

  release(prefix: PrefixId): void {
    this.#prefixes.release(prefix);
  }

  async next(prefixes: readonly PrefixId[], count: number, signal?: AbortSignal): Promise<Alternative[][]> {
    const sources = prefixes.map((prefix) => this.#growable(prefix));
    await this.#feedUnfed([...new Set(sources)], signal);
    return sources.map(({ logprobs }) => likeliest(logprobs!, count));
  }

  async scoreGivenTokens(
    prefix: PrefixId,
    tokens: readonly number[],
    signal?: AbortSignal,
    alternatives = 0,
  ): Promise<SampledToken[]> {
    const source = this.#growable(prefix);
    checkLength(lengthOf(source) + tokens.length, this.#decoding.contextTokens);
    if (tokens.slice(0, -1).includes(this.tokenizer.eosToken))
      throw new AppError('internal', 'A finished solution has no next step.');
    this.#checkMemory(1, Math.min(GIVEN_TOKENS, tokens.length));
    await this.#feedUnfed([source], signal);
    const scored: SampledToken[] = [];
    if (!tokens.length) return scored;
    const given = { cache: source.cache, logprobs: source.logprobs!, tokens };
    const score = (_: number, t: number, logprobs: Float64Array): void => {
      const token = tokens[t]!;
      scored.push({ token, logprob: finiteLogprob(logprobs[token]), alternatives: likeliest(logprobs, alternatives) });
    };
    await readGiven(this.#decoding, [given], score, { keeps: false, signal });
    return scored;
  }

  async entropies(requests: readonly GivenStep[], signal?: AbortSignal): Promise<ReadStep[]> {
    const sources = requests.map(({ prefix }) => this.#growable(prefix));
    const { eosToken } = this.tokenizer;
    requests.forEach(({ tokens }, i) => {
      checkLength(lengthOf(sources[i]!) + tokens.length, this.#decoding.contextTokens);
      if (!tokens.length || tokens.slice(0, -1).includes(eosToken))
        throw new AppError('internal', 'A step has tokens, and nothing follows its end.');
    });
    this.#checkMemory(requests.length, Math.max(0, ...requests.map(({ tokens }) => tokens.length)));
    await this.#feedUnfed([...new Set(sources)], signal);
    const texts = sources.map(({ cache, logprobs }, i) => ({
      cache,
      logprobs: logprobs!,
      tokens: requests[i]!.tokens,
    }));
    const entropies = requests.map(({ tokens }) => new Float64Array(tokens.length));
    const read = (text: number, t: number, logprobs: Float64Array): void => {
      entropies[text]![t] = entropyOf(logprobs);
    };
    const caches = await readGiven(this.#decoding, texts, read, { keeps: true, signal });
    return requests.map(({ tokens }, i) => {
      const last = tokens.at(-1)!;
      const grown = { cache: caches[i]!, unfed: [last], logprobs: null, isFinished: last === eosToken };
      return { prefix: this.#prefixes.add(grown), entropies: entropies[i]! };
    });
  }

  async hiddenStates(
    prefix: PrefixId,
    texts: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    const { states, contextTokens } = this.#decoding;
    if (!states) throw new AppError('internal', 'This model gives no hidden states.');
    const source = this.#growable(prefix);
    const longest = Math.max(0, ...texts.map(({ length }) => length));
    checkLength(lengthOf(source) + longest, contextTokens);
    this.#checkMemory(1, longest);
    await this.#feedUnfed([source], signal);
    return states.read(
      texts.map((tokens) => ({ cache: source.cache, tokens })),
      signal,
    );
  }

  extend(prefix: PrefixId, tokens: readonly number[]): PrefixId {
    const source = this.#growable(prefix);
    checkLength(lengthOf(source) + tokens.length, this.#decoding.contextTokens);
    const isFinished = tokens.at(-1) === this.tokenizer.eosToken;
    const unfed = [...source.unfed, ...tokens];
    return this.#prefixes.add({ cache: source.cache, unfed, logprobs: null, isFinished });
  }

  /** @throws AppError `internal` where nothing can follow, `bad-input` where nothing more would fit. */
  #growable(prefix: PrefixId): Prefix<C> {
    const source = this.#prefixes.get(prefix);
    if (source.isFinished) throw new AppError('internal', 'A finished solution has no next step.');
    checkLength(lengthOf(source), this.#decoding.contextTokens - 1);
    return source;
  }

  async sampleSteps(requests: readonly StepRequest[], options: StepOptions): Promise<SampledStep[]> {
    const sources = await this.#sources(requests, requests.length, options);
    const drawing = new Map<Prefix<C>, Request[]>();
    requests.forEach(({ rng }, index) => {
      const source = sources[index]!;
      drawing.set(source, [...(drawing.get(source) ?? []), { rng, index }]);
    });
    const roots = [...drawing].map(([source, requests]) => ({ source, requests, tokens: [], ended: null }));
    return this.#stepsOf((await this.#sampler.write(roots, options)).ended);
  }

  async sampleDistinct(requests: readonly DistinctRequest[], options: DistinctOptions): Promise<DistinctSteps[]> {
    let total = 0;
    const lots = requests.map(({ rng, count }) => ({
      rng,
      places: Array.from({ length: count }, () => ({ rng, index: total++ })),
    }));
    const sources = await this.#sources(requests, total, options);
    const roots = lots.map((lot, i): Continuation<C> => {
      return { source: sources[i]!, requests: lot.places, tokens: [], ended: null, standing: unwritten(lot) };
    });
    const { ended, overtaken } = await this.#sampler.write(roots, options);
    const steps = this.#stepsOf(ended);
    return lots.map((lot) => ({
      steps: lot.places.flatMap(({ index }) => steps[index] ?? []),
      overtaken: overtaken.get(lot) ?? 0,
    }));
  }

  /** What steps grow from, computed. */
  async #sources(
    requests: readonly { readonly prefix: PrefixId }[],
    rows: number,
    { maxTokens, signal }: StepOptions,
  ): Promise<Prefix<C>[]> {
    // A step may end with its first token, for which nothing is computed here.
    if (signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
    const sources = requests.map(({ prefix }) => this.#growable(prefix));
    this.#checkMemory(rows, maxTokens);
    await this.#feedUnfed([...new Set(sources)], signal);
    return sources;
  }

  /** By request; those that nothing was written for are missing. */
  #stepsOf(written: readonly EndedContinuation<C>[]): SampledStep[] {
    const steps: SampledStep[] = [];
    for (const { continuation, cache } of written) {
      const { tokens, ended } = continuation;
      for (const { index } of continuation.requests) {
        const prefix = { cache, unfed: [lastToken(continuation)], logprobs: null, isFinished: ended === 'solution' };
        steps[index] = { prefix: this.#prefixes.add(prefix), tokens, ended: ended! };
      }
    }
    return steps;
  }

  #checkMemory(rows: number, tokens: number): void {
    const caches = Array.from(this.#prefixes.entries, ({ cache }) => cache);
    this.#decoding.checkMemory(caches, { rows, tokens });
  }

  /** Computes what is missing of some distinct prefixes, as one batch. */
  async #feedUnfed(prefixes: readonly Prefix<C>[], signal?: AbortSignal): Promise<void> {
    const waiting = prefixes.filter(({ unfed }) => unfed.length > 0);
    if (!waiting.length) return;
    const batch = this.#decoding.batch(waiting.map(({ cache }) => cache));
    try {
      const fed = waiting.map(({ unfed }) => unfed);
      const logits = await batch.feed(fed, 'last', signal);
      const logprobs = fed.map(({ length }, row) => logSoftmax(logits(row, length - 1)));
      const caches = await batch.grown([...waiting.keys()]);
      waiting.forEach((prefix, row) => {
        prefix.logprobs = logprobs[row]!;
        prefix.cache = caches[row]!;
        prefix.unfed = [];
      });
    } finally {
      batch.close();
    }
  }
}
