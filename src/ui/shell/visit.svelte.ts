/** A visit after one that was ended while it computed takes as little as it can, until the reader wants it otherwise. */
import type { OfferedBackend } from '../../url/fields';
import type { VisitPort } from './ports';

export class VisitState {
  readonly #port: VisitPort | null;
  #isLight = $state(false);

  constructor(port: VisitPort | null) {
    this.#port = port;
  }

  get isLight(): boolean {
    return this.#isLight;
  }

  /** Learns whether this is a light visit. */
  async learn(): Promise<void> {
    this.#isLight = (await this.#port?.isLight()) ?? false;
  }

  /** Ends the light visit: this one goes on like any other. */
  asUsual(): void {
    this.#port?.asUsual();
    this.#isLight = false;
  }

  /** Notes when something begins or ends to be computed, so that the next visit knows if this one was cut short. */
  note(isAtWork: boolean): void {
    this.#port?.setAtWork(isAtWork);
  }

  /** The back end to take for the chosen one: in a light visit no GPU is tried unasked. */
  backendFor(chosen: OfferedBackend): OfferedBackend {
    return this.#isLight && chosen === 'auto' ? 'wasm' : chosen;
  }
}
