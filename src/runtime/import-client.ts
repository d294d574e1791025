/** The page's side of the import worker. A worker lives for one question: ending it is how a question is called off. */
import { proxy, wrap } from 'comlink';
import { AppError } from '../core/errors';
import { installErrorTransfer } from '../protocol/error-transfer';
import type { Entry, ImportApi, Listing } from '../protocol/import';
import { workerAddress, type EngineFlavour } from './engine-files';
import type { FileSource } from './file-source';

type ReadTrace = Awaited<ReturnType<ImportApi['read']>>;

export interface ImportClientOptions {
  readonly source: FileSource;
  readonly worker: EngineFlavour['worker'];
  /** Constructs a module worker: only the page's `main.ts` does that. */
  readonly createWorker: (address: string) => Worker;
}

/** The types are as those of `ImportApi`. */
export class ImportClient<Questions, Fault> {
  readonly #options: ImportClientOptions;

  constructor(options: ImportClientOptions) {
    this.#options = options;
    installErrorTransfer();
  }

  /** @throws AppError `bad-input`, `aborted` or `worker-died`. */
  list(file: Blob, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<Listing> {
    return this.#ask((api) => api.list(file, proxy(onProgress)), signal);
  }

  /** @throws AppError as `list`. */
  read(file: Blob, { start, end }: Pick<Entry, 'start' | 'end'>, signal: AbortSignal): Promise<ReadTrace> {
    return this.#ask((api) => api.read(file, { start, end }), signal);
  }

  /** @throws AppError as `list`. */
  questions(file: Blob, signal: AbortSignal): ReturnType<ImportApi<Questions, Fault>['questions']> {
    return this.#ask((api) => api.questions(file), signal);
  }

  async #ask<T>(question: (api: ImportApi<Questions, Fault>) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { source, worker: script, createWorker } = this.#options;
    const worker = createWorker(await workerAddress(source, { worker: script }));
    try {
      // comlink settles no call of a worker that is gone.
      const death = new Promise<never>((_, reject) => {
        const callOff = (): void => reject(new AppError('aborted', 'The import was called off.'));
        if (signal.aborted) callOff();
        signal.addEventListener('abort', callOff, { once: true });
        worker.addEventListener('error', () => reject(new AppError('worker-died', 'The file could not be read here.')));
      });
      return await Promise.race([question(wrap(worker) as unknown as ImportApi<Questions, Fault>), death]);
    } finally {
      worker.terminate();
    }
  }
}
