/**
 * A policy that never computes a next-token distribution twice, however often and from wherever it is asked: for a
 * measurement that goes over one tree again and again. What it has to compute it reads ahead of: the greedy way to the
 * end of the step comes with it, in one batch, since a tree that is enumerated likeliest first will ask for that next.
 */
import { tokenDrawer } from '../../workers/sampling';
import { AppError } from '../core/errors';
import { PrefixScope } from '../model/prefix-scope';
import { PrefixTable } from '../model/prefix-table';
import { finiteLogprob } from '../model/teacher-forcing';
import type {
  Alternative,
  ModelInfo,
  Policy,
  PolicyCapabilities,
  PrefixId,
  SampledStep,
  SampledToken,
  StepOptions,
  StepRequest,
  Tokenizer,
} from '../model/types';

interface Known {
  readonly parent: Known | null;
  readonly token: number;
  /** Tokens from the prompt's first on. */
  readonly length: number;
  readonly children: Map<number, Known>;
  /** What follows, likeliest first, over the whole vocabulary. */
  next: readonly Alternative[] | null;
  /** Of the policy behind, at the prompt and at ends of steps. */
  handle: PrefixId | null;
}

interface Row {
  readonly rng: StepRequest['rng'];
  at: Known;
  readonly tokens: SampledToken[];
  text: string;
  ended: SampledStep['ended'] | null;
}

/** Prefixes that are computed at a time. */
const BATCH = 64;
/** Tokens after which reading ahead gives up on the end of a step. */
const AHEAD = 40;

export class RememberedPolicy implements Policy {
  readonly info: ModelInfo;
  readonly tokenizer: Tokenizer;
  readonly contextTokens: number | null;
  readonly can: PolicyCapabilities;
  readonly #policy: Policy;
  readonly #scope: PrefixScope;
  readonly #prompts = new Map<string, Known>();
  readonly #open = new PrefixTable<Known>();
  #computed = 0;

  /** @throws AppError `internal` for a policy that does not tell its whole distribution. */
  constructor(policy: Policy) {
    if (!policy.can.fullDistribution)
      throw new AppError(
        'internal',
        `${policy.info.id} tells the likeliest tokens only, so not all can be remembered.`,
      );
    this.#policy = policy;
    this.#scope = new PrefixScope(policy);
    ({ info: this.info, tokenizer: this.tokenizer, contextTokens: this.contextTokens } = policy);
    this.can = { ...policy.can, entropies: false, hiddenStates: null };
  }

  endsStep(text: string): boolean {
    return this.#policy.endsStep(text);
  }

  /** Prefixes after which the next token was computed. */
  get computed(): number {
    return this.#computed;
  }

  /** Forgets everything, and releases what the policy behind holds for it. */
  dispose(): void {
    this.#prompts.clear();
    this.#scope.releaseExcept([]);
  }

  async open(prompt: readonly number[], signal?: AbortSignal): Promise<PrefixId> {
    const key = prompt.join();
    let known = this.#prompts.get(key);
    if (!known) {
      const handle = this.#scope.own(await this.#policy.open(prompt, signal));
      const { length } = prompt;
      known = { parent: null, token: prompt.at(-1)!, length, children: new Map(), next: null, handle };
      this.#prompts.set(key, known);
    }
    return this.#open.add(known);
  }

  extend(prefix: PrefixId, tokens: readonly number[]): PrefixId {
    return this.#open.add(tokens.reduce(childOf, this.#open.get(prefix)));
  }

  release(prefix: PrefixId): void {
    this.#open.release(prefix);
  }

  async next(prefixes: readonly PrefixId[], count: number, signal?: AbortSignal): Promise<Alternative[][]> {
    const all = prefixes.map((prefix) => this.#open.get(prefix));
    await this.#learn(all, signal);
    return all.map(({ next }) => next!.slice(0, count));
  }

  async scoreGivenTokens(
    prefix: PrefixId,
    tokens: readonly number[],
    signal?: AbortSignal,
    alternatives = 0,
  ): Promise<SampledToken[]> {
    const places = [this.#open.get(prefix)];
    for (const token of tokens.slice(0, -1)) places.push(childOf(places.at(-1)!, token));
    await this.#learn(places, signal);
    return tokens.map((token, i) => {
      const next = places[i]!.next!;
      const logprob = finiteLogprob(next.find((other) => other.token === token)?.logprob);
      return { token, logprob, alternatives: next.slice(0, alternatives) };
    });
  }

  async sampleSteps(requests: readonly StepRequest[], options: StepOptions): Promise<SampledStep[]> {
    const rows = requests.map(({ prefix, rng }): Row => ({
      rng,
      at: this.#open.get(prefix),
      tokens: [],
      text: '',
      ended: null,
    }));
    for (;;) {
      const growing = rows.filter(({ ended }) => !ended);
      if (!growing.length) break;
      const nodes = new Set(growing.map(({ at }) => at));
      await this.#learn([...nodes], options.signal);
      const draws = new Map(Array.from(nodes, (node) => [node, tokenDrawer(this.#byToken(node.next!), options)]));
      for (const row of growing) this.#grow(row, draws.get(row.at)!(row.rng), options.maxTokens);
    }
    return rows.map(({ at, tokens, ended }) => ({ prefix: this.#open.add(at), tokens, ended: ended! }));
  }

  #grow(row: Row, token: SampledToken, maxTokens: number): void {
    row.tokens.push(token);
    row.text += this.tokenizer.tokenText(token.token);
    row.at = childOf(row.at, token.token);
    if (token.token === this.tokenizer.eosToken) row.ended = 'solution';
    else if (row.at.length === this.contextTokens) row.ended = 'limit';
    else if (this.endsStep(row.text)) row.ended = 'step';
    else if (row.tokens.length >= maxTokens) row.ended = 'limit';
  }

  async #learn(nodes: readonly Known[], signal?: AbortSignal): Promise<void> {
    const unknown = [...new Set(nodes)].filter(({ next }) => !next);
    for (let from = 0; from < unknown.length; from += BATCH) {
      // What was read ahead for the batch before may be what this one asks for.
      await this.#read(
        unknown.slice(from, from + BATCH).filter(({ next }) => !next),
        signal,
      );
    }
  }

  async #read(nodes: readonly Known[], signal?: AbortSignal): Promise<void> {
    if (!nodes.length) return;
    const made = new PrefixScope(this.#policy);
    // At temperature 0 nothing depends on what is drawn.
    const rng = { uniform: () => 0 } as StepRequest['rng'];
    try {
      const requests = nodes.map((node) => ({ prefix: this.#reach(node, made), rng }));
      const { vocabularySize: alternatives } = this.tokenizer;
      const options = { temperature: 0, topK: 0, maxTokens: AHEAD, alternatives, ...(signal ? { signal } : {}) };
      const steps = await this.#policy.sampleSteps(requests, options);
      for (const { prefix } of steps) made.own(prefix);
      for (const [i, { prefix, tokens, ended }] of steps.entries()) {
        let node = nodes[i]!;
        for (const { token, alternatives: next } of tokens) {
          if (!node.next) this.#computed++;
          node.next ??= next;
          node = childOf(node, token);
        }
        if (ended !== 'step' || node.handle !== null) continue;
        made.transfer([prefix]);
        node.handle = this.#scope.own(prefix);
      }
    } finally {
      made.releaseExcept([]);
    }
  }

  /** Log-probabilities [V]. */
  #byToken(next: readonly Alternative[]): Float64Array {
    const logprobs = new Float64Array(this.tokenizer.vocabularySize).fill(-Infinity);
    for (const { token, logprob } of next) logprobs[token] = logprob;
    return logprobs;
  }

  /** The node as a prefix of the policy behind. */
  #reach(node: Known, made: PrefixScope): PrefixId {
    const tokens: number[] = [];
    let from = node;
    for (; from.handle === null; from = from.parent!) tokens.unshift(from.token);
    return tokens.length ? made.own(this.#policy.extend(from.handle, tokens)) : from.handle;
  }
}

function childOf(parent: Known, token: number): Known {
  let child = parent.children.get(token);
  if (!child) {
    child = { parent, token, length: parent.length + 1, children: new Map(), next: null, handle: null };
    parent.children.set(token, child);
  }
  return child;
}
