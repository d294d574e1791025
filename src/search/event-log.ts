/** Numbers the events and nodes of one run, and counts its budget. */
import { round } from '../core/precision';
import type { SearchEvent } from './types';

/** An event that has no number yet; distributes over the union so that each type keeps its own fields. */
type Unnumbered<E> = E extends SearchEvent ? Omit<E, 'seq'> : never;

export class EventLog {
  #seq = 0;
  #nodes = 0;
  #policyTokens = 0;
  #valueTokens = 0;

  /** The next node's id: 0 is the root. */
  newNode(): number {
    return this.#nodes++;
  }

  event(event: Unnumbered<SearchEvent>): SearchEvent {
    return { seq: this.#seq++, ...event };
  }

  get policyTokens(): number {
    return this.#policyTokens;
  }

  spend(policyTokens: number, valueTokens: number): void {
    this.#policyTokens += policyTokens;
    this.#valueTokens += valueTokens;
  }

  backup(id: number, visits: number, meanValue: number): SearchEvent {
    return this.event({ type: 'backup', id, visits, meanValue: round(meanValue) });
  }

  budget(): SearchEvent {
    return this.event({ type: 'budget', policyTokens: this.#policyTokens, valueTokens: this.#valueTokens });
  }
}
