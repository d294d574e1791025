/** What makes the page work without a network: its service worker, and the models that it keeps. */
import type { VerifierId } from '../core/ids';
import { keepPacks, type EngineFiles } from './engine-files';
import type { KeepingTrouble } from './network-files';

/** What is used of `navigator.serviceWorker`. */
export type Workers = Pick<ServiceWorkerContainer, 'register' | 'controller' | 'addEventListener'>;

export interface OfflineListener {
  /** The page itself opens without a network from now on. */
  readonly onKept: () => void;
  /** A newer build waits; `use` lets it take over, and loads this tab anew. */
  readonly onUpdate: (use: () => void) => void;
  /** Something could not be kept. Told more than once. */
  readonly onTrouble: (trouble: KeepingTrouble) => void;
}

export interface OfflineOptions {
  /** Address of the service worker's script; null where the page is whole without one. */
  readonly script: string | null;
  /** May throw, as a sandboxed frame does. */
  readonly workers: () => Workers | undefined;
  readonly reload: () => void;
  readonly files: EngineFiles;
  /** What is kept of each task's pack besides the policy. */
  readonly verifiers: readonly VerifierId[];
}

export class OfflineClient {
  readonly #options: OfflineOptions;
  #listener: OfflineListener | null = null;
  #trouble: KeepingTrouble | null = null;

  constructor(options: OfflineOptions) {
    this.#options = options;
  }

  /** There is something that could be kept. */
  get isPossible(): boolean {
    return this.#options.script !== null;
  }

  /** From the file source. */
  report(trouble: KeepingTrouble): void {
    this.#trouble = trouble;
    this.#listener?.onTrouble(trouble);
  }

  /** Registers the service worker, where the browser has them and takes this one. */
  async start(listener: OfflineListener): Promise<void> {
    this.#listener = listener;
    if (this.#trouble) listener.onTrouble(this.#trouble);
    const { script, workers, reload } = this.#options;
    if (script === null) return;
    try {
      const container = workers();
      if (!container) return;
      const registration = await container.register(script, { updateViaCache: 'none' });
      const use = (): void => {
        container.addEventListener('controllerchange', reload, { once: true });
        registration.waiting?.postMessage({ type: 'use-now' });
      };
      const look = (): void => {
        if (registration.active) listener.onKept();
        if (registration.waiting && container.controller) listener.onUpdate(use);
      };
      const follow = (worker: ServiceWorker | null): void => worker?.addEventListener('statechange', look);
      registration.addEventListener('updatefound', () => follow(registration.installing));
      follow(registration.installing);
      look();
    } catch {
      // A sandboxed frame, private browsing, or a host that does not serve the script as one: it goes on without.
    }
  }

  /** Keeps the default models of all tasks. Resolves with whether all of them are there. */
  async keepModels(): Promise<boolean> {
    const { files, verifiers } = this.#options;
    try {
      await keepPacks(files, verifiers);
      return this.#trouble === null;
    } catch {
      // The network went away, or a file is missing: what was chosen is kept all the same.
      return false;
    }
  }
}
