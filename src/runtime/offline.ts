/** What makes the page work without a network: its service worker, and the models that it keeps. */
import type { VerifierId } from '../core/ids';
import type { WorkerMessage } from '../protocol/service-worker';
import { keepPacks, type EngineFiles } from './engine-files';
import type { KeepingTrouble } from './network-files';

/** What is used of `navigator.serviceWorker`. */
export type Workers = Pick<ServiceWorkerContainer, 'register' | 'controller' | 'addEventListener'>;

export interface OfflineListener {
  /** Everything that the page may still fetch of itself comes without a network from now on; so does the page. */
  readonly onKept: () => void;
  /** A newer build waits; `use` lets it take over, and loads this tab anew. */
  readonly onUpdate: (use: () => void) => void;
  /** Something could not be kept. Told more than once. */
  readonly onTrouble: (trouble: KeepingTrouble) => void;
}

export interface OfflineOptions {
  /** Address of the service worker's script; null where the page is whole without one. */
  readonly script: string | null;
  /** Address of the page's own script, which says of which build it is. */
  readonly page: string;
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
    const { script, workers } = this.#options;
    if (script === null) return;
    try {
      const container = workers();
      if (!container) return;
      const registration = await container.register(script, { updateViaCache: 'none' });
      const look = (): void => void this.#look(container, registration, listener);
      const follow = (worker: ServiceWorker | null): void => worker?.addEventListener('statechange', look);
      registration.addEventListener('updatefound', () => follow(registration.installing));
      container.addEventListener('controllerchange', look);
      follow(registration.installing);
      look();
    } catch {
      // A sandboxed frame, private browsing, or a host that does not serve the script as one: it goes on without.
    }
  }

  /** Compares this tab's build with those of the workers that are there. */
  async #look(
    container: Workers,
    { active, waiting }: ServiceWorkerRegistration,
    { onKept, onUpdate }: OfflineListener,
  ): Promise<void> {
    const { page, reload } = this.#options;
    const isActive = active !== null && (await holds(active, page));
    // A tab that was opened before there was a worker, or past it, has none until it is claimed.
    if (isActive && container.controller !== active) tell(active, { type: 'claim' });
    else if (isActive) onKept();
    if (!waiting) {
      // Another tab let a newer build take over.
      if (active && !isActive && container.controller === active) onUpdate(reload);
    } else if (!isActive && (await holds(waiting, page))) {
      // This tab came from the network, and is of that build already.
      tell(waiting, { type: 'use-now' });
    } else if (container.controller) {
      onUpdate(() => {
        container.addEventListener('controllerchange', reload, { once: true });
        tell(waiting, { type: 'use-now' });
      });
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

const tell = (worker: ServiceWorker, message: WorkerMessage, ports: MessagePort[] = []): void =>
  worker.postMessage(message, ports);

/** Whether this file is one of that worker's build. One that is gone, or of a build that did not answer, never resolves. */
function holds(worker: ServiceWorker, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data === true);
    };
    tell(worker, { type: 'holds', url }, [port2]);
  });
}
