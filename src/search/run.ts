/**
 * One run of a strategy: its log, the prefixes it holds, and the one operation that all strategies share, growing
 * every path by a step.
 *
 * Duplicates: every sampled candidate is a node of its own, since each was drawn and paid for, and a reader can count
 * them. But a candidate whose whole path is the same, token for token, as that of an earlier candidate of the step is
 * marked `duplicateOf` it, shares its prefixes in both models, and is not scored again.
 */
import { AppError } from '../core/errors';
import { createRng } from '../core/rng';
import { Handles } from '../model/handles';
import type { PrefixId, SampledStep } from '../model/types';
import type { StrategyId } from '../core/ids';
import { aggregate } from './aggregate';
import { unlessStopped } from './break-off';
import { EventLog } from './event-log';
import { optionValue, type Aggregation } from './options';
import { round } from '../core/precision';
import type {
  DoneReason,
  EventToken,
  SearchControl,
  SearchEvent,
  SearchParameters,
  SearchPorts,
  SearchStart,
} from './types';

/** A path from the root to a node. */
export interface Path {
  readonly id: number;
  readonly policyPrefix: PrefixId;
  readonly verifierPrefix: PrefixId | null;
  /** The generated text, the prompt left out. */
  readonly text: string;
  /** The generated tokens, as a key. */
  readonly key: string;
  /** The verifier's number at the last token, rounded; null where no verifier was given, and for the root. */
  readonly value: number | null;
  /** The values at the ends of its steps, from the first; empty without a verifier. */
  readonly stepValues: readonly number[];
  /** What strategies compare: the aggregate of `stepValues`. Null where `value` is. */
  readonly score: number | null;
  /** exp of the mean logprob of the last step's tokens (AlphaMath's prior); 1 for the root. */
  readonly prior: number;
  /** `open`: can grow; `solution`: the end of the sequence came; `limit`: cut, so it never grows or answers. */
  readonly state: 'open' | 'solution' | 'limit';
  /** Read off a `solution`; null for any other. */
  readonly answer: string | null;
  readonly duplicateOf: number | null;
}

/** One candidate to grow. `index` is its number among the candidates of the step, and picks its random numbers. */
export interface Growth {
  readonly parent: Path;
  readonly index: number;
}

export interface GrowOptions {
  /** Instead of the run's. */
  readonly temperature?: number;
  /** Whether `node-added` tells the priors. */
  readonly withPriors?: boolean;
  /** Whether a later candidate may be the same: then it is not scored again, as long as its beginning is retained. */
  readonly mayComeAgain?: boolean;
}

interface Candidate {
  readonly id: number;
  readonly parent: Path;
  readonly step: SampledStep;
  readonly key: string;
  readonly text: string;
  /** Position of the first candidate with this key; its own when it is the first. */
  readonly first: number;
}

interface Score {
  readonly prefix: PrefixId;
  readonly values: readonly number[];
}

export class SearchRun {
  readonly log = new EventLog();
  readonly #policyHandles: Handles;
  readonly #verifierHandles: Handles | null;
  /** By key: what was scored and may come again. */
  readonly #known = new Map<string, Score>();

  readonly #aggregation: Aggregation;

  constructor(
    readonly strategy: StrategyId,
    readonly ports: SearchPorts,
    readonly parameters: SearchParameters,
    readonly control: SearchControl,
  ) {
    this.#aggregation = (this.option('aggregation') ?? 'last') as Aggregation;
    this.#policyHandles = new Handles(ports.policy);
    this.#verifierHandles = ports.verifier && new Handles(ports.verifier);
  }

  /** Asked before every step: the reader stopped it, or its budget is spent. */
  get shouldStop(): boolean {
    const most = Number(this.option('maxPolicyTokens') ?? 0);
    if (most > 0 && this.log.policyTokens >= most) return true;
    return (this.control.stopSignal?.aborted ?? false) || (this.control.shouldStop?.() ?? false);
  }

  /** What the reader gave, else the fallback; null for an option that the strategy has not. */
  option(name: string): number | string | null {
    return optionValue(this.strategy, name, this.parameters.options);
  }

  /** Of an option that the strategy has and that is a number. */
  number(name: string): number {
    return Number(this.option(name));
  }

  /** A call of a model: null where a stop broke it off. */
  call<T>(call: (signal?: AbortSignal) => Promise<T>): Promise<T | null> {
    return unlessStopped(this.control, call);
  }

  throwIfAborted(): void {
    if (this.control.signal?.aborted) throw new AppError('aborted', 'The search was aborted.');
  }

  /**
   * Computes the prompt in both models and adds the root, then what is given; the last of these is returned, or null
   * where a stop broke it off.
   */
  async *open(start: string | SearchStart): AsyncGenerator<SearchEvent, Path | null, undefined> {
    const { prompt, given } = typeof start === 'string' ? { prompt: start, given: [] } : start;
    let path: Path | null = yield* this.#openRoot(prompt);
    for (const texts of given) path = path && (yield* this.#give(path, texts));
    return path;
  }

  async *#openRoot(prompt: string): AsyncGenerator<SearchEvent, Path, undefined> {
    const { policy, verifier } = this.ports;
    const { signal } = this.control;
    const tokens = policy.tokenizer.encode(prompt);
    this.throwIfAborted();
    const policyPrefix = this.#policyHandles.own(await policy.open(tokens, signal));
    const verifierPrefix = verifier && this.#verifierHandles!.own(await verifier.open(tokens, signal));
    const id = this.log.newNode();
    const texts = tokens.map((token) => ({ text: policy.tokenizer.tokenText(token) }));
    yield this.log.event({ type: 'node-added', id, parent: null, text: prompt, tokens: texts });
    return {
      id,
      policyPrefix,
      verifierPrefix,
      text: '',
      key: '',
      value: null,
      stepValues: [],
      score: null,
      prior: 1,
      state: 'open',
      answer: null,
      duplicateOf: null,
    };
  }

  /** Adds a node that nobody sampled: scored by both models as any other, at no cost of policy tokens. */
  async *#give(parent: Path, texts: readonly string[]): AsyncGenerator<SearchEvent, Path | null, undefined> {
    const { policy } = this.ports;
    const given = texts.flatMap((text) => policy.tokenizer.encode(text));
    this.throwIfAborted();
    const { alternatives } = this.parameters;
    const from = parent.policyPrefix;
    const tokens = await policy.scoreGivenTokens(from, given, this.control.signal, alternatives);
    const prefix = this.#policyHandles.own(policy.extend(from, given));
    const step: SampledStep = { prefix, tokens, ended: 'step' };
    const added = yield* this.#addCandidates(this.#candidates([{ parent, index: 0 }], [step]), false, false);
    if (!added) return null;
    const path = added[0]!;
    // What is not yet a whole step has no part in a path's aggregate.
    return policy.endsStep(texts.join('')) ? path : { ...path, stepValues: parent.stepValues };
  }

  /**
   * Samples one step for every growth, as one batch, then scores what is new, as one batch. Yields `node-added` for
   * all, `token-values` for all (with a verifier), `finished-path` for the solutions, and one `budget`. Returns the
   * new paths in the order asked, or null where a stop broke it off: the search is to end then, with what it had before,
   * and nodes that were being scored stay without values. `step` counts from 0 and, with the growth's index and the seed, picks the random
   * numbers, so no candidate depends on the others in its batch.
   */
  async *grow(
    growths: readonly Growth[],
    step: number,
    { temperature = this.parameters.temperature, withPriors = false, mayComeAgain = false }: GrowOptions = {},
  ): AsyncGenerator<SearchEvent, Path[] | null, undefined> {
    const { policy } = this.ports;
    const { topK, maxStepTokens, alternatives, seed } = this.parameters;
    this.throwIfAborted();
    const steps = await this.call((signal) =>
      policy.sampleSteps(
        growths.map(({ parent, index }) => ({ prefix: parent.policyPrefix, rng: createRng(seed, step, index) })),
        { temperature, topK, maxTokens: maxStepTokens, alternatives, ...(signal ? { signal } : {}) },
      ),
    );
    if (!steps) return null;
    for (const sampled of steps) this.#policyHandles.own(sampled.prefix);
    this.log.spend(
      steps.reduce((sum, { tokens }) => sum + tokens.length, 0),
      0,
    );
    const paths = yield* this.#addCandidates(this.#candidates(growths, steps), withPriors, mayComeAgain);
    for (const { id, state, answer } of paths ?? []) {
      if (state === 'solution') yield this.log.event({ type: 'finished-path', id, answer });
    }
    yield this.log.budget();
    return paths;
  }

  /** Scores what is new, and tells the nodes and their values; null where a stop broke the scoring off. */
  async *#addCandidates(
    candidates: readonly Candidate[],
    withPriors: boolean,
    mayComeAgain: boolean,
  ): AsyncGenerator<SearchEvent, Path[] | null, undefined> {
    const { answerOf, verifier } = this.ports;
    yield* this.#addNodes(candidates, withPriors);

    const scores = await this.#score(candidates);
    if (verifier && !scores) return null;
    if (mayComeAgain) for (const [i, score] of scores ?? []) this.#known.set(candidates[i]!.key, score);
    const paths = candidates.map((candidate): Path => {
      const { id, key, text, first, step: sampled } = candidate;
      const score = scores?.get(first) ?? null;
      const state = sampled.ended === 'step' ? 'open' : sampled.ended;
      const stepValues = score ? [...candidate.parent.stepValues, score.values.at(-1)!] : [];
      return {
        id,
        key,
        text,
        state,
        policyPrefix: candidates[first]!.step.prefix,
        verifierPrefix: score && score.prefix,
        value: score && score.values.at(-1)!,
        stepValues,
        score: score && aggregate(this.#aggregation, stepValues),
        prior: priorOf(sampled),
        answer: state === 'solution' ? answerOf(text) : null,
        duplicateOf: candidates[first]!.id === id ? null : candidates[first]!.id,
      };
    });
    yield* this.#addValues(candidates, scores);
    return paths;
  }

  #candidates(growths: readonly Growth[], steps: readonly SampledStep[]): Candidate[] {
    const { tokenizer } = this.ports.policy;
    const firstOf = new Map<string, number>();
    return steps.map((step, i) => {
      const { parent } = growths[i]!;
      const key = `${parent.key}${step.tokens.map(({ token }) => `${token},`).join('')}`;
      if (!firstOf.has(key)) firstOf.set(key, i);
      const text = parent.text + step.tokens.map(({ token }) => tokenizer.tokenText(token)).join('');
      return { id: this.log.newNode(), parent, step, key, text, first: firstOf.get(key)! };
    });
  }

  *#addNodes(candidates: readonly Candidate[], withPriors: boolean): Generator<SearchEvent> {
    for (const [i, { id, parent, step, text, first }] of candidates.entries()) {
      const isFirst = first === i;
      yield this.log.event({
        type: 'node-added',
        id,
        parent: parent.id,
        text: text.slice(parent.text.length),
        tokens: this.#eventTokens(step, isFirst),
        ...(isFirst ? {} : { duplicateOf: candidates[first]!.id }),
        ...(withPriors ? { prior: priorOf(step) } : {}),
      });
    }
  }

  #eventTokens(step: SampledStep, withAlternatives: boolean): EventToken[] {
    const { tokenizer } = this.ports.policy;
    const plain = ({ token, logprob }: { token: number; logprob: number }) => ({
      text: tokenizer.tokenText(token),
      logprob: round(logprob),
    });
    return step.tokens.map((token) => {
      if (!withAlternatives || !token.alternatives.length) return plain(token);
      return { ...plain(token), alternatives: token.alternatives.map(plain) };
    });
  }

  /** By position of the first copy; null without a verifier, or where a stop broke it off. */
  async #score(candidates: readonly Candidate[]): Promise<Map<number, Score> | null> {
    const { verifier } = this.ports;
    if (!verifier) return null;
    this.throwIfAborted();
    const scores = new Map<number, Score>();
    for (const [i, { first, key }] of candidates.entries()) {
      const known = first === i ? this.#known.get(key) : undefined;
      if (known) scores.set(i, known);
    }
    const firsts = [...candidates.keys()].filter((i) => candidates[i]!.first === i && !scores.has(i));
    const requests = firsts.map((i) => {
      const { parent, step } = candidates[i]!;
      return {
        prefix: parent.verifierPrefix!,
        tokens: step.tokens.map(({ token }) => token),
        logprobs: step.tokens.map(({ logprob }) => logprob),
      };
    });
    const scored = await this.call((signal) => verifier.score(requests, signal));
    if (!scored) return null;
    for (const { prefix } of scored) this.#verifierHandles!.own(prefix);
    this.log.spend(
      0,
      requests.reduce((sum, { tokens }) => sum + tokens.length, 0),
    );
    for (const [k, { prefix, values }] of scored.entries())
      scores.set(firsts[k]!, { prefix, values: Array.from(values, round) });
    return scores;
  }

  *#addValues(candidates: readonly Candidate[], scores: Map<number, Score> | null): Generator<SearchEvent> {
    if (!scores) return;
    const verifier = this.ports.verifier!.id;
    for (const { id, first } of candidates) {
      const { values } = scores.get(first)!;
      yield this.log.event({ type: 'token-values', id, verifier, values, value: values.at(-1)! });
    }
  }

  /** Takes over prefixes that a strategy had made itself; `keepPrefixes` and the end of the run release them. */
  own({ policy, verifier }: { readonly policy?: PrefixId; readonly verifier?: PrefixId }): void {
    if (policy !== undefined) this.#policyHandles.own(policy);
    if (verifier !== undefined) this.#verifierHandles!.own(verifier);
  }

  /** Releases everything but these. */
  keepPrefixes(policy: Iterable<PrefixId>, verifier: Iterable<PrefixId>): void {
    this.#policyHandles.keepOnly(policy);
    this.#verifierHandles?.keepOnly(verifier);
  }

  /** Releases what none of `paths` needs to grow further. */
  retain(paths: readonly Path[]): void {
    const growing = paths.filter(({ state }) => state === 'open');
    this.#policyHandles.keepOnly(growing.map(({ policyPrefix }) => policyPrefix));
    for (const key of this.#known.keys())
      if (!growing.some((path) => key.startsWith(path.key))) this.#known.delete(key);
    const known = [...this.#known.values()].map(({ prefix }) => prefix);
    this.#verifierHandles?.keepOnly([...growing.flatMap(({ verifierPrefix }) => verifierPrefix ?? []), ...known]);
  }

  /** The last event. The answer is `best`'s; without one the reason `finished` becomes `no-answer`. */
  done(best: Pick<Path, 'id' | 'answer'> | null, isStopped: boolean): SearchEvent {
    const answer = best?.answer ?? null;
    const reason: DoneReason = isStopped ? 'stopped' : answer === null ? 'no-answer' : 'finished';
    return this.log.event({ type: 'done', reason, id: answer === null ? null : best!.id, answer });
  }

  close(): void {
    this.retain([]);
  }
}

/** Orders paths by score, highest first; equal ones keep their order. */
export const byScore = (a: Path, b: Path): number => (b.score ?? 0) - (a.score ?? 0);

/** For the log of a choice: the score, where it is not simply the node's value. */
export const decidedBy = ({ score, value }: Pick<Path, 'score' | 'value'>): { score?: number } =>
  score === null || score === value ? {} : { score };

/** AlphaMath (2405.03553), its code: exp of the mean log-probability of a step's tokens. */
function priorOf({ tokens }: SampledStep): number {
  return round(Math.exp(tokens.reduce((sum, { logprob }) => sum + logprob, 0) / tokens.length));
}
