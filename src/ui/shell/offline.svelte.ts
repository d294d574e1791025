/** What is known about using the page without a network. */
import type { OfflinePort } from './ports';

type Trouble = 'denied' | 'full';

export class OfflineState {
  readonly #port: OfflinePort | null;
  #isPageKept = $state(false);
  #areModelsKept = $state(false);
  #trouble = $state<Trouble | null>(null);
  #use = $state.raw<(() => void) | null>(null);

  constructor(port: OfflinePort | null) {
    this.#port = port;
  }

  get isPossible(): boolean {
    return this.#port?.isPossible ?? false;
  }
  get isPageKept(): boolean {
    return this.#isPageKept;
  }
  get areModelsKept(): boolean {
    return this.#areModelsKept;
  }
  get trouble(): Trouble | null {
    return this.#trouble;
  }
  /** Loads the newer version; null when there is none. */
  get update(): (() => void) | null {
    return this.#use;
  }

  /** Begins to keep the page; call it when the models are loaded, since both need the network. */
  async start(): Promise<void> {
    await this.#port?.start({
      onKept: () => (this.#isPageKept = true),
      onUpdate: (use) => (this.#use = use),
      onTrouble: (trouble) => (this.#trouble = trouble),
    });
  }

  /** Keeps the models of all tasks. */
  async keepModels(): Promise<void> {
    if (await this.#port?.keepModels()) this.#areModelsKept = true;
  }
}
