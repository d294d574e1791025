/** Writes steps token by token: the candidates of a call as one batch, whose rows split where they draw differently. */
import type { DistinctOptions, SampledToken, StepOptions, StepSoFar, Tokenizer } from '../src/model/types';
import type { Batch, Decoding, PrefixCache } from './decoding';
import { distinctTokens, thoseAhead } from './distinct-draws';
import {
  lastToken,
  lengthOf,
  stepsSoFar,
  type Continuation,
  type EndedContinuation,
  type Lot,
  type Prefix,
  type Request,
  type Standing,
  type Written,
} from './policy-rows';
import { logSoftmax, tokenDrawer } from './sampling';

/** As `Policy.endsStep`. */
export type StepEnd = (text: string) => boolean;

/** What a text has to be for a step, and with it the solution, to end. */
export interface TextEnds {
  /** As `Policy.endsStep`. */
  readonly step: StepEnd;
  /** Of a whole step: whether it tells the answer. Nothing can follow then but the end, whose probability is 1. */
  readonly solution?: StepEnd;
}

/** `leastProbability` is there where distinct steps are drawn. */
export type WritingOptions = StepOptions & Partial<DistinctOptions>;

export class StepSampler<C extends PrefixCache> {
  readonly #decoding: Decoding<C>;
  readonly #tokenizer: Tokenizer;
  readonly #ends: TextEnds;

  constructor(decoding: Decoding<C>, tokenizer: Tokenizer, ends: TextEnds) {
    this.#decoding = decoding;
    this.#tokenizer = tokenizer;
    this.#ends = ends;
  }

  /**
   * Writes on from roots, of which nothing is written yet, until every continuation's step has ended. Either all of them
   * have a standing or none.
   * @throws AppError as `Batch.feed`
   */
  async write(roots: readonly Continuation<C>[], options: WritingOptions): Promise<Written<C>> {
    const overtaken = new Map<Lot, number>();
    const logprobs = roots.map(({ source }) => source.logprobs!);
    const begun = this.#next(roots, logprobs, [], options, overtaken).next.flat();
    const done: EndedContinuation<C>[] = begun
      .filter(({ ended }) => ended)
      .map((continuation) => ({ continuation, cache: continuation.source.cache }));
    const rows = begun.filter(({ ended }) => !ended);
    if (!rows.length) return { ended: done, overtaken };
    const batch = this.#decoding.batch(rows.map(({ source }) => source.cache));
    try {
      return { ended: await this.#decode(batch, rows, options, done, overtaken), overtaken };
    } finally {
      batch.close();
    }
  }

  async #decode(
    batch: Batch<C>,
    begun: readonly Continuation<C>[],
    options: WritingOptions,
    before: readonly EndedContinuation<C>[],
    overtaken: Map<Lot, number>,
  ): Promise<EndedContinuation<C>[]> {
    let done = [...before];
    let rows = begun;
    const look = (): StepSoFar[] => stepsSoFar([...done.map(({ continuation }) => continuation), ...rows]);
    options.onToken?.(look);
    while (rows.some(({ ended }) => !ended)) {
      const logits = await batch.feed(
        rows.map((continuation) => (continuation.ended ? [] : [lastToken(continuation)])),
        'last',
        options.signal,
      );
      const grown = rows.map(({ ended }, row) => (ended ? null : logSoftmax(logits(row, 0))));
      const { next, kept } = this.#next(rows, grown, done, options, overtaken);
      done = kept;
      rows = next.flat();
      const isReordered = next.some(({ length }) => length !== 1);
      const unfinished = rows.filter(({ ended }) => !ended).length;
      options.onToken?.(look);
      // A row whose step has ended rides along, masked, until the batch is copied anyway or half of it is idle:
      // copying costs more than a few idle rows.
      if (isReordered || unfinished * 2 <= rows.length) {
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

  /**
   * Every row with one token more, in as many rows as draw differently; one that has ended stays. Where distinct steps
   * are drawn, what is no longer ahead is dropped, also of what is `done`. Null stands for the logprobs of ended rows.
   */
  #next(
    rows: readonly Continuation<C>[],
    logprobs: readonly (Float64Array | null)[],
    done: readonly EndedContinuation<C>[],
    options: WritingOptions,
    overtaken: Map<Lot, number>,
  ): { readonly next: Continuation<C>[][]; readonly kept: EndedContinuation<C>[] } {
    const { leastProbability } = options;
    if (leastProbability === undefined) {
      const next = rows.map((row, i) => (logprobs[i] ? this.#draw(row, logprobs[i], options) : [row]));
      return { next, kept: [...done] };
    }
    const drawn = rows.map((row, i) =>
      logprobs[i] ? distinctTokens(row.standing!, logprobs[i], { ...options, leastProbability }) : [],
    );
    const ended = [...done.map(({ continuation }) => continuation), ...rows.filter(({ ended }) => ended)];
    const ahead = thoseAhead<{ readonly standing?: Standing }>([...ended, ...drawn.flat()]);
    const drop = ({ standing, tokens }: Continuation<C>): [] => {
      const { lot } = standing!;
      overtaken.set(lot, (overtaken.get(lot) ?? 0) + tokens.length);
      return [];
    };
    const stay = (row: Continuation<C>): Continuation<C>[] => {
      const place = ahead.get(row);
      return place ? [{ ...row, requests: [place] }] : drop(row);
    };
    const grow = (row: Continuation<C>, i: number): Continuation<C>[] => {
      const children = drawn[i]!.flatMap((child) => {
        const place = ahead.get(child);
        const whose = { requests: place ? [place] : [], standing: child.standing };
        return place ? [this.#longer(row, child.token, whose, options)] : [];
      });
      return children.length ? children : drop(row);
    };
    return {
      next: rows.map((row, i) => (row.ended ? stay(row) : grow(row, i))),
      kept: done.flatMap(({ continuation, cache }) => stay(continuation).map((one) => ({ continuation: one, cache }))),
    };
  }

  /** One token for every candidate of a continuation; those that draw the same one stay together. */
  #draw(continuation: Continuation<C>, logprobs: Float64Array, options: WritingOptions): Continuation<C>[] {
    const draw = tokenDrawer(logprobs, options);
    const children = new Map<number, { token: SampledToken; requests: Request[] }>();
    for (const request of continuation.requests) {
      const token = draw(request.rng);
      const child = children.get(token.token) ?? { token, requests: [] };
      child.requests.push(request);
      children.set(token.token, child);
    }
    return [...children.values()].map(({ token, requests }) =>
      this.#longer(continuation, token, { requests }, options),
    );
  }

  /** A continuation with one token more. */
  #longer(
    { source, tokens: before }: Continuation<C>,
    token: SampledToken,
    whose: Pick<Continuation<C>, 'requests' | 'standing'>,
    options: StepOptions,
  ): Continuation<C> {
    const tokens = [...before, token];
    const text = this.#tokenizer.decode(tokens.map((drawn) => drawn.token));
    const ended = this.#endOf(source, tokens, text, options);
    // A model whose end nobody names has none to put there.
    const { eosToken } = this.#tokenizer;
    if (ended !== 'step' || eosToken < 0 || !this.#ends.solution?.(text)) return { source, tokens, ended, ...whose };
    const end = { token: eosToken, logprob: 0, alternatives: [] };
    return { source, tokens: [...tokens, end], ended: 'solution', ...whose };
  }

  #endOf(
    source: Prefix<C>,
    tokens: readonly SampledToken[],
    text: string,
    options: StepOptions,
  ): Continuation<C>['ended'] {
    const last = tokens.at(-1)!.token;
    if (last === this.#tokenizer.eosToken) return 'solution';
    if (lengthOf(source) + tokens.length >= this.#decoding.contextTokens) return 'limit';
    if (this.#ends.step(text)) return 'step';
    return tokens.length >= options.maxTokens ? 'limit' : null;
  }
}
