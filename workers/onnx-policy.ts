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
  StepSoFar,
  Tokenizer,
} from '../src/model/types';
import { checkLength } from './check-length';
import type { Batch, Decoding, PrefixCache } from './decoding';
import { entropyOf, GIVEN_TOKENS, readGiven } from './given-tokens';
import { likeliest, logSoftmax, tokenDrawer } from './sampling';
import {
  lastToken,
  lengthOf,
  openedAs,
  stepsSoFar,
  type Continuation,
  type EndedContinuation,
  type Prefix,
} from './policy-rows';
import { begunOf } from './shared-beginning';

/** As `Policy.endsStep`. */
export type StepEnd = (text: string) => boolean;

/** What a text has to be for a step, and with it the solution, to end. */
export interface TextEnds {
  /** As `Policy.endsStep`. */
  readonly step: StepEnd;
  /** Of a whole step: whether it tells the answer. Nothing can follow then but the end, whose probability is 1. */
  readonly solution?: StepEnd;
}

/** A step is a line: it ends with the token that holds the line end. */
const lineEnd: StepEnd = (text) => text.includes('\n');

export class OnnxPolicy<C extends PrefixCache = PrefixCache> implements Policy {
  readonly info: ModelInfo;
  readonly tokenizer: Tokenizer;
  readonly #decoding: Decoding<C>;
  readonly #prefixes = new PrefixTable<Prefix<C>>();
  readonly endsStep: StepEnd;
  readonly #endsSolution: StepEnd;
  readonly can: PolicyCapabilities;

  constructor(info: ModelInfo, tokenizer: Tokenizer, decoding: Decoding<C>, ends: TextEnds = { step: lineEnd }) {
    this.info = info;
    this.tokenizer = tokenizer;
    this.#decoding = decoding;
    this.endsStep = ends.step;
    this.#endsSolution = ends.solution ?? (() => false);
    this.can = {
      ...{ fullDistribution: true, entropies: true, seeded: true, maxAlternatives: tokenizer.vocabularySize },
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
    // A step may end with its first token, for which nothing is computed here.
    if (options.signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
    const roots = new Map<Prefix<C>, { rng: StepRequest['rng']; index: number }[]>();
    requests.forEach(({ prefix, rng }, index) => {
      const source = this.#growable(prefix);
      roots.set(source, [...(roots.get(source) ?? []), { rng, index }]);
    });
    const sources = [...roots.keys()];
    this.#checkMemory(requests.length, options.maxTokens);
    await this.#feedUnfed(sources, options.signal);
    const continuations = [...roots].flatMap(([source, rngs]) =>
      this.#draw({ source, rngs, tokens: [], ended: null }, source.logprobs!, options),
    );
    const steps: SampledStep[] = [];
    for (const { continuation, cache } of await this.#finishSteps(continuations, options)) {
      for (const { index } of continuation.rngs) {
        const prefix = {
          cache,
          unfed: [lastToken(continuation)],
          logprobs: null,
          isFinished: continuation.ended === 'solution',
        };
        steps[index] = { prefix: this.#prefixes.add(prefix), tokens: continuation.tokens, ended: continuation.ended! };
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

  /** Token by token until every continuation's step has ended. */
  async #finishSteps(continuations: readonly Continuation<C>[], options: StepOptions): Promise<EndedContinuation<C>[]> {
    const done: EndedContinuation<C>[] = continuations
      .filter(({ ended }) => ended)
      .map((continuation) => ({ continuation, cache: continuation.source.cache }));
    const rows = continuations.filter(({ ended }) => !ended);
    if (!rows.length) return done;
    const batch = this.#decoding.batch(rows.map(({ source }) => source.cache));
    try {
      const before = done.map(({ continuation }) => continuation);
      return [...done, ...(await this.#decode(batch, rows, options, before))];
    } finally {
      batch.close();
    }
  }

  async #decode(
    batch: Batch<C>,
    continuations: readonly Continuation<C>[],
    options: StepOptions,
    before: readonly Continuation<C>[],
  ): Promise<EndedContinuation<C>[]> {
    const done: EndedContinuation<C>[] = [];
    let rows = continuations;
    const look = (): StepSoFar[] => stepsSoFar([...before, ...done.map(({ continuation }) => continuation), ...rows]);
    options.onToken?.(look);
    while (rows.some(({ ended }) => !ended)) {
      const logits = await batch.feed(
        rows.map((continuation) => (continuation.ended ? [] : [lastToken(continuation)])),
        'last',
        options.signal,
      );
      const next = rows.map((continuation, row) =>
        continuation.ended ? [continuation] : this.#draw(continuation, logSoftmax(logits(row, 0)), options),
      );
      const isSplit = next.some((children) => children.length > 1);
      const unfinished = next.flat().filter(({ ended }) => !ended).length;
      rows = next.flat();
      options.onToken?.(look);
      // A row whose step has ended rides along, masked, until the batch is copied anyway or half of it is idle:
      // copying costs more than a few idle rows.
      if (isSplit || unfinished * 2 <= rows.length) {
        const origins = next.flatMap((children, row) => children.map(() => row));
        done.push(...(await this.#takeEnded(batch, rows, origins)));
        const going = [...rows.keys()].filter((i) => !rows[i]!.ended);
        if (going.length) await batch.select(going.map((i) => origins[i]!));
        rows = going.map((i) => rows[i]!);
      }
    }
    return [...done, ...(await this.#takeEnded(batch, rows, [...rows.keys()]))];
  }

  /**
   * Takes over what a batch computed for the continuations that have ended; nothing follows a finished solution, but who
   * judges it may read what was computed of it.
   */
  async #takeEnded(
    batch: Batch<C>,
    continuations: readonly Continuation<C>[],
    origins: readonly number[],
  ): Promise<EndedContinuation<C>[]> {
    const ended = [...continuations.keys()].filter((i) => continuations[i]!.ended);
    const isRead = this.#decoding.isRead?.() ?? false;
    const growing = ended.filter((i) => isRead || continuations[i]!.ended !== 'solution');
    const caches = growing.length ? await batch.grown(growing.map((i) => origins[i]!)) : [];
    const cacheOf = new Map(growing.map((i, k) => [i, caches[k]!]));
    return ended.map((i) => ({ continuation: continuations[i]!, cache: cacheOf.get(i) ?? null }));
  }

  /** One token for every candidate of a continuation; those that draw the same one stay together. */
  #draw(continuation: Continuation<C>, logprobs: Float64Array, options: StepOptions): Continuation<C>[] {
    const draw = tokenDrawer(logprobs, options);
    const children = new Map<number, { token: SampledToken; rngs: Continuation<C>['rngs'][number][] }>();
    for (const entry of continuation.rngs) {
      const token = draw(entry.rng);
      const child = children.get(token.token) ?? { token, rngs: [] };
      child.rngs.push(entry);
      children.set(token.token, child);
    }
    return [...children.values()].map(({ token, rngs }) => {
      const tokens = [...continuation.tokens, token];
      const text = this.tokenizer.decode(tokens.map((drawn) => drawn.token));
      const { source } = continuation;
      const ended = this.#endOf(source, tokens, text, options);
      // A model whose end nobody names has none to put there.
      const { eosToken } = this.tokenizer;
      if (ended !== 'step' || eosToken < 0 || !this.#endsSolution(text)) return { source, rngs, tokens, ended };
      const end = { token: eosToken, logprob: 0, alternatives: [] };
      return { source, rngs, tokens: [...tokens, end], ended: 'solution' };
    });
  }

  #endOf(
    source: Prefix<C>,
    tokens: readonly SampledToken[],
    text: string,
    options: StepOptions,
  ): Continuation<C>['ended'] {
    const last = tokens.at(-1)!.token;
    if (last === this.tokenizer.eosToken) return 'solution';
    if (lengthOf(source) + tokens.length >= this.#decoding.contextTokens) return 'limit';
    if (this.endsStep(text)) return 'step';
    return tokens.length >= options.maxTokens ? 'limit' : null;
  }
}
