/** How far a training is: its events, added up into what its four stages show. */
import {
  unpackLooks,
  unpackPoints,
  type DeviceChoice,
  type LabellingReport,
  type LearningPoint,
  type Searched,
  type TestResult,
  type TrainEvent,
  type WorkshopRule,
} from '../../../protocol/train';
import type { UnfinishedTraining } from '../../../protocol/unfinished';
import { NOT_WATCHED, watch, type Watched } from './watched';

/** In their order. */
export const STAGES = ['sample', 'label', 'learn', 'test'] as const;
export type Stage = (typeof STAGES)[number];

/** What was written of the problems of a stage. */
export interface Written {
  readonly problems: number;
  readonly of: number;
  readonly solutions: number;
  readonly correct: number;
}

/** The loss of one verifier while it learns; of its steps only some are told while it does. */
export interface Curve {
  readonly rule: WorkshopRule;
  /** Steps that it learns for. */
  readonly of: number;
  readonly points: readonly LearningPoint[];
}

export interface Progress {
  /** The stage that is at work; null before the first. */
  readonly stage: Stage | null;
  readonly sample: Written | null;
  readonly label: LabellingReport | null;
  /** Where it learns, where it was asked to learn elsewhere than on WASM. */
  readonly learner: DeviceChoice | null;
  /** Problems whose solutions the frozen layers have read. */
  readonly read: { readonly done: number; readonly of: number } | null;
  readonly curves: readonly Curve[];
  readonly testSample: Written | null;
  readonly tests: readonly { readonly rule: WorkshopRule; readonly result: TestResult }[];
  /** The problem that is watched. */
  readonly watched: Watched;
  /** Whether the verifiers are there, so that only searches are still to come. */
  readonly isMade: boolean;
  /** What search has solved, and of how many problems it is asked; null before. */
  readonly search: { readonly of: number; readonly searched: Searched } | null;
}

export const NO_PROGRESS: Progress = {
  stage: null,
  sample: null,
  label: null,
  learner: null,
  read: null,
  curves: [],
  testSample: null,
  tests: [],
  watched: NOT_WATCHED,
  isMade: false,
  search: null,
};

/** Of a training that was interrupted what was there by then: the curves, and what was said of the watched problem. */
export function progressBefore({ learning, request }: UnfinishedTraining): Progress {
  if (!learning) return NO_PROGRESS;
  const { taught, atWork } = learning;
  const curves = [...taught, ...(atWork ? [atWork] : [])].map(({ rule, points }) => {
    return { rule, of: request.steps, points: unpackPoints(points) };
  });
  return { ...NO_PROGRESS, curves, watched: { ...NOT_WATCHED, checkpoints: unpackLooks(learning) } };
}

const STAGE_OF: Readonly<Record<Exclude<TrainEvent['stage'], 'watch' | 'learner'>, Stage>> = {
  sample: 'sample',
  label: 'label',
  features: 'label',
  learn: 'learn',
  'test-sample': 'test',
  test: 'test',
  made: 'test',
  search: 'test',
};

/** The progress after an event. */
export function advance(before: Progress, event: TrainEvent): Progress {
  if (event.stage === 'watch') return { ...before, watched: watch(before.watched, event) };
  if (event.stage === 'learner') {
    const { device, refused } = event;
    return { ...before, learner: { device, refused } };
  }
  const now = { ...before, stage: STAGE_OF[event.stage] };
  switch (event.stage) {
    case 'sample':
      return { ...now, sample: writtenOf(event) };
    case 'label': {
      const { solutions, kept, flipped, spoiled } = event;
      return { ...now, label: { solutions, kept, flipped, spoiled } };
    }
    case 'features':
      return { ...now, read: { done: event.done, of: event.of } };
    case 'learn':
      return { ...now, curves: withPoint(before.curves, event) };
    case 'test-sample':
      return { ...now, testSample: writtenOf(event) };
    case 'test':
      return { ...now, tests: [...before.tests, { rule: event.rule, result: event.result }] };
    case 'made':
      return { ...now, isMade: true };
    case 'search':
      return { ...now, search: { of: event.of, searched: event.searched } };
  }
}

const writtenOf = ({ problems, of, solutions, correct }: Written): Written => ({ problems, of, solutions, correct });

function withPoint(
  curves: readonly Curve[],
  { rule, of, step, loss, heldOut }: Extract<TrainEvent, { readonly stage: 'learn' }>,
): readonly Curve[] {
  const point = { step, loss, heldOut };
  const known = curves.some((curve) => curve.rule === rule);
  if (!known) return [...curves, { rule, of, points: [point] }];
  return curves.map((curve) => (curve.rule === rule ? { ...curve, points: [...curve.points, point] } : curve));
}

/** Of a stage: whether it waits, is at work or is done, and the share of it that is done, in [0, 1]. */
export interface StageState {
  readonly state: 'waiting' | 'running' | 'done';
  readonly share: number;
}

/** @param rules of the verifiers that are trained @param isOver nothing more comes */
export function stageState(progress: Progress, stage: Stage, rules: number, isOver: boolean): StageState {
  const at = progress.stage === null ? -1 : STAGES.indexOf(progress.stage);
  const own = STAGES.indexOf(stage);
  if (own > at) return { state: 'waiting', share: 0 };
  if (own < at || isOver) return { state: 'done', share: 1 };
  return { state: 'running', share: Math.min(1, shareOf(progress, stage, rules)) };
}

/** Problems that all lines have searched. */
export const searchedOf = ({ lines }: Searched): number => lines[0]?.right.length ?? 0;

const shareOfWritten = (written: Written | null): number => (written ? written.problems / written.of : 0);

function shareOf({ sample, read, curves, testSample, tests, search }: Progress, stage: Stage, rules: number): number {
  switch (stage) {
    case 'sample':
      return shareOfWritten(sample);
    case 'label':
      return read ? read.done / read.of : 0;
    case 'learn':
      return curves.reduce((sum, { points, of }) => sum + (points.at(-1)?.step ?? 0) / of, 0) / rules;
    case 'test':
      // The searches take most of the time, then writing the solutions.
      return (
        0.25 * shareOfWritten(testSample) +
        (0.05 * tests.length) / rules +
        (search ? (0.7 * searchedOf(search.searched)) / search.of : 0)
      );
  }
}
