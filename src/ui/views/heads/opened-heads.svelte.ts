/** Heads that were opened from a file, whoever made it: each is a verifier of the model that is loaded. */
import type { HeadFile } from '../../../protocol/train';
import type { Messages } from '../../../words';
import type { HubState } from '../../hub/hub.svelte';
import { fileFault } from '../train/fault-sentence';
import type { HeadKeeping } from './head-keeping.svelte';

/** What it needs of the page. */
interface Page {
  readonly hub: Pick<HubState, 'headPort' | 'join'>;
  readonly messages: Messages;
  refuse(sentence: string | null): void;
}

export class OpenedHeads {
  readonly #page: Page;
  readonly #keeping: HeadKeeping;
  #all = $state.raw<readonly HeadFile[]>([]);

  constructor(page: Page, keeping: HeadKeeping) {
    this.#page = page;
    this.#keeping = keeping;
  }

  /** Of every model that was loaded. */
  get all(): readonly HeadFile[] {
    return this.#all;
  }

  /** Opens one. What does not fit is said on the page; null then. */
  async open(file: File): Promise<HeadFile | null> {
    try {
      const head = await this.take(file);
      if (head) this.#page.refuse(null);
      return head;
    } catch (error) {
      // Whatever task it learned from, it stands on its model.
      this.#page.refuse(fileFault(error, null, this.#page.messages));
      return null;
    }
  }

  /** The same, and what the page says stays. @throws AppError where it is no head, or another model's */
  async take(file: File): Promise<HeadFile | null> {
    const { hub } = this.#page;
    const opened = await hub.headPort?.openHead(file);
    if (!opened) return null;
    const { head, model } = opened;
    hub.join([model]);
    this.#all = [...this.#all.filter(({ id }) => id !== head.id), head];
    void this.#keeping.keep([head]);
    return head;
  }
}
