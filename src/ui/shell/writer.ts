/** A source of models on the page, whichever it is: the site's packs, or a hub model. Types only. */
import type { ModelWork } from '../../protocol/model-host';
import type { OfferedBackend, OfferedTask, OfferedVerifier } from '../../url/fields';
import type { VerifierOptions } from '../../verifiers/types';
import type { LoadedEngine } from './ports';

/** What a piece of work needs. */
export interface NeededModels {
  readonly task: OfferedTask;
  readonly verifiers: readonly OfferedVerifier[];
  /** Of the verifiers: which models they are made of can depend on them. */
  readonly options?: VerifierOptions | undefined;
  readonly backend: OfferedBackend;
}

export interface Writer {
  readonly loaded: LoadedEngine | null;
  readonly port: ModelWork;
  /** Loads what is missing. @throws AppError with the code of what went wrong. */
  ensure(wanted: NeededModels): Promise<LoadedEngine>;
  /** A piece of work failed with this: models that died of it are forgotten. */
  noteFailure(error: unknown): void;
}
