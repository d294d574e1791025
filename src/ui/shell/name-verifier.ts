/** What a verifier, and a search that it steers, are called on the page. */
import { STRATEGY_IDS } from '../../core/ids';
import type { RunInfo } from '../../trace/codec';
import { nameInSentence, verifierName } from '../../words';
import type { Messages } from '../../words';
import type { SearchState } from '../search/search.svelte';
import type { ColumnName } from '../../viz/colouring';
import type { Offer } from './offer.svelte';

interface Page {
  readonly messages: Messages;
  readonly search: Pick<SearchState, 'info'>;
  readonly offer: Pick<Offer, 'readingOf'>;
}

/** That a verifier has read more is a part of its name: what is said of labels is not said of it. */
const toldReading = (id: string, { offer }: Pick<Page, 'offer'>): 'more' | null =>
  offer.readingOf(id) === 'more' ? 'more' : null;

/** In the page's language; of a verifier that only the shown tree knows, as the tree's own models call it. */
export const nameVerifier = (id: string, page: Page): string =>
  verifierName(id, page.messages, page.search.info?.models, toldReading(id, page));

/** What searched and what judged, in a sentence. */
export function nameSearch(
  { strategy, verifier }: Pick<RunInfo, 'strategy' | 'verifier'>,
  page: Page,
): { readonly strategy: string; readonly verifier: string } {
  const known = STRATEGY_IDS.find((id) => id === strategy);
  const { settings, lab } = page.messages;
  return {
    strategy: known ? settings.strategies[known] : strategy,
    verifier: verifier ? nameVerifier(verifier, page) : lab.compare.rescoring.none,
  };
}

/** What a label's rule is called: as the verifiers that learn it. */
export const nameRule = (rule: string, { messages }: Pick<Page, 'messages'>): string => verifierName(rule, messages);

/** Its name in a sentence; the short one where it has no other. */
export const nameAtLength = (id: string, page: Pick<Page, 'messages' | 'offer'>): string =>
  nameInSentence(id, page.messages, toldReading(id, page)) ?? verifierName(id, page.messages);

/** What the offered verifiers are called in a sentence, by id. */
export const namesInSentence = (
  page: Pick<Page, 'messages' | 'offer'> & { readonly offeredVerifiers: readonly string[] },
): Readonly<Record<string, string>> =>
  Object.fromEntries(page.offeredVerifiers.map((id) => [id, nameAtLength(id, page)]));

/** What a column of the shown tree's numbers is called. */
export const columnName = ({ kind, verifier }: ColumnName, page: Page): string =>
  kind === 'score' ? nameVerifier(verifier ?? '', page) : page.messages.legend.columns[kind];
