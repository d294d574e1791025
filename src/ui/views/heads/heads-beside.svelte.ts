/** Value heads that were published beside the model that is loaded: named, and fetched after the reader's yes. */
import { headsBeside } from '../../../runtime/hub/beside';
import type { HeadFile } from '../../../protocol/train';
import type { Messages } from '../../../words';
import type { HubState } from '../../hub/hub.svelte';
import type { HubFile } from '../../shell/ports';
import { trainingFault } from '../train/fault-sentence';

/** What it needs of the page. */
interface BesidePage {
  readonly hub: Pick<HubState, 'source' | 'headPort'>;
  readonly messages: Messages;
  refuse(sentence: string | null): void;
}

export class HeadsBeside {
  readonly #page: BesidePage;
  readonly #open: (file: File) => Promise<HeadFile | null>;
  #fetching = $state.raw<HubFile | null>(null);

  /** @param open as `HeadWorkshop.open`: what was fetched is checked like any file */
  constructor(page: BesidePage, open: (file: File) => Promise<HeadFile | null>) {
    this.#page = page;
    this.#open = open;
  }

  /** As the model's list of files has them; nothing of them was asked for. */
  get all(): readonly HubFile[] {
    const { source } = this.#page.hub;
    return source ? headsBeside(source.listing) : [];
  }
  /** Null while none of them is fetched. */
  get fetching(): HubFile | null {
    return this.#fetching;
  }

  /** Fetches one and opens it. What goes wrong is said on the page; null then. */
  async take(file: HubFile): Promise<HeadFile | null> {
    const { source, headPort: port } = this.#page.hub;
    if (!source || !port || this.#fetching) return null;
    this.#fetching = file;
    try {
      return await this.#open(await port.readHead(source, file, new AbortController().signal));
    } catch (error) {
      this.#page.refuse(trainingFault(error, this.#page.messages));
      return null;
    } finally {
      this.#fetching = null;
    }
  }
}
