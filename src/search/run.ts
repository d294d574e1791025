/**
 * One run of a strategy: its log, the prefixes it holds, and the one operation that all strategies share, growing
 * every path by a step.
 *
 * Duplicates: every sampled candidate is a node of its own, since each was drawn and paid for, and a reader can count
 * them. But a candidate whose whole path is the same, token for token, as that of an earlier candidate of the step is
 * marked `duplicateOf` it, shares its prefixes in both models, and is not scored again.
 */
import { AppError } from '../core/errors';
import { round } from '../core/precision';
import { createRng } from '../core/rng';
import { shortestContext } from '../model/context';
import { PrefixScope } from '../model/prefix-scope';
import { promptTokens, shownPrompt } from '../model/prompt';
import type { PrefixId, SampledStep, StepOptions } from '../model/types';
import type { StrategyId } from '../core/ids';
import { aggregate } from './aggregate';
import { candidatesOf, cutToFit, logNodes, type SampledCandidate } from './candidates';
import { EventLog } from './event-log';
import { optionValue, type Aggregation } from './options';
import { priorOf, type Growth, type GrowOptions, type Path } from './path';
import { stoppable } from './stoppable';
import { watchingPrompt, watchingSteps } from './watched';
import type { DoneReason, SearchControl, SearchEvent, SearchParameters, SearchPorts, SearchStart } from './types';

interface Score {
  readonly prefix: PrefixId;
  readonly values: readonly number[];
}

export class SearchRun {
  readonly log = new EventLog();
  readonly #policyScope: PrefixScope;
  readonly #verifierScope: PrefixScope | null;
  /** By the path's key, of growths with `memoizeScores`. */
  readonly #memoized = new Map<string, Score>();

  readonly #aggregation: Aggregation;
  /** The most tokens of a path, prompt included: one that has so many is cut. */
  readonly mostTokens: number;

  constructor(
    readonly strategy: StrategyId,
    readonly ports: SearchPorts,
    readonly parameters: SearchParameters,
    readonly control: SearchControl,
  ) {
    this.#aggregation = (this.option('aggregation') ?? 'last') as Aggregation;
    this.mostTokens = shortestContext([ports.policy, ...(ports.verifier ? [ports.verifier] : [])]) ?? Infinity;
    this.#policyScope = new PrefixScope(ports.policy);
    this.#verifierScope = ports.verifier && new PrefixScope(ports.verifier);
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

  /** A call of a model: null where a stop interrupted it. */
  call<T>(call: (signal?: AbortSignal) => Promise<T>): Promise<T | null> {
    return stoppable(this.control, call);
  }

  throwIfAborted(): void {
    if (this.control.signal?.aborted) throw new AppError('aborted', 'The search was aborted.');
  }

  /**
   * Computes the prompt in both models and adds the root, then what is given; the last of these is returned, or null
   * where a stop interrupted it.
   */
  async *open(start: string | SearchStart): AsyncGenerator<SearchEvent, Path | null, undefined> {
    const { prompt, given } = typeof start === 'string' ? { prompt: start, given: [] } : start;
    let path: Path | null = yield* this.#openRoot(prompt);
    for (const texts of given) path = path && (yield* this.#give(path, texts));
    return path;
  }

  async *#openRoot(prompt: string): AsyncGenerator<SearchEvent, Path, undefined> {
    const { policy, verifier } = this.ports;
    const { signal, watcher } = this.control;
    const tokens = promptTokens(policy.tokenizer, prompt);
    this.throwIfAborted();
    const onRead = watchingPrompt(watcher, tokens.length, this.log.length);
    const policyPrefix = this.#policyScope.own(await policy.open(tokens, signal, onRead));
    const verifierPrefix = verifier && this.#verifierScope!.own(await verifier.open(tokens, signal));
    const id = this.log.newNode();
    const texts = tokens.map((token) => ({ text: policy.tokenizer.tokenText(token) }));
    yield this.log.event({ type: 'node-added', id, parent: null, text: shownPrompt(prompt), tokens: texts });
    return {
      id,
      parent: null,
      policyPrefix,
      verifierPrefix,
      text: '',
      length: tokens.length,
      key: '',
      value: null,
      stepValues: [],
      score: null,
      prior: 1,
      state: this.#stateAt(tokens.length),
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
    const prefix = this.#policyScope.own(policy.extend(from, given));
    const step: SampledStep = { prefix, tokens, ended: 'step' };
    const added = yield* this.#addCandidates(candidatesOf([{ parent, index: 0 }], [step], policy.tokenizer, this.log));
    if (!added) return null;
    const path = added[0]!;
    // What is not yet a whole step has no part in a path's aggregate.
    return policy.endsStep(policy.tokenizer.decode(given)) ? path : { ...path, stepValues: parent.stepValues };
  }

  /**
   * Samples one step for every growth, as one batch, then scores what is new, as one batch. Yields `node-added` for
   * all, `token-values` for all (with a verifier), `finished-path` for the solutions, and one `budget`. Returns the
   * new paths in the order asked, or null where a stop interrupted it: the search is to end then, with what it had
   * before, and nodes that were being scored stay without values. `step` counts from 0 and, with the growth's index and
   * the seed, picks the random numbers, so no candidate depends on the others in its batch.
   */
  async *grow(
    growths: readonly Growth[],
    step: number,
    options: GrowOptions = {},
  ): AsyncGenerator<SearchEvent, Path[] | null, undefined> {
    const { policy } = this.ports;
    const { seed } = this.parameters;
    this.throwIfAborted();
    const requests = growths.map(({ parent, index }) => ({
      prefix: parent.policyPrefix,
      rng: createRng(seed, step, index),
    }));
    const { temperature = this.parameters.temperature } = options;
    const told = { temperature, ...this.#stepOptions(growths.map(({ parent }) => parent)) };
    const steps = await this.call((signal) => policy.sampleSteps(requests, { ...told, ...(signal ? { signal } : {}) }));
    return steps && (yield* this.#grown(growths, steps, options));
  }

  /**
   * As `grow`, with `count` candidates that are drawn without replacement for every open path, or fewer where so many
   * cannot be written. The path's place, the step and the seed pick the random numbers.
   * @throws AppError `bad-input` where the policy draws none.
   */
  async *growDistinct(
    parents: readonly Path[],
    count: number,
    step: number,
  ): AsyncGenerator<SearchEvent, Path[] | null, undefined> {
    const { policy } = this.ports;
    if (!policy.sampleDistinct)
      throw new AppError(
        'bad-input',
        'This model cannot draw candidates without repeating them: choose another search, such as beam.',
      );
    this.throwIfAborted();
    const lots = [...parents.entries()].filter(([, { state }]) => state === 'open');
    const requests = lots.map(([place, parent]) => ({
      prefix: parent.policyPrefix,
      count,
      rng: createRng(this.parameters.seed, step, place * count),
    }));
    const options = {
      ...this.#stepOptions(lots.flatMap(([, parent]) => Array.from({ length: count }, () => parent))),
      temperature: this.parameters.temperature,
      leastProbability: this.number('epsilon'),
    };
    const drawn = await this.call((signal) =>
      policy.sampleDistinct!(requests, { ...options, ...(signal ? { signal } : {}) }),
    );
    if (!drawn) return null;
    const growths = lots.flatMap(([place, parent], i) =>
      drawn[i]!.steps.map((_, k): Growth => ({ parent, index: place * count + k })),
    );
    // What was given up was written all the same.
    for (const { overtaken } of drawn) this.log.spend(overtaken, 0);
    return yield* this.#grown(
      growths,
      drawn.flatMap(({ steps }) => steps),
    );
  }

  /** What every sampling is told, with who hears of the candidates of these paths. */
  #stepOptions(from: readonly Path[]): Omit<StepOptions, 'temperature' | 'signal'> {
    const { topK, maxStepTokens, alternatives } = this.parameters;
    const nodes = from.map(({ id }) => id);
    const onToken = watchingSteps(this.control.watcher, nodes, this.log.length, this.ports.policy.tokenizer);
    return { topK, maxTokens: maxStepTokens, alternatives, ...(onToken ? { onToken } : {}) };
  }

  /** Logs what was sampled, and scores it. */
  async *#grown(
    growths: readonly Growth[],
    steps: readonly SampledStep[],
    options?: GrowOptions,
  ): AsyncGenerator<SearchEvent, Path[] | null, undefined> {
    for (const sampled of steps) this.#policyScope.own(sampled.prefix);
    this.log.spend(
      steps.reduce((sum, { tokens }) => sum + tokens.length, 0),
      0,
    );
    const fitting = steps.map((sampled, i) => cutToFit(sampled, this.mostTokens - growths[i]!.parent.length));
    const candidates = candidatesOf(growths, fitting, this.ports.policy.tokenizer, this.log);
    const paths = yield* this.#addCandidates(candidates, options);
    for (const { id, state, answer } of paths ?? []) {
      if (state === 'solution') yield this.log.event({ type: 'finished-path', id, answer });
    }
    yield this.log.budget();
    return paths;
  }

  #stateAt(length: number): Path['state'] {
    return length < this.mostTokens ? 'open' : 'limit';
  }

  /** Logs the nodes, scores what is new and logs the values; null where a stop interrupted the scoring. */
  async *#addCandidates(
    candidates: readonly SampledCandidate[],
    { withPriors = false, memoizeScores = false }: GrowOptions = {},
  ): AsyncGenerator<SearchEvent, Path[] | null, undefined> {
    const { answerOf, verifier } = this.ports;
    yield* logNodes(candidates, this.ports.policy.tokenizer, this.log, withPriors);

    const scores = await this.#score(candidates);
    if (verifier && !scores) return null;
    if (memoizeScores) for (const [i, score] of scores ?? []) this.#memoized.set(candidates[i]!.key, score);
    const paths = candidates.map((candidate): Path => {
      const { id, key, text, length, first, step: sampled } = candidate;
      const score = scores?.get(first) ?? null;
      const state = sampled.ended === 'step' ? this.#stateAt(length) : sampled.ended;
      const stepValues = score ? [...candidate.parent.stepValues, score.values.at(-1)!] : [];
      return {
        id,
        parent: candidate.parent.id,
        key,
        text,
        length,
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

  /** By the position of the first of equal candidates; null without a verifier, or where a stop interrupted it. */
  async #score(candidates: readonly SampledCandidate[]): Promise<Map<number, Score> | null> {
    const { verifier } = this.ports;
    if (!verifier) return null;
    this.throwIfAborted();
    const scores = new Map<number, Score>();
    for (const [i, { first, key }] of candidates.entries()) {
      const known = first === i ? this.#memoized.get(key) : undefined;
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
    this.control.watcher?.(() => ({ kind: 'scoring', log: this.log.length, of: requests.length }));
    const scored = await this.call((signal) => verifier.score(requests, signal));
    if (!scored) return null;
    for (const { prefix } of scored) this.#verifierScope!.own(prefix);
    this.log.spend(
      0,
      requests.reduce((sum, { tokens }) => sum + tokens.length, 0),
    );
    for (const [k, { prefix, values }] of scored.entries())
      scores.set(firsts[k]!, { prefix, values: Array.from(values, round) });
    return scores;
  }

  *#addValues(candidates: readonly SampledCandidate[], scores: Map<number, Score> | null): Generator<SearchEvent> {
    if (!scores) return;
    const verifier = this.ports.verifier!.id;
    for (const { id, first } of candidates) {
      const { values } = scores.get(first)!;
      yield this.log.event({ type: 'token-values', id, verifier, values, value: values.at(-1)! });
    }
  }

  /** Takes over prefixes that a strategy had made itself; `keepPrefixes` and the end of the run release them. */
  own({ policy, verifier }: { readonly policy?: PrefixId; readonly verifier?: PrefixId }): void {
    if (policy !== undefined) this.#policyScope.own(policy);
    if (verifier !== undefined) this.#verifierScope!.own(verifier);
  }

  /** Releases everything but these. */
  keepPrefixes(policy: Iterable<PrefixId>, verifier: Iterable<PrefixId>): void {
    this.#policyScope.releaseExcept(policy);
    this.#verifierScope?.releaseExcept(verifier);
  }

  /** Releases what none of `paths` needs to grow further. */
  retain(paths: readonly Path[]): void {
    const growing = paths.filter(({ state }) => state === 'open');
    this.#policyScope.releaseExcept(growing.map(({ policyPrefix }) => policyPrefix));
    for (const key of this.#memoized.keys())
      if (!growing.some((path) => key.startsWith(path.key))) this.#memoized.delete(key);
    const known = [...this.#memoized.values()].map(({ prefix }) => prefix);
    this.#verifierScope?.releaseExcept([...growing.flatMap(({ verifierPrefix }) => verifierPrefix ?? []), ...known]);
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
