/**
 * The checks: each tests a verifier, or shows where its labels come from, instead of asking the reader to believe it.
 * What each is asked, what it tells while it runs, and what comes out. All is plain data that crosses threads.
 *
 * A check sees the task's truth, which is handed to it; it steers no search.
 */
import type { StrategyId, VerifierId } from '../core/ids';
import type { Policy, Scale, Verifier } from '../model/types';
import type { SearchEvent, SearchParameters } from '../search/types';
import type { TraceNode } from '../trace/types';

/** How rollouts are drawn. */
export interface Sampling {
  /** 1 unless the reader says otherwise: the values speak of the policy as it was sampled for training. */
  readonly temperature: number;
  readonly seed: number;
  /** A rollout that has not ended after so many steps counts as wrong. */
  readonly maxSteps: number;
  readonly maxStepTokens: number;
}

/**
 * The tokens after the prompt, by their texts. A list, because a text alone does not say how it was cut; a text of the
 * reader's own is one entry and is cut as the tokenizer does.
 */
export type Prefix = readonly string[];

/** A 95% interval of a share, in [0, 1]. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/** Successes in some rollouts, and Wilson's 95% interval of the probability. */
export interface Observed extends ShareInterval {
  readonly successes: number;
  readonly rollouts: number;
}

/** What a check cost, prompts and given tokens excluded from the policy's. */
export interface CheckBudget {
  readonly policyTokens: number;
  readonly valueTokens: number;
}

/** One sampled solution, or the rest of one. */
export interface SampledPath {
  /** Counts from 0, and picks the random numbers: a path does not depend on how many there are. */
  readonly index: number;
  /** Of the sampled tokens; the last is empty where the end of the sequence was drawn. */
  readonly tokens: readonly string[];
  readonly answer: string | null;
  readonly correct: boolean;
}

// --- value: how often does the policy succeed from here, and what did the verifier say?

export interface ValueOptions {
  readonly kind: 'value';
  readonly prefix: Prefix;
  /** Null where only the observed success is wanted. */
  readonly verifier: VerifierId | null;
  readonly rollouts: number;
  readonly sampling: Sampling;
}

export type ValueEvent =
  | { readonly type: 'predicted'; readonly value: number; readonly scale: Scale }
  /** One more rollout, and what all so far say. */
  | ({ readonly type: 'rollout'; readonly observed: Observed } & SampledPath);

export interface ValueResult {
  readonly kind: 'value';
  /** The verifier's number at the prefix's last token; null without a verifier, or where nothing was written yet. */
  readonly predicted: number | null;
  readonly scale: Scale | null;
  readonly observed: Observed;
  readonly budget: CheckBudget;
}

// --- counterfactual: what if this token had been another?

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

// --- frozen: the same tree, judged by several verifiers

export interface FrozenOptions {
  readonly kind: 'frozen';
  readonly nodes: readonly TraceNode[];
  /** The log of the tree; empty for an imported tree without one, whose selections are not known. */
  readonly events: readonly SearchEvent[];
  readonly verifiers: readonly VerifierId[];
}

/** One selection of the log and what a verifier would have chosen from the same candidates. */
export interface FrozenDecision {
  readonly verifier: VerifierId;
  /** `seq` of the first event of the selection. */
  readonly seq: number;
  /** Ids, in the order of the log. */
  readonly candidates: readonly number[];
  readonly kept: readonly number[];
  /** As many, by this verifier's number at the last token; of equal ones the earlier candidate comes first. */
  readonly wouldKeep: readonly number[];
  readonly differs: boolean;
  /**
   * Candidates that can still become right by the task's exact oracle, among those kept and those that would be; of
   * finished paths, the right ones. The difference is what the other choice costs or brings.
   */
  readonly keptGood: number;
  readonly wouldKeepGood: number;
}

export type FrozenEvent =
  /** One number for each of the node's tokens; `value` is the last. */
  | {
      readonly type: 'scored';
      readonly verifier: VerifierId;
      readonly id: number;
      readonly values: readonly number[];
      readonly value: number;
    }
  | ({ readonly type: 'decision' } & FrozenDecision);

export interface FrozenSummary {
  readonly verifier: VerifierId;
  readonly scale: Scale;
  /** Selections of the log that left something out. */
  readonly decisions: number;
  readonly differing: number;
  /** Selections in which it would have kept more (fewer) candidates that can still become right. */
  readonly better: number;
  readonly worse: number;
  /** The finished path that it values most. */
  readonly choice: { readonly id: number; readonly answer: string | null; readonly correct: boolean } | null;
  readonly valueTokens: number;
}

export interface FrozenResult {
  readonly kind: 'frozen';
  readonly verifiers: readonly FrozenSummary[];
}

// --- labels: where a value model's labels come from

export interface LabelsOptions {
  readonly kind: 'labels';
  readonly samples: number;
  readonly sampling: Sampling;
}

export const LABEL_KINDS = ['ovm', 'tvm', 'prm-soft', 'prm-hard'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/** Over the sampled paths through a token, each of which is a row of training data: the labels the token gets. */
export interface LabelSpread {
  readonly mean: number;
  /** 0 where every row says the same. */
  readonly variance: number;
}

/** A token of the prefix tree. */
export interface LabelledToken {
  /** Position in the list of the token before; null for a first token. Parents come first. */
  readonly parent: number | null;
  readonly text: string;
  /** Sampled paths through it, and those of them that end correct. */
  readonly paths: number;
  readonly correct: number;
  readonly labels: Readonly<Record<LabelKind, LabelSpread>>;
}

export type LabelsEvent = { readonly type: 'path' } & SampledPath;

export interface LabelsResult {
  readonly kind: 'labels';
  readonly tokens: readonly LabelledToken[];
  /** Mean over all rows and tokens of the variance of a label among the rows that share its prefix. */
  readonly variance: Readonly<Record<LabelKind, number>>;
  readonly paths: number;
  readonly correct: number;
  readonly budget: CheckBudget;
}

// --- first-error: OmegaPRM's binary search

export const FIRST_ERROR_UNITS = ['step', 'token'] as const;

export interface FirstErrorOptions {
  readonly kind: 'first-error';
  /** A whole solution that is wrong. */
  readonly solution: Prefix;
  /** Between what the search looks for the error: after whole steps, or after any token. */
  readonly unit: (typeof FIRST_ERROR_UNITS)[number];
  /** Rollouts from every prefix that is probed. */
  readonly rollouts: number;
  readonly sampling: Sampling;
}

/** One probe: rollouts from a prefix. `low` and `high` are the units between which the error lies before it. */
export interface FirstErrorProbe {
  readonly type: 'probe';
  readonly low: number;
  readonly high: number;
  /** Units that the prefix holds. */
  readonly units: number;
  readonly observed: Observed;
  /** No rollout succeeded: the error is within the prefix. */
  readonly isWrong: boolean;
}
export type FirstErrorEvent = FirstErrorProbe;

/** A place in the solution. */
export interface ErrorPlace {
  /** Index of the step, counting from 0. */
  readonly step: number;
  /** In the solution's text, of the character at which it is seen: for `found` and `hopeless` a unit's or token's last. */
  readonly offset: number;
}

export interface FirstErrorResult {
  readonly kind: 'first-error';
  /** Index of the first unit after which no rollout succeeded; null when the probes did not settle it (stopped). */
  readonly unit: number | null;
  readonly units: number;
  readonly found: ErrorPlace | null;
  /** The step checker's first wrong step and character; null when every step is right. */
  readonly broken: ErrorPlace | null;
  /** Where the exact oracle's value first falls to 0: what rollouts look for. Null when it never does. */
  readonly hopeless: ErrorPlace | null;
  readonly rolloutsSpent: number;
  /** What a scan from the first unit on would have spent to get to the same unit. */
  readonly rolloutsOfScan: number;
  readonly budget: CheckBudget;
}

// --- diversity: how many different right solutions a budget finds

export interface DiversityOptions {
  readonly kind: 'diversity';
  readonly samples: number;
  readonly verifier: VerifierId | null;
  readonly sampling: Sampling;
}

export type DiversityEvent =
  /** `value`: the verifier's number at its end. */
  { readonly type: 'path'; readonly value: number | null } & SampledPath;

/** What k of the samples give on average, over all ways of taking k of them. */
export interface DiversityRow {
  readonly samples: number;
  /** Probability that at least one is right. */
  readonly passAtK: number;
  /** Probability that the one which the verifier values most is right; null without a verifier. */
  readonly bestOfK: number | null;
  /** Different right solutions, told by their whole texts (Flow of Reasoning), and different right answers. */
  readonly distinctSolutions: number;
  readonly distinctAnswers: number;
}

export interface DiversityResult {
  readonly kind: 'diversity';
  readonly samples: number;
  readonly correct: number;
  /** For 1, 2, 4, … and all samples. */
  readonly rows: readonly DiversityRow[];
  /** Share of right ones among the samples that the verifier values at least this much (B-STaR's reward precision). */
  readonly picks: { readonly threshold: number; readonly picked: number; readonly precision: number | null } | null;
  readonly budget: CheckBudget;
}

// --- all of them

export interface Checks {
  readonly value: { readonly options: ValueOptions; readonly event: ValueEvent; readonly result: ValueResult };
  readonly counterfactual: {
    readonly options: CounterfactualOptions;
    readonly event: CounterfactualEvent;
    readonly result: CounterfactualResult;
  };
  readonly frozen: { readonly options: FrozenOptions; readonly event: FrozenEvent; readonly result: FrozenResult };
  readonly labels: { readonly options: LabelsOptions; readonly event: LabelsEvent; readonly result: LabelsResult };
  readonly 'first-error': {
    readonly options: FirstErrorOptions;
    readonly event: FirstErrorEvent;
    readonly result: FirstErrorResult;
  };
  readonly diversity: {
    readonly options: DiversityOptions;
    readonly event: DiversityEvent;
    readonly result: DiversityResult;
  };
}

export type CheckKind = keyof Checks;
export type CheckOptions = Checks[CheckKind]['options'];
export type CheckEvent = Checks[CheckKind]['event'];
export type CheckResult = Checks[CheckKind]['result'];

/** What a check knows of the problem beyond what a search may. */
export interface Truth {
  readonly prompt: string;
  answerOf(solution: string): string | null;
  judge(solution: string): { readonly correct: boolean };
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
export type Check<K extends CheckKind> = (
  options: Checks[K]['options'],
  ports: CheckPorts,
  control?: CheckControl,
) => AsyncGenerator<Checks[K]['event'], Checks[K]['result'], undefined>;
