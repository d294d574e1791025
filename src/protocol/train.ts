/** What the page says to the worker of the workshop, and what that answers; and what both know of a training. */
import * as v from 'valibot';
import type { TaskId, VerifierId } from '../core/ids';
import type { Scale } from '../core/scale';
import type { Checkpoint } from '../workshop/checkpoints';
import type { Difference } from '../workshop/differences';
import type { Start } from '../workshop/features';
import type { LabellingReport } from '../workshop/labelling';
import type { LearnerDevice } from '../workshop/learner';
import type { DeviceChoice } from '../workshop/learner-device';
import type { LearningPoint } from '../workshop/learning';
import type { WorkshopRequest } from '../workshop/request';
import type { WorkshopRule } from '../workshop/rules';
import type { TestPlaces, TestResult } from '../workshop/testing';
import type { WatchedSolution, WatchedToken, WatchedTree } from '../workshop/watched-problem';
import type { WatchedTruth } from '../workshop/watched-truth';
import type { WatchNews } from '../workshop/watching';
import type { Unfinished, UnfinishedNews } from '../workshop/unfinished';
import type { TeacherTest, WorkshopEvent, WorkshopRun } from '../workshop/workshop';
import type { PackBytes } from './engine';
import type { Hear } from './model-host';
import { patternOf, WEIGHTS_FILE, type Manifest } from './pack';

export { HEAD_RULES, WORKSHOP_RULES } from '../workshop/rules';
export { STARTS } from '../workshop/features';
export { unpackLooks, unpackPoints } from '../workshop/unfinished';
export { checkRequest, DEFAULT_REQUEST, HEAD_TEMPERATURE, WORKSHOP_LIMITS } from '../workshop/request';
export type {
  Checkpoint,
  DeviceChoice,
  Difference,
  LabellingReport,
  LearningPoint,
  Start,
  TeacherTest,
  TestPlaces,
  TestResult,
  Unfinished,
  UnfinishedNews,
  WatchedSolution,
  WatchedToken,
  WatchedTree,
  WatchedTruth,
  WatchNews,
  WorkshopEvent,
  WorkshopRequest,
  WorkshopRule,
};

/** Teachers that are no verifier. */
export const OWN_TEACHERS = ['checker', 'consensus'] as const;

/** The verifiers that a teacher's name stands for, none for its own: several are written with commas between them. */
export const verifiersTeaching = (teacher: string): readonly VerifierId[] =>
  OWN_TEACHERS.some((own) => own === teacher) ? [] : teacher.split(',');

/** What is asked of a training. */
export type Teaching = Omit<WorkshopRequest, 'start'> & {
  /** Null for the first that the pack has. */
  readonly start: Start | null;
};

/** How the name of a verifier that a reader trained begins, wherever a verifier is named. */
export const HEAD_MARK = 'head:';
/** Whether a name is that of a verifier in a file of its own. */
export const isHead = (id: VerifierId): boolean => id.startsWith(HEAD_MARK);
/** What such a verifier is called in its card: its name without the mark. */
export const headName = (id: VerifierId): string => id.slice(HEAD_MARK.length);

/** The largest file of a trained verifier that is read. */
export { MAX_VERIFIER_BYTES, tooLarge } from '../workshop/limits';

/** What is to be trained. */
export interface TrainOrder {
  readonly task: TaskId;
  /** One of `OWN_TEACHERS`, a verifier, or several with commas between them, whose values are averaged. */
  readonly teacher: string;
  /** Of those that teach, the ones that were trained; none by default. */
  readonly heads?: readonly HeadFile[];
  readonly request: Teaching;
  /** Names that verifiers here have already: those that are trained get others. */
  readonly taken: readonly string[];
  /** Where it is to learn; on WASM by default, and where the other is not there. */
  readonly learner?: LearnerDevice;
}

/** Everything arrives as bytes, as for the engine. */
export interface TrainRequest {
  readonly order: TrainOrder;
  readonly runtimeWasm: Uint8Array;
  /** With the files of the policy, of the verifiers that teach, and of the one whose layers are the pattern. */
  readonly pack: PackBytes;
  /** What an interrupted training of the same order is gone on from. */
  readonly unfinished?: Unfinished | undefined;
}

/** A verifier in its file, with what the page shows of it. */
export interface HeadFile {
  /** `head:<name>` */
  readonly id: VerifierId;
  readonly task: TaskId;
  readonly scale: Scale;
  /** What it was told: a label rule's name, or another's. */
  readonly rule: string;
  /** Its file's name, for sentences and for saving. */
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One verifier of a training. */
export interface TrainedRun extends Omit<WorkshopRun, 'weights' | 'values'> {
  readonly head: HeadFile;
}

/** What search is tested with, as the tables of the readme are. */
export const SEARCH_TEST = { samples: 20, beam: 4 } as const;

/** What search solved of held-out problems, the same for all lines. */
export interface Searched {
  /** K and b. */
  readonly samples: number;
  readonly beam: number;
  /** The trained verifiers first. Each is `beam` with a verifier, but for `majority`, which asks none. */
  readonly lines: readonly {
    /** A verifier's; of several that taught together, the teacher's name. */
    readonly id: VerifierId;
    /** Of each problem 1 where its answer was right, else 0. */
    readonly right: readonly number[];
  }[];
}

/** What is told of a training. */
export type TrainEvent =
  | WorkshopEvent
  /** Where it learns, where it was asked to learn elsewhere than on WASM. */
  | ({ readonly stage: 'learner' } & DeviceChoice)
  /** The verifiers are there, and tested; only what search solves with them is still to come. */
  | { readonly stage: 'made'; readonly trained: Trained }
  | { readonly stage: 'search'; readonly of: number; readonly searched: Searched };

/** What came of a training. */
export interface Trained {
  readonly start: Start;
  readonly labels: LabellingReport;
  readonly runs: readonly TrainedRun[];
  readonly differences: readonly Difference[];
  /** A verifier that taught, at the places of the test. */
  readonly teacher: TeacherTest | null;
  /** Null where no problem was searched. */
  readonly searched: Searched | null;
}

/** What the worker answers, over comlink. It lives for one question: ending it calls that off. */
export interface TrainApi {
  /** Holds the lock of this name for as long as the worker lives; false where there are no locks. */
  holdLock(name: string): Promise<boolean>;
  /**
   * @param onUnfinished hears now and then what the training can be gone on from
   * @throws AppError `bad-input`, `aborted`, and what the models and the learner throw
   */
  train(request: TrainRequest, onEvents: Hear<TrainEvent>, onUnfinished?: Hear<UnfinishedNews>): Promise<Trained>;
  /** Between passes. */
  pause(): void;
  goOn(): void;
  /**
   * Ends the stage that is at work: learning, with what it has learned; the test, with what it has tested. Before
   * anything is learned `train` rejects with `aborted`.
   */
  stop(): void;
  /** Checks a file. @throws AppError `too-large` or `file-damaged`, with one sentence, where it does not fit */
  read(pack: PackBytes, file: string, bytes: Uint8Array<ArrayBuffer>): HeadFile;
}

/** What a pack offers to the workshop. */
export interface TrainOffer {
  readonly starts: readonly Start[];
  /** The SHA-256 of the weights that its verifiers can stand on. */
  readonly bases: readonly string[];
  /** The SHA-256 of its manifest, which lists all its files: of the same models alone it is the same. */
  readonly models: string;
}

/** Of the configuration of the verifier that is the pattern: whether the pack's verifiers share a trunk. */
export const PatternConfigSchema = v.object({ trunk_layers: v.optional(v.number()) });

/** The starts that a pack offers. Where its verifiers share no trunk, all that is frozen is the policy's. */
export const startsIn = (config: v.InferOutput<typeof PatternConfigSchema>): readonly Start[] =>
  config.trunk_layers === undefined ? ['policy'] : ['trunk', 'policy'];

/** The file whose weights the frozen part has, and its SHA-256 where the manifest lists it. */
export function baseFile(manifest: Manifest, start: Start): { readonly path: string; readonly sha256: string } {
  const { folder } = manifest.models[start === 'policy' ? 'policy' : patternOf(manifest)]!;
  const path = `${folder}/${WEIGHTS_FILE}`;
  return { path, sha256: manifest.files.find((file) => file.path === path)?.sha256 ?? '' };
}
