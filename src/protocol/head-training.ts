/** What the page asks of a value head on a hub model, and what the worker that holds the model tells of it. */
import type { TaskId, VerifierId } from '../core/ids';
import type { TraceModel } from '../trace/types';
import type { Gauges } from '../workshop/gauges';
import type { HeadChoice, StateLayer } from '../workshop/head-trunk';
import type { LabellingReport } from '../workshop/labelling';
import type { WorkshopRequest } from '../workshop/request';
import type { LearningMember, WorkshopEvent, WorkshopRun } from '../workshop/workshop';
import type { HeadFile } from './train';

export { DEFAULT_HEAD, usualLayers } from '../workshop/head-trunk';
export { HEAD_KINDS } from '../workshop/shape';
export { CONFIDENCE, isOnlyLength, POLAR } from '../workshop/gauges';
export type { HeadKind } from '../workshop/shape';
export type { AskingCost, Gauge, Gauges } from '../workshop/gauges';
export type { HeadChoice } from '../workshop/head-trunk';

/** Runs of a worker have numbers of their own; that of a training of heads is none of theirs. */
export const HEAD_RUN = -1;

export interface HeadOrder {
  readonly task: TaskId;
  readonly teacher: 'checker' | 'consensus';
  /** Where the levels are null and the task has some, a short probe finds one. */
  readonly request: Omit<WorkshopRequest, 'start'>;
  readonly head: HeadChoice;
  /** Of those that the model was loaded with: a head for each, from the same samples. */
  readonly layers: readonly StateLayer[];
  /** A reader's own, with their answers, as their task writes them; null for the task's problems. */
  readonly questions: readonly string[] | null;
}

/** One level, the easiest, for whichever a probe will take: of each there are as many held-out problems. */
export const oneLevel = ([low]: readonly [low: number, high: number]): readonly [number, number] => [low, low];

export type { LearningMember };
export const ONE_MEMBER: LearningMember = { at: 1, of: 1 };

/** Of the steps of all members, who learn one after the other, each for as many: those of the one at work. */
export function stepOfMember(
  { step, of }: { readonly step: number; readonly of: number },
  member: LearningMember,
): { readonly step: number; readonly of: number } {
  const each = of / member.of;
  return { step: step - (member.at - 1) * each, of: each };
}

/** What a probe found: of the solutions of some problems of a level, the share that is right. */
export interface LevelShare {
  readonly level: number;
  readonly share: number;
}

/** Solutions of the level that is being tried, and their tokens so far. */
export interface ProbeProgress {
  readonly level: number;
  readonly solutions: number;
  readonly of: number;
  readonly tokens: number;
}

export type HeadEvent =
  | (WorkshopEvent & { readonly layer: StateLayer })
  /** The model is asked for its own verdicts: problems that are done. */
  | { readonly stage: 'ask'; readonly done: number; readonly of: number }
  /**
   * A head is there, before its test and, in place of that, after it: it can be kept. Once tested it is a verifier of the
   * model, under this name.
   */
  | { readonly stage: 'made'; readonly layer: StateLayer; readonly head: MadeHead; readonly isTested: boolean }
  /** Held-out problems are searched with each head. */
  | { readonly stage: 'search'; readonly of: number; readonly searched: HeadSearched }
  | {
      readonly stage: 'probe';
      readonly shares: readonly LevelShare[];
      readonly levels: WorkshopRequest['levels'];
      /** Null where no level is being tried. */
      readonly written: ProbeProgress | null;
    };

/** A head in its file, as it can be kept. */
export type MadeHead = Pick<HeadFile, 'id' | 'file' | 'bytes'>;

/** A head in its file, which is a verifier of the model from now on. */
export interface OpenedHead {
  readonly head: HeadFile;
  readonly model: TraceModel;
}

/** One that was trained, with what the page shows of it. */
export interface TrainedHead
  extends OpenedHead, Pick<WorkshopRun, 'rule' | 'test' | 'points' | 'steps' | 'exploded' | 'seconds'> {
  readonly layer: StateLayer;
}

export interface TrainedHeads {
  readonly levels: WorkshopRequest['levels'];
  readonly shares: readonly LevelShare[];
  readonly labels: LabellingReport;
  readonly runs: readonly TrainedHead[];
  /** Null where the test was ended before its samples were there. */
  readonly gauges: Gauges | null;
  /** Null where no problem was searched. */
  readonly searched: HeadSearched | null;
}

/** Candidates of a step, and so solutions of a vote, where searches compare heads: as many as gauges choose from. */
export const SEARCH_SAMPLES = 8;

/** What search solved of held-out problems, the same for all lines. */
export interface HeadSearched {
  /** K and b. */
  readonly samples: number;
  readonly beam: number;
  readonly lines: readonly {
    /** A head's, `confidence`, both of them `beam` with it; or `majority`, a vote of K solutions. */
    readonly id: VerifierId;
    /** Of each problem 1 where its answer was right, else 0. */
    readonly right: readonly number[];
    /** Tokens that the model wrote for a problem, on average. */
    readonly policyTokens: number;
  }[];
}
