/**
 * What a verifier says of itself, in its own file, so that nobody guesses it elsewhere. The traits are plain data, which
 * the page, URLs and the command line read; the code that makes the verifier runs where the models are.
 */
import type { Asks, Reading } from '../core/ids';
import type { Scale } from '../core/scale';
import type { Policy, Verifier, VerifierNeeds } from '../model/types';

/** What policy a verifier is offered beside: one of the site's packs, or a language model from a hub. */
export type Beside = 'pack' | 'hub';

/** A number that the reader can choose; in a URL `p.<name>=`. */
export interface NumberChoice {
  readonly kind: 'number';
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly integer: boolean;
  readonly fallback: number;
  /** How a sentence names it. */
  readonly label: string;
}

/** Trained verifiers of the pack that the reader can choose; in a URL `p.<name>=`, with commas. */
export interface MembersChoice {
  readonly kind: 'members';
  readonly name: string;
  readonly fallback: readonly string[];
  /** How many there must be at least, of the scale `scale`. */
  readonly least: number;
  readonly scale: Scale;
  readonly label: string;
}

export type VerifierOption = NumberChoice | MembersChoice;
export type VerifierOptionValue = number | readonly string[];
/**
 * By the name of an option, which no two verifiers share: those that were given, or, where it is said, all that a
 * verifier has.
 */
export type VerifierOptions = Readonly<Record<string, VerifierOptionValue>>;

export interface VerifierTraits {
  readonly id: string;
  readonly scale: Scale;
  /** What a number on the scale of probabilities says; left out, `end`. */
  readonly asks?: Asks;
  readonly needs: VerifierNeeds;
  /** A model that comes in a file, and is there when it is loaded; others are made when they are asked for. */
  readonly trained: boolean;
  /** Of one that differs from another in the weights that it began from, and in nothing else: that other, and how much
   * this one has read beside its policy. */
  readonly variant?: { readonly of: string; readonly reading: Reading };
  /** Empty where it has to come with the policy. */
  readonly beside: readonly Beside[];
  /** Scoring can take minutes, so that a stop has to break it off. */
  readonly slow: boolean;
  readonly options: readonly VerifierOption[];
  /** The trained verifiers that it is made of, given all its options; for a trained one, itself. */
  readonly models: (options: VerifierOptions) => readonly string[];
  /** What a trace calls it, given all its options. */
  readonly nameOf: (options: VerifierOptions) => string;
}

/** What stands in a conversation between a solution and what a reader says to it. */
export interface ReplyLead {
  readonly text: string;
  /** Whether it is a chat template's, so that marks in it are control tokens. */
  readonly isMarkup: boolean;
}

/** What a verifier may know of the problem that it judges, and how the policy is asked about it. */
export interface VerifierProblem {
  readonly hasAnswer: boolean;
  judge(solution: string): { readonly correct: boolean };
  oracle(solution: string, isComplete: boolean): number;
  /** Of its task: how far a rollout goes. */
  readonly limits: { readonly maxSteps: number; readonly maxStepTokens: number };
  /** The prompt that asks the policy about a beginning; absent where the policy understands no question. */
  readonly questionAbout?: (steps: string) => string;
  /** Absent where nobody answers the policy, null where its template does not show it. */
  readonly replyLead?: () => ReplyLead | null;
}

export interface VerifierInputs {
  readonly policy: Policy;
  /** By name. */
  readonly loaded: ReadonlyMap<string, Verifier>;
  readonly problem: VerifierProblem;
}

/**
 * Makes the verifier, given all its options.
 * @throws AppError `not-loaded` or `bad-input` where it lacks what it is made of.
 */
export type MakeVerifier = (inputs: VerifierInputs, options: VerifierOptions) => Verifier;
