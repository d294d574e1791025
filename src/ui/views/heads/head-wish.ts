/** What can be asked of a training of value heads, and what is asked at first. */
import { DEFAULT_HEAD, type HeadKind } from '../../../protocol/head-training';
import type { StateLayer } from '../../../protocol/hub';
import type { WorkshopRule } from '../../../protocol/train';

/** Numbers that the reader can set, by their names among `WORKSHOP_LIMITS`. */
export const HEAD_NUMBERS = [
  'problems',
  'samples',
  'testProblems',
  'testSamples',
  'searchProblems',
  'steps',
  'rate',
  'flip',
  'seed',
] as const;
export type HeadNumber = (typeof HEAD_NUMBERS)[number];

export interface HeadWish extends Readonly<Record<HeadNumber, number>> {
  readonly rule: WorkshopRule;
  /** Null where a short probe finds them. */
  readonly levels: readonly [number, number] | null;
  readonly head: HeadKind;
  /** Null for the usual ones. */
  readonly layers: readonly StateLayer[] | null;
}

/** Some ten minutes of a small model on a laptop. */
export const FIRST: HeadWish = {
  ...{ problems: 48, samples: 8, testProblems: 24, testSamples: 8, searchProblems: 0 },
  ...{ steps: 160, rate: 1e-3, flip: 0, seed: 1 },
  ...{ rule: 'ovm', levels: null, head: DEFAULT_HEAD.head, layers: null },
};
/** For a model that is slow here: what comes of it tells less. */
export const SMALLER = { problems: 16, samples: 6, testProblems: 8, testSamples: 6, searchProblems: 0 } as const;
