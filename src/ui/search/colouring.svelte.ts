/** Which of the shown tree's numbers tint it: the steering verifier's, or another column that the reader chose. */
import { columnIn, columnsOf, steeringColumn, type Column, type ColumnName } from '../../viz/colouring';
import type { SearchState } from './search.svelte';

type Shown = Pick<SearchState, 'info' | 'isRunning' | 'head' | 'scaleOf' | 'origin'>;

export class Colouring {
  readonly #search: Shown;
  /** A tree that has no such column shows its own. */
  #chosen = $state<string | null>(null);
  #last: Column | null = null;

  constructor(search: Shown) {
    this.#search = search;
  }

  /** Those to choose from, the steering verifier's first; none while the tree grows. */
  readonly columns: readonly ColumnName[] = $derived.by(() => {
    const { isRunning, head } = this.#search;
    return isRunning ? [] : columnsOf(head.nodes, head.verifier, (verifier) => this.#search.scaleOf(verifier));
  });

  /** What tints; null where the tree has no numbers. The same object as long as it is the same column and range. */
  readonly column: Column | null = $derived.by(() => {
    const { head, origin } = this.#search;
    const [first] = this.columns;
    // The policy's own numbers are no scores: a search that was not scored shows none, unless the reader asks for them.
    const own = first?.kind === 'score' || origin !== null ? first : undefined;
    const name = this.columns.find(({ id }) => id === this.#chosen) ?? own;
    const next = name
      ? columnIn(head.nodes, name)
      : steeringColumn(head.nodes, head.verifier, (verifier) => this.#search.scaleOf(verifier));
    const last = this.#last;
    const isSame =
      last !== null &&
      last.id === next?.id &&
      last.low === next.low &&
      last.high === next.high &&
      last.scale === next.scale;
    return (this.#last = isSame ? last : next);
  });

  choose(id: string): void {
    this.#chosen = id;
  }
}
