/**
 * What every strategy is given and what it yields. A search never sees the checker: it gets a prompt, a policy, at
 * most one verifier that steers it, and a way to read an answer off a finished text.
 */
import type { StrategyId } from '../core/ids';
import type { CommonParameters } from '../core/search-parameters';
import type { Policy, Verifier } from '../model/types';
import type { OptionValues, StrategyTraits } from './options';
import type { Watcher } from './watched';

export interface SearchParameters extends CommonParameters {
  /** What the strategy has beyond these (`options.ts`). */
  readonly options?: OptionValues;
}

/** The parameters that every strategy has: all of them numbers. */
export type CommonParameter = keyof CommonParameters;

export interface SearchPorts {
  readonly policy: Policy;
  /** Null for the strategies that need none (`greedy`, `majority`). */
  readonly verifier: Verifier | null;
  /** The answer in a finished solution, or null. It extracts and never judges. */
  readonly answerOf: (solution: string) => string | null;
}

export interface SearchControl {
  /** Aborting it ends the search with no answer, with an `aborted` error. */
  readonly signal?: AbortSignal;
  /** Asked between batches; once true, the search ends with the best answer so far. */
  readonly shouldStop?: () => boolean;
  /**
   * Aborting it is a stop that interrupts the call of a model that is under way, for models whose calls take long: what
   * was being sampled is dropped, and candidates that were being scored have no values. Without it a call ends first.
   * Whoever aborts `signal` aborts this one after it.
   */
  readonly stopSignal?: AbortSignal;
  /** Who watches what happens between the events. */
  readonly watcher?: Watcher;
}

/** Where a search begins other than at the prompt. */
export interface SearchStart {
  readonly prompt: string;
  /** The nodes from the root's child down, at least one, each by its tokens' texts; the last need not end a step. */
  readonly given: readonly (readonly string[])[];
}

export type Search = (
  start: string | SearchStart,
  ports: SearchPorts,
  parameters: SearchParameters,
  control?: SearchControl,
) => AsyncGenerator<SearchEvent, void, undefined>;

export interface EventToken {
  readonly text: string;
  /** Natural log of the policy's probability at temperature 1. Absent only in the root: nobody sampled the prompt. */
  readonly logprob?: number;
  /** Likeliest first. `value`: what the verifier gave it, where a search weighed it. */
  readonly alternatives?: readonly { readonly text: string; readonly logprob: number; readonly value?: number }[];
}

/** `threshold`: its value fell too low; `lookahead`: it was only drawn to judge the node before it. */
export type PruneReason = 'score' | 'duplicate' | 'not-chosen' | 'threshold' | 'lookahead';

export type DoneReason = 'finished' | 'stopped' | 'no-answer';

/** One event of the log. `seq` counts from 0 without a gap; node 0 is the root and holds the prompt. */
export type SearchEvent = { readonly seq: number } & (
  | {
      readonly type: 'node-added';
      readonly id: number;
      readonly parent: number | null;
      readonly text: string;
      readonly tokens: readonly EventToken[];
      /**
       * The first candidate of the same step whose whole path is the same, token for token. This one shares its
       * values (they are computed once), and its tokens leave out the alternatives, which are the same too.
       */
      readonly duplicateOf?: number;
      /** Of a search that selects by it: the policy's mean probability of the step's tokens. */
      readonly prior?: number;
    }
  | {
      readonly type: 'token-values';
      readonly id: number;
      readonly verifier: string;
      /** One number a token of the node. */
      readonly values: readonly number[];
      /** The node's raw value: that of its last token. */
      readonly value: number;
    }
  | { readonly type: 'backup'; readonly id: number; readonly visits: number; readonly meanValue: number }
  /** `rank` counts from 1 among the candidates of the selection; `of` is how many there were. */
  | {
      readonly type: 'kept';
      readonly id: number;
      readonly rank: number;
      readonly of: number;
      /** What decided, where that is not the node's own value. */
      readonly score?: number;
      /** How many samples it gets, where they are shared out. */
      readonly allocation?: number;
    }
  | {
      readonly type: 'pruned';
      readonly id: number;
      readonly rank: number;
      readonly of: number;
      readonly score?: number;
      readonly reason: PruneReason;
    }
  | {
      readonly type: 'finished-path';
      readonly id: number;
      readonly answer: string | null;
      /** Of a tree that another tool made: what its file says of this solution. No search of our own knows it. */
      readonly correct?: boolean;
    }
  /** What was spent so far: tokens that the policy sampled and tokens that the verifier scored, prompts excluded. */
  | { readonly type: 'budget'; readonly policyTokens: number; readonly valueTokens: number }
  | {
      readonly type: 'done';
      readonly reason: DoneReason;
      /** The node whose path is the answer, or null. */
      readonly id: number | null;
      readonly answer: string | null;
    }
);

export interface Strategy extends StrategyTraits {
  readonly id: StrategyId;
  readonly search: Search;
}
