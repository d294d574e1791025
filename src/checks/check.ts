/**
 * What a check is. Each tests a verifier, or shows where its labels come from, instead of asking the reader to believe
 * it. What it is asked, what it emits while it runs, and what comes out is plain data that crosses threads, and stands
 * in the check's own file.
 *
 * A check sees the task's truth, which is handed to it; it steers no search.
 */
import type { VerifierId } from '../core/ids';
import type { Policy, Verifier } from '../model/types';
import type { Judge } from '../rollouts/types';

/**
 * The tokens after the prompt, by their texts. A list, because a text alone does not say how it was cut; a text of the
 * reader's own is one entry and is cut as the tokenizer does.
 */
export type Prefix = readonly string[];

/** What a check cost, prompts and given tokens excluded from the policy's. */
export interface CheckBudget {
  readonly policyTokens: number;
  readonly valueTokens: number;
}

/** What a check knows of the problem beyond what a search may. */
export interface Truth extends Judge {
  readonly prompt: string;
  firstError(solution: string): { readonly step: number; readonly offset: number } | null;
  /** 1 while the solution can still become right (the task says how), else 0. */
  oracle(solution: string, isComplete: boolean): number;
}

export interface CheckPorts {
  readonly policy: Policy;
  /** @throws AppError for a verifier that is not there. */
  readonly verifierOf: (id: VerifierId) => Verifier;
  readonly truth: Truth;
}

export interface CheckControl {
  /** Aborting it ends the check with no result, with an `aborted` error. */
  readonly signal?: AbortSignal;
  /** Asked between batches; once true, the check ends with the result of what it has so far. */
  readonly shouldStop?: () => boolean;
  /** Aborting it is a stop that also breaks off a scoring under way; without it a scoring ends first. As of a search. */
  readonly stopSignal?: AbortSignal;
}

/** Tells its events as they come and returns its result. */
export type Check<Options, Event, Result> = (
  options: Options,
  ports: CheckPorts,
  control?: CheckControl,
) => AsyncGenerator<Event, Result, undefined>;
