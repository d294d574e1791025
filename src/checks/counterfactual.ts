/**
 * What if this token had been another? A token of a finished search is replaced, by an alternative or by the reader's
 * own text, and a search goes on from there; the new branch joins the old tree, and both are kept.
 *
 * The new branch is an ordinary search that begins at the changed beginning (`SearchStart`): it knows nothing of the
 * old tree. Its log is then appended to the old one.
 */
import { AppError } from '../core/errors';
import type { StrategyId, VerifierId } from '../core/ids';
import { parameterProblem } from '../search/defaults';
import { strategyOf } from '../search/registry';
import type { SearchEvent, SearchParameters, SearchStart } from '../search/types';
import { pathIds, solutionText, treeAt, type SearchTree } from '../trace/reducer';
import type { CheckBudget, Truth } from './check';
import { defineCheck } from './define';
import { encodePrefix } from './prefix';

export interface CounterfactualOptions {
  readonly kind: 'counterfactual';
  /** The log of the finished search. */
  readonly events: readonly SearchEvent[];
  /** The node whose token is replaced, not the root. */
  readonly node: number;
  /** Index in the node of the first token that is not kept; the node's length to add something to its end. */
  readonly token: number;
  /** What stands there instead: the text of an alternative, or the reader's own. */
  readonly replacement: string;
  /** The search that goes on from there. */
  readonly strategy: StrategyId;
  readonly verifier: VerifierId;
  readonly parameters: SearchParameters;
}

/**
 * The events follow those of the finished search, its `done` left out: numbered on, with new ids, and with budgets that
 * include it. The first adds the node with the replaced token, beside the old one.
 */
export interface CounterfactualEvent {
  readonly type: 'search';
  readonly event: SearchEvent;
}

/** The answer of one branch and whether it is right. */
export interface BranchAnswer {
  readonly answer: string | null;
  readonly correct: boolean;
}

export interface CounterfactualResult {
  readonly kind: 'counterfactual';
  /** The node with the replaced token. */
  readonly node: number;
  readonly before: BranchAnswer;
  readonly after: BranchAnswer;
  /** Of the new branch alone. */
  readonly budget: CheckBudget;
}

const badInput = (message: string): AppError => new AppError('bad-input', message);

/** The beginning of the new branch: the nodes above the changed one, and that one up to the change. */
function startOf(
  { node: id, token, replacement }: CounterfactualOptions,
  tree: SearchTree,
  prompt: string,
): SearchStart {
  const node = tree.nodes[id];
  if (!node || id === 0) throw badInput(`There is no step ${id} whose token could be replaced.`);
  if (!(Number.isInteger(token) && token >= 0 && token <= node.tokens.length)) {
    throw badInput(`Step ${id} has ${node.tokens.length} tokens, so there is no token ${token} to replace.`);
  }
  if (replacement === '')
    throw badInput('The solution would end here, so nothing could go on: put a text in its place.');
  if (node.tokens[token]?.text === replacement) throw badInput('This is the token that stands there: choose another.');
  const textsOf = (at: number): string[] => tree.nodes[at]!.tokens.map(({ text }) => text);
  const above = pathIds(tree.nodes, id).slice(1, -1).map(textsOf);
  const kept = textsOf(id).slice(0, token);
  if (kept.includes('')) throw badInput('The solution has ended before this place: choose an earlier one.');
  return { prompt, given: [...above, [...kept, replacement]] };
}

function answerOf(tree: SearchTree, truth: Truth): BranchAnswer {
  const id = tree.done?.id ?? null;
  if (id === null) return { answer: null, correct: false };
  const { correct } = truth.judge(solutionText(tree.nodes, id));
  return { answer: tree.done!.answer, correct };
}

/** Renumbers the events of the new search so that they follow those of the old one. */
class Graft {
  #seq: number;
  /** From a node of the new search to one of the joined tree. */
  readonly #ids: number[];

  constructor(
    readonly old: SearchTree,
    /** The root and the nodes above the changed one, which are there already. */
    readonly shared: readonly number[],
  ) {
    // `done` is left out.
    this.#seq = old.done ? old.seq - 1 : old.seq;
    this.#ids = [...shared];
  }

  /** The changed node. */
  get node(): number {
    return this.old.nodes.length;
  }

  #id(own: number): number {
    return this.#ids[own] ?? this.old.nodes.length + own - this.shared.length;
  }

  /** Null for what the old log holds already. */
  follow(event: SearchEvent): SearchEvent | null {
    const seq = this.#seq;
    if ('id' in event && event.type !== 'done' && event.id !== null && event.id < this.shared.length) {
      if (event.type === 'node-added' || event.type === 'token-values') return null;
    }
    this.#seq++;
    switch (event.type) {
      case 'node-added': {
        const { duplicateOf } = event;
        const duplicate = duplicateOf === undefined ? {} : { duplicateOf: this.#id(duplicateOf) };
        return { ...event, ...duplicate, seq, id: this.#id(event.id), parent: this.#id(event.parent!) };
      }
      case 'budget': {
        const policyTokens = this.old.policyTokens + event.policyTokens;
        return { ...event, seq, policyTokens, valueTokens: this.old.valueTokens + event.valueTokens };
      }
      case 'done':
        return { ...event, seq, id: event.id === null ? null : this.#id(event.id) };
      case 'token-values':
      case 'backup':
      case 'kept':
      case 'pruned':
      case 'finished-path':
        return { ...event, seq, id: this.#id(event.id) };
    }
  }
}

export const counterfactualCheck = defineCheck<CounterfactualOptions, CounterfactualEvent, CounterfactualResult>(
  ({ strategy, parameters }) => parameterProblem(strategy, parameters),
  async function* (options, { policy, truth, verifierOf }, control) {
    const strategy = strategyOf(options.strategy);
    if (!strategy) throw badInput(`There is no strategy ${options.strategy}.`);
    const old = treeAt(options.events);
    const start = startOf(options, old, truth.prompt);
    encodePrefix(policy.tokenizer, start.given.flat());
    const graft = new Graft(old, pathIds(old.nodes, options.node).slice(0, -1));
    const ports = {
      policy,
      verifier: verifierOf(options.verifier),
      answerOf: (solution: string) => truth.answerOf(solution),
    };
    const events: SearchEvent[] = [];
    for await (const event of strategy.search(start, ports, options.parameters, control)) {
      events.push(event);
      const following = graft.follow(event);
      if (following) yield { type: 'search', event: following };
    }
    const tree = treeAt(events);
    return {
      kind: 'counterfactual',
      node: graft.node,
      before: answerOf(old, truth),
      after: answerOf(tree, truth),
      budget: { policyTokens: tree.policyTokens, valueTokens: tree.valueTokens },
    };
  },
);
