/** Which heads of a training learned less than they were asked to. */
import { DEFAULT_HEAD, type TrainedHead } from '../../../protocol/head-training';
import type { StateLayer } from '../../../protocol/hub';

export interface EndedEarly {
  readonly layer: StateLayer;
  /** Of all members, done and asked for. */
  readonly steps: number;
  readonly of: number;
}

/** @param steps that each member was asked to learn for */
export const endedEarly = (
  runs: readonly Pick<TrainedHead, 'layer' | 'steps' | 'exploded'>[],
  steps: number,
  { members } = DEFAULT_HEAD,
): EndedEarly[] =>
  runs
    .filter((run) => !run.exploded && run.steps < steps * members)
    .map((run) => ({ layer: run.layer, steps: run.steps, of: steps * members }));
