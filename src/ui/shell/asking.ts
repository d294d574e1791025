/** What those who have work for the models need of the page. */
import type { ModelWork } from '../../protocol/model-host';
import type { OfferedTask, OfferedVerifier, UrlState } from '../../url/fields';
import type { VerifierOptions } from '../../verifiers/types';
import type { SearchState } from '../search/search.svelte';
import type { Selection } from '../search/selection.svelte';
import type { Job, JobKind } from './jobs.svelte';
import type { LoadedEngine, RunRequest } from './ports';

/** What a piece of work is about, and whose numbers it needs. */
export interface Subject {
  readonly task: OfferedTask;
  readonly problem: string;
  readonly verifiers: readonly OfferedVerifier[];
  /** Those that are chosen now, where it does not say; about a tree, `optionsOfTree`. */
  readonly verifierOptions?: VerifierOptions;
}

/** What every request to the models says of it. */
export type About = Pick<RunRequest, 'runId' | 'task' | 'problem' | 'verifierOptions'>;

/** The models, loaded, and the job that they are asked in. */
export interface Ready {
  readonly loaded: LoadedEngine;
  readonly job: Job;
}

export interface Asking {
  readonly settings: UrlState;
  readonly search: SearchState;
  readonly selection: Selection;
  readonly offeredVerifiers: readonly OfferedVerifier[];
  /**
   * Has the models do a piece of work, the only one at a time: they are loaded where they are not there yet, and `stop`
   * ends it with what it has. @throws AppError `busy`, and what the loading and the work throw.
   */
  ask<T>(
    kind: JobKind,
    subject: Subject,
    work: (host: ModelWork, about: About, ready: Ready) => Promise<T>,
  ): Promise<T>;
  /** Ends what is under way with what it has so far; what still waits for its models does not begin. */
  stop(): void;
  /** Says what went wrong with some work that the reader asked for; being called off is nothing wrong. */
  tell(error: unknown): void;
}
