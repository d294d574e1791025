/** What the page needs from outside. `src/main.ts` fills these in; a test may fill them in otherwise. */
import type { Entry, ImportApi, Listing } from '../../protocol/import';
import type { Hear, ModelHost } from '../../protocol/model-host';
import type { SearchEvent } from '../../protocol/parameters';
import type { HubHost, HubSource } from '../../runtime/hub/hub-host';
import type { PackHost, PackSource } from '../../runtime/pack-host';
import type { FileSource } from '../../runtime/file-source';
import type { KeptHeads } from '../../runtime/kept-heads';
import type { KeptTrainings } from '../../runtime/kept-trainings';
import type { UnfinishedTrainings } from '../../runtime/unfinished-trainings';
import type { TrainHost } from '../../runtime/train-host';
import type { TrainingNote } from '../../runtime/training-note';
import type { QuestionFault, Questions } from '../../tasks/questions';
import type { TraceResult } from '../../trace/types';

export type { HubFile, HubOffer, HubPlan, KeptModel } from '../../runtime/hub/hub-host';
export type { LoadProgress } from '../../runtime/pack-host';
export type { Training } from '../../runtime/train-host';
export type { HeadTraining } from '../../runtime/hub/hub-host';
export type { NotedTraining, TrainingNote } from '../../runtime/training-note';
export type { LoadedEngine, RunRequest } from '../../protocol/engine';

/** The site's own models. */
export type EnginePort = Pick<PackHost, 'packOffer' | 'warm' | 'addHead' | keyof ModelHost<PackSource>>;

/** Who hears of the runs on the page. */
export interface SessionListener {
  readonly onEvents?: Hear<SearchEvent>;
  /** `asked`: the parent of an embed asked for this run and gets the answer otherwise. */
  readonly onResult?: (result: TraceResult, asked: boolean) => void;
}

/** Files that come with the page, by their path on the site. */
export interface FilePort {
  /** Rejects when there is no such file. */
  read(path: string): Promise<Uint8Array>;
}

/** Sets of questions that lie beside the page. */
export type QuestionPort = Pick<FileSource, 'read'>;

/** All but the engine; a page can do without them. */
export interface OtherPorts {
  readonly hub: HubPort;
  readonly imports: ImportPort & QuestionFilePort;
  readonly workshop: WorkshopPort;
  /** Where its trainings outlive the page. */
  readonly kept: KeptSource;
  /** Where value heads on hub models do. */
  readonly keptHeads: KeptHeadsSource;
  /** That a training of them is under way. */
  readonly headNote: TrainingNote;
  /** Where those of them outlive it that were interrupted. */
  readonly unfinished: UnfinishedSource;
  readonly offline: OfflinePort;
  readonly visits: VisitPort;
  readonly files: FilePort;
  /** Null where the page is whole by itself. */
  readonly questions: QuestionPort | null;
}

/** Trains verifiers, in a worker of its own. */
export type WorkshopPort = Pick<TrainHost, 'offer' | 'train' | 'read'>;

/** Trainings of earlier visits; fetched when it is first needed. */
export type KeptSource = () => Promise<Pick<KeptTrainings, 'all' | 'keep' | 'remove'>>;

/** Value heads of earlier visits; fetched when it is first needed. */
export type KeptHeadsSource = () => Promise<Pick<KeptHeads, 'all' | 'keep' | 'remove'>>;

/** Trainings that were interrupted; fetched when it is first needed. */
export type UnfinishedSource = () => Promise<Pick<UnfinishedTrainings, 'find' | 'freed' | 'begin' | 'remove'>>;

/** Whether the visit before was ended while it computed. */
export interface VisitPort {
  /** Whether this visit should take as little as it can. */
  isLight(): Promise<boolean>;
  setAtWork(isAtWork: boolean): void;
  /** From now on this visit is like any other. */
  asUsual(): void;
}

/** Keeps the page and its models for use without a network. */
export interface OfflinePort {
  /** False where the page is whole by itself. */
  readonly isPossible: boolean;
  start(listener: {
    readonly onKept: () => void;
    readonly onUpdate: (use: () => void) => void;
    readonly onTrouble: (trouble: 'denied' | 'full') => void;
  }): Promise<void>;
  /** Keeps every task's default models; false where not all could be. */
  keepModels(): Promise<boolean>;
}

/** Reads files of other tools, away from the page. Calls reject with `aborted` when their signal says so. */
export interface ImportPort {
  list(file: Blob, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<Listing>;
  read(file: Blob, place: Pick<Entry, 'start' | 'end'>, signal: AbortSignal): ReturnType<ImportApi['read']>;
}

/** Reads files of questions, away from the page. Calls reject as those of `ImportPort`. */
export interface QuestionFilePort {
  questions(file: Blob, signal: AbortSignal): ReturnType<ImportApi<Questions, QuestionFault>['questions']>;
}

/** Hub models. Nothing is asked of anybody before `describe`, nothing downloaded before `load`. */
export type HubPort = Pick<
  HubHost,
  | 'kept'
  | 'forget'
  | 'describe'
  | 'describeKept'
  | 'describeFolder'
  | 'setFormat'
  | 'trainHeads'
  | 'openHead'
  | 'readHead'
  | keyof ModelHost<HubSource>
>;
