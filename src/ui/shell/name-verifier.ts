/** What a verifier is called on the page. */
import { isHead } from '../../protocol/train';
import { verifierName } from '../../words';
import type { Messages } from '../../words';
import type { SearchState } from '../search/search.svelte';
import type { ColumnName } from '../../viz/colouring';

/** In the page's language; of a verifier that only the shown tree knows, as the tree's own models call it. */
export const nameVerifier = (
  id: string,
  { messages, search }: { readonly messages: Messages; readonly search: Pick<SearchState, 'info'> },
): string => verifierName(id, messages, search.info?.models);

/** What verifiers are called in a sentence, by id, with those that were trained on the page. */
export const namesInSentence = ({
  messages,
  offeredVerifiers,
}: {
  readonly messages: Messages;
  readonly offeredVerifiers: readonly string[];
}): Readonly<Partial<Record<string, string>>> => ({
  ...messages.settings.verifiers,
  ...Object.fromEntries(offeredVerifiers.filter(isHead).map((id) => [id, verifierName(id, messages)])),
});

/** What a column of the shown tree's numbers is called. */
export const columnName = (
  { kind, verifier }: ColumnName,
  page: { readonly messages: Messages; readonly search: Pick<SearchState, 'info'> },
): string => (kind === 'score' ? nameVerifier(verifier ?? '', page) : page.messages.legend.columns[kind]);
