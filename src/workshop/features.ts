/** The frozen part of a verifier, as the workshop asks for it: the engine computes it, once for each prefix. */
import type { LearnedShape, Weights } from './shape';

/** Of the tokens of a text, in their order. */
export interface Features {
  /** T */
  readonly tokens: number;
  /** [T, C] */
  readonly seen: Float32Array;
  /** [T, told]; empty where nothing is told. */
  readonly told: Float32Array;
}

/** A prompt and the solutions that go on from it. */
export interface TextGroup {
  readonly prompt: readonly number[];
  readonly solutions: readonly (readonly number[])[];
}

export interface FeatureGroup {
  readonly prompt: Features;
  readonly solutions: readonly Features[];
}

/** Whose weights the frozen part has: those of the policy, or the pack's trunk, which may have read more than it. */
export const STARTS = ['trunk', 'policy'] as const;
export type Start = (typeof STARTS)[number];

/** What a trained verifier stands on. */
export interface Base {
  /** The pack's folder and the model in it. */
  readonly id: string;
  /** Of that model's file of weights: 64 hexadecimal digits. */
  readonly sha256: string;
  /** How many of its layers are used. */
  readonly layers: number;
}

export interface Trunk {
  readonly start: Start;
  readonly base: Base;
  readonly shape: LearnedShape;
  /**
   * What the layers that learn are in the base; null where they are no continuation of it, as where only verifiers
   * have them: then learning begins with fresh ones.
   */
  readonly own: Weights | null;
  /** Of how many members a head consists that learn apart (`members.ts`); layers have one. */
  readonly members: number;
  /** Tokens that fit into a sequence. */
  readonly contextTokens: number;
  /**
   * The answers are in the order of the groups.
   * @param between awaited after passes, with the share that is done, in [0, 1] @throws to give up
   * @throws AppError `aborted`
   */
  features(
    groups: readonly TextGroup[],
    signal?: AbortSignal,
    between?: (share: number) => Promise<void>,
  ): Promise<FeatureGroup[]>;
  release(): Promise<void>;
}
