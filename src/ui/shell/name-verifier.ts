/** What a verifier is called on the page. */
import { verifierName } from '../../words';
import type { Messages } from '../../words';
import type { SearchState } from '../search/search.svelte';
import type { ColumnName } from '../../viz/colouring';

/** In the page's language; of a verifier that only the shown tree knows, as the tree's own models call it. */
export const nameVerifier = (
  id: string,
  { messages, search }: { readonly messages: Messages; readonly search: Pick<SearchState, 'info'> },
): string => verifierName(id, messages, search.info?.models);

/** What a column of the shown tree's numbers is called. */
export const columnName = (
  { kind, verifier }: ColumnName,
  page: { readonly messages: Messages; readonly search: Pick<SearchState, 'info'> },
): string => (kind === 'score' ? nameVerifier(verifier ?? '', page) : page.messages.legend.columns[kind]);
