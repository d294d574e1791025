/** A second file beside the tree of the page: which of its problems is shown, and what the two come to. */
import type { Trace } from '../../../trace/types';
import { refusalSentence, type Messages } from '../../../words';
import { ImportState } from '../../files/import.svelte';
import type { SearchState } from '../../search/search.svelte';
import { treeOf } from '../../search/tree-of';
import type { ImportPort } from '../../shell/ports';

export interface BesideHost {
  readonly messages: Messages;
  readonly search: Pick<SearchState, 'info'>;
  refuse(sentence: string | null): void;
}

export class BesideFile {
  readonly file: ImportState;
  #trace = $state.raw<Trace | null>(null);

  constructor(port: ImportPort | null, page: BesideHost) {
    this.file = new ImportState(port, {
      show: (trace) => {
        this.#trace = trace;
        page.refuse(null);
      },
      refuse: (error) => page.refuse(refusalSentence(error, page.messages)),
    });
  }

  get trace(): Trace | null {
    return this.#trace;
  }
  readonly tree = $derived(this.#trace && treeOf(this.#trace));

  /** Opens a file, at the problem that the page's tree is of where it has that one too. */
  async open(file: File, problem: string | null): Promise<void> {
    if (!(await this.file.open(file))) return;
    const place = (this.file.listing?.entries ?? []).findIndex(({ title }) => title.trim() === problem?.trim());
    if (place > 0) await this.file.choose(place);
  }

  close(): void {
    this.file.close();
    this.#trace = null;
  }
}
