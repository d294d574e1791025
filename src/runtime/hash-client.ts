/** The page's side of the hash worker, which lives for one file. */
import { transfer, wrap } from 'comlink';
import { AppError } from '../core/errors';
import type { HashApi } from '../protocol/hash';
import { workerAddress, type EngineFlavour } from './engine-files';
import type { FileSource } from './file-source';
import { hashHere, LARGE, type Hash } from './sha256';

export interface HashClientOptions {
  readonly source: FileSource;
  readonly worker: EngineFlavour['worker'];
  /** Constructs a module worker: only the page's `main.ts` does that. */
  readonly createWorker: (address: string) => Worker;
}

/** Of large files in a worker, and where none can be started here. */
export function hashAway({ source, worker: script, createWorker }: HashClientOptions): Hash {
  return async (bytes, signal) => {
    if (bytes.length < LARGE) return hashHere(bytes);
    let worker: Worker | null = null;
    let isReady = false;
    try {
      const started = (worker = createWorker(await workerAddress(source, { worker: script })));
      const death = new Promise<never>((_, reject) => {
        const callOff = (): void => reject(new AppError('aborted', 'It was called off.'));
        if (signal?.aborted) callOff();
        signal?.addEventListener('abort', callOff, { once: true });
        started.addEventListener('error', () =>
          reject(new AppError('worker-died', 'A file could not be hashed here.')),
        );
      });
      const api = wrap<HashApi>(started);
      isReady = await Promise.race([api.ready(), death]);
      return await Promise.race([api.hash(transfer(bytes, [bytes.buffer])), death]);
    } catch (error) {
      if (isReady || signal?.aborted) throw error;
      return await hashHere(bytes);
    } finally {
      worker?.terminate();
    }
  };
}
