/** Which tasks and verifiers there are: those of the site's packs, or of the hub model that is loaded. */
import { DEFAULT_STATE, OFFERED_TASKS, OFFERED_VERIFIERS } from '../../url/fields';
import type { OfferedTask, OfferedVerifier } from '../../url/fields';
import type { Models } from './models.svelte';
import { offeredOf, ownTaskFor } from './settings';

export class Offer {
  readonly #models: Models;
  #tasks = $state.raw<readonly OfferedTask[]>([]);
  #verifiers = $state.raw<readonly OfferedVerifier[]>(OFFERED_VERIFIERS);

  constructor(models: Models) {
    this.#models = models;
  }

  /** Those that the site has models for; none until its list has come. */
  get tasks(): readonly OfferedTask[] {
    return this.#models.hub.loaded ? OFFERED_TASKS : this.#tasks;
  }
  /** Those that the site's pack holds, and those that need no model; all until the pack's list has come. */
  get verifiers(): readonly OfferedVerifier[] {
    const own = this.#models.hub.loaded;
    return own ? OFFERED_VERIFIERS.filter((id) => own.verifiers.includes(id)) : this.#verifiers;
  }
  /** What takes the place of a verifier that is not there. */
  get usual(): OfferedVerifier {
    const { verifier } = DEFAULT_STATE;
    return this.verifiers.includes(verifier) ? verifier : (this.verifiers[0] ?? verifier);
  }

  /** Another pack is asked about: until its list has come, all may be there. */
  forget(): void {
    this.#verifiers = OFFERED_VERIFIERS;
  }

  /**
   * Reads the site's lists. False where they cannot be read, of which the load will fail too and say so, and where
   * `isCurrent` says then that another task is meant by now.
   */
  async learn(task: OfferedTask, isCurrent: () => boolean): Promise<boolean> {
    const offer = await this.#models.engine.packOffer(ownTaskFor(task)).catch(() => null);
    if (!offer || !isCurrent()) return false;
    this.#tasks = OFFERED_TASKS.filter((id) => offer.tasks.includes(id));
    this.#verifiers = offeredOf(offer.verifiers);
    return true;
  }
}
