/** Numbers the events and nodes of one run, and counts its budget. */
import { round } from '../core/precision';
import type { SampledStep, Tokenizer } from '../model/types';
import type { EventToken, SearchEvent } from './types';

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

  /** Events so far. */
  get length(): number {
    return this.#seq;
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

/** A step's tokens as the log has them. */
export function eventTokens(
  { tokens }: SampledStep,
  withAlternatives: boolean,
  tokenizer: Pick<Tokenizer, 'tokenText'>,
): EventToken[] {
  const plain = ({ token, logprob }: { token: number; logprob: number }) => ({
    text: tokenizer.tokenText(token),
    logprob: round(logprob),
  });
  return tokens.map((token) => {
    if (!withAlternatives || !token.alternatives.length) return plain(token);
    return { ...plain(token), alternatives: token.alternatives.map(plain) };
  });
}
